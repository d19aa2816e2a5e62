"""What the call is called, in plain sentences: ``we'd call it Harbour Watch``, ``the title would be ...``.

Words that say it is a name come first; the name itself stands in quotes, in capitals, or is all that follows.
"""

import re
from collections.abc import Iterator, Sequence

from mailflow.read.answers import values
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.sentences.clauses import CALL, around, is_hedged, is_negative, is_past
from mailflow.read.sentences.prose_when import phrases
from mailflow.read.sentences.told import Told

_IT = r"(?:it|this(?: one)?|(?:the|this|our) (?:conference )?(?:call|conference|meeting|line))"
_BE = r"(?:['’]s| is| will be| would be| should be| shall be| is going to be| could be| might be)"
_CALLED = r"(?:called|titled|named|entitled)"
_IS_CALLED = rf"{_IT}(?:(?:{_BE}|['’]ll be|['’]d be)(?: to be)?| to be) {_CALLED}"
_WE_MAY = (
    r"(?:we|i)(?:['’](?:d|ll)| would| will| could| might| want to| decided to| agreed to)"
    r"(?: like to| love to| probably| just)*"
)
_CALL_IT = (
    rf"(?:{_WE_MAY}|let['’]s|let us|you (?:can|could|may)|(?:could|can|shall|may|should) we"
    r"|(?:please|to|and|so|or|\A|(?<=[,;:(]))) ?"
    rf"(?:just )?(?:call (?:it|this one|this|(?:the|this|our) (?:call|conference)(?= ?:? ?(?-i:[A-Z\"“'‘])))"
    rf"|(?:name|title) {_IT})|(?:we['’]re|we are|i['’]m|i am) (?:calling|naming|titling) {_IT}"
)
_NAME_IS = (
    rf"(?<!job )(?:(?:working )?title(?: of {_IT})?{_BE}|(?:(?:call|conference|meeting)(?:['’]s)? name"
    rf"|(?<=\bits )name|name of {_IT}){_BE}|(?<=\bthe )name (?:will|would|should|shall) be)(?: called)?"
)
_SAYS_NAME = rf"(?:\b(?:{_IS_CALLED}|{_NAME_IS})|(?<![\w'’])(?:{_CALL_IT}))"
_WE_SAY = (
    r"(?:,? (?:(?:we|i)(?:['’](?:d|ll)| would| will)?(?: like(?: to)?)? |please |just )?"
    r"(?:say|suggest|propose|take|use|put|like|want|have|write))?"
)
_TITLE_AS = (
    rf"\b(?:(?:as|for) (?:a |the |its |our )?(?:working )?title{_WE_SAY}"
    rf"|(?:(?:working )?title|name(?= of))(?: of {_IT})?(?= ?:))"
)
_QUOTED = (
    r"(?:[\"“](?P<double>[^\"”\n]{3,100}?)[,.]?[\"”]"
    r"|(?<![\w.])['‘](?P<single>[^\"‘\n]{3,100}?)[,.]?['’](?=\s*(?:[.,;:!?)]|\Z|and\b|if\b|please\b|is\b|will\b|would\b)))"
)
_SMALL = r"(?:of|the|and|for|to|in|on|a|an|at|is|with|from|by|vs\.?|&)"
_IN_CAPITALS = (
    rf"(?P<title>(?:the )?(?-i:[A-Z0-9][\w'’&-]*(?: (?:{_SMALL} ){{0,2}}[A-Z0-9][\w'’&-]*){{0,9}}))"
    r"(?=\s*(?:[.!?,;(]|\Z)|,? (?:and (?:it|we|the|i|its|our)|or|if|please|by everyone|so|because)\b)"
)
_IN_SMALL = (
    r"(?P<title>[^\W\d_][\w'’&-]*(?: [\w'’&%-]+){1,7}?)"
    r"(?=\s*(?:[.,;!?]|\Z)| and (?:it|we|the|i|its|our|this)\b| (?:it|its|we|i)(?:['’]\w+)? )"
)
_GROUP_WORDS = r"(?:called|titled?|entitled|named|call (?:it|this)|calling it|titled as)"
_THE_NAME = (
    r"(?:(?:the|our|its) (?:working )?(?:title|name)|what we(?:['’]d| would|['’]ll| will)? (?:put|call|like to call))"
)
_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:\b{_GROUP_WORDS}|{_SAYS_NAME}|{_TITLE_AS})\s*:?\s*{_QUOTED}",
        rf"{_QUOTED}{_BE} {_THE_NAME}",
        rf"(?:{_SAYS_NAME}|{_TITLE_AS}):?\s+{_IN_CAPITALS}",
        rf"(?:{_SAYS_NAME}|{_TITLE_AS}):?\s+{_IN_SMALL}",
    )
)
"""The plainest first: a sentence is read by the first that fits."""
_NAMED = re.compile(r"\b(?:what we|call(?:ed|ing)?|titl(?:e|ed|ing)|nam(?:e|ed|ing)|entitled)\b", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"\A(?:a (?:day|night|success|draw|wash|bit|lot)|off|up|quits|even|when|if|in|on|at|from|back|to|as|for|by|that"
    r"|this|early|later|today|tomorrow|tonight|now|not|left|out|done|again|too|also|with|before|after)\b"
    r"|\b(?:still|open|not|yet|tbd|tba|up to|undecided|to (?:be|come|follow)|pending|coming|fine|ok|okay|good|below"
    r"|above|subject|whatever|something|anything|you|your|changed?|wrong|needed|required|optional|long|short|same|as|my"
    r"|mine|or|unknown|clear|missing|free|important|enough|maybe|perhaps|probably|like that|that)\b",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(
    r"(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|tbd|tba|tbc|i|it|we|you|not|ok|off|\d+\w{0,2})",
    re.IGNORECASE,
)
_OF_GROUP = re.compile(
    r"\b(?:our|the|their|an?|this|your) (?:[\w-]+ )?(?:group|organi[sz]ation|committee|list|newsletter|blog"
    r"|site|film|movie|song|book|paper|article|street|report)\b|\bwe(?:['’]re| are) called",
    re.IGNORECASE,
)
_OPEN_BEHIND = re.compile(r"[\"”'’.]*\s*(?:,? or\b|\?|,? (?:maybe|perhaps|probably|unless|not sure)\b)", re.IGNORECASE)


def told_title(sentences: Sequence[str]) -> Iterator[Told]:
    """What the call is called."""
    named = list(_told_by_name(sentences))
    yield from named or _perhaps_title(sentences)


def _told_by_name(sentences: Sequence[str]) -> Iterator[Told]:
    for sentence in sentences:
        if not _NAMED.search(sentence):
            continue
        for place in _PLACES:
            told = [one for found in place.finditer(sentence) if (one := _title(sentence, found))]
            if told:
                yield from told
                break


def _perhaps_title(sentences: Sequence[str]) -> Iterator[Told]:
    """The only words in quotes beside the call, which nobody says are its name: ``a call, "Tar sands next steps"``."""
    found = [(one, place) for one in sentences for place in _QUOTED_BESIDE.finditer(one)]
    found += [
        (one, place)
        for one in sentences
        if (place := _QUOTED_AHEAD.match(one)) and any(day.is_call for day in phrases(one[place.end() :]))
    ]
    if len(found) != 1:
        return
    sentence, place = found[0]
    result = values.read_line(place["double"])
    beside = sentence.replace(place[0], " ")
    if isinstance(result, Certain) and not (_OF_THINGS.search(beside) or is_past(beside) or is_negative(beside)):
        yield Told("title", sentence, Doubt(why="we are not sure that this is its title", suggestion=result.value))


_QUOTED_BESIDE = re.compile(
    rf"{CALL}[^\"“”.?!]{{0,80}}(?:[,:;(–—-]\s*|{CALL}\s+)[\"“](?P<double>[^\"“”\n]{{3,100}}?)[,.]?[\"”](?=\s*(?:[.,;!)]|\Z))",
    re.IGNORECASE,
)
_QUOTED_AHEAD = re.compile(r"[\"“](?P<double>[^\"“”\n]{3,100}?)[,.]?[\"”][,:]? ")
_OF_THINGS = re.compile(
    r"\b(?:list|newsletter|blog|site|film|movie|song|book|paper|article|report|said|says|saying|wrote|asked|quote|slogan"
    r"|banner|subject|mail|e-?mail)\b",
    re.IGNORECASE,
)


def _title(sentence: str, found: re.Match[str]) -> Told | None:
    """The title of one place, ``None`` where the words are no name, or another thing's."""
    key = next(one for one, said in found.groupdict().items() if said)
    said = found[key]
    is_quoted = key != "title"
    if not is_quoted and (_ONE_WORD.fullmatch(said) or (not _starts_high(said) and _NO_TITLE.search(said))):
        return None
    clause = around(sentence, found.start()).replace(said, " ")
    if _OF_GROUP.search(clause) or is_past(clause) or is_negative(clause):
        return None
    result = values.read_line(said)
    if not isinstance(result, Certain):
        return None
    is_open = is_hedged(sentence[: found.start(key)][-60:]) or _OPEN_BEHIND.match(sentence, found.end(key))
    return Told("title", sentence, Doubt(why=NOT_SURE, suggestion=result.value) if is_open else result)


def _starts_high(said: str) -> bool:
    return said.removeprefix("the ")[:1].isupper()
