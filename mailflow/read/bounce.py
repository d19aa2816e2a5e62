"""Bounces: a mail server says that a mail did not arrive, comes late, or was refused (RFC 3464, and older formats).

The own predicate looks at what no person's mail has; only where something smells of a bounce the patterns of
``flufl.bounce`` are tried for the formats older than the standard.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Parsed
from email.parser import BytesParser

from flufl.bounce._detectors.aol import AOL
from flufl.bounce._detectors.caiwireless import Caiwireless
from flufl.bounce._detectors.exchange import Exchange
from flufl.bounce._detectors.exim import Exim
from flufl.bounce._detectors.groupwise import GroupWise
from flufl.bounce._detectors.microsoft import Microsoft
from flufl.bounce._detectors.netscape import Netscape
from flufl.bounce._detectors.postfix import Postfix
from flufl.bounce._detectors.qmail import Qmail
from flufl.bounce._detectors.simplematch import SimpleMatch
from flufl.bounce._detectors.simplewarning import SimpleWarning
from flufl.bounce._detectors.sina import Sina
from flufl.bounce._detectors.smtp32 import SMTP32
from flufl.bounce._detectors.yahoo import Yahoo
from flufl.bounce._detectors.yale import Yale

from mailflow.model import Message
from mailflow.read import header

# Without its DSN detector (the report is parsed already) and LLNL, which takes ", a@x.org," in any text for a bounce.
_DETECTORS = (
    Exim, Sina, Yahoo, Yale, SMTP32, Postfix, Qmail, GroupWise, Microsoft, Caiwireless, Exchange, Netscape, AOL,
    SimpleMatch, SimpleWarning,
)  # fmt: skip

MAX_SCANNED = 64 * 1024
"""Bytes of a mail that the old formats are looked for in: the notice stands first."""
MAX_SCANNED_LINES = 2000
MAX_FAILED = 100

_DAEMON = re.compile(
    r"mailer[-_.]?daemon|mail[-_. ]delivery[-_. ](?:sub)?system|mdaemon|mail delivery service|mailerdaemon",
    re.IGNORECASE,
)
_POSTMASTER = re.compile(
    r"po+st[-_ ]?master|system administrator|mail administrator|mailadm|sysadmin|imss|ndr|bounces?|e-?mail system|smtp"
    r"|inetgw\d*|(?:do[-_.]?)?no[-_.]?t?[-_.]?reply|<\s*>",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|undelivrable|returned[: ]|returning (?:mail|message) to sender|return(?:ed)? to sender"
    r"|deliver(?:y|ing) (?:status|failure|fail|report|problem|error|notif|has failed|delayed|incomplete)"
    r"|mail(?:er)? (?:delivery|delivering|error|failure|failed|system error)|failure (?:notice|delivery)|failed mail"
    r"|non-?delivery|mail failed|processing error|(?:could|can)? ?not (?:be |been |yet )*(?:delivered|sent)"
    r"|error sending your mail|nameserver error|(?:message|mail) (?:has been |is )?delayed|delayed mail"
    r"|\(delay(?:ed)?\)|rejected mail|message .{0,30}delayed|(?:mail|message)[^.]{0,30} blocked"
    r"|unzustellbar|nicht zugestellt|nicht zustellbar|zustellung|non recensé|non remis|échec de (?:la )?remise"
    r"|no se ha podido|no entregado|devuelt[oa]|mancata consegna|recapito non|onbestelbaar|niet bezorgd|não entregue"
    r"|недостав|не доставлено|kan ikke leveres|メールエラー|配信できません|配信不能|退信|傳送失敗|傳遞失敗",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"delay|warning: (?:message|could not send)|not yet been delivered|still being retried|verzögert|retardé"
    r"|retraso|ritardo",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|sv|vs|tr|fwd?|wg|rv|odp|ynt)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_RETURNED_ID = re.compile(r"\s*message-id:\s*(<[^<>\s]{3,998}>)", re.IGNORECASE)
_RECIPIENT = re.compile(r"(?:[\w-]+\s*;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*(?:\(.*)?")
_NOT_SHOWN = re.compile(r"disposition:[^;]*;\s*(?:deleted|failed|denied)\b", re.IGNORECASE)
_REJECTED = re.compile(r"automatically rejected|\bdeleted\b|\bfailed\b|\bdenied\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounced:
    """What a bounce tells.

    failed: the addresses it names, lower-cased (for a delay those that wait, none for a notice of success);
    returned_id: the Message-ID of the mail that came back; is_delay: it only says "later".
    """

    failed: tuple[str, ...]
    returned_id: str | None
    is_delay: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """One recipient's fields of a delivery status (RFC 3464, section 2.3)."""

    address: str
    action: str


def read(message: Message, raw: bytes) -> Bounced | None:
    """Tell whether a mail is a bounce, a delay notice or a mail server's refusal, and of what; ``None`` for no.

    raw: the bytes that ``message`` was parsed from; they are only looked at when something smells of a bounce.
    """
    is_delay = bool(_DELAY.search(message.subject))
    if is_feedback(message):
        return None
    if is_status(message) or is_rejection(message):
        return _standard(message, is_delay)
    named = _named_failures(message)
    is_daemon = _is_from(message, _DAEMON)
    if not (is_daemon or named or _smells(message)):
        return None
    waiting, failed = _old_formats(raw)
    found = named or failed or waiting
    has_subject = bool(_SUBJECT.search(message.subject))
    is_null = is_from_nobody(message)
    is_answer = bool(_ANSWER.match(message.subject)) and not is_null
    is_machine = is_daemon or (_is_from(message, _POSTMASTER) and (has_subject or bool(found)))
    if not (is_machine or (has_subject and (is_null or (found and not is_answer))) or (found and (is_null or named))):
        return None
    is_delay = not failed and not named and (bool(waiting) or is_delay)
    return Bounced(found, message.returned_id or _id_in_text(message), is_delay)


