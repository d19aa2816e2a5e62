"""What is said of notes outside of header lines: in the subject, and in the sentences around them.

A subject is taken apart piece by piece; what is left over must be the call's name and nothing else. Sentences count
where they plainly speak of the notes themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailflow.model import Line, Person, Source
from mailflow.read.answers.result import Certain, Doubt, listed
from mailflow.read.interpret import DISAGREE, Sheet, make_unclear
from mailflow.read.papers.lines import take_where_open
from mailflow.read.papers.notes_values import PART, part_numbers, read_past_date, reference, tag
from mailflow.read.times.figures import MONTH

NOTES_WORD = re.compile(
    r"\b(?:notes|(?<!\d )(?<!\d-)minutes|(?<=[a-z]-\d{4} )minutes|report[- ]?backs?|recap"
    r"|write[- ]?up|notas|minuta|acta)\b",
    re.IGNORECASE,
)
"""A word by which a subject names notes."""

_BRINGS = re.compile(
    r"\b(?:here(?:['’]s| is| are| come| goes| you (?:go|have))|below(?: is| are|,)?|these are|this is"
    r"|(?:attached|enclosed|pasted)(?: (?:is|are|please find|below(?: is| are)?))?|(?:please |pls )find"
    r"|(?:(?:i|we)(?:['’]m| am|['’]re| are)? )?(?:send|sending|forwarding|submitting|pasting|passing on|sharing"
    r"|typed up|wrote up)(?: (?:you|in|on|over|along|below))*|as promised,?)"
    r" (?:(?!not\b|no\b)[\w'’-]+ ){0,5}?(?:notes|minutes|write[- ]?up|recap|report[- ]?back)\b"
    r"|\b(?:notes|minutes)(?: [\w'’-]+){0,8}?(?: (?:is|are))? (?:below|attached|follows?|enclosed)\b",
    re.IGNORECASE,
)
_COVERS = 3  # paragraphs on top that may say what the mail brings
_NOTES_SUBJECT = re.compile(
    r"(?:(?:re|fwd?|fw)\s*:|\[[^\]]*\]|\W|\b[A-Z]{1,8}-\d+)*+"
    r"(?:(?:the|our|my|call|meeting|draft|rough|some|raw|full) )*+"
    rf"{NOTES_WORD.pattern}\s*(?:\Z|[^\w\s&+]|\b(?:of|from|for|by|to post|attached|taken)\b|\d)"
    rf"|.{{0,200}}{NOTES_WORD.pattern}\W*(?:\Z|\d|\b(?:of|from|attached)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^(?:\s*(?:re|fwd?|fw|aw|wg|tr|rv)\s*:|\s*\[(?:ext|external)[^\]]*\])+", re.IGNORECASE)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\b"
)
_DAY = re.compile(
    rf"(?:\b{_WEEKDAY}[.,]?\s+)?(?:\b(?:{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b(?:,?\s+\d{{4}}\b)?"
    r"|(?<![\d/.-])\d{1,2}[/.]\d{1,2}(?:[/.](?:20)?\d\d)?(?![\d/-])|(?<!\d)20\d\d-\d\d-\d\d(?!\d))",
    re.IGNORECASE,
)
_GROUP_NUMBER = r"(?:group|room)\s*#?\s*(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
_BREAKOUT = (
    re.compile(rf"\bbreak-?\s?outs?\s*(?:(?:group|room)\b\s*)?[:#-]?\s*(?P<name>{_GROUP_NUMBER})", re.IGNORECASE),
    re.compile(
        r"\bbreak-?\s?out(?: (?:group|room|session))?\s*[:-]\s*(?P<name>[^\W\d_][\w &'’/-]{1,40}?)(?=\s*(?:[,;()"
        r"|]| [-–—] |\Z))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\A|[,;:()|]|(?<=\s[-–—]\s)|\b(?:of|from"
        r"|for)(?: the)?\s)\s*(?P<name>(?-i:[A-Z])[\w&'’/-]*(?: [\w&'’/-]+){0,3}?)"
        r" break-?\s?out(?: (?:group|room|session))?\b",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:\A|[,;:(|]|\s[-–—])\s*(?P<name>{_GROUP_NUMBER})\s*(?=[,;:)|]|[-–—]\s|\Z)", re.IGNORECASE),
)
_PIECES = re.compile(r"\s*[,;:()|\[\]]\s*|\s+[-–—]+\s+|\s*[-–—]+\Z|\A[-–—]+\s*")
_JOINS = r"(?:of|from|for|on|about|to|in|at|by|the|our|my|your|a|an|this|de|la|del|el|las|los)"
_EDGES = re.compile(rf"^(?:{_JOINS}\s+)+|(?:\s+{_JOINS})+$|^{_JOINS}$", re.IGNORECASE)
_SAYS_NOTHING = listed(
    """
    next upcoming recent previous past call calls meeting meetings conference phone io interoccupy maestro tonight
    tonight's tonights last night night's
    nights today today's todays yesterday yesterday's yesterdays week week's weeks month monday tuesday wednesday
    thursday
    friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays monday's tuesday's
    wednesday's
    thursday's friday's saturday's sunday's our my the your his her their from of on for and a an this these those
    that weekly
    monthly general group breakout breakouts main some few quick here is are attached posted posting post please pls
    final
    draft corrected updated revised correction update corrections version new better more rest second first half
    missing forgot
    forgotten part one two three raw rough full short long brief as promised requested sorry late finally your you with
    minutes notes recap and/or agenda audio taken by i took me we us hi hello hey ok to not do don't website site
    thanks thank
    notas llamada minuta acta español spanish in english doc pad link photo picture photos pictures pic scan file
    urgent emergency
    """
)
_BY = re.compile(r"\b(?:taken |recorded )?by [A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2}")
_MOST_WORDS = 8
_99 = re.compile(r"(?<!\w)99(?:ers?\b|%|(?!\w))")
_CALLED = re.compile(
    r"\b(?:call|calls|meeting|assembly|roundtable|table|check-?in|circle|council|forum)\b", re.IGNORECASE
)
_OF_A_GROUP = re.compile(r"\b(?:wg|working group|committee|team|caucus|breakout|spokes)\b", re.IGNORECASE)
_TOPS = 5  # lines at the beginning that may be the heading
_LONGEST_HEADING = 12  # words
_LONGEST_LINE = 120
_NO_HEADING = re.compile(
    r"[.?!]\s*\Z|\b(?:next|until|till|due|deadline|before|after|since|starting|last|previous|upcoming|will|is"
    r"|are|was|were|march(?:es)? on|rally|action)\b|\A(?:[-*•\d]|\w+\s*:)",
    re.IGNORECASE,
)


def brings_notes(own_text: str) -> bool:
    """Whether the words on top say that notes follow: ``Here are my notes of the call``, ``minutes attached``."""
    above = " ".join(" ".join(re.split(r"\n\s*\n", own_text)[:_COVERS]).split())
    return any(_BRINGS.search(one) and not one.endswith("?") for one in _SENTENCE_END.split(above[:1_500]))


def names_notes(subject: str) -> bool:
    """Whether a subject calls the mail notes, and not only speaks of them: ``Minutes of the Rent Table``."""
    return bool(_NOTES_SUBJECT.match(subject))


def take_subject(sheet: Sheet, subject: str, prefix: str = "IO") -> None:
    """The call, the breakout, the part and the day that a subject names, where nobody would doubt them.

    An id beats words, in a header line, too. prefix: what the references of our calls begin with.
    """
    text = " ".join(_BEFORE.sub("", subject).split())
    source = Source("subject", 0, "subject", subject)
    found = tag(prefix).search(text)
    if found:
        held = sheet.fields.get("call")
        if held is None or held.source.grammar != "reference":
            sheet.unclear.pop("call", None)
            number = Certain(value=reference(found, prefix), grammar="reference")
            sheet.take("call", found[0], Source("subject", 0, "", found[0]), number)
        text = f"{text[: found.start()]},{text[found.end() :]}"
    part = PART.search(text)
    if part and (part["n"] or text[part.start() - 1 : part.start()] == "("):
        numbers = part_numbers(part)
        if numbers:
            take_where_open(sheet, "part", source, Certain(value=numbers, grammar="part"))
        text = f"{text[: part.start()]},{text[part.end() :]}"
    text = _take_day(sheet, text)
    text = _take_breakout(sheet, text)
    title = "" if found else _title(_BY.sub(" ", text))
    if title and title.casefold() != (sheet.contact.name or "").casefold():
        take_where_open(sheet, "call", Source("subject", 0, "", title), Certain(value=title, grammar="line"))


def _is_of_call(text: str) -> bool:
    return any(one.search(text) for one in (NOTES_WORD, _CALLED, _OF_A_GROUP))


def take_heading(sheet: Sheet, lines: Sequence[Line]) -> None:
    """The day in the heading of the notes: ``MEDIA WG, SUNDAY JANUARY 27``. A day in a sentence is none."""
    tops = [line for line in lines if line.text.strip()][:_TOPS]
    for line in tops:
        text = line.text.strip(" \t*_#=-")
        days = list(_DAY.finditer(text))
        if (
            len(days) != 1
            or len(text) > _LONGEST_LINE
            or len(text.split()) > _LONGEST_HEADING
            or _NO_HEADING.search(line.text.strip())
        ):
            continue
        if re.search(r"\b(?:by|from|to)\s*\Z", text[: days[0].start()], re.IGNORECASE):
            continue
        rest = (text[: days[0].start()] + text[days[0].end() :]).strip(" ,;:()|-–—")
        result = read_past_date(days[0][0], sheet.sent)
        if isinstance(result, Certain) and (not rest or _is_of_call(rest)):
            take_where_open(sheet, "date", Source(line.part, line.number, "", days[0][0]), result)
            return


def _take_day(sheet: Sheet, text: str) -> str:
    found = list(_DAY.finditer(text))
    if len(found) != 1:
        return text
    result = read_past_date(found[0][0], sheet.sent)
    if isinstance(result, Certain):
        take_where_open(sheet, "date", Source("subject", 0, "", found[0][0]), result)
    return f"{text[: found[0].start()]},{text[found[0].end() :]}"


def _take_breakout(sheet: Sheet, text: str) -> str:
    for pattern in _BREAKOUT:
        found = pattern.search(text)
        name = _EDGES.sub("", NOTES_WORD.sub("", found["name"])).strip() if found else ""
        if found and name.lower() not in _SAYS_NOTHING | {""}:
            take_where_open(sheet, "breakout", Source("subject", 0, "", name), Certain(value=name, grammar="line"))
            return f"{text[: found.start()]},{text[found.end() :]}"
    return text


def _title(text: str) -> str:
    """The name of the call that is left of a subject: one piece of it, beside the word notes.

    One word alone, or two behind ``from`` and ``for``, may as well be a person.
    """
    if "?" in text or not NOTES_WORD.search(text):
        return ""
    pieces = [_trimmed(piece) for part in NOTES_WORD.split(text) for piece in _PIECES.split(part)]
    named = [piece for piece in pieces if any(_says_something(word) for word in piece.split())]
    if len(named) != 1 or len(named[0].split()) > _MOST_WORDS or re.search(r"[@!]|\d", _99.sub("", named[0])):
        return ""
    title = named[0]
    least = 3 if re.search(rf"\b(?:from|for|by) (?:the )?{re.escape(title)}", text, re.IGNORECASE) else 2
    if not _CALLED.search(title) and len(title.split()) < least:
        return ""
    capital = any(word[:1].isupper() and _says_something(word) for word in title.split())
    return title if capital or (_CALLED.search(title) and len(title.split()) > 1) else ""


def _trimmed(piece: str) -> str:
    before = None
    while before != piece:
        before, piece = piece, _EDGES.sub("", piece.strip(" .\"“”'")).strip()
    return piece


def _says_something(word: str) -> bool:
    bare = word.strip(".,'’\"").lower().replace("’", "'")
    return len(bare) > 1 and bare not in _SAYS_NOTHING


# Sentences -----------------------------------------------------------------------------------------------------------

_THESE = r"(?:these|this|those|them|it|any of (?:this|these|it)|(?:the|my|our|any)(?: \w+)? (?:notes|minutes))"
_POSTING = r"(?:post|publish|upload|share publicly|put (?:up|online))"
_SITE = r"(?:(?:the |your )?(?:web ?)?(?:site|page)|interoccupy(?:\.org)?|io|line)"
_UP = rf"(?:up|online|public(?:ly)?|live|out|on(?:to)? {_SITE})"
_OF_POSTING = re.compile(
    rf"\b(?:post|publish|put|upload|shar|releas)\w* {_THESE}\b|\b{_THESE}(?: \w+){{0,3}} (?:{_UP}|posted|published)\b"
    rf"|\b(?:hold|sit on) {_THESE}\b"
    r"|\b(?:hold (?:off|on|back)|wait)(?: on| with)? (?:posting|publishing)"
    r"(?=\W*\Z|[.,!;]|\s+(?:until|till|for|please)\b)",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\b(?P<hold>hold|sit on|embargo|delay|wait)\b|\bnot (?:yet|until|before)\b|\bdo not\b|\bdon['’]?t\b", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:until|till|before|first|after|once|unless|for now|yet)\b", re.IGNORECASE)
_NO_POST = re.compile(
    rf"(?:\b(?:do not|please not|never|not to)|\bdon['’]?t)\s+{_POSTING}\s+(?:\w+ ){{0,3}}?{_THESE}\b"
    rf"|(?:\b(?:do not|never)|\bdon['’]?t)\s+(?:put|share)\s+{_THESE}\s+(?:up|on|online|out|publicly)\b"
    rf"|\b(?:not|nothing here is) (?:for|to be) (?:posting|publication|posted|published)\b"
    rf"|\bkeep {_THESE} (?:off (?:the )?(?:web ?)?site|offline|private|internal|unpublished|to yourselves?"
    rf"|between us)\b"
    rf"|\b(?:should|must|may|can) ?not be (?:posted|published)\b|\binternal use only\b"
    r"|\bkeep off (?:the )?(?:web ?)?site\b|(?:\b(?:do not|not to)|\bdon['’]?t)\s+(?:post|publish)\W*\Z",
    re.IGNORECASE,
)
_YES_POST = re.compile(
    rf"\b(?:please|pls|plz|can you|could you|would you|kindly)\s+(?:please\s+)?{_POSTING}\s+{_THESE}\b"
    rf"|\b(?:please|pls|can you|could you)\s+(?:please\s+)?put {_THESE} (?:up|on|online)\b"
    rf"|\b(?:(?:ok|okay|fine|free|happy for you|good|all right|alright) (?:with (?:me|us) )?(?:for you )?to"
    rf"|you (?:can|may)) {_POSTING}"
    rf"(?: {_THESE})?(?=\s*(?:\Z|[.,!;)]|on\b|to\b|and\b|up\b|but\b|if\b|once\b|when\b|after\b|as\b"
    r"|with(?:out)?\b))"
    rf"|\b(?:{_THESE}|they) (?:can|may) (?:be (?:posted|published|put {_UP})|go (?:{_UP}|up {_UP}))(?:\b|\Z)"
    r"|\bfor posting\b",
    re.IGNORECASE,
)
_NO_POST_OF_SOME = re.compile(
    rf"(?:\b(?:do not|never)|\bdon['’]?t)\s+{_POSTING}\b|\b(?:leave|take) (?:\w+ )+out (?:before|when) you post\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if(?! you (?:like|want))|unless|until|till|once|after|before|when|as soon as|but|except|without|only"
    r"|maybe|not sure|yet|hold|wait"
    r"|first|remove|names?|anonymi[sz]e|part)\b|\?\s*\Z",
    re.IGNORECASE,
)
_NOT_FOR_EVER = re.compile(
    r"\b(?:if|unless|until|till|once|after|before|when|as soon as|maybe|not sure|yet|names?|part)\b|\?\s*\Z",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:this|these|it|they)(?: \w+)? (?:replaces?|supersedes?)\b|\bplease (?:use|take) (?:this"
    r"|these)(?: \w+)? instead\b"
    r"|\b(?:this|these|it)(?: is|['’]s| are) (?:a|the) (?:corrected|updated|revised|new) (?:version|notes|minutes)\b"
    r"|\b(?:throw away|ignore|discard) (?:the|my) (?:earlier|old|first|previous|other) (?:ones?|notes|minutes"
    r"|version|mail|email)\b",
    re.IGNORECASE,
)
_KEEP_ANONYMOUS = re.compile(
    r"\b(?:keep|leave|list|put|make|show) me (?:down )?(?:as )?anonymous\b|\banonymous(?:ly)?,? please\b"
    r"|\b(?:i|i['’]d|let me) (?:\w+ ){0,4}(?:stay|remain|be) anonymous\b"
    r"|(?:\b(?:do not|never)|\bdon['’]?t) (?:use|show|post|print|put|list|mention|publish|include) my (?:full "
    r"|real )?name\b"
    r"|\b(?:leave|keep|take|cut|strike) my name (?:off|out)\b|\bwithout my name\b"
    r"|\b(?:say|put|write|list|show|use|print|type|sign)(?: down| just| only| simply| it as){0,2} [\"“'‘]?anonymous"
    r"[\"”'’]?(?: (?:for|as|instead of|in place of) (?:me|my name|(?:the )?(?:note ?taker|taker|name))\b|\W*\Z)"
    r"|\banonymous[\"”'’]? (?:for me|instead of (?:me|my name)|in place of my name)\b"
    r"|\b(?:i|i['’]d|i would) (?:rather|prefer)(?: to)? (?:not be named|not to be named|have my name left (?:off"
    r"|out))\b"
    r"|(?:\b(?:do not|never)|\bdon['’]?t) name me\b|\bno name for me\b",
    re.IGNORECASE,
)
_MAY_BE_ANONYMOUS = re.compile(
    r"\banonym(?:ous|ously|ity|i[sz]ed?)\b.*\b(?:me|my|i|myself|mine)\b"
    r"|\b(?:me|my|i|i['’]d|myself|mine)\b.*\banonym(?:ous|ously|ity|i[sz]ed?)\b"
    r"|(?:\b(?:no|not|without|hide|remove|drop|omit|skip)\b|n['’]t\b)[^,.;!?]{0,30}\bmy (?:\w+ )?name\b",
    re.IGNORECASE,
)
"""What may be a wish to stay unnamed, in words that are not sure."""
_NAME = r"(?P<name>(?-i:[A-Z])[\w'’-]*\.?(?: (?-i:[A-Z])[\w'’-]*\.?){0,3})"
_BY_NAME = (
    r"\A\W*(?:(?:the |these )?(?:notes|minutes)|recorded|taken)(?: were| are)?(?: (?:taken|recorded|written|kept))?"
    rf"(?: down)? by:? {_NAME}\W*\Z"
)
_SHOW_AS = (
    r"\b(?:show|list|credit|name|put|call|mention|sign) (?:me|my name)(?: down)?(?: only| just| simply)?(?: as)?"
    rf" [\"“]?{_NAME}"
)
_NAMED = rf"\b(?:note ?taker|name to show|my name)(?: is| should be|:) (?:just |only |simply )?[\"“]?{_NAME}"
_TOOK = rf"\b{_NAME} (?:took|kept|wrote|has taken) (?:these|them|the notes|the minutes|notes|minutes)\b"
_SHOWN = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (_BY_NAME, _SHOW_AS, _NAMED, _TOOK))
_FIRST_NAME = re.compile(
    r"\b(?:only|just) (?:use |show |put )?my first name\b|\bfirst name only\b|\bmy first name (?:only|is enough)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_AROUND = 2  # paragraphs at the beginning and at the end that may speak of the notes


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, where it stands, and whether it stands around the notes and not deep in them."""

    text: str
    source: Source
    around: bool


