"""How much may be answered, and to whom: caps, pace, reach and loops (protocol 8.4, 8.30, 8.37 and section 4, case 52).

All of it is counting: the store counts, the rules stand here. Proven staff are under none of these limits, and neither
are mails that the program owes somebody, as to confirm or to cancel: they count automatic answers to a sender's mails.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailflow.decide.decision import Decision, Incoming, State
from mailflow.model import Address, Event, Reply

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

CAP_WITHOUT_CASE = 3
CAP_WITH_CASE = 10
"""Automatic answers to one address in 24 hours (protocol 8.4)."""

CAP_OF_THREAD = 10
"""Automatic answers in one case or thread in 24 hours, whoever writes there (protocol, section 4, case 52)."""

MAX_REACHED = 10
"""So many addresses that are new to us one sender may cause mail to in 24 hours (protocol 8.30)."""

MAX_CARDS = 5
MAX_CARDS_OF_DOMAIN = 20
"""More open requests than this of one address or domain in 24 hours make no more cards (protocol 8.37)."""

MAX_REPEATS = 2
"""So often the same words of one sender are answered in 24 hours: a robot's third one is not."""

PUBLIC_PROVIDERS = frozenset(
    """
    aim.com aol.com att.net bellsouth.net bigpond.com bol.com.br btinternet.com charter.net comcast.net cox.net
    earthlink.net fastmail.com fastmail.fm free.fr frontier.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net
    googlemail.com hotmail.ca hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com
    icloud.com juno.com laposte.net libero.it live.ca live.co.uk live.com live.fr mac.com mail.com mail.ru
    mailbox.org me.com msn.com naver.com netzero.net optonline.net orange.fr outlook.com outlook.de outlook.es
    outlook.fr pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com riseup.net rocketmail.com rogers.com
    sbcglobal.net sfr.fr shaw.ca sympatico.ca t-online.de telus.net terra.com.br tuta.com tuta.io tutanota.com
    uol.com.br verizon.net wanadoo.fr web.de windstream.net yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com
    yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com 126.com
    163.com
    """.split()  # noqa: SIM905 - a list of words reads better so
)
"""Domains where people who have nothing to do with one another have their mailboxes: no domain's limit counts there."""


def domain_of(address: str) -> str:
    """The domain that limits count by, ``""`` at a large public provider, where they do not."""
    domain = address.rpartition("@")[2].lower()
    return "" if domain in PUBLIC_PROVIDERS else domain


# -- caps: how many answers one address or thread gets a day -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of the cap that is nearest: count: answers in 24 hours; of: ``address`` or ``thread``."""

    left: int
    count: int
    of: str

    @property
    def is_last(self) -> bool:
        """Whether the next answer is the last one of the day, and says so."""
        return self.left == 1


def allowance(state: State, ref: str | None, *, has_case: bool) -> Allowance:
    """How many automatic answers may still go to the sender of a mail today.

    ref: the case the answer is about; has_case: whether its sender has one of his own.
    """
    most = CAP_WITH_CASE if has_case else CAP_WITHOUT_CASE
    in_thread = max(state.thread_answers, state.case_answers.get(ref or "", 0))
    return min(
        Allowance(most - state.answers_today, state.answers_today, "address"),
        Allowance(CAP_OF_THREAD - in_thread, in_thread, "thread"),
        key=lambda one: one.left,
    )


# -- pace: how many answers leave in an hour ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much leaves in an hour: mails, as the provider takes them; automatic answers (protocol 8.37), 0 for no limit.

    mails: of any kind; answers: automatic ones, in all; answers_to_domain: those to one domain.
    """

    mails: int = 300
    answers: int = 60
    answers_to_domain: int = 10

    def free_at(self, left: Iterable[tuple[str, datetime]], now: datetime) -> dict[str, datetime]:
        """From when another answer may leave, for each domain that is at its limit, and under ``""`` for all together.

        left: the domain (``domain_of``) and the time of each answer that left within the hour before now.
        """
        times: dict[str, list[datetime]] = {"": []}
        for domain, at in left:
            times[""].append(at)
            if domain:
                times.setdefault(domain, []).append(at)
        most = {"": self.answers}
        free = {}
        for domain, sent in times.items():
            limit = most.get(domain, self.answers_to_domain)
            recent = sorted(at for at in sent if at > now - HOUR)
            if limit and len(recent) >= limit:
                free[domain] = recent[-limit] + HOUR
        return free


USUAL = Pace()


# -- reach: whom one sender can make us write to -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom a sender may still make us write to.

    by: the sender; unknown: those receivers of the decision's mails who are new to us; left: how many of them may hear
    from us today; owner: who of the staff is told of the others.
    """

    by: str
    unknown: frozenset[str]
    left: int
    owner: str | None


