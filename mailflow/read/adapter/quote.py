"""What is new in a mail and what is quoted: every line gets a depth, and nothing is thrown away.

Two things quote. The mark ``>`` at the beginning of a line; and an introduction (``On ..., X wrote:``, Outlook's
header block, ``-----Original Message-----``) with unmarked lines below, which then are quoted down to the end.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from mailflow.model import Line

MAX_DEPTH = 50
MAX_INTRODUCTION = 500
"""Characters of an introduction, all its lines together."""

_ODD_MARK = re.compile(r" ?([|:}#¦]|[A-Z]{1,4}>)(?: |\Z)")
_ODD_RUN = 4  # as many lines in a row that begin with an odd mark are quoted
_MARKS = re.compile(r" ?>(?: {0,2}>)*+ ?")

_VERBS = (
    r"wrote|writes|a écrit|ha scritto|ha escrito|escribió|escribio|va escriure|escreveu|schrieb|schreef|skrev"
    r"|napisał(?:\(a\)|a)?|написал(?:\(а\)|а|и)?|пишет|пише|писав(?:\(ла\))?|написав(?:\(ла\))?|kirjoitti"
    r"|(?:şunu )?yazdı|a scris|έγραψε|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|írta|írt|kirjutas|rašė|rakstīja"
    r"|je napisao(?:/la)?|napisao je|је написао|写道|寫道|さんは書きました"
)
_STARTERS = r"(?:on|in|at|le|il|el|em|am|den|op|på|w dniu|dnia|dne|pada|в|у)\b"
_STAMP = r"(?:\d{1,2}[:.hH]\d{2}|\b(?:19|20)\d\d\b|@)"
_CLOCK = r"\d{1,2}[:.]\d{2}"
_ANGLE = r"<\s*[^<>\s]+@[^<>\s]+\s*>"

_WROTE = re.compile(
    rf"[*_\s]*{_STARTERS}(?=.*{_STAMP}).*?(?<!\w)(?:{_VERBS})\s*[:：][*_\s]*"
    rf"|[*_\s]*{_STARTERS}(?=.*{_CLOCK}).*?\d\D{{0,20}}(?:schrieb|schreef|skrev)\s.{{1,200}}[:：][*_\s]*"
    rf"|[^<>]{{1,160}}{_ANGLE}\s*,?\s*(?:于|在)?[^<>]{{0,60}}?(?:{_VERBS})(?!\w)[^<>]{{0,60}}[:：][*_\s]*"
    # Gmail in Russian, Japanese and others: a date, a name, an address, and no verb.
    rf"|(?:\d{{1,4}}|[^\W\d]{{2,12}}[.,]{{1,2}} ?\d{{1,2}})(?!\d)(?=.*{_CLOCK}).*{_ANGLE}\s*(?:{_VERBS})?\s*[:：]\s*",
    re.IGNORECASE,
)
_TIMED = re.compile(r"[\d@]")
"""What each form of it has somewhere: looking for it costs less."""
_NAMED = re.compile(rf".{{1,200}}(?<!\w)(?:{_VERBS})(?!\w)[^:]{{0,60}}[:：][*_\s]*", re.IGNORECASE)

_ORIGINAL = (
    r"original (?:message|mail|email|appointment)|reply message|ursprüngliche (?:nachricht|mail)|originalnachricht"
    r"|message d['’]origine|message original|mensaje original|messaggio originale|mensagem original"
    r"|oorspronkelijk bericht|ursprungligt meddelande|original ?meddelande|opprinnelig melding|oprindelig meddelelse"
    r"|alkuperäinen viesti|исходное сообщение|оригинальное сообщение|původní (?:zpráva|e-mail)|pôvodná správa"
    r"|wiadomość oryginalna|oryginalna wiadomość|eredeti üzenet|mesaj original|orijinal mesaj|原始邮件|邮件原件"
    r"|元のメッセージ|forwarded (?:message|email)|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande"
    r"|videresendt (?:melding|meddelelse)|пересылаемое сообщение|přeposlaná zpráva|przekazana wiadomość"
    r"|転送されたメッセージ|转发的邮件"
)
_SEPARATOR = re.compile(
    rf"-{{2,}}+\s*on .{{5,200}} wrote\s*-{{2,}}+|"  # Zoho
    rf"[\s*]*+[-_=~]{{2,}}+[\s*]*+(?:{_ORIGINAL})(?: (?:from|by|von|de) .{{1,80}}?)?[\s*:]*+[-_=~]*+[\s*]*+",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"[\s*]*(?:begin forwarded message|begin doorgestuurd bericht|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|début du (?:message|e-?mail) (?:réexpédié|transféré)|inizio (?:del )?messaggio inoltrato"
    r"|inicio del mensaje reenviado|início da mensagem (?:reencaminhada|encaminhada)|vidarebefordrat (?:brev|mejl)"
    r"|videresendt (?:brev|besked)|начало переадресованного (?:сообщения|письма))\s*[:：][\s*]*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[-_]{5,}\s*")
_RULES = frozenset("-_=~")
_MOST_WRAPPED = 4
"""Lines over which ``On ..., X wrote:`` may be wrapped. One of them has a colon, as each header line has."""

_HEADER_NAMES = {
    "from": "from von de da van från fra od от від mistä lähettäjä kimden 发件人 寄件者 差出人 feladó",
    "sent": "sent date gesendet datum envoyé enviado fecha data inviato verzonden skickat sendt dato lähetetty päiväys "
    "отправлено дата wysłano odesláno 发送时间 日期 送信日時 日時",
    "to": "to an à para a aan till til do komu кому vastaanottaja kime 收件人 宛先 címzett",
    "cc": "cc kopie kopia kopi copie copia копия dw 抄送",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne emne aihe тема temat předmět konu "
    "主题 主旨 件名 tárgy",
}
_LABELS = {word: key for key, words in _HEADER_NAMES.items() for word in words.split()}
_BEGINS_HEADERS = re.compile(rf"[\s*_]*+(?:{_HEADER_NAMES['from'].replace(' ', '|')})", re.IGNORECASE)
_OUTLOOKS = re.compile(
    r"[\s*_]*(?:sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|lähetetty|отправлено|wysłano|odesláno)[*_]*"
    r"\s?[:：]",
    re.IGNORECASE,
)
_OTHER_LABELS = frozenset(
    {"bcc", "reply-to", "importance", "priority", "attachments", "sensitivity", "organization", "sender", "message-id"}
    | {"wichtigkeit", "priorität"}
)
_HEADER = re.compile(r"[\s*_]*([^\W\d][\w -]{0,14}?)[*_]*\s?[:：][*_]*(?:\s+(.*)|)")

_DEVICE = (
    r"i ?(?:phone|pad|pod)|android|samsung|galaxy|huawei|xiaomi|nokia|black ?berry|pixel|motorola|windows|outlook"
    r"|hotmail|yahoo|gmail|proton ?mail|proton|tutanota|thunderbird|aqua ?mail|k-9|fairemail|spark|superhuman|mymail"
    r"|mailspring|apple mail|mail for|verizon|at&t|t-mobile|smart ?phone|mobile|mobil\w*|m[oó]vil|phone"
    r"|telefon\w*|t[ée]l[ée]phone|handy|tablet|device|watch|aol"
)
_FOOTER = re.compile(
    r"[\s*_<(\[]*+(?:"
    r"(?:sent|gesendet|envoyé|enviado|inviat[oa]|verstuurd|verzonden|skickat|sendt|lähetetty|отправлено|wysłane|odesláno)"
    rf" \w+ .{{0,60}}?(?:{_DEVICE})\b.{{0,60}}|von meinem .{{0,20}}(?:{_DEVICE}).{{0,20}} gesendet"
    r"|sent (?:from|with|via) \w+|sent from (?:my|the|a) .{2,40}|diese nachricht wurde von .{2,60} gesendet"
    r"|get outlook for .{2,60}|outlook für .{2,20} herunterladen|obtenir outlook pour .{2,20}"
    r"|télécharger outlook pour .{2,20}|obtener outlook para .{2,20}|yahoo mail: search, organize, conquer.*"
    r")(?:<https?://\S+>)?[\s.*_>)\]]*",
    re.IGNORECASE,
)


def mark(text: str, part: str) -> tuple[Line, ...]:
    """Give every line of a text its depth, from 0 for the author's own, and take the quote marks off.

    part: the MIME part, kept in each line. An introduction lies as deep as what it introduces. A blank line between
    two quoted lines is quoted. Linear in the length of the text.
    """
    rows = _oddly_marked([_unmarked(line) for line in text.split("\n")])
    depths = _introduced([depth for depth, _ in rows], [said for _, said in rows])
    _level_blanks(depths, [said for _, said in rows])
    return tuple(
        Line(said, min(depth, MAX_DEPTH), number, part)
        for number, (depth, (_, said)) in enumerate(zip(depths, rows, strict=True), 1)
    )


def own_text(lines: Sequence[Line]) -> str:
    """Join the author's own lines: no quoted ones, no signature (RFC 3676, section 4.3), no mail program's footer.

    A signature ends where a quoted line begins, because answers typed into a quote may follow it.
    """
    own: list[str] = []
    is_signature = False
    for line in lines:
        if line.depth:
            is_signature = False
        elif line.text in {"-- ", "--"}:
            is_signature = True
        elif not is_signature and not is_footer(line.text):
            own.append(line.text.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()


def is_footer(line: str) -> bool:
    """Tell whether a line is what a mail program adds below every mail (``Sent from my iPhone``)."""
    return len(line) < 120 and bool(_FOOTER.fullmatch(line))


def introduction(lines: Sequence[str]) -> int:
    """How many of these lines, from the first, introduce a quote: 0 when the first begins no introduction."""
    end = _introduction_at(lines, [0] * len(lines), 0)
    return 0 if end is None else end[0]


def _unmarked(line: str) -> tuple[int, str]:
    marks = _MARKS.match(line) if line.startswith((">", " >")) else None
    if not marks:
        return 0, line
    depth, text = marks[0].count(">"), line[marks.end() :]
    # The end of a wrapped `<address\n>:` is no quote.
    return (depth - 1, ">:") if text.rstrip() == ":" and marks[0].endswith(">") else (depth, text)


def _oddly_marked(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Take off the marks of less usual programs, ``|``, ``:``, ``}``, ``#`` or initials (``AT>``).

    They mark a run of lines that all begin with the same one. A row of a table begins with a bar, too, and has more.
    """
    found = [_ODD_MARK.match(said) for _, said in rows]
    at = 0
    while at < len(rows):
        mark = found[at]
        if mark is None:
            at += 1
            continue
        end = at
        while end < len(rows) and rows[end][0] == rows[at][0] and (other := found[end]) and other[1] == mark[1]:
            end += 1
        said = [text[other.end() :] for (_, text), other in zip(rows[at:end], found[at:end], strict=True) if other]
        is_table = any("|" in text for text in said)
        if len(said) >= _ODD_RUN and not (mark[1] == "|" and is_table):
            rows[at:end] = [(rows[at][0] + 1, text) for text in said]
        at = end
    return rows