def take_sentences(sheet: Sheet, subject: str, lines: Sequence[Line], *, by: Person | None = None) -> None:
    """What the author says of the notes: whether to post them, what they replace, whose name to show.

    subject: what the subject says of posting counts, too; by: who took the notes, where that is not the sender.
    """
    said = [_Said(subject, Source("subject", 0, "", subject), around=True), *_sentences(lines)]
    _take_posting(sheet, said)
    for one in said:
        if not one.around:
            continue
        if _REPLACES.search(one.text) and not one.text.endswith("?"):
            take_where_open(sheet, "replaces", one.source, Certain(value=True, grammar="prose"))
        _take_taker(sheet, one, by)


def _take_posting(sheet: Sheet, said: Sequence[_Said]) -> None:
    """A wish that all agree on; a wish with a condition, or one deep in the notes, is asked back."""
    wishes: list[tuple[_Said, bool | None]] = []
    for one in said:
        if _is_hold(one.text):
            wishes.append((one, None))
            continue
        for pattern, value in ((_NO_POST, False), (_YES_POST, True), (_NO_POST_OF_SOME, None)):
            if not pattern.search(one.text) or (not one.around and value is None):
                continue
            asks = value is True and re.match(r"(?:can|could|would) you", one.text, re.IGNORECASE)
            condition = _IF if value else _NOT_FOR_EVER
            plain = one.around and not condition.search(one.text.rstrip("? ") if asks else one.text)
            wishes.append((one, value if plain else None))
            break
    if not wishes:
        return
    first, values = wishes[0][0], {value for _, value in wishes}
    held = sheet.fields.get("post")
    if held is not None and values != {held.value}:
        make_unclear(sheet, "post", f"{held.source.said} / {first.text}", DISAGREE, first.source)
    elif held is None:
        value = values.pop() if len(values) == 1 else None
        doubt = Doubt(why="it is a yes or a no with more behind it")
        take_where_open(sheet, "post", first.source, doubt if value is None else Certain(value=value, grammar="prose"))