def held_back(decision: Decision, reach: Reach, now: datetime) -> Decision:
    """The decision without the mails to more new addresses than one sender may cause mail to (protocol 8.30).

    What is held stands in the case's history; staff are told once a day, with the addresses.
    """
    wanted = [one.to.email for each in (decision, *decision.further) for one in each.replies]
    new = [one for one in dict.fromkeys(wanted) if one in reach.unknown]
    held = frozenset(new[max(0, reach.left) :])
    if not held:
        return decision
    kept, *further = (_without(one, held) for one in (decision, *decision.further))
    told = (_of_held(decision.case, reach, sorted(held), now),) if reach.owner else ()
    return replace(kept, further=tuple(further), replies=(*kept.replies, *told))


def _without(decision: Decision, held: frozenset[str]) -> Decision:
    out = sorted({one.to.email for one in decision.replies if one.to.email in held})
    if not out:
        return decision
    event = Event(actor="mailflow", what="held back", detail=f"mail to {', '.join(out)}")
    replies = tuple(one for one in decision.replies if one.to.email not in held)
    return replace(decision, replies=replies, events=(*decision.events, event))


def _of_held(case: str | None, reach: Reach, held: Sequence[str], now: datetime) -> Reply:
    told = {"by": reach.by, "addresses": list(held), "ref": case}
    return Reply(
        template="staff/held", to=Address("", reach.owner or ""), case=case, automatic=False, purpose="card",
        priority=6, key=f"held:{reach.by}:{now:%Y-%m-%d}", facts=told,
    )  # fmt: skip


# -- requests: how many make a card ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who sends more requests than make cards: an address, or a domain as ``@example.org``; count: how many by now."""

    who: str
    count: int


def crowd(state: State, ref: str, sender: str) -> Crowd | None:
    """Whether a request is one too many for a card of its own; ``None`` where it is not (protocol 8.37)."""
    for who, most, refs in (
        (sender, MAX_CARDS, state.requests_today),
        (f"@{domain_of(sender)}", MAX_CARDS_OF_DOMAIN, state.domain_requests_today),
    ):
        before = sum(_number(one) < _number(ref) for one in refs)
        if before >= most:
            return Crowd(who, before + 1)
    return None


def _number(ref: str) -> int:
    return int(ref.rpartition("-")[2])


# -- loops: the same words again and again -----------------------------------------------------------------------------

_MAX_WORDS = 20_000
_FEW = 3
_WORD = re.compile(r"\w+")
_OF_DATES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march
    april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    am pm utc gmt est edt cst cdt mst mdt pst pdt montag dienstag mittwoch donnerstag freitag samstag sonntag januar
    februar märz mai juni juli oktober dezember lunes martes miércoles jueves viernes sábado domingo enero febrero
    marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lundi mardi mercredi jeudi vendredi
    samedi dimanche janvier février mars avril juin juillet août septembre octobre novembre décembre
    """.split()  # noqa: SIM905 - a list of words reads better so
)


def own_words(incoming: Incoming) -> str:
    """What a mail says itself, so that a robot's next mail is known as the same.

    In small letters, without numbers, dates, punctuation and quotes, and without lines of ours that came back unmarked.
    """
    message = incoming.message
    papers = [line.text for one in message.documents for line in one.lines]
    named = [one.name for one in message.attachments]
    said = "\n".join((incoming.reading.own_text[:_MAX_WORDS], *papers, *named))[: 2 * _MAX_WORDS]
    ours = f" {' '.join(_words(incoming.answers.text))} " if incoming.answers else ""
    lines = (_words(line) for line in said.splitlines())
    kept = (line for line in lines if len(line) < _FEW or f" {' '.join(line)} " not in ours)
    return " ".join(word for line in kept for word in line)


def _words(said: str) -> list[str]:
    found = _WORD.findall(said.casefold())
    return [one for one in found if one not in _OF_DATES and not any(sign.isdigit() for sign in one)]


def is_loop(decision: Decision, state: State) -> bool:
    """Whether a mail that changes nothing says the same as those before it once too often (protocol, case 52).

    A word that we know (``status``) may be said as often as its sender likes: the caps are there for that.
    """
    answers = [one for one in decision.replies if one.automatic]
    if state.same_words < MAX_REPEATS or not answers:
        return False
    if any(one.template.removeprefix("requester/") in _ON_ORDER for one in answers):
        return False
    return all(_changes_nothing(one, state) for one in (decision, *decision.further))


_ON_ORDER = frozenset({"status", "withdrawn", "unsubscribed", "confirm"})
"""Answers that only somebody gets who wrote a command."""


def _changes_nothing(decision: Decision, state: State) -> bool:
    if decision.settles or decision.silences or decision.reads_again or decision.owner:
        return False
    if decision.opens:
        return decision.opens.kind == "question"
    if decision.call is None:
        return True
    file = state.files.get(decision.call.ref)
    calls = (file.call if file else None, state.call, *state.open_calls)
    before = next((one for one in calls if one and one.ref == decision.call.ref), None)
    after = decision.call
    return before is not None and (
        {key: repr(one.value) for key, one in before.fields.items()},
        {key: one.said for key, one in before.unclear.items()},
        before.status,
    ) == (
        {key: repr(one.value) for key, one in after.fields.items()},
        {key: one.said for key, one in after.unclear.items()},
        after.status,
    )
