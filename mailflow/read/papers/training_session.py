"""Which session of the training, and in which zone, plain sentences say."""

import re

from mailflow.model import Source
from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import take_where_open
from mailflow.read.papers.training_text import DOUBTFUL, Told, here, take_one
from mailflow.read.papers.training_values import read_session, read_trainees_zone
from mailflow.read.times.figures import MONTH

_REGION = r"(?:eastern|central|mountain|pacific|alaska|hawaii|arizona)"
_ZONE = re.compile(
    rf"\b(?:(?:us )?{_REGION}(?: (?:standard|daylight))? time(?: zone)?\b|(?<!, )(?-i:[ECMP][SD]?T)\b"
    rf"|(?P<coast>(?:west|east) coast)\b)",
    re.IGNORECASE,
)
_ZONE_ALONE = re.compile(
    rf"(?:(?:we(?:['’]re| are)|i['’]?a?m) (?:on|in) )?(?:us )?{_REGION}(?: (?:standard|daylight))?(?: time)?(?: zone)?",
    re.IGNORECASE,
)
_COASTS = {"west coast": "America/Los_Angeles", "east coast": "America/New_York"}
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)s?\b"
)
_DAY = re.compile(
    rf"(?:\b(?:next |this |coming )?{_WEEKDAY},?\s+)?(?:\b(?:the\s+)?(?:"
    rf"(?:{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+20\d\d\b)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH})\b(?:,?\s+20\d\d\b)?"
    r"|\d{1,2}(?:st|nd|rd|th)\b)|(?<![\d/.-])\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?(?![\d/-]))"
    rf"|\b(?:next |this |coming )?{_WEEKDAY}|\btomorrow\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:the |your )(?:very )?(?:next|soonest|earliest|first available)(?: (?:available|possible|free|upcoming"
    r"|maestro|weekly))*"
    r" (?:trainings?|sessions?|one|class|date)\b|\bnext (?:maestro )?training\b",
    re.IGNORECASE,
)
_WHICH_COMES_FIRST = re.compile(
    r"\b(?:whichever|whatever|any)\b[^.;!?]{0,30}? (?:is|comes|starts|happens|runs)(?: up)?"
    r" (?:first|next|soonest|earliest)\b",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\bany (?:of (?:the|your) )?(?:maestro )?(?:training|session|date|day|time|one|of them)s?\b|\b(?:i['’]?a?m"
    r"|we['’]?a?re?) flexible\b"
    r"|\bwhichever (?:session|date|training|one)\b",
    re.IGNORECASE,
)
_ALL_SUIT = re.compile(
    r"\b(?:any|either|all|every|whichever|whatever)(?: one)?(?: of (?:the|your|these|those|them))?"
    r"(?: (?:maestro|training|sessions?|dates?|days?|times?|evenings?|nights?|ones?|slots?))*"
    r"(?: (?:you|that you|there|that) (?:have|offer|hold|is|are|run|like|choose|pick|suggest))?"
    r"(?: (?:will|would|can|could|is|are|should))?(?: (?:also|all|be|just|do))*"
    r" (?:suits?|works?|do|fits?|fine|ok|okay|good|great|possible)(?: (?:by|for|with))?"
    r"(?: (?:me|us|(?:either|both|all|the \w+) of us))?\s*(?=[,;.!)]|\Z|[-–—]|\b(?:and|so|because|as|since|we|i)\b)",
    re.IGNORECASE,
)
_BOUNDS = re.compile(
    r"\b(?:but|except|only|not|unless|if|as long as|provided|before|after|until|from|apart|other than|or|maybe|best"
    r"|preferably|prefer|rather|in|between|during)\b|n['’]t\b",
    re.IGNORECASE,
)
_SOME_TIME = re.compile(
    rf"\b(?:any|every|most|weekday|week ?end|other) (?:{_WEEKDAY}|evenings?|nights?|week ?nights?|week ?days?"
    rf"|week ?ends?|afternoons?|mornings?)"
    rf"|\b(?:evenings?|nights?|weeknights|weekdays|weekends|afternoons|mornings) (?:are|is|work|only|but|except|best)\b"
    r"|\bany (?:\w+ )?(?:in|on|after|before|during|between|next|this|from|until)\b"
    rf"|\b(?:but|except|not on|not) {_WEEKDAY}|\bafter \d|\bbefore \d",
    re.IGNORECASE,
)
_OF_SESSION = re.compile(
    r"\btrainings?\b|\bsessions?\b|\bone\b|\bworks?\b|\bmake\b|\bcome\b|\bgood\b|\bfine\b", re.IGNORECASE
)


def take_zone(sheet: Sheet, told: Told, source: Source) -> None:
    """The zone, where all that name one agree."""
    found: list[tuple[str, Result]] = []
    for sentence in told.sentences:
        for match in _ZONE.finditer(sentence):
            coast = _COASTS.get((match["coast"] or "").lower())
            said = match[0]
            found.append((said, Certain(value=coast, grammar="prose") if coast else read_trainees_zone(said)))
    found += [
        (one, read_trainees_zone(re.sub(r"^.*\b(?:on|in) ", "", one)))
        for one in told.fragments
        if _ZONE_ALONE.fullmatch(one)
    ]
    take_one(sheet, "tz", found, source)


_ASKS_WHEN = re.compile(
    r"\W*(?:(?:and|so|also|but) )?(?:when|what (?:day|date|time))\b.*\?\W*\Z", re.IGNORECASE | re.DOTALL
)
"""Who asks when the next one is has not said that it suits."""


def take_session(sheet: Sheet, told: Told, source: Source) -> None:
    """The session, where all sentences that speak of it agree and none sets a condition."""
    found: list[tuple[str, Result]] = []
    for sentence in told.sentences:
        days = [match[0].strip(" ,") for match in _DAY.finditer(sentence)]
        is_first = bool(_WHICH_COMES_FIRST.search(sentence))
        is_next, is_any = is_first or bool(_NEXT.search(sentence)), not is_first and bool(_ANY.search(sentence))
        if _ALL_SUIT.search(sentence) and not _BOUNDS.search(sentence) and not days and "?" not in sentence:
            found.append((sentence, Certain(value="any", grammar="prose")))
            continue
        if _ASKS_WHEN.match(sentence):
            continue
        if not (is_next or is_any or _SOME_TIME.search(sentence) or (days and _OF_SESSION.search(sentence))):
            continue
        if (
            _SOME_TIME.search(sentence)
            or len(days) > 1
            or is_next + is_any > 1
            or (is_any and days)
            or DOUBTFUL.search(sentence)
        ):
            found.append((sentence, Doubt(why="it says more than the words next and any or a date can hold")))
        elif days:
            found.append((sentence, read_session(days[0], sheet)))
        else:
            found.append((sentence, Certain(value="next" if is_next else "any", grammar="prose")))
    found += [(one, result) for one in told.fragments if isinstance(result := read_session(one, sheet), Certain)]
    certain = {str(result.value) for _, result in found if isinstance(result, Certain)}
    doubt = next(((said, result) for said, result in found if isinstance(result, Doubt)), None)
    if doubt:
        take_where_open(sheet, "session", here(source, doubt[0]), doubt[1])
    elif len(certain - {"next"}) == 1 or certain == {"next"}:
        wanted = (certain - {"next"} or certain).pop()
        said, result = next(one for one in found if isinstance(one[1], Certain) and one[1].value == wanted)
        take_where_open(sheet, "session", here(source, said), result)
    elif certain:
        said = " / ".join(one for one, _ in found)
        take_where_open(sheet, "session", here(source, said), Doubt(why="there are two answers that do not agree"))
