"""``mailflow forget``: take one person out of the store and out of the mailbox's folders that we filed into.

First everything is looked through, so that a person may be asked; then it goes in small steps, beside a running
daemon. Broken off anywhere and run again it comes to the same end. What a mail that waits still needs is left to it:
the command says so, and is run again.
"""

import email
import email.policy
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message as Part

from mailflow.decide.facts import first_name
from mailflow.documents.enclosures import with_documents
from mailflow.mail.sweep import Place, Sweep, Wanted
from mailflow.read.adapter import message
from mailflow.settings import Settings, SettingsWrong, mail_address
from mailflow.store.forgetting import Forgetting, LetterSeen, MailSeen
from mailflow.store.store import Store
from mailflow.store.traces import Traces

_TAG = re.compile(r"<[^<>]*>")
_TABLES = ("field", "history", "finding", "pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What there is of a person, and so what will be done.

    traces: what he or she is known by; open: own cases that are open; roles: open cases of others that name the person;
    mails: that he or she wrote; mentions: of others, that tell of the person; letters: to the person; about: to others,
    that tell of the person; dropped: letters that wait and will not leave; waits: mails and letters that are not
    handled yet, and for which it is to be run again; is_begun: an earlier run did not end; folders: how many mails lie
    in which folder.
    """

    traces: Traces
    open: tuple[str, ...]
    roles: tuple[str, ...]
    mails: tuple[int, ...]
    mentions: tuple[int, ...]
    letters: tuple[int, ...]
    about: tuple[int, ...]
    dropped: tuple[int, ...]
    waits: int
    is_begun: bool
    folders: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the person was found, and nothing was begun that would have to be ended."""
        found = (self.open, self.roles, self.mails, self.mentions, self.letters, self.about, self.dropped)
        names = self.traces.names or self.traces.phones or self.traces.cases
        return not (any(found) or names or self.waits or self.is_begun or any(count for _name, count in self.folders))

    def lines(self, address: str, *, even_open: bool) -> Iterator[str]:
        """What will be done, for a person to read before saying yes; even_open: whether open cases are withdrawn."""
        yield f"{address} is to be forgotten:"
        yield f"  cases of theirs: {_named(self.traces.cases)}; their name, address and phone go, the rows stay"
        yield f"  mails from them: {len(self.mails)}; mails of others that tell of them: {len(self.mentions)}"
        yield f"  our mails to them: {len(self.letters)}; to others about them: {len(self.about)}"
        for name, count in self.folders:
            yield f"  in the folder {name}: {count} to be deleted"
        if self.dropped:
            yield f"  mails of ours that still wait and will never leave: {len(self.dropped)}"
        if self.roles:
            yield f"  they are named in open cases of others, {_named(self.roles)}: somebody else is needed there"
        if self.open:
            fate = "will be withdrawn" if even_open else "stand in the way"
            yield f"  open cases of theirs, {_named(self.open)}: they {fate}"
        yield "What was sent to other people, and your backups, cannot be reached from here: see docs/privacy.md."


def _named(refs: Sequence[str] | frozenset[str]) -> str:
    return ", ".join(sorted(refs)) or "none"


def checked(said: str, settings: Settings) -> str:
    """The address, as the store has it. Raises SettingsWrong for what is none, is ours, or is still of the staff."""
    try:
        address = mail_address(said)
    except ValueError as wrong:
        raise SettingsWrong([str(wrong)]) from wrong
    if address in settings.ours:
        raise SettingsWrong([f"{address} is our own address; it cannot be forgotten."])
    if address in settings.staff_people:
        raise SettingsWrong([f"{address} is one of the staff; take it out of staff in the settings first."])
    return address


class Forget:
    """One person, by address as ``checked`` gives it, to be forgotten in a store and in these folders."""

    def __init__(self, store: Store, address: str, sweeps: Sequence[Sweep]) -> None:
        self._store = store
        self._address = address
        self._sweeps = sweeps
        self._rows = Forgetting(store, address)

    def look(self) -> Plan:
        """Look through everything, changing nothing. Raises MailboxError where a folder cannot be looked through."""
        traces = self._rows.known_as()
        traces |= Traces.of(names=self._names())
        mails, mentions, waiting = self._mails(traces)
        letters, about, dropped, unsent = self._letters(traces)
        wanted = self._wanted(traces, {*mails, *mentions})
        return Plan(
            traces=traces,
            open=self._rows.open_cases(),
            roles=self._rows.roles(),
            mails=tuple(mails),
            mentions=tuple(mentions),
            letters=tuple(letters),
            about=tuple(about),
            dropped=tuple(dropped),
            waits=waiting + unsent,
            is_begun=self._rows.is_begun(),
            folders=tuple((one.name, one.count(wanted)) for one in self._sweeps),
        )

    def steps(self, plan: Plan, now: datetime) -> Iterator[str]:
        """Do it, a small step at a time, each told in a word. It may end after any of them and be begun anew.

        Raises StoreUnavailable and MailboxError; what was done stays done.
        """
        self._rows.begin(plan.traces, now)
        yield "begun"
        for ref in plan.open:
            self._rows.close_case(ref, now)
            yield "case"
        self._rows.drop_letters(plan.dropped, now)
        yield from self._empty_mails(plan, now)
        yield from self._empty_letters(plan, now)
        yield from self._clean_rows(plan.traces, now)
        self._rows.forget_address()
        yield "address"
        self._rows.forget_cases(now)
        yield "cases"
        wanted = self._wanted(plan.traces, set())
        for sweep in self._sweeps:
            for _count in sweep.remove(wanted):
                yield sweep.name
        if not plan.waits:
            self._rows.end()
        self._store.db.rewrite()
        yield "file"

    def remains(self) -> tuple[str, ...]:
        """Where the address stands in the store after all."""
        return self._rows.held_by()

    # -- looking ---------------------------------------------------------------------------------------------------

    def _names(self) -> set[str]:
        """The names that the person's own mails give, where they are a person's and no group's."""
        found = set()
        for mail in self._all_mails():
            if mail.has_bytes and (mail.sender == self._address or not mail.sender):
                from_ = message.parse(self._store.raw(mail.mail_id)).from_
                if from_ and from_.email == self._address and first_name(from_.name):
                    found.add(from_.name)
        return found

    def _mails(self, traces: Traces) -> tuple[list[int], list[int], int]:
        """Ids of mails from the person, and of mails of others that tell of them; how many of either still wait."""
        mails: list[int] = []
        mentions: list[int] = []
        waiting = 0
        for mail in self._all_mails():
            is_theirs, is_mention = self._look_at(mail, traces)
            if not is_theirs and not is_mention:
                continue
            if mail.waits or (mail.is_quarantined and not is_theirs):
                waiting += 1
            else:
                (mails if is_theirs else mentions).append(mail.mail_id)
        return mails, mentions, waiting

    def _look_at(self, mail: MailSeen, traces: Traces) -> tuple[bool, bool]:
        if mail.sender == self._address:
            return True, False
        if not mail.has_bytes:
            return False, False
        raw = self._store.raw(mail.mail_id)
        from_ = message.parse(raw).from_ if not mail.sender else None
        if from_ is not None and from_.email == self._address:
            return True, False
        case = next(iter(mail.cases & traces.cases), None)
        return False, tells_of(raw, traces, case)

    def _letters(self, traces: Traces) -> tuple[list[int], list[int], list[int], int]:
        """Numbers of letters to the person, and to others about them; which of them will not leave; how many must."""
        letters: list[int] = []
        about: list[int] = []
        dropped: list[int] = []
        unsent = 0
        for letter in self._all_letters():
            is_theirs = letter.receiver == self._address
            if not is_theirs and not traces.are_told(letter.said, letter.case):
                continue
            is_dropped = letter.is_waiting and (is_theirs or letter.case in traces.cases)
            if not letter.is_settled and not is_dropped:
                unsent += 1
                continue
            if is_dropped:
                dropped.append(letter.number)
            (letters if is_theirs else about).append(letter.number)
        return letters, about, dropped, unsent

    def _all_mails(self) -> Iterator[MailSeen]:
        last = 0
        while batch := self._rows.mails(last):
            yield from batch
            last = batch[-1].mail_id

    def _all_letters(self) -> Iterator[LetterSeen]:
        last = 0
        while batch := self._rows.letters(last):
            yield from batch
            last = batch[-1].number

    def _wanted(self, traces: Traces, planned: set[int]) -> Wanted:
        """Which mails of the folders go. planned: mails whose bytes are still in the store and will be emptied."""
        ids = {message.parse(self._store.raw(one)).message_id for one in planned if self._has_bytes(one)}

        def head(fields: bytes, place: Place) -> bool:
            mail = message.parse(fields.rstrip() + b"\r\n\r\n")
            if mail.message_id and (mail.message_id in ids or self._rows.is_forgotten(mail.message_id)):
                return True
            if place is Place.WATCHED:
                return False
            named = (mail.from_, *mail.reply_to, *mail.to, *mail.cc)
            return any(one is not None and one.email == self._address for one in named)

        return Wanted(address=self._address, head=head, whole=lambda raw: tells_of(raw, traces, None))

    def _has_bytes(self, mail_id: int) -> bool:
        return bool(self._store.db.row("SELECT 1 FROM raw WHERE mail_id = ?", (mail_id,)))

    # -- doing -----------------------------------------------------------------------------------------------------

    def _empty_mails(self, plan: Plan, now: datetime) -> Iterator[str]:
        for mail_id in plan.mails:
            if self._has_bytes(mail_id):
                self._rows.forget_mail(mail_id, message.parse(self._store.raw(mail_id)), now)
            else:
                self._rows.forget_nameless(mail_id, now)
            yield "mail"
        for mail_id in plan.mentions:
            self._rows.empty_mention(mail_id, now)
            yield "mention"

    def _empty_letters(self, plan: Plan, now: datetime) -> Iterator[str]:
        for number in plan.letters:
            self._rows.forget_letter(number, now)
            yield "letter"
        for number in plan.about:
            self._rows.empty_letter(number, plan.traces, now)
            yield "letter"

    def _clean_rows(self, traces: Traces, now: datetime) -> Iterator[str]:
        last: int | None = 0
        while last is not None and (last := self._rows.clean_mails(last, traces)) is not None:
            yield "rows"
        for table in _TABLES:
            last = 0
            while last is not None and (last := self._rows.clean(table, last, traces, now)) is not None:
                yield "rows"


def tells_of(raw: bytes, traces: Traces, case: str | None) -> bool:
    """Whether a mail's bytes give the person away, in whatever part or document; case: one of theirs it belongs to."""
    return any(traces.are_told(text, case) for text in _texts(raw))


def _texts(raw: bytes) -> Iterator[str]:
    """Every text in a mail, as it stands and as it is shown."""
    yield raw.decode("utf-8", "replace")
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        for part in mail.walk():
            yield from _shown(part)
    except Exception:  # noqa: BLE001, S110 - what the library cannot take apart was looked at as it stands
        pass
    for document in with_documents(message.parse(raw), raw).documents:
        yield "\n".join((document.name, *(line.text for line in document.lines)))


def _shown(part: Part) -> Iterator[str]:
    """One part's header fields and text, decoded."""
    for value in part.values():
        yield _decoded(str(value))
    content = part.get_payload(decode=True)
    if isinstance(content, bytes) and part.get_content_maintype() == "text":
        text = _text(content, part.get_content_charset() or "utf-8")
        yield text
        if part.get_content_subtype() == "html":
            yield html.unescape(_TAG.sub("", text))


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError, UnicodeError):
        return value


def _text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace")
