"""Who may: what a mail proves about its sender, and how much proof each act needs.

The From header proves nothing by itself (house rules, "Who may do what"). What does: our own mail server's aligned
pass, or a reply token that only this person was given. The subject's tag finds a case and proves nothing either.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from mailflow.decide.decision import Incoming, State
from mailflow.decide.limits import domain_of
from mailflow.model import Address, Message, Sent, Verdict
from mailflow.read.kinds.behind import is_ours
from mailflow.rule import Call, Desk

PEOPLE_KEYS = ("contact", "facilitator", "backup", "tech", "notetaker")

CONFIRM = "confirm"
"""The purpose of a mail that asks one person for a ``yes``, and of the token in it."""


class Proof(StrEnum):
    """What a mail brings, as the history keeps it."""

    NONE = "none"  # authentication failed, a machine, or nobody's mail
    ADDRESS = "address"  # a From line, and nothing that speaks against it
    PASS = "aligned pass"  # noqa: S105 - our own mail server's word
    TOKEN = "reply token"  # noqa: S105 - a word for it, not one of them


class Whose(Enum):
    """Whose act something is."""

    ANYBODY = "anybody"
    OF_THE_CALL = "its contact, a role holder, who was asked, or whom the contact put in Cc"
    NAMED = "its contact, a role holder, or who was asked with a token"
    ASKED = "the one person who was asked"
    STAFF = "one of the staff"


class Act(Enum):
    """What somebody may want to do by mail."""

    ASK = "a new request, notes, a sign-up, a question"
    VALUES = "values for an incomplete call, thanks"
    CHANGE = "cancelling or opening a call, another person in a role, values once it is complete, yes or no to a duty"
    CONFIRM = "yes to what we asked back"
    COMMAND = "a command of the staff"


@dataclass(frozen=True, slots=True)
class Least:
    """Whose act it is, and the proofs that are enough for it."""

    whose: Whose
    proofs: frozenset[Proof]


_KNOWN = frozenset({Proof.ADDRESS, Proof.PASS, Proof.TOKEN})
_PROVEN = frozenset({Proof.PASS, Proof.TOKEN})

LEAST_PROOF: Mapping[Act, Least] = {
    Act.ASK: Least(Whose.ANYBODY, _KNOWN),
    Act.VALUES: Least(Whose.OF_THE_CALL, _KNOWN),
    Act.CHANGE: Least(Whose.NAMED, _PROVEN),
    Act.CONFIRM: Least(Whose.ASKED, _PROVEN),
    Act.COMMAND: Least(Whose.STAFF, _PROVEN),
}
"""The table of least proof (house rules). What is below it is asked back, or shown to a person."""


class Standing(Enum):
    """Where a sender stands towards an act."""

    ALLOWED = "may do it"
    UNPROVEN = "is the right address, without enough proof: asked back"
    STRANGER = "is somebody else: a person looks"


def proof(incoming: Incoming, call: Call | None = None) -> Proof:
    """The best proof a mail brings.

    Nothing automatic proves anything, whatever it carries. A token replaces a missing verdict, never a failed one
    (protocol 8.32), and proves nothing about another call than its own. call: what it is to be proven for, ``None``
    where it is for no call.
    """
    if incoming.verdict is Verdict.FAIL or not incoming.sender or incoming.reading.kind.is_automatic:
        return Proof.NONE
    if incoming.has_token and (call is None or _is_about(incoming.answers, call)):
        return Proof.TOKEN
    return Proof.PASS if incoming.verdict is Verdict.PASS else Proof.ADDRESS


def _is_about(sent: Sent | None, call: Call) -> bool:
    """Whether the token of a mail of ours is for this call: of its case, or of the question which call was meant."""
    return sent is None or sent.case == call.ref or (sent.case is None and sent.purpose == CONFIRM)


def standing(act: Act, incoming: Incoming, state: State, desk: Desk, call: Call | None = None) -> Standing:
    """Whether this mail's sender may do an act, by the table of least proof.

    call: the call the act is about; ``None`` where it is about none.
    """
    least = LEAST_PROOF[act]
    if not _is(least.whose, incoming, state, desk, call):
        return Standing.STRANGER
    return Standing.ALLOWED if proof(incoming, call) in least.proofs else Standing.UNPROVEN


def is_proven_staff(incoming: Incoming, state: State, desk: Desk) -> bool:
    """Whether the sender is one of the staff, with proof enough for a command."""
    return standing(Act.COMMAND, incoming, state, desk) is Standing.ALLOWED


def _is(whose: Whose, incoming: Incoming, state: State, desk: Desk, call: Call | None) -> bool:
    sender = incoming.sender
    if whose is Whose.ANYBODY:
        return True
    if whose is Whose.STAFF:
        return desk.is_staff(sender)
    answers = incoming.answers
    if whose is Whose.ASKED:
        return state.pending is not None and answers is not None and desk.is_same(answers.to, sender)
    if call is None:
        return False
    if whose is Whose.NAMED:
        return sender in people_of(call) or (incoming.has_token and _was_asked(incoming, call))
    return sender in people_of(call) or _was_asked(incoming, call) or _is_colleague(incoming, state, call)


def _was_asked(incoming: Incoming, call: Call) -> bool:
    """Whether the mail answers one of ours about this very call, in which this very address was asked for something.

    A token of that mail proves that it was.
    """
    sent = incoming.answers
    if sent is None or sent.case != call.ref:
        return False
    return incoming.has_token or (sent.to == incoming.sender and bool(sent.asked))


def _is_colleague(incoming: Incoming, state: State, call: Call) -> bool:
    """Whether the contact put this address in Cc on the call's thread (protocol 8.35)."""
    return state.case == call.ref and incoming.sender in state.colleagues


def people_of(call: Call) -> frozenset[str]:
    """The addresses of everybody the call names, and of who asked for it."""
    named = {person.email for key in PEOPLE_KEYS for person in call.persons(key) if person.email}
    return frozenset(named | {call.requester})


def contact_of(call: Call) -> Address:
    """Who answers for a call: its contact, else who asked for it."""
    named = call.persons("contact")
    if named and named[0].email:
        return Address(named[0].name or "", named[0].email)
    return Address("", call.requester)


def answer_address(message: Message, ours: Collection[str] = ()) -> Address | None:
    """Where an answer to this mail goes: its author, or a Reply-To of the same domain (protocol 8.33).

    Where a domain is a large public provider's, its mailboxes have nothing to do with one another, so a Reply-To there
    would hand a stranger the answer and the token in it. ours: our own addresses; nothing is answered to us.
    """
    if message.from_ is None:
        return None
    if len(message.reply_to) == 1 and not is_ours(message.reply_to[0].email, ours):
        [wanted] = message.reply_to
        if wanted.domain == message.from_.domain and domain_of(wanted.email):
            return Address(wanted.name or message.from_.name, wanted.email)
    return message.from_