def _introduced(bases: list[int], said: list[str]) -> list[int]:
    """Deepen introductions, and what stands below those whose quote is not marked."""
    depths = list(bases)
    open_at: list[int] = []  # for each unmarked quote we are in: the depth of marks it began at
    telling = _telling(said)
    at = 0
    while at < len(said):
        while open_at and bases[at] < open_at[-1] and said[at].strip():
            open_at.pop()
        found = _introduction_at(said, bases, at) if telling[at] else None
        if found is None:
            depths[at] = bases[at] + bisect_right(open_at, bases[at])
            at += 1
            continue
        end, is_marked = found
        for row in range(at, end):
            depths[row] = bases[row] + len(open_at) + 1
        if not is_marked:
            open_at.append(bases[at])
        at = end
    return depths


def _telling(said: Sequence[str]) -> list[bool]:
    """For each line, whether an introduction may begin there: it, or one that it may be wrapped to, looks like one."""
    telling = [False] * len(said)
    last = -1
    for at, text in enumerate(said):
        if ":" in text or "：" in text or text.lstrip(" *\t")[:1] in _RULES:
            begin = max(last + 1, at - _MOST_WRAPPED + 1)
            telling[begin : at + 1] = [True] * (at + 1 - begin)
            last = at
    return telling


def _introduction_at(said: Sequence[str], bases: Sequence[int], at: int) -> tuple[int, bool] | None:
    """Find an introduction that begins at this line: where it ends, and whether the quote below is marked."""
    base = bases[at]
    text = said[at]
    if not text.strip() or len(text) > MAX_INTRODUCTION:
        return None
    if end := _separator(said, bases, at):
        return end, _next_base(said, bases, end, base) > base
    if end := _wrote(said, bases, at):
        return end, _is_marked_below(said, bases, end, base)
    return None


