"""The text of a mail server's notice: whether mail only waits, and for whom it did not arrive.

For the formats older than the standard and for those that ignore it: first the patterns of ``flufl.bounce``, then what
all have in common. There are hundreds of them, and all do one of few things: they begin a line
with the address, name it behind a label, or show the mail that came back, with its ``To``.
"""

import contextlib
import re
from collections.abc import Iterable, Iterator
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
from mailflow.read.adapter import header
from mailflow.read.answers.result import words

# Without its DSN detector (the report is parsed already) and LLNL, which takes ", a@x.org," in any text for a bounce.
_DETECTORS = (
    Exim, Sina, Yahoo, Yale, SMTP32, Postfix, Qmail, GroupWise, Microsoft, Caiwireless, Exchange, Netscape, AOL,
    SimpleMatch, SimpleWarning,
)  # fmt: skip

MAX_SCANNED = 64 * 1024
"""Bytes of a mail that the old formats are looked for in: the notice stands first."""
MAX_SCANNED_LINES = 2000
MAX_NOTICE_LINES = 300
MAX_RETURNED = 64 * 1024
"""Bytes in which the header of the mail that came back is looked for."""

_ADDRESS = r"[A-Za-z0-9.!#$%&+/=?^_{}~-]+@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)+"
_ANY = re.compile(_ADDRESS)
_BEGINS = re.compile(rf"\W{{0,12}}(?:smtp:|mailto:|rfc822;\s?)?({_ADDRESS})(?=[>\s,;:()\]\"'|*]|\.?\Z)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:failed|undeliver\w+|invalid|intended|rejected|original|final|bad|unknown"
    r"|delayed)[ -](?:e-?mail )?(?:address(?:es)?|recipients?|user)"
    r"|recipients?(?: address)?|rcpt to|mailbox|user|e-?mail address|message (?:to|for)|mail (?:to|for)|addressed to"
    r"|(?:un)?deliver(?:ed|able|y)? to"
    r"|deliver (?:(?:your|the|this) )?(?:message|mail|e-?mail)? ?to|sen[dt] to|reach(?:ed)?|account"
    r"|empfänger(?:adresse)?|(?:nachricht|mail) an"
    r"|zugestellt werden an|adresse|destinataires?|(?:message|courriel|remis) à|destinatari[oa]s?|(?:mensaje|correo"
    r"|entregar) a|dirección|indirizzo"
    r"|endereço|geadresseerde|ontvanger|mottagare|modtager|mottaker|vastaanottaja|adresat\w*|odbiorca|příjemce"
    r"|címzett|получател\w+|адрес\w*"
    r"|收件人(?:地址)?|收信人|宛先|受信者|수신자|받는 사람)"
    rf"(?:\s*\([^()]*\))?\s*[:：=]?\s*[<\[(\"'«„“]{{0,3}}(?:smtp:|mailto:|rfc822;\s?)?({_ADDRESS})",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"\s*(?:to|an|à|para|a|aan|till|til|do|кому|收件人|宛先)\s*[:：]\s*[^@<]{{0,80}}<?({_ADDRESS})", re.IGNORECASE
)
_OF_OTHERS = re.compile(
    r"\s*(?:[\w-]*from|sender|reply-to|message-id|references|in-reply-to|return-path|von|de|absender|expéditeur"
    r"|remitente|mittente|cc|bcc|x-[\w-]+)\s*[:：<]"
    r"|.*\b(?:contact|assistance|support|help|questions?|report this|forward this|mail from|on behalf of|kontakt\w*"
    r"|wenden sie)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:post-?master|hostmaster|webmaster|mailer-?daemon|mailerdaemon|abuse|support|help-?desk|noc|admin\w*|noreply"
    r"|no-reply)@",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"\s*(?:received|return-path|message-id|mime-version|dkim-signature|x-mailer)\s*:"
    r"|\W*(?:the )?original (?:message|mail)\W*\Z"
    r"|\W*(?:(?:possibly truncated )?(?:the )?original (?:message|mail) (?:follows?|attached|headers?)"
    r"|(?:this is )?a copy of (?:the|your)|below (?:this|the next) line"
    r"|(?:message|mail) (?:headers?|text|body) follows?|returned (?:mail|message) follows|unsent message"
    r"|included is a copy|start of returned"
    r"|ursprüngliche nachricht|message d'origine|mensaje original|originalnachricht)\b",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"not yet (?:been )?delivered|(?:this is )?(?:just )?a warning(?: message)? only|just a warning"
    r"|you do not need to re-?send"
    r"|no action is required (?:on your part)?|delivery attempts will continue|(?:will|shall) (?:be retried"
    r"|keep (?:on )?(?:re)?trying|continue "
    r"(?:to (?:try|retry|attempt)|trying)|be (?:re-?)?attempted|try again|retry)|still (?:being retried|trying"
    r"|attempting|in the queue)"
    r"|(?:has been|is|was) (?:being )?(?:delayed|deferred|postponed)|delivery (?:of your \w+ )?(?:is"
    r"|has been) delayed|not (?:been )?able to deliver .{0,40} yet"
    r"|weiterhin versucht|noch nicht zugestellt|zustellung .{0,40}verzogert|wird .{0,30}erneut versucht"
    r"|n'a pas encore (?:ete|pu)|sera (?:de nouveau|a nouveau)"
    r"|nouvelle tentative|(?:aun|todavia) no (?:se )?ha|se (?:seguira|volvera) (?:a )?intent|non e (?:stato )?ancora"
    r"|nuovi? tentativ|nog niet (?:afgeleverd|bezorgd)"
    r"|ainda nao foi|novas? tentativas?|еще не доставлен|повторн\w+ попыт|попытки доставки будут"
)
_GIVEN_UP = re.compile(
    r"\b(?:permanent(?:ly)? (?:error|fatal|failure|fail)|giv(?:en|ing) up|gave up|will not be (?:retried|tried"
    r"|resent)|no further attempts|fatal errors?"
    r"|failed permanently|permanent delivery failure|undeliverable|5\.\d{1,2}\.\d{1,2}|endgultig)\b"
)
_REFUSED = re.compile(
    r"(?:(?:your|the|a|this) (?:following )?(?:message|e-?mail|mail|letter)\b[^.]{0,120}?|\bmessage )(?:was|has been"
    r"|have been|could not be|can not be|cannot be|will not be|is|were|"
    r"did) (?:automatically )?(?:rejected|blocked|refused|not (?:be )?(?:delivered|accepted|reach)|returned|bounced"
    r"|undeliverable|quarantined|stopped|delivered|deleted|not)"
    r"|ihre (?:nachricht|e-?mail|mail)\b[^.]{0,100}?(?:abgewiesen|abgelehnt|blockiert|zuruckgewiesen|nicht zugestellt"
    r"|konnte nicht)"
    r"|votre (?:message|courriel|e-?mail)\b[^.]{0,100}?(?:rejete|bloque|refuse|n'a (?:pas )?pu|pas ete)"
    r"|su (?:mensaje|correo)\b[^.]{0,100}?(?:rechazad|bloquead|no (?:ha|pudo|fue))|(?:il (?:suo|tuo)"
    r"|suo) messaggio\b[^.]{0,100}?(?:rifiutat|bloccat|non)"
    r"|(?:uw|je) (?:bericht|e-?mail)\b[^.]{0,100}?(?:geweigerd|geblokkeerd|niet)|(?:sua|seu) (?:mensagem"
    r"|e-?mail)\b[^.]{0,100}?(?:rejeitad|bloquead|nao)"
)
_BY_SERVER = re.compile(
    r"\b[45]\d\d[ -](?:#?[45]\.\d{1,3}\.\d{1,3}\b|\w)|\(#[45]\.\d\.\d\)|content[ -]filter|\b(?:spam|virus|malware)\b"
    r"|security policy|due to policy|session transcript"
    r"|\breason ?:|\bgateway\b"
)
_HEADER_TO = re.compile(rb"^To:[ \t]*(.+(?:\n[ \t].+)*)", re.IGNORECASE | re.MULTILINE)
_RETURNED = re.compile(
    rb"^content-type:[ \t]*(?:message/rfc822|text/rfc822-headers|message/partial)|^.{0,20}(?:original message"
    rb"|copy of (?:the|your) (?:message|mail)"
    rb"|(?:unsent|undelivered|returned) (?:message|mail)|headers? follows?|message follows|below (?:this"
    rb"|the next) line)",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip


def old_formats(raw: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def is_waiting(message: Message) -> bool:
    """Whether the notice only says that mail comes late and will be tried again."""
    said = words("\n".join(_notice(message)))
    return bool(_WAITS.search(said)) and not _GIVEN_UP.search(said)


def is_refusal(message: Message) -> bool:
    """Whether the text begins as a server's refusal does: what became of "your message", and a server's reason.

    For gateways that write as from a person's address. A person who shows us a refusal says something before it.
    """
    said = words("\n".join(_notice(message)))
    return bool(_REFUSED.search(said[:300])) and bool(_BY_SERVER.search(said))


def addresses(message: Message, raw: bytes) -> tuple[str, ...]:
    """The addresses that a notice says failed, lower-cased.

    Those it lists or labels, else the only one in it, else the one that the returned mail was sent to. Nobody of whom
    the notice comes or to whom it goes is among them.
    """
    others = _parties(message)
    notice = _notice(message)
    for found in (_listed(notice), _labelled(notice)):
        failed = _without(found, others)
        if failed:
            return failed
    named = _without((one for line in notice if not _OF_OTHERS.match(line) for one in _ANY.findall(line)), others)
    return named if len(named) == 1 else _returned(raw, others)


def _notice(message: Message) -> list[str]:
    """The lines of the notice itself, down to the copy of the mail that came back."""
    lines: list[str] = []
    for line in message.lines[:MAX_NOTICE_LINES]:
        if _COPY.match(line.text):
            break
        lines.append(line.text[:500])
    return lines


def _parties(message: Message) -> frozenset[str]:
    """Who the notice comes from and who it goes to."""
    return frozenset(
        one.email for one in (*message.to, *message.reply_to, *((message.from_,) if message.from_ else ()))
    )


def _listed(notice: Iterable[str]) -> Iterator[str]:
    return (found[1] for line in notice if (found := _BEGINS.match(line)))


def _labelled(notice: Iterable[str]) -> Iterator[str]:
    for line in notice:
        if _OF_OTHERS.match(line):
            continue
        found = _LABEL.search(line) or _TO.match(line)
        if found:
            yield found[1]


def _returned(raw: bytes, others: frozenset[str]) -> tuple[str, ...]:
    """Whom the mail that came back was sent to, where that is one person."""
    text = raw[:MAX_RETURNED].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    begin = _RETURNED.search(text)
    to = _HEADER_TO.search(text, begin.end()) if begin else None
    if to is None:
        return ()
    found, _ = header.addresses(header.one_line(to[1]))
    failed = _without((one.email for one in found), others)
    return failed if len(failed) == 1 else ()


def _without(found: Iterable[str], others: frozenset[str]) -> tuple[str, ...]:
    kept = (one.rstrip(".").lower() for one in found)
    return tuple(dict.fromkeys(one for one in kept if one not in others and not _STAFF.match(one)))


def _decoded(found: frozenset[bytes]) -> tuple[str, ...]:
    addresses = (one.decode("ascii", "ignore").strip("<> \t").lower() for one in found)
    return tuple(sorted({one for one in addresses if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", one)}))
