"""Plain sentences made ready to be read: what of a mail is its author's asking, cut into sentences and clauses.

A clause says one thing of one matter. What is pasted below, the greeting, the signature and small print are no
sentences of the author's; what a clause leaves open ("maybe", "either") is told apart from what only sounds so.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mailflow.read.answers.result import MAX_PROSE, listed

_MAX_SENTENCE = 2_000
_MOST_SENTENCES = 150
_LONGEST_WORD = 60
_MOST_BELOW = 8
"""Lines below a sign-off; more are no signature."""
_WRAPPED = 55
"""Characters. A text whose longest line is shorter was not wrapped: its lines end where the author ended them."""

CALL = (
    r"\b(?:conference[- ]?calls?|maestro (?:calls?|lines?|conference|thing)|(?:phone|conference"
    r"|conf) (?:calls?|lines?)"
    r"|teleconferences?|calls?|lines?)\b"
)
"""What people name a call once it is plain that they ask for one, as a regular expression."""

EVENT = (
    r"\b(?:protests?|march(?:es)?(?!\s+\d)|rall(?:y|ies)|strikes?|actions?|vote|votes|hearings?|elections?"
    r"|meetings?|meets?"
    r"|gas?\b|general assembl(?:y|ies)|assembl(?:y|ies)|walk-?outs?|shut-?downs?|demonstrations?|demos?"
    r"|vigils?|pickets?"
    r"|evictions?|evict(?:ed|s|ing)?|trials?|court|deadlines?|due|events?|part(?:y|ies)|concerts?|teach-?ins?"
    r"|trainings?"
    r"|workshops?|forums?|fundraisers?|launch(?:es)?|holidays?|expir\w+|summits?|conventions?|sessions?"
    r"|anniversar(?:y|ies)"
    r"|potlucks?|dinners?|lunch(?:es)?|blockades?|parades?|caravans?|encampments?|webinars?|services?"
    r"|worship|classes|class|exams?|ballots?|primar(?:y|ies)|debates?|visits?|tours?|flights?|trips?|arrests?"
    r"|raids?|sit-?ins?"
    r"|boycotts?|festivals?|fairs?|funerals?|read-?ins?|meet-?ups?|press|opening|closing|move-?in|out of town|away"
    r"|busy"
    r"|off work|works?hift|shift|birthdays?|wedding|town halls?|auctions?|sale|day of)\b"
)
"""Words for what is not the call, as a regular expression: a day beside one of them is that matter's day."""

