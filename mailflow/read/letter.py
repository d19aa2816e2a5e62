"""A mail on the reader's desk: what several steps of reading need to know of it, worked out once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from mailflow.fields import CALL_REQUEST
from mailflow.model import Context, Kind, Line, Message, Person, Reading, Source, Unclear
from mailflow.read.adapter import quote
from mailflow.read.answers.result import listed
from mailflow.read.forms.form import look_over
from mailflow.read.forms.page import Page
from mailflow.read.kinds.behind import author_behind
from mailflow.read.persons.names import given_first

_QUESTION_TAG = re.compile(r"\[Q-(\d{4,6})\]")
_EMERGENCY = re.compile(r"\b(?:urgent|urgently|emergency)\b", re.IGNORECASE)
_THANKED = re.compile(
    r"\b((?i:thanks|thank you|thx)(?i: so much| very much| again| a lot)?,?)"
    r" [A-Z][\w'’-]*(?: (?:and|&) [A-Z][\w'’-]*)?(?=[\s,.!]|\Z)"
)
_THANKING = listed("thanks thank thankyou thx ty cheers merci gracias appreciate appreciated")
_POLITE = _THANKING | listed(
    """ok okay great perfect wonderful awesome excellent cool got it received many much so very really a lot lots you u
    we i this that thats its for your the all help quick reply response everyone everybody guys folks again everything
    are is best have good nice day one weekend sounds will do in advance work rock from us of solidarity looking
    forward take care and to"""
)
_CLOCK_WRONG = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What several steps need to know of one mail, worked out once.

    asked: the keys our mail asked for; passed_on: when somebody passed its words on, where they are older; pages: the
    page, once it was needed, for this letter and what ``replace`` makes of it: no step changes the message.
    """

    message: Message
    context: Context
    own: str
    tag: str | None
    sent: datetime
    sender: Person
    asked: tuple[str, ...]
    passed_on: datetime | None = None
    pages: list[Page] = field(default_factory=list, repr=False, compare=False)

    @property
    def is_reply(self) -> bool:
        """Whether it answers some mail or quotes one."""
        return bool(self.message.in_reply_to or any(line.depth for line in self.message.lines))

    def reading(self, kind: Kind, why: str) -> Reading:
        """A reading of this kind without any values."""
        return Reading(
            kind=kind,
            why=why,
            own_text=self.own,
            tag=self.tag,
            is_thanks=is_thanks(self.own),
            asks_emergency=asks_emergency(self.message.subject),
        )

    @property
    def page(self) -> Page:
        """Its lines and those of the forms it brings, as the call request form sees them: costly, so it is kept."""
        if not self.pages:
            self.pages.append(look_over(self.message, CALL_REQUEST))
        return self.pages[0]

    def having_asked(self, keys: tuple[str, ...], doubts: Mapping[str, Unclear]) -> "Letter":
        """The same letter, where our mail asked for these keys, some for a doubt."""
        return replace(self, asked=keys, context=replace(self.context, doubts={**doubts, **self.context.doubts}))

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the mail says, and below it what its documents say."""
        return (*self.message.lines, *(line for one in self.message.documents for line in one.lines))

    @property
    def source(self) -> Source:
        """Where the author's own words begin."""
        first = next((one for one in self.lines if one.depth == 0 and one.text.strip()), None)
        return Source(first.part, first.number, "", "") if first else Source("text/plain", 0, "", "")


def is_thanks(own_text: str) -> bool:
    """Whether the author's own words are thanks and nothing else (protocol, section 4, case 56)."""
    if len(own_text) > 400 or "?" in own_text:
        return False
    text = _without_names(own_text).casefold().replace("'", "").replace("’", "")
    words = re.findall(r"\w+", text)
    return bool(_THANKING.intersection(words)) and all(word in _POLITE for word in words)


def asks_emergency(subject: str) -> bool:
    """Whether the subject says urgent or emergency, as whole words (protocol N8)."""
    return bool(_EMERGENCY.search(subject))


def tag_of(subject: str, prefix: str = "IO") -> str | None:
    """The case reference in a subject, as ``IO-0042``: ``[IO-0042]``, ``IO42``, ``io 42``, ``#42``, ``[Q-0005]``.

    prefix: what the references of our calls begin with.
    """
    question = _QUESTION_TAG.search(subject)
    if question:
        return f"Q-{int(question[1]):04d}"
    found = _call_tag(prefix).search(subject)
    return f"{prefix}-{int(found[1] or found[2]):04d}" if found else None


@lru_cache(maxsize=8)
def _call_tag(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"\b{prefix}[- ]?(\d{{1,6}})\b(?:\.\d+)?|(?<![\w&])#(\d{{1,6}})\b", re.IGNORECASE)


def open_letter(message: Message, context: Context) -> Letter:
    """Lay a mail on the desk. Its time is the Date header's, or the server's where that is absent or absurd."""
    sent = message.date or context.received_at
    received = context.received_at
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=UTC)
    if not -_CLOCK_WRONG < sent - received < timedelta(days=2):
        sent = received
    from_ = author_behind(message, context.ours) or message.from_
    lines = [*message.lines, *(line for one in message.documents for line in one.lines)]
    shown = given_first(from_.name, from_.email, (line.text for line in lines)) if from_ else ""
    sender = Person(name=shown or None, email=from_.email) if from_ else Person()
    return Letter(
        message=message,
        context=context,
        own=quote.own_text(message.lines),
        tag=tag_of(message.subject, context.prefix),
        sent=sent,
        sender=sender,
        asked=context.asked,
    )


def _without_names(own_text: str) -> str:
    """The words without greetings and the name below them: ``Thank you so much, Ann``."""
    lines = [line.strip() for line in own_text.splitlines() if line.strip()]
    while len(lines) > 1 and re.fullmatch(r"[-–—~]*\s*(?:[A-Z][\w.'’-]*\s?){1,4}", lines[-1]):
        lines.pop()
    text = " ".join(lines)
    text = _THANKED.sub(r"\1", text)
    text = re.sub(r"\A(?:hi|hello|hey|dear)\b[^,!.\n]{0,40}[,!.]\s*", "", text, flags=re.IGNORECASE)
    return re.sub(r"(?<=[,!.])\s*(?:[A-Z][\w'’-]*\s?){1,2}[.!]*\s*\Z", "", text)