def _separator(said: Sequence[str], bases: Sequence[int], at: int) -> int:
    """Where Outlook's header block or a separator line (or one with the other) ends, 0 when there is none."""
    line = said[at]
    first, last = line.lstrip(" *\t")[:1], line.rstrip(" *\t")[-1:]
    end = at
    if first in _RULES and _RULE.fullmatch(line):
        return _header_block(said, bases, _skip_blank(said, bases, at + 1, bases[at]))
    if (first in _RULES and _SEPARATOR.fullmatch(line)) or (last in ":：" and _BEGIN.fullmatch(line)):
        end = at + 1
    after = _skip_blank(said, bases, end, bases[at]) if end > at else at
    return _header_block(said, bases, after, need=2 if end > at else 3) or (end if end > at else 0)


def _header_block(said: Sequence[str], bases: Sequence[int], at: int, need: int = 3) -> int:
    """Where a header block that begins here ends, 0 when there is none.

    At least three names within six lines that say something, From first; and an author's address, a time of day or
    Outlook's own word, so that a letter's head (``From: Occupy Philly``, ``To: InterOccupy``) is none.
    """
    if at >= len(said) or not _BEGINS_HEADERS.match(said[at]) or _label(said[at])[0] != "from":
        return 0
    seen: dict[str, str] = {}
    is_real = False
    end, row, misses = 0, at, 0
    while row < min(len(said), at + 24) and bases[row] == bases[at]:
        key, value = _label(said[row])
        if key and key not in seen:
            seen[key] = value
            is_real = (
                is_real
                or "@" in seen["from"]
                or bool(_OUTLOOKS.match(said[row]))
                or (key == "sent" and _has_clock(value))
            )
            end, misses = row + 1, 0
        elif said[row].strip():
            misses += 1  # a long value goes on
            if key or misses > 2:
                break
        elif len(seen) >= need and not _label(_next_text(said, row))[0]:
            break
        row += 1
    named = [key for key in seen if key != "other"]
    return end if len(named) >= need and is_real else 0


