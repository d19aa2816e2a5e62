"""Bounces: a mail server says that a mail did not arrive, comes late, or was refused (RFC 3464, and older formats).

The standard's report decides alone. Only where something smells of a bounce the notice's text is looked at, for the
formats older than the standard and those that ignore it (``undelivered``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailflow.model import Message
from mailflow.read.adapter import header
from mailflow.read.answers.result import words
from mailflow.read.kinds import robot_words, undelivered

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
    r"|(?:message|e-?mail|mail) (?:was |has been |is )?(?:rejected|refused|returned|quarantined|undelivered|bounced)"
    r"|rejected:|content (?:violation|filter)|virus (?:found|detected|warning|alert)|message status - undeliv"
    r"|unzustellbar|nicht zugestellt|nicht zustellbar|zustellung|non recensé|non remis|échec de (?:la )?(?:remise"
    r"|distribution)"
    r"|non (?:distribué|délivré|distribuable)|impossible de (?:remettre|distribuer|délivrer)|retour à l['’]expéditeur"
    r"|no (?:se ha podido|se puede|se pudo) entregar|no se ha podido|no entreg(?:ado|able)|devuelt[oa]|(?:error"
    r"|fallo) (?:de|en la) entrega"
    r"|mancat[ao] (?:consegna|recapito)|recapito non|non recapitabile|impossibile recapitare|onbestelbaar"
    r"|niet[ -]bezorg(?:d|baar)|kon niet worden (?:bezorgd|afgeleverd)|não (?:entregue|entregável"
    r"|é possível entregar)|falha na entrega"
    r"|недостав|не доставлен|не удалось доставить|не вдалося доставити|не може бути доставлен|не может быть доставлен"
    r"|k[au]nn?e? (?:ikke|inte) (?:leveres|levereras)|ikke leveret|ej levererat|olevererbar|toimittamat|ei (?:voitu"
    r"|voi) toimittaa"
    r"|perille ?meneminen epäonnistui|nie (?:można|udało się) dostarczyć|niedostarcz|nie dostarczono|nedoručiteľ"
    r"|nedoručitel|nedoručen"
    r"|kézbesíthetetlen|nem kézbesíthető|teslim edilemedi|nelivrabil|nu a putut fi livrat"
    r"|δεν (?:είναι δυνατή η παράδοση|παραδόθηκε)"
    r"|μη παραδοτέ|メールエラー|配信できません|配[信達送]不能|送信できません"
    r"|退信|未送达|未送達|无法(?:送达|投递)|傳送失敗|傳遞失敗"
    r"|無法(?:傳遞|送達)|배달되지 않|배달 실패|전송 실패",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"delay|warning: (?:message|could not send)|not yet been delivered|still being retried|verzögert|verzögerung"
    r"|retardé"
    r"|retraso|retrasad|ritardo|ritardat|vertraagd|atrasad|försenad|forsinket|opóźnion|задерж|отложен|延迟|延遲|遅延",
    re.IGNORECASE,
)
_FAILURE = re.compile(
    r"(?:undeliver|returned|failure|mail delivery failed|delivery (?:has )?fail|unzustellbar)", re.IGNORECASE
)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|sv|vs|tr|fwd?|wg|rv|odp|ynt)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_RETURNED_ID = re.compile(r"\s*message-id:\s*(<[^<>\s]{3,998}>)", re.IGNORECASE)
_AN_ID = re.compile(rb"message-id:\s*<([^<>\s]{3,998})>", re.IGNORECASE)
_RECIPIENT = re.compile(r"(?:[\w-]+\s*;)?\s*<?([^\s<>;]+@[^\s<>;]+?)>?\s*(?:\(.*)?")
_NOT_SHOWN = re.compile(r"disposition:[^;]*;\s*(?:deleted|failed|denied)\b", re.IGNORECASE)
_REJECTED = re.compile(r"automatically rejected|\bdeleted\b|\bfailed\b|\bdenied\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounced:
    """What a bounce tells.

    failed: the addresses it names, lower-cased (none for a delay, which has failed nobody, and a notice of success);
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
    status: str


