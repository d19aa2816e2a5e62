"""Mailing lists and newsletters: by the headers they set (RFC 2369, RFC 2919), and those without any by other signs.

A list whose name is our own address is only transport (protocol 8.24). ``List-Unsubscribe`` alone names no list: small
programs for keeping contacts write it into every mail that one person sends another.
"""

import re

from mailflow.model import Context, Message
from mailflow.read.answers.result import words
from mailflow.read.kinds import robot, robot_words
from mailflow.read.kinds.behind import is_ours

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*+\)")
_TRANSPORT_HEADERS = ("list-id", "list-post", "x-beenthere", "mailing-list", "x-mailing-list", "list-owner")
"""Where a list names itself."""
_LIST_HEADERS = (
    "list-id", "list-post", "list-owner", "list-archive", "list-help", "list-subscribe", "x-mailing-list",
    "mailing-list", "x-mailman-version", "x-beenthere", "x-listserver", "x-list-administrivia", "x-mailman-approved-at",
    "x-campaign-id", "x-campaignid", "x-mc-user", "x-campaign", "x-mailer-campaign", "x-sequence",
)  # fmt: skip
_UNSUBSCRIBE_HEADERS = ("list-unsubscribe", "list-unsubscribe-post")
"""Lists have them, newsletters have them, and so do programs by which one person writes to another."""
_BULK = frozenset({"bulk", "junk"})
_LIST_ENVELOPE = re.compile(
    r"<?(?:owner-[^@\s]+|[^@\s]+(?:-bounces?|-owner|-return(?:-[^@\s]+)?)(?:\+[^@\s]*)?)@", re.IGNORECASE
)
_PROGRAM_ENVELOPE = re.compile(r"<?(?:bounces?|return|b|msprvs\d?|verp)[-+_=.][^@\s]*[-+=][^@\s]*@", re.IGNORECASE)
_NEWS_NAME = re.compile(
    r"\b(?:e-?news(?:letter)?|newsletter|rundbrief|lettre d.information|bolet[ií]n|bulletin|nieuwsbrief|nyhetsbrev"
    r"|nyhedsbrev|digest|rassegna|boletim|рассылка)\b",
    re.IGNORECASE,
)
_NEWS_SENDER = re.compile(
    r"(?:e?news(?:letters?)?|updates?|bulletin|digest|campaigns?|marketing|mailings?|list)(?:[-_.+].*)?", re.IGNORECASE
)
_ENOUGH = 4


def precedence(message: Message) -> str:
    """The first word of Precedence or X-Precedence, lower-case."""
    value = message.header("precedence") or message.header("x-precedence")
    return (_COMMENT.sub(" ", value).strip().lower().split() or [""])[0].strip(";\"'")


def sign(message: Message, context: Context) -> str:
    """The sign of a mailing list or newsletter, ``""`` for none or where the list is nothing but our own address."""
    if is_transport(message, context):
        return ""
    for name in present(message, _LIST_HEADERS):
        return f"it has the header {name}"
    if precedence(message) == "list":
        return "Precedence: list"
    for name in present(message, _UNSUBSCRIBE_HEADERS):
        return "" if is_persons(message, context) else f"it has the header {name}"
    return _newsletter(message, context)


def is_transport(message: Message, context: Context) -> bool:
    """Whether the list that carried the mail is our own address: a group in front of the mailbox (protocol, 8.24)."""
    for name in present(message, _TRANSPORT_HEADERS):
        value = message.header(name).lower()[:1000]
        if value and any(_names(value, address) for address in context.ours):
            return True
    return False


def is_persons(message: Message, context: Context) -> bool:
    """Whether a mail with the signs of bulk is one person's to us.

    It is where To names us and the author's own words are one of our forms, filled in, or answer a mail of ours: no
    newsletter does that, and a request taken for one is lost without a word. For ``Precedence: bulk`` alone only the
    form counts, since vacation programs answer our mails under it. A mail that a list names itself in never is.
    """
    if not any(is_ours(one.email, context.ours) for one in message.to) or present(message, _LIST_HEADERS):
        return False
    if robot.has_filled_form(message):
        return True
    is_bulk = precedence(message) in _BULK
    return not is_bulk and _answers_us(message, context) and bool(robot.said_by(message))


def present(message: Message, names: tuple[str, ...]) -> list[str]:
    """Which of these headers the mail has, in their order."""
    there = {name.lower() for name, value in message.headers if value}
    return [name for name in names if name in there]


def _answers_us(message: Message, context: Context) -> bool:
    domains = {context.domain.lower()} | {one.rpartition("@")[2] for one in context.ours}
    return any(
        one.strip("<>").lower().rpartition("@")[2] in domains for one in (*message.in_reply_to, *message.references)
    )


def _newsletter(message: Message, context: Context) -> str:
    """A newsletter or a list's post without any header of one: by its envelope, its foot and its name, weighed."""
    said = robot.said_by(message)
    envelopes = [message.header(name)[:1000] for name in ("return-path", "errors-to", "sender")]
    if any(_LIST_ENVELOPE.match(one.strip()) for one in envelopes):
        return "its envelope is a mailing list's"
    to_us = any(is_ours(one.email, context.ours) for one in (*message.to, *message.cc))
    local = message.from_.email.partition("@")[0] if message.from_ else ""
    foot = len({found[0] for found in robot_words.NEWSLETTER.finditer(said)})
    weight = 0
    weight += 3 if robot_words.LIST_FOOT.search(said) else 0
    weight += min(foot + 1, 3) if foot else 0
    if not weight:
        return ""
    weight += 0 if to_us else 1
    weight += 2 if precedence(message) in _BULK else 0
    weight += 2 if _NEWS_NAME.search(f"{message.subject} {message.from_.name if message.from_ else ''}") else 0
    weight += (
        1 if _NEWS_SENDER.fullmatch(local) or any(_PROGRAM_ENVELOPE.match(one.strip()) for one in envelopes) else 0
    )
    weight -= 3 if message.in_reply_to or words(message.subject).startswith(("re:", "fw")) else 0
    return (
        "it is a newsletter by its foot and its name" if weight >= _ENOUGH and not is_persons(message, context) else ""
    )


def _names(value: str, address: str) -> bool:
    """Whether a list header names this address: as an address, or as a List-Id of its shape (RFC 2919)."""
    whole = rf"(?<![\w.+-])(?:{re.escape(address)}|{re.escape(address.replace('@', '.'))})(?![\w-]|\.\w)"
    return bool(re.search(whole, value))
