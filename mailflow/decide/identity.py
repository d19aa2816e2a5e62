"""Who may: what a mail proves about its sender, and where its answer may go.

The From header proves nothing by itself (house rules, "Who may do what"). The subject's tag finds a case and proves
nothing either.
"""

from mailflow.decide.decision import Incoming
from mailflow.model import Address, Message, Verdict
from mailflow.rule import Call

PEOPLE_KEYS = ("contact", "facilitator", "backup", "tech", "notetaker")


def proof(incoming: Incoming) -> str:
    """The best proof a mail brings, as the history keeps it: ``reply token``, ``aligned pass``, ``address``, ``none``.

    A token replaces a missing verdict, never a failed one (protocol 8.32).
    """
    if incoming.verdict is Verdict.FAIL:
        return "none"
    if incoming.has_token:
        return "reply token"
    return "aligned pass" if incoming.verdict is Verdict.PASS else "address"


def may_give_values(incoming: Incoming, call: Call) -> bool:
    """Whether values for an incomplete call may come from this sender.

    They may from its contact, a role holder or who was asked, where authentication did not fail, or with a token.
    """
    if incoming.verdict is Verdict.FAIL or not incoming.sender:
        return False
    if incoming.has_token:
        return True
    asked = incoming.answers is not None and incoming.answers.to == incoming.sender
    return asked or incoming.sender in people_of(call)


def people_of(call: Call) -> frozenset[str]:
    """The addresses of everybody the call names, and of who asked for it."""
    named = {person.email for key in PEOPLE_KEYS for person in call.persons(key) if person.email}
    return frozenset(named | {call.requester})


def answer_address(message: Message) -> Address | None:
    """Where an answer to this mail goes: its author, or a Reply-To of the same domain (protocol 8.33)."""
    if message.from_ is None:
        return None
    if len(message.reply_to) == 1 and message.reply_to[0].domain == message.from_.domain:
        return Address(message.reply_to[0].name or message.from_.name, message.reply_to[0].email)
    return message.from_