def read(message: Message, raw: bytes) -> Bounced | None:
    """Tell whether a mail is a bounce, a delay notice or a mail server's refusal, and of what; ``None`` for no.

    raw: the bytes that ``message`` was parsed from; they are only looked at when something smells of a bounce.
    """
    is_delay = bool(_DELAY.search(message.subject))
    if is_feedback(message):
        return None
    if is_status(message) or is_rejection(message):
        return _standard(message, raw, is_delay=is_delay)
    named = _named_failures(message)
    is_daemon = _is_from(message, _DAEMON)
    if not (is_daemon or named or _smells(message)):
        return None
    waiting, failed = undelivered.old_formats(raw)
    found = named or failed or waiting
    has_subject = bool(_SUBJECT.search(message.subject))
    is_null = is_from_nobody(message)
    is_answer = bool(_ANSWER.match(message.subject)) and not is_null
    is_machine = is_daemon or (_is_from(message, _POSTMASTER) and (has_subject or bool(found)))
    is_told = found or undelivered.is_refusal(message)
    if not (is_machine or (has_subject and (is_null or (is_told and not is_answer))) or (found and (is_null or named))):
        return None
    if not named and _is_late(message, is_delay=is_delay, has_failed=bool(failed), waits=bool(waiting)):
        return Bounced((), message.returned_id or _id_in_text(message), is_delay=True)
    found = _persons(named or failed, message, raw) or undelivered.addresses(message, raw)
    return Bounced(found, message.returned_id or _id_in_text(message), is_delay=False)


def _is_late(message: Message, *, is_delay: bool, has_failed: bool, waits: bool) -> bool:
    """Whether a notice of an old format only says "later": by its subject, by its text, or by how the addresses stand.

    A subject that begins with a failure may go on with our own words ("Undeliverable: the delay of the call").
    """
    says_so = undelivered.is_waiting(message)
    if _FAILURE.match(message.subject.strip()):
        return says_so and waits and not has_failed
    return says_so or (not has_failed and (is_delay or waits))


def _persons(found: Sequence[str], message: Message, raw: bytes) -> tuple[str, ...]:
    """The addresses without whom the notice goes to, and without Message-IDs, which have their shape."""
    ids = {one.decode("ascii", "ignore").lower() for one in _AN_ID.findall(raw, 0, undelivered.MAX_SCANNED)}
    others = {one.email for one in message.to} | ids
    return tuple(one for one in found if one not in others)


def is_status(message: Message) -> bool:
    """Whether it carries a delivery status (RFC 3464), or says in its Content-Type that it does."""
    return (
        "message/delivery-status" in message.structure
        or "message/global-delivery-status" in message.structure
        or report_type(message) in {"delivery-status", "global-delivery-status"}
    )


def is_rejection(message: Message) -> bool:
    """Whether a disposition notification says that a filter refused the mail (RFC 8098, Sieve's reject)."""
    if not is_receipt(message) or "displayed" in message.report.lower() or _is_unread(message):
        return False
    return (
        bool(_REJECTED.search(message.subject))
        or "rejected" in message.header("auto-submitted").lower()
        or any(_NOT_SHOWN.match(line) for line in _unfolded(message.report))
    )


def _is_unread(message: Message) -> bool:
    """Whether a receipt tells that a person deleted the mail unread, which no filter did (RFC 8098)."""
    said = words("\n".join(line.text for line in message.lines[:50]))
    return bool(
        robot_words.RECEIPT_SUBJECT.match(words(message.subject))
        or robot_words.WAS_READ.search(said)
        or "manual-action" in message.report.lower()
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


def _standard(message: Message, raw: bytes, *, is_delay: bool) -> Bounced:
    """Read the fields of a report; one that names nobody may still name them in X-Failed-Recipients."""
    blocks = list(_blocks(message.report))
    failed = [block.address for block in blocks if block.action.startswith(("fail", "error"))]
    delayed = [block.address for block in blocks if block.action.startswith("delay")]
    if not any(block.action for block in blocks):
        failed = [block.address for block in blocks if not block.status.startswith(("4", "2"))]
        delayed = [block.address for block in blocks if block.status.startswith("4")]
    is_delay = bool(delayed) if blocks and (failed or delayed) and not failed else is_delay and not failed
    returned_id = message.returned_id or _id_in_text(message)
    if is_delay:
        return Bounced((), returned_id, is_delay=True)
    found = _unique(failed) or _named_failures(message)
    if not found and not blocks:
        found = undelivered.addresses(message, raw)
    return Bounced(found, returned_id, is_delay=False)


def _blocks(report: str) -> Iterator[_Block]:
    """One block a recipient, whatever blank lines there are: each begins with the first recipient field."""
    address, action, final, status = "", "", "", ""
    for line in [*_unfolded(report), ""]:
        name, _, value = line.partition(":")
        name = name.strip().lower()
        if not line.strip():
            if address or final:
                yield _Block((address or final).lower(), action, status)
            address, action, final, status = "", "", "", ""
        elif name in {"original-recipient", "final-recipient"} and (found := _RECIPIENT.fullmatch(value.strip())):
            if name == "original-recipient":
                address = found[1]
            else:
                final = found[1]
        elif name == "action":
            action = value.strip().lower()
        elif name == "status":
            status = value.strip()


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


def _unique(found: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:MAX_FAILED]


def _id_in_text(message: Message) -> str | None:
    """The Message-ID that an old bounce shows in its text: of the mail it quotes, so the first."""
    return next((found[1] for line in message.lines[:2000] if (found := _RETURNED_ID.match(line.text))), None)