def is_status(message: Message) -> bool:
    """Whether it carries a delivery status (RFC 3464), or says in its Content-Type that it does."""
    return (
        "message/delivery-status" in message.structure
        or "message/global-delivery-status" in message.structure
        or report_type(message) in {"delivery-status", "global-delivery-status"}
    )


def is_rejection(message: Message) -> bool:
    """Whether a disposition notification says that a filter refused the mail (RFC 8098, Sieve's reject)."""
    if not is_receipt(message) or "displayed" in message.report.lower():
        return False
    return (
        bool(_REJECTED.search(message.subject))
        or "rejected" in message.header("auto-submitted").lower()
        or any(_NOT_SHOWN.match(line) for line in _unfolded(message.report))
    )


def is_receipt(message: Message) -> bool:
    """Whether it is a message disposition notification (RFC 8098): read, deleted, refused."""
    return "message/disposition-notification" in message.structure or report_type(message) == "disposition-notification"


def is_feedback(message: Message) -> bool:
    """Whether it is an abuse report (ARF, RFC 5965)."""
    return "message/feedback-report" in message.structure or report_type(message) == "feedback-report"


def is_from_nobody(message: Message) -> bool:
    """Whether it came with the null reverse-path, which nobody may answer (RFC 5321, section 4.5.5)."""
    return any(re.fullmatch(r"<\s*>", value.strip()) for value in message.header_all("return-path")[:1])


def report_type(message: Message) -> str:
    """The report-type of a multipart/report (RFC 6522), lower-case, ``""`` for none."""
    value = message.header("content-type")[:2000]
    if not value.lower().lstrip().startswith("multipart/"):
        return ""
    found = re.search(r"report-type\s*=\s*\"?([\w-]+)", value, re.IGNORECASE)
    return found[1].lower() if found else ""


def _standard(message: Message, is_delay: bool) -> Bounced:
    """Read the fields of a report; one that names nobody may still name them in X-Failed-Recipients."""
    blocks = list(_blocks(message.report))
    failed = [block.address for block in blocks if block.action.startswith(("fail", "error"))]
    delayed = [block.address for block in blocks if block.action.startswith("delay")]
    if not any(block.action for block in blocks):
        failed = [block.address for block in blocks]
    is_delay = bool(delayed) if blocks and (failed or delayed) and not failed else is_delay and not failed
    found = _unique(failed or delayed) or _named_failures(message)
    return Bounced(found, message.returned_id or _id_in_text(message), is_delay)


def _blocks(report: str) -> Iterator[_Block]:
    """One block a recipient, whatever blank lines there are: each begins with the first recipient field."""
    address, action, final = "", "", ""
    for line in [*_unfolded(report), ""]:
        name, _, value = line.partition(":")
        name = name.strip().lower()
        if not line.strip():
            if address or final:
                yield _Block((address or final).lower(), action)
            address, action, final = "", "", ""
        elif name in {"original-recipient", "final-recipient"} and (found := _RECIPIENT.fullmatch(value.strip())):
            if name == "original-recipient":
                address = found[1]
            else:
                final = found[1]
        elif name == "action":
            action = value.strip().lower()


def _unfolded(report: str) -> list[str]:
    return re.sub(r"\n[ \t]+", " ", report).split("\n")


def _named_failures(message: Message) -> tuple[str, ...]:
    found, _ = header.addresses(", ".join(message.header_all("x-failed-recipients")))
    return _unique(address.email for address in found)


def _is_from(message: Message, who: re.Pattern[str]) -> bool:
    """Whether the author is this kind of machine; a broken From is looked at as it was written."""
    if message.from_ is None:
        return bool(who.search(message.header("from")[:500]))
    return bool(who.fullmatch(message.from_.email.partition("@")[0]))


def _smells(message: Message) -> bool:
    return is_from_nobody(message) or _is_from(message, _POSTMASTER) or bool(_SUBJECT.search(message.subject))


def _old_formats(raw: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that wait and that failed, by the patterns of flufl.bounce. Its detectors raise on odd mail."""
    head = b"\n".join(raw[:MAX_SCANNED].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")[:MAX_SCANNED_LINES])
    try:
        parsed: Parsed = BytesParser().parsebytes(head)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return (), ()
    for detector in _DETECTORS:
        with contextlib.suppress(Exception):  # a detector that raises has found nothing
            waiting, failed = detector().process(parsed)
            if waiting or failed:
                return _decoded(waiting), _decoded(failed)
    return (), ()


def _decoded(found: frozenset[bytes]) -> tuple[str, ...]:
    addresses = (one.decode("ascii", "ignore").strip("<> \t").lower() for one in found)
    return _unique(sorted(one for one in addresses if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", one)))


def _unique(found: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:MAX_FAILED]


def _id_in_text(message: Message) -> str | None:
    """The Message-ID that an old bounce shows in its text: of the mail it quotes, so the first."""
    return next((found[1] for line in message.lines[:2000] if (found := _RETURNED_ID.match(line.text))), None)