_POLITE = re.compile(
    r"\b(?:(?:was|were|am|are|been|is)(?: just| also)? (?:wondering|hoping|thinking|writing|looking|planning"
    r"|going to ask"
    r"|asking|interested)|(?:i|we)['’](?:m|re|ve|d)(?: been| just| also| be)?"
    r" (?:wondering|hoping|thinking|writing|looking|planning|asking))\b(?: (?:to (?:ask|see|know)|if|whether"
    r"|of|about|that))*"
    r"|\b(?:see|ask|asks|asking|know|check) (?:if|whether)\b"
    r"|\b(?:(?:grateful|obliged|thankful|appreciate(?: it)?)(?: very much| greatly)?"
    r"|would be (?:great|nice|lovely|kind|wonderful|helpful|good)(?: of you)?) if\b"
    r"|\bif (?:(?:at all )?possible|(?:it|that|this)(?:['’]s| is) (?:ok(?:ay)?|all right|alright|fine|possible"
    r"|available|free)"
    r"(?: with you| by you| for you)?|you (?:can|could|please|would|have (?:it|one|room|a slot))|that works for you"
    r"|(?:you |there )?(?:don['’]t|do not) mind|it is not too much trouble)\b"
    r"|\bnot (?:only|just) |\b(?:might|may|could|can) (?:we|you|i|there)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|sometime|some time|either|might|may(?! \d)(?= (?:be|do|run|want"
    r"|help|host|take)\b)"
    r"|hopefully|flexible|tentative\w*|ideally|prefer\w*|not sure|unsure|don['’]?t know (?:yet|if|whether|when|who)"
    r"|i (?:think|guess|believe|suppose)|(?:we|i) hope|depends|depending|tbd|tba|tbc|unless|whichever|anytime"
    r"|any time"
    r"|if|whether|as long as|provided|to be confirmed|not confirmed|yet to|still (?:have|need) to|have to ask"
    r"|has to ask"
    r"|waiting (?:to hear|for|on)|haven['’]t (?:asked|heard|decided)|asked|will ask|asking around|looking for"
    r"|something like"
    r"|rough(?:ly)?|or so|or another|or any|or later|or earlier|or some|or whenever|open to)\b|\?\?",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|went|met|joined|had|held|did|came|took|happened|attended|been|facilitated(?! by)|hosted(?! by)"
    r"|ran"
    r"|talked|spoke|enjoyed|loved|participated"
    r"|listened|heard|dialed|missed|ago|yesterday|earlier this"
    r"|last (?:call|time|week|month|year|night|weekend|one|spring|summer|fall|autumn|winter|mon|tue|wed|thu|fri"
    r"|sat|sun"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:not|never|no longer|cannot|cant|dont|wont|except|other than)\b|n['’]t\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()@]{0,200}\)")

_LONG_RUN = re.compile(r"(([\W_])\2{7})\2++")
"""More than eight of one blank or mark: they say no more than eight, and cost where two expressions may share them."""
_ENDED = re.compile(r"[.!?]+[\"”'’)\]]*\s+")
_SHORT = listed(
    """
    mr mrs ms dr rev st jr sr prof fr sgt lt gen hon vs e.g i.e approx inc dept ave jan feb mar apr jun jul aug sep sept
    oct nov dec mon tue tues wed thu thur thurs fri sat sun tel ext no pres gov sen rep bro mt ft
    """
)
_DOTTED_DAY = re.compile(r"[0-3]?\d\.[01]?\d")
_DAY = re.compile(r"[0-3]?\d")
_MONTH_AHEAD = re.compile(
    r"(?:Januar|Februar|März|Maerz|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan\.|Feb\.|Okt\."
    r"|Dez\.)(?!\w)|\d{1,2}\."
)
"""A German ``6.`` is a day where a month stands behind it, and so is ``6.2.`` inside a sentence."""

_LAST_WORD = re.compile(r"([\w.]+)\.+[\"”'’)\]]*\s+\Z")
_HALF = re.compile(r"[\d ][ap]\.m\Z", re.IGNORECASE)
_ZONE_AHEAD = re.compile(
    r"(?:eastern|central|mountain|pacific|atlantic|alaska|hawaii|[ecmpa][sd]?t\b|our|my|local|utc|gmt|\w+ time\b)",
    re.IGNORECASE,
)
_STARTS_LOW = re.compile(r"[a-z]")

_RULE = re.compile(r"\s*(?:[*=_~#+-]\s?){5,}\s*")
_PASTES = re.compile(
    r"(?:pass (?:this|it) (?:around|on|along)|(?:announcement|flyer|flier|press release|newsletter|event"
    r"|call-?out) below"
    r"|(?:here is|here's|below is|see) (?:the|our|their) (?:\w+ ){0,2}(?:announcement|flyer|flier|press release"
    r"|event)"
    r"|re-?post (?:this|the following)|forward(?:ing)? (?:this|the following))[^.?!]{0,60}:\s*\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[*•·▪◦‣►○●■□–—-]|\(?\d{1,2}[.)]|\(?[a-h]\))\s+")
_LABELLED = re.compile(r"\s*[A-Za-z][\w'/()&-]{1,20}(?: [\w'/()&-]{1,20}){0,3}:(?:\s|\Z)")
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|to whom|g['’]?day|howdy|yo|hola"
    r"|friends|comrades)"
    r"\b[^.?!\n]{0,60}[,!:.–—-]*\s*",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r"\bhere\b|\b(?:this is|my name|i['’]?m|i am)\b|(?-i:\b[A-Z][\w'’-]+) from\b", re.IGNORECASE)
"""What makes more of a line than a greeting: it says who writes."""

_SIGN_OFF = re.compile(
    r"\s*[-–—~❤]*\s*(?:(?:many |much |best |warm |kind |with |in |yours |your |all the |love |thanks|thank "
    r"|cheers|bless )*"
    r"(?:thanks|thank you|thx|ty|cheers|best|regards|wishes|greetings|sincerely|solidarity|yours|truly"
    r"|faithfully|love|peace"
    r"|hope|xo+|fraternally|respectfully|gratefully|gracias|ta|warmly|onward|forward|cordially|appreciatively"
    r"|in struggle"
    r"|hugs|rage)"
    r"(?:\s+(?:so much|very much|again|in advance|a lot|kindly|all|everyone|you|and \w+|a million|to (?:all"
    r"|you)|for \w+"
    r"|& \w+|truly|wishes|regards))*)[\s,.!❤]*(?:[-–—]?\s*[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})?[.!]?\s*",
    re.IGNORECASE,
)
_NAME_ALONE = re.compile(r"\s*\w\s*|\s*[-–—~❤]+\s*[^\W\d_][^\d.?!@:]{0,30}|\s*[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){0,3}\s*")
_SMALL_PRINT = re.compile(
    r"\s*(?:[*_]*(?:confidential|disclaimer|privileged|notice)\b|this (?:e-?mail|message|transmission) (?:is"
    r"|and|may|contains)"
    r"|please consider the environment|sent from my)",
    re.IGNORECASE,
)

_SUBJECT = (
    r"(?:i|we|they|he|she|it|that|this|there|you|could|can|please|would|who)\b(?!\s+(?:week|month|coming"
    r"|thursday|friday"
    r"|saturday|sunday|monday|tuesday|wednesday|year|evening|afternoon|morning|summer|spring|fall|one)\b)"
    r"|(?:my|our|the|their|his|her)\b(?!\s+(?:own\s+)?(?:\d|time\b|first|second|third|last|fourth))(?=\s+[\w ]{1,40}?"
    r"\b(?:is|are|will|would|can|has|have)\b)"
)
_BREAK = re.compile(
    rf"\s*;\s+|\s+[-–—]{{1,3}}\s+|\s*—\s*|:\s+"
    rf"|,?\s+(?:and|but|so|though|although|because|since|while|whereas|oh(?: and)?|plus)\s+(?={_SUBJECT})"
    rf"|,\s+(?={_SUBJECT})|,?\s+\bbut\s+|,\s+so\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """The author's sentences, and the lines below the sign-off."""

    sentences: tuple[str, ...]
    signature: tuple[str, ...]


def cut(text: str) -> Text:
    """The sentences of a mail without greeting, sign-off, pasted matter and small print."""
    lines = list(_without_pasted(_LONG_RUN.sub(r"\1", text[:MAX_PROSE]).splitlines()))
    end = _sign_off(lines)
    found = [one for block in _blocks(lines[:end]) for one in _sentences(_with_stops(block))]
    sentences = [left for one in found if (left := _OF_ANOTHER_CALL.sub("", one).strip())]
    return Text(tuple(sentences[:_MOST_SENTENCES]), tuple(line.strip() for line in lines[end:] if line.strip()))


_OF_ANOTHER_CALL = re.compile(
    r"(?:\A|[\s,;(–—-]+)(?:(?:this|it)(?:['’]s| is) )?(?:not to be (?:confused|mixed up) with|not the same (?:call )?as"
    r"|(?:which is )?separate from|unlike) (?:the|our|your|that|last|another)\b[^;]{0,40}?"
    r"\b(?:call|line|conference)\b[^;]*",
    re.IGNORECASE,
)
"""What a sentence tells of a call that this one must not be taken for: nothing in it is of this call."""
_DICTATED = 40
"""Words in a row without any mark: nobody types so, a telephone that is spoken to does."""
_SAYS = (
    r"(?:am|is|are|was|will|would|can|could|should|have|has|had|do|does|did|want|wants|need|needs|expect|plan|think|hope"
    r"|think|['’](?:m|s|re|ll|d|ve))"
)
_BINDS = (
    r"(?<!\bthat)(?<!\bso)(?<!\bif)(?<!\bbecause)(?<!\bwhen)(?<!\bwhile)(?<!\bwhere)(?<!\bwhat)(?<!\bwhich)(?<!\bwho)"
    r"(?<!\bhow)(?<!\bwhy)(?<!\bas)(?<!\bthan)(?<!\bbefore)(?<!\bafter)(?<!\buntil)(?<!\bsince)(?<!\bthink)(?<!\bhope)"
    r"(?<!\bknow)(?<!\bwhether)(?<!\bunless)(?<!\bfor)(?<!\bof)(?<!\bwith)(?<!\bto)(?<!\bis)(?<!\bare)(?<!\band)(?<!\bor)"
    r"(?<!\bno)(?<!\byes)(?<!\bbut)(?<!\bhi)(?<!\bhello)(?<!\bhey)"
)
"""Behind these a subject begins no sentence of its own."""
_OF_THE_CALL = (
    r"(?:call|line|conference|title|name|purpose|goal|idea|date|time|facilitator|back-?up|back up|host|tech(?: person"
    r"| support| guy)?|maestro(?: person)?|note ?taker|group)"
)
_BEGINS = re.compile(
    rf"{_BINDS}\s+(?:and |but )?(?=(?:(?:yes|no) )?(?:(?:I|we|it|he|she|they|there)(?:['’]| (?:also "
    rf"|really )?){_SAYS}\b"
    rf"|(?:my|our|the) {_OF_THE_CALL} (?:is|will|would|should|can)\b)|thank you\b|thanks\b(?! to\b))",
    re.IGNORECASE,
)
_FILLED_IN = re.compile(r"\s+(?:u+[hm]+|e+rm?|hm+)(?=\s|\Z)", re.IGNORECASE)


def _with_stops(block: str) -> str:
    """The words of a dictation with a full stop before each new subject and its verb, where they have no mark."""
    if len(block.split()) < _DICTATED:
        return block
    bare = re.sub(
        r"\b[ap]\.\s?m\.|\b(?:[A-Z]|mr|mrs|ms|dr|st)\.(?=\s)|(?<=\w)[.:@](?=\w)", " ", block, flags=re.IGNORECASE
    )
    is_dictated = not re.search(r"[.,;:!?](?:\s+\S)|\s[-–—]+\s", bare)
    return _BEGINS.sub(". ", _FILLED_IN.sub("", block)) if is_dictated else block


@lru_cache(maxsize=128)  # several readers look at each sentence
def clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    """Where each clause of a sentence begins and ends; words in brackets divide nothing."""
    kept: list[tuple[int, int]] = []
    begin = 0
    hidden = _BRACKETS.sub(lambda found: "(" + "_" * (len(found[0]) - 2) + ")", sentence)
    for found in _BREAK.finditer(hidden):
        if found.start() > begin:
            kept.append((begin, found.start()))
        begin = found.end()
    return (*kept, (begin, len(sentence)))


def around(sentence: str, at: int) -> str:
    """The clause of a sentence that holds a position."""
    return next((sentence[begin:end] for begin, end in clauses(sentence) if begin <= at < end), sentence)


@lru_cache(maxsize=512)  # the same clause is weighed for doubt, for the past and for a no
def politely(clause: str) -> str:
    """A clause without the phrases that only ask nicely: ``we were wondering if``, ``if possible``."""
    return _POLITE.sub(" ", clause)


def is_hedged(clause: str) -> bool:
    """Whether the clause leaves open what it says."""
    return bool(_HEDGE.search(politely(clause)))


def is_past(clause: str) -> bool:
    """Whether the clause tells of what was."""
    return bool(_PAST.search(politely(_BRACKETS.sub(" ", clause))))


def is_negative(clause: str) -> bool:
    """Whether the clause says that something is not so."""
    return bool(_NEGATIVE.search(politely(clause)))


def _without_pasted(lines: list[str]) -> Iterator[str]:
    """The lines outside of rules like ``*****`` and above an announcement that is passed on."""
    inside = False
    for line in lines:
        if _RULE.fullmatch(line):
            inside = not inside
        elif not inside:
            yield line
        if _PASTES.search(line):
            return


def _sign_off(lines: list[str]) -> int:
    """The index of the line that begins the sign-off, the number of lines where there is none."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for index, line in enumerate(lines):
        is_leave, is_name = _SIGN_OFF.fullmatch(line), _NAME_ALONE.fullmatch(line)
        above = bisect_left(filled, index)
        if above == 0:
            continue
        if not is_leave and not is_name:
            if _SMALL_PRINT.match(line):
                return index
            continue
        after = bisect_right(filled, index)
        below = [lines[at].strip() for at in filled[after : after + _MOST_BELOW + 1]]
        before = lines[filled[above - 1]]
        short = len(below) <= _MOST_BELOW and all(len(one) < 70 for one in below[:3])
        if short and is_leave and len(line.split()) <= 7 and not any("?" in one for one in below):
            return index
        alone = not lines[index - 1].strip() or before.rstrip()[-1:] in ".!?)"
        is_last = len(below) <= 4 and not any(_ENDED.search(one) or _BULLET.match(one) for one in below)
        if alone and is_last and is_name:
            return index
        if _SMALL_PRINT.match(line):
            return index
    return len(lines)


def _blocks(lines: list[str]) -> Iterator[str]:
    """Lines that belong together, joined: wrapped lines, not list items, labelled lines or lines broken on purpose."""
    width = max((len(line) for line in lines), default=0)
    block: list[str] = []
    for line in lines:
        text = line.strip()
        is_label = _LABELLED.match(line) and not _is_wrapped_word(block, text, width)
        begins = not text or _BULLET.match(line) or is_label or not _goes_on(block, text, width)
        if begins and block:
            yield " ".join(block)
            block = []
        if text and not (not block and _GREETING.fullmatch(text) and not _INTRODUCES.search(text)):
            block.append(" ".join(_BULLET.sub("", line, count=1).split()) if _BULLET.match(line) else text)
    if block:
        yield " ".join(block)


def _goes_on(block: list[str], text: str, width: int) -> bool:
    """Whether a line goes on where the one above was wrapped: its first word would not have fitted there."""
    if not block:
        return True
    return _was_full(block, text, width) or bool(_STARTS_LOW.match(text)) or text[0] in "(<"


def _was_full(block: list[str], text: str, width: int) -> bool:
    """Whether the first word of a line would not have fitted on the one above."""
    fits = len(block[-1]) + len(text.split(maxsplit=1)[0] if text else "") + 1
    return width >= _WRAPPED and fits >= width - 12


def _is_wrapped_word(block: list[str], text: str, width: int) -> bool:
    """Whether what looks like a label is the rest of a sentence: ``It is`` / ``about rents: who won``."""
    if not block or not _STARTS_LOW.match(text) or block[-1].rstrip()[-1:] in ".!?:;":
        return False
    return _was_full(block, text, width)


def _sentences(block: str) -> Iterator[str]:
    begin = 0
    for found in _ENDED.finditer(block):
        if found.end() < len(block) and _ends(block, begin, found):
            yield block[begin : found.end()].strip()[:_MAX_SENTENCE]
            begin = found.end()
    rest = block[begin:].strip()
    if rest:
        yield rest[:_MAX_SENTENCE]


def _ends(block: str, begin: int, found: re.Match[str]) -> bool:
    """Whether a full stop ends the sentence: not behind an abbreviation, not inside brackets, not three of them."""
    said = block[begin : found.end()]
    if said.count("(") > said.count(")") or found[0].startswith("..."):
        return False
    behind = block[found.end() :]
    if ")" in found[0] and not behind[:1].isupper():
        return False
    if found[0][0] != "." or not (word := _LAST_WORD.search(said[-_LONGEST_WORD:])):
        return True
    before = word[1].lower()
    if (_DAY.fullmatch(before) and _MONTH_AHEAD.match(behind)) or (
        _DOTTED_DAY.fullmatch(before) and behind[:1].islower()
    ):
        return False
    if _HALF.search(said[-_LONGEST_WORD:][: word.end(1)]):
        return behind[:1].isupper() and not _ZONE_AHEAD.match(behind)
    return before not in _SHORT and not (len(before) == 1 and before not in "i0123456789")