def _has_clock(value: str) -> bool:
    return bool(re.search(r"\d[:.h]\d\d", value))


def _label(line: str) -> tuple[str, str]:
    """Which header this line names, ``""`` for none, and its value."""
    found = _HEADER.fullmatch(line[:MAX_INTRODUCTION])
    if not found:
        return "", ""
    name = found[1].strip().lower()
    return _LABELS.get(name, "other" if name in _OTHER_LABELS else ""), found[2] or ""


def _wrote(said: Sequence[str], bases: Sequence[int], at: int) -> int:
    """Where ``On ..., X wrote:`` that begins here ends; it may be wrapped."""
    length, is_timed = -1, bool(_TIMED.search("\n".join(said[at : at + _MOST_WRAPPED])))
    for end in range(at, min(at + (_MOST_WRAPPED if is_timed else 1), len(said))):
        text = said[end].strip()
        length += 1 + len(text)
        if not text or bases[end] != bases[at] or length > MAX_INTRODUCTION:
            return 0
        if text[-1] not in ":：*_":
            continue
        if is_timed and _WROTE.fullmatch(_joined(said, at, end)):
            # The author's last words may stand right above: then the introduction begins further down.
            return 0 if any(_WROTE.fullmatch(_joined(said, row, end)) for row in range(at + 1, end + 1)) else end + 1
        # A name alone introduces nothing but a marked quote.
        if end == at and _next_base(said, bases, end + 1, bases[at]) > bases[at] and _NAMED.fullmatch(text):
            return end + 1
    return 0


def _joined(said: Sequence[str], first: int, last: int) -> str:
    return " ".join(text.strip() for text in said[first : last + 1])


def _is_marked_below(said: Sequence[str], bases: Sequence[int], at: int, base: int) -> bool:
    """Whether the quote below an introduction is marked: any mark before the next introduction."""
    for row in range(at, len(said)):
        if not said[row].strip():
            continue
        if bases[row] != base:
            return bases[row] > base
        if _separator(said, bases, row) or _wrote(said, bases, row):
            return False
    return False


def _next_base(said: Sequence[str], bases: Sequence[int], at: int, base: int) -> int:
    """How deep the next line is marked that says something."""
    return next((bases[row] for row in range(at, len(said)) if said[row].strip()), base)


def _next_text(said: Sequence[str], at: int) -> str:
    """The next line that says something."""
    return next((text for text in said[at : at + 6] if text.strip()), "")


def _skip_blank(said: Sequence[str], bases: Sequence[int], at: int, base: int) -> int:
    """The next line that is not blank, as long as it is as deep."""
    while at < len(said) and not said[at].strip():
        at += 1
    return at if at < len(said) and bases[at] == base else len(said)


def _level_blanks(depths: list[int], said: list[str]) -> None:
    """Lay blank lines between two quoted lines as deep as the shallower of the two."""
    before = 0
    has_before = False
    at = 0
    while at < len(said):
        if said[at].strip():
            before, has_before = depths[at], True
            at += 1
            continue
        end = at
        while end < len(said) and not said[end].strip():
            end += 1
        if has_before and end < len(said):
            level = min(before, depths[end])
            for row in range(at, end):
                depths[row] = max(depths[row], level)
        at = end