def _is_hold(text: str) -> bool:
    """Whether a sentence asks to wait with posting the notes: ``Hold these until Ann has seen them``."""
    waits = _WAITS.search(text)
    return waits is not None and bool(_OF_POSTING.search(text)) and bool(waits["hold"] or _UNTIL.search(text))


def _take_taker(sheet: Sheet, one: _Said, by: Person | None) -> None:
    is_author = by is None
    if is_author and _KEEP_ANONYMOUS.search(one.text):
        sheet.unclear.pop("taker", None)
        sheet.take("taker", one.text, one.source, Certain(value="anonymous", grammar="prose"))
        return
    if is_author and _MAY_BE_ANONYMOUS.search(one.text) and not _FIRST_NAME.search(one.text):
        doubt = Doubt(why="we are not sure whether to show your name", suggestion="anonymous")
        take_where_open(sheet, "taker", one.source, doubt)
        return
    shown = sheet.contact.name
    if is_author and shown and _FIRST_NAME.search(one.text):
        take_where_open(sheet, "taker", one.source, Certain(value=shown.split()[0], grammar="prose"))
    named = next((found for pattern in _SHOWN if (found := pattern.search(one.text))), None)
    name = named["name"].rstrip(".") if named else ""
    if by and by.name and by.name.lower().startswith(f"{name.lower()} "):
        name = by.name
    if name and name.lower() not in {"i", "me", "we", "they", "he", "she", "who", "anonymous", "it"}:
        take_where_open(sheet, "taker", one.source, Certain(value=name, grammar="prose"))


def _sentences(lines: Sequence[Line]) -> Iterator[_Said]:
    """The sentences of a text, each with the paragraph's place: wrapped lines joined, a list's lines alone."""
    paragraphs: list[list[Line]] = [[]]
    for line in lines:
        if line.text.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    kept = [one for one in paragraphs if one]
    for at, paragraph in enumerate(kept):
        around = at < _AROUND or at >= len(kept) - _AROUND
        text = "\n".join(line.text.strip() for line in paragraph)
        joined = re.sub(r"\n(?![-*•\d(\[A-Z])", " ", text)
        for row in joined.split("\n"):
            for sentence in _SENTENCE_END.split(row[:2_000]):
                first = paragraph[0]
                yield _Said(sentence.strip(), Source(first.part, first.number, "", sentence.strip()), around)
