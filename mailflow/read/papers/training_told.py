"""A training sign-up in plain sentences: the wish for one, and what the sentences say with certainty.

A sentence with a doubt in it fills nothing; where it speaks of the session or of who comes along, it is asked back.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailflow.model import Person, Source
from mailflow.read.answers.result import Certain, Doubt, Result, plain
from mailflow.read.forms.leave_taking import is_end_of_letter
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import take_where_open
from mailflow.read.papers.training_values import (
    level_in,
    read_call,
    read_experience,
    read_others,
    read_role,
    read_session,
    read_trainees_zone,
    roles_in,
)
from mailflow.read.persons import people
from mailflow.read.persons.reach import ADDRESS_LIKE, address
from mailflow.read.times.figures import MONTH

TRAINING = re.compile(
    r"\btrainings?\b|\bIO-TRAIN-\d|\bmaestro (?:sessions?|class(?:es)?|lessons?|courses?|workshops?)\b", re.IGNORECASE
)
"""A word for a training."""

_US = r"(?:me|us|myself|ourselves|(?:both|all|the \w+) of us)\b"
_SOMEBODY = r"(?-i:[A-Z])[\w'’.-]+(?:[ ,]+[\w'’.()@<>+-]+){0,8}?,? (?:and|&) (?:me|I|myself)\b"
_WISHES = (
    rf"\b(?:sign|put|add|register|enroll?|book|count|include|pencil)(?: up)? (?:{_US}|{_SOMEBODY})",
    (
        r"\b(?:i|we)(?:['’]d|['’]m| would| am| are| do)?(?: (?:both|all|really|also|very much|just|hereby))*"
        r" (?:like|love|want|wish|hope|hoping|writing|looking|ready|here)(?: \w+)? to (?:please )?"
        r"(?:sign(?: \w+)? up|register|enroll?|attend|take(?: part)?|join|do|come|get in|be in|be part|participate"
        r"|be trained|get trained)\b"
    ),
    (
        r"\b(?:can|could|may|might) (?:i|we|\w+ and i) (?:please |still |also |both )*"
        r"(?:sign up|register|enroll?|attend|take|join|come|get (?:in|on|into|a spot)|be (?:in|added|signed up))\b"
    ),
    r"\b(?:save|reserve|hold|book|keep) (?:me|us|a|one|two|three)\b[^.?!\n]{0,20}?\b(?:spots?|seats?|places?)\b",
    r"\binterested in (?:taking|attending|doing|joining|signing up)\b",
    r"\b(?:i|we)(?:['’]ll| will| am|['’]m| are|['’]re) (?:take|signing up|registering|enroll?ing)\b|\A\W*signing up\b",
)
_WISH = re.compile("|".join(_WISHES), re.IGNORECASE)
_NO_WISH = re.compile(
    r"\b(?:how|where|why|what|whether|if (?:i|we)|do (?:i|we)|should (?:i|we)|signed up|registered|cancel\w*"
    r"|unsubscribe|remove"
    r"|take \w+ off|thinking (?:of|about)|not sure|maybe|might want|no longer|can['’]?t (?:make|come|attend)|cannot)\b"
    r"|n['’]t (?:want|sign|put|add|know)\b|\A\W*(?:when|which|who)\b",
    re.IGNORECASE,
)
_OTHER_TRAINING = re.compile(
    r"\b(?:non-?violen\w+|direct action|civil disobedience|legal(?: observer)?|media|medic\w*|first aid|marshal|job"
    r"|know your rights) trainings?\b",
    re.IGNORECASE,
)
_SIGN_UP = re.compile(
    r"\btrainings?\b.{0,20}\b(?:sign[- ]?ups?|registration|enrol?lment|form)\b"
    r"|\b(?:sign[- ]?up|register|registration|registering)\b.{0,20}\btrainings?\b",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"\b(?:or|maybe|perhaps|possibly|probably|might|not sure|if|unless|either|depends|hopefully|someday"
    r"|eventually|later)\b|n['’]t\b",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"\b(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mrs?|ms|dr)\.(?=\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*•])")
_FRAGMENT = re.compile(r"[.!?;,]+(?:\s|\Z)|\n")
_GREETING = re.compile(r"\A\W*(?:hi|hello|hey|dear)\b[^,.!\n]{0,30}[,.!\n]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """The author's own words, cut up. sentences: wrapped lines joined; fragments: what marks and line ends part."""

    subject: str
    text: str
    sentences: tuple[str, ...]
    fragments: tuple[str, ...]
    lines: tuple[str, ...]
    signed: str  # the name below the letter, "" for none


def cut(subject: str, own_text: str) -> Told:
    """Cut the author's own text into sentences and fragments; leave-taking and signature left out."""
    kept: list[str] = []
    rows = own_text.splitlines()
    for row in rows:
        if kept and is_end_of_letter(row.strip()) and not ADDRESS_LIKE.search(row):
            break
        kept.append(row)
    said = [row.strip() for row in rows if row.strip()]
    last = _LEAVE.sub("", said[-1][-_MAX_LEAVE:]).strip(" -–—~.") if len(said) > 1 else ""
    signed = last if _SIGNED.fullmatch(last) else ""
    if signed and kept and kept[-1].strip(" -–—~.") == signed:
        kept.pop()
    text = _GREETING.sub("", _ABBREVIATED.sub(r"\1", "\n".join(kept).strip()))
    joined = [" ".join(one.split()) for one in _SENTENCE.split(text)]
    return Told(
        subject=subject,
        text=text,
        sentences=tuple(one for one in joined if one),
        fragments=tuple(" ".join(one.split()) for one in _FRAGMENT.split(text) if one.strip()),
        lines=tuple(row.strip() for row in kept if row.strip()),
        signed=signed,
    )


_MAX_LEAVE = 200
_LEAVE = re.compile(
    r"\A(?:.*[.!?]\s)?\W*(?:thanks|thank you|thx|best|cheers|regards|love|peace|solidarity|in solidarity|yours)\b"
    r"(?: (?:so much|a lot|again|very much|regards|wishes))?[,.!\s]+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:[A-Z][\w'’-]*\.?)(?: [A-Z][\w'’-]*\.?){0,3}")


def wishes(told: Told) -> bool:
    """Whether the words plainly ask to be signed up for a training."""
    about = bool(TRAINING.search(told.subject))
    for one in (told.subject, *told.sentences):
        found = _WISH.search(one)
        if not found or _NO_WISH.search(one) or _OTHER_TRAINING.search(one):
            continue
        if one is told.subject:
            return "?" not in told.text and bool(about or TRAINING.search(told.text))
        if about or TRAINING.search(one):
            return True
    return False


def is_headed(told: Told) -> bool:
    """Whether the subject says that the mail signs up for a training, and the text asks nothing."""
    return bool(_SIGN_UP.search(told.subject)) and "?" not in told.text + told.subject


def take_told(sheet: Sheet, told: Told, source: Source, prefix: str = "IO") -> None:
    """Fill the sheet with what the sentences say; what they leave in doubt of session and company is unclear.

    prefix: what the references of our calls begin with.
    """
    _take_zone(sheet, told, source)
    _take_session(sheet, told, source)
    _take_role(sheet, told, source)
    _take_experience(sheet, told, source)
    _take_group(sheet, told, source)
    _take_persons(sheet, told, source)
    _take_call(sheet, told, source, prefix)


def _here(source: Source, said: str) -> Source:
    return Source(source.part, source.line, "", said)


def _take_one(sheet: Sheet, key: str, found: Sequence[tuple[str, Result]], source: Source) -> None:
    """The value where all places that give one agree."""
    certain = [(said, result) for said, result in found if isinstance(result, Certain)]
    if certain and len({str(result.value) for _, result in certain if isinstance(result, Certain)}) == 1:
        said, result = certain[0]
        take_where_open(sheet, key, _here(source, said), result)


# Zone, session -------------------------------------------------------------------------------------------------------

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


def _take_zone(sheet: Sheet, told: Told, source: Source) -> None:
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
    _take_one(sheet, "tz", found, source)


def _take_session(sheet: Sheet, told: Told, source: Source) -> None:
    """The session, where all sentences that speak of it agree and none sets a condition."""
    found: list[tuple[str, Result]] = []
    for sentence in told.sentences:
        days = [match[0].strip(" ,") for match in _DAY.finditer(sentence)]
        is_first = bool(_WHICH_COMES_FIRST.search(sentence))
        is_next, is_any = is_first or bool(_NEXT.search(sentence)), not is_first and bool(_ANY.search(sentence))
        if _ALL_SUIT.search(sentence) and not _BOUNDS.search(sentence) and not days and "?" not in sentence:
            found.append((sentence, Certain(value="any", grammar="prose")))
            continue
        if not (is_next or is_any or _SOME_TIME.search(sentence) or (days and _OF_SESSION.search(sentence))):
            continue
        if (
            _SOME_TIME.search(sentence)
            or len(days) > 1
            or is_next + is_any > 1
            or (is_any and days)
            or _DOUBTFUL.search(sentence)
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
        take_where_open(sheet, "session", _here(source, doubt[0]), doubt[1])
    elif len(certain - {"next"}) == 1 or certain == {"next"}:
        wanted = (certain - {"next"} or certain).pop()
        said, result = next(one for one in found if isinstance(one[1], Certain) and one[1].value == wanted)
        take_where_open(sheet, "session", _here(source, said), result)
    elif certain:
        said = " / ".join(one for one, _ in found)
        take_where_open(sheet, "session", _here(source, said), Doubt(why="there are two answers that do not agree"))


# Role, experience, group ---------------------------------------------------------------------------------------------

_FEW = 4  # words of a fragment that says nothing but a role
_AUXILIARY = (
    r"(?:'ll|'d|'m|'re|'ve)?(?: (?:will|shall|would|want|like|love|hope|plan|wish|both|all|am|are|going|to|also|mostly"
    r"|be|being))*"
)
_I_BE = re.compile(
    rf"\b(?:i|we){_AUXILIARY} (?:be|am|are|do|doing|run|running|learn|become|train as|be trained as|handle|handling|as)"
    r"(?: to (?:do|be|run))? (?:the |our |a |an |your )?(?P<what>[^.,;!?]{3,60})"
    r"|\b(?:i|we)(?:'m|'re)? (?:the |our |a )(?P<am>[^.,;!?]{3,60})"
    rf"|\b(?:i|we){_AUXILIARY} (?P<does>facilitat(?:e|ing)|host(?:ing)?|moderat(?:e|ing))\b"
    r"|\bas (?:a |the |our |an )?(?P<as>(?:tech|facilitator|both|host|board|maestro)[^.,;!?]{0,40})",
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|without|instead of|rather than)\s+(?:[\w'-]+\s+){0,4}?(?=[^.,;!?]{0,40})[^.,;!?]*"
)
_BOARD_LESSON = re.compile(r"\blearn(?:ing)? (?:(?:how )?to (?:use|run|work) )?(?:the |your )?(?:maestro )?board\b")
_FIRST_PERSON = re.compile(r"\b(?:i|i've|i'm|we|we've|we're|my)\b")
_CLAUSE = re.compile(r"[,;():!?.]|\b(?:and|but|so|while|though|because)\b|\s[-–—]+\s")
_NO_EXPERIENCE = re.compile(
    r"\bno (?:\w+ )?experience\b|\bnever (?:done|did|used|run|tried|seen|touched)\b|\bnew to (?:this|it|maestro"
    r"|the board|all)\b"
    r"|\bbeginner\b|\bnewbie\b|\bnovice\b|\bfirst time\b|\bdone nothing\b"
)
_BEGINS_SO = re.compile(
    r"\A(?:have |has |also |just |only |already )*(?:watched|saw|seen|did|done|used|tried|practi[cs]ed|ran|hosted"
    r"|no |never|new |total |complete )"
)
_GROUP = re.compile(
    r"\b(?:from|with|of|at|for|in|behalf of|represent(?:ing)?|part of|here (?:in|at))\s+(?:the )?"
    r"(?P<group>Occupy(?: (?:the |of )?(?-i:[A-Z])[\w&'’-]*){1,3})",
    re.IGNORECASE,
)
_OCCUPY = re.compile(r"\bOccupy(?: (?:the |of )?[A-Z][\w&'’-]*){1,3}")


def _take_role(sheet: Sheet, told: Told, source: Source) -> None:
    found: list[tuple[str, Result]] = []
    for sentence in told.sentences:
        said = _NEGATED.sub(" ", _BOARD_LESSON.sub(" ", plain(sentence).lower()))
        if _DOUBTFUL.search(said) or "?" in said[:-1]:
            continue
        named = [roles_in(next(one for one in match.groups() if one)) for match in _I_BE.finditer(said)]
        roles = {one for one in named if one}
        if roles:
            role = next(iter(roles)) if len(roles) == 1 else "both"
            found.append((sentence, Certain(value=role, grammar="prose")))
    found += [
        (one, result)
        for one in told.fragments
        if len(one.split()) <= _FEW and isinstance(result := read_role(one), Certain)
    ]
    _take_one(sheet, "role", found, source)


def _take_experience(sheet: Sheet, told: Told, source: Source) -> None:
    """What the author has done; another's experience, or two levels, say nothing certain."""
    found: list[tuple[str, Result]] = []
    for sentence in told.sentences:
        for clause in (one.strip() for one in _CLAUSE.split(plain(sentence).lower())):
            level = level_in(clause)
            own = _FIRST_PERSON.search(clause) or _BEGINS_SO.match(clause)
            negated = re.search(r"\bnot (?:a |an )?(?:\w+ )?(?:beginner|newbie|novice|new)\b", clause)
            if level and own and not negated and (level != "none" or _NO_EXPERIENCE.search(clause)):
                found.append((sentence, Certain(value=level, grammar="prose")))
    found += [(one, result) for one in told.fragments if _is_level(one) and (result := read_experience(one))]
    levels = {str(result.value) for _, result in found if isinstance(result, Certain)}
    if len(levels) > 1:
        take_where_open(
            sheet, "experience", _here(source, found[0][0]), Doubt(why="we could not tell which experience")
        )
    _take_one(sheet, "experience", found, source)


def _is_level(fragment: str) -> bool:
    bare = fragment.lower()
    return (
        len(bare.split()) > 1
        and bool(_NO_EXPERIENCE.search(bare) or _BEGINS_SO.match(bare))
        and level_in(bare) is not None
    )


def _take_group(sheet: Sheet, told: Told, source: Source) -> None:
    """The one occupation that the text names, where it says that the author is of it."""
    text = " ".join(told.text.split())
    named = {match[0] for match in _OCCUPY.finditer(text)}
    found = {match["group"] for match in _GROUP.finditer(text)}
    if len(named) == 1 and found == named:
        said = found.pop()
        take_where_open(sheet, "group", _here(source, said), Certain(value=said, grammar="prose"))


def _take_call(sheet: Sheet, told: Told, source: Source, prefix: str) -> None:
    pattern = re.compile(rf"\b{prefix}-\d{{1,6}}(?:\.\d+)?\b", re.IGNORECASE)
    found = {match[0].upper() for match in pattern.finditer(f"{told.subject} {told.text}")}
    if len(found) == 1:
        said = found.pop()
        take_where_open(sheet, "call", _here(source, said), read_call(said, prefix))


# Persons -------------------------------------------------------------------------------------------------------------

_ENDS_NAMES = (
    r"\s*(?:\b(?:up|down|to the|to a|to any|to your|for|on the|in the|into|onto|would|want|both|wish|are|have|will)\b"
    r"|[.!?](?:\s|\Z)|\Z)"
)
_PERSON = (
    r"(?:(?:my|our|also) (?:\w+ ){1,3}?,?\s*)?(?!(?:My|We|Occupy|The|This|Please|Hi|Hello|Can|Could|May|And|I|It)\b)"
    r"(?-i:[A-Z])[\w'’.-]+(?: (?-i:[A-Z])[\w'’.-]+){0,2}(?:,? ?[<(][^<>()]{3,80}[>)]|,? [^\s<>(),;@]+@[^\s<>(),;@]+\w)?"
)
_PERSONS = rf"{_PERSON}(?:(?:, and |, | and | & ){_PERSON}){{0,6}}"
_ME_AND = re.compile(
    rf"\b(?:me|myself)\s*,?\s*(?:and|&|plus|\+|as well as|along with"
    rf"|with)\s+(?P<who>.{{2,200}}?){_ENDS_NAMES}",
    re.IGNORECASE,
)
_AND_ME = re.compile(rf"(?P<who>{_PERSONS}),?\s+(?:and|&)\s+(?:me|I|myself)\b{_ENDS_NAMES}", re.IGNORECASE)
_RELATION = re.compile(
    r"^(?:my|our|a|the|also)(?: \w+){0,2}? (?:friend|partner|comrade|colleague|co-?facilitator|facilitator|backup"
    r"|sister|brother|husband|wife"
    r"|roommate|neighbou?r|buddy|person|supporter)s?,?\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_OF_US = re.compile(
    r"\b(?:both|all|the \w+|two|three|four|five) of us\b|\b(?:and|plus) (?:\w+ ){0,2}(?:friends?|others|more"
    r"|people|comrades)\b",
    re.IGNORECASE,
)
_MY_ADDRESS = re.compile(
    rf"\b(?:my (?:e-?mail|mail|address)(?: address)?(?: is|:)|(?:reach|write|email|e-mail) me (?:at|on|under)"
    rf"|better address:?)\s*(?P<address>{ADDRESS_LIKE.pattern})",
    re.IGNORECASE,
)
_WORD = r"(?-i:[A-Z])[\w'’-]+"
_NO_NAME = (
    r"(?:She|He|They|We|I|My|Her|His|Their|Our|E-?mail|Mail|Address|And|Also|Please|Occupy"
    r"|Tech|Maestro|Facilitat\w*|New|Board|Call|Not|In|On|From|The|A)\b"
)
_MY_NAME = re.compile(
    rf"\b(?:this is|i am|i['’]m) (?P<whole>(?!(?-i:{_NO_NAME})){_WORD}(?: {_WORD}){{1,2}})(?=\s*(?:[.!;(,]|\Z|\band\b))"
    r"|\b(?:my name is|my name's|(?:this is|i am"
    r"|i['’]m)(?= (?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+){0,2},? (?:from|with|of|at|in)\b))"
    r" (?P<name>(?-i:[A-Z])[\w'’-]*\.?(?: (?-i:[A-Z])[\w'’-]*\.?){0,3})",
    re.IGNORECASE,
)


def _take_persons(sheet: Sheet, told: Told, source: Source) -> None:
    """Who signs up, and who comes along: persons one to a line, or named beside ``me``."""
    text = " ".join(told.text.split())
    if mine := _MY_ADDRESS.search(text):
        email = address(mine["address"])
        if email:
            take_where_open(sheet, "email", _here(source, mine[0]), Certain(value=email, grammar="prose"))
    named = _MY_NAME.search(text)
    name = (named["whole"] or named["name"]).rstrip(".") if named else _beside(text, sheet.contact.email or "")
    name = name or ("" if sheet.contact.name else told.signed)
    name = next((one for one in (told.signed, sheet.contact.name) if one and one.startswith(f"{name} ")), name)
    if name and not name.lower().startswith("occupy"):
        take_where_open(sheet, "name", _here(source, name), Certain(value=name, grammar="prose"))
    _take_others(sheet, told, source)


_ADDRESS = r"(?<![^\s<>(),;:@])[^\s<>(),;:@]++@[^\s<>(),;:@]+\w"
_POINTS_BELOW = re.compile(
    r"\b(?:these|those|the|my)(?: (?:following|other|next))? (?:two|three|four|five|six|people|persons|others|friends"
    r"|comrades|following|names|folks)(?: (?:people|others|friends|comrades|more|folks))?(?: (?:below|here))?:?",
    re.IGNORECASE,
)
_COMES_TOO = re.compile(
    r"\b(?:we|us|both|s?he|his|hers?|they|theirs?|my (?:husband|wife|partner|friend|sister|brother|mother|father|mom"
    r"|dad|daughter|son|colleague|comrade|co-?facilitator|roommate|neighbou?r|housemate|buddy|girlfriend|boyfriend|spouse))\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:ask|contact|cc|copy|copied|told|sent|recommended|questions?|reference|instead)\b", re.IGNORECASE
)
_BY_ADDRESS = (
    re.compile(rf"(?P<email>{_ADDRESS})\s*\((?P<name>{_WORD}(?: {_WORD}){{0,2}})\)"),
    re.compile(
        rf"(?P<name>(?!{_NO_NAME}){_WORD}(?: {_WORD}){{0,2}})"
        r"(?:,| is at| is| at| can be reached at|['’]s (?:address|e?-?mail) is)?"
        rf"\s*[<(]?(?P<email>{_ADDRESS})[>)]?"
    ),
)


def _beside_addresses(told: Told) -> Iterator[str]:
    """Persons by name and address in sentences of several who sign up together: ``his is stan@... (Stan Lee)``."""
    for sentence in told.sentences:
        if not _COMES_TOO.search(sentence) or _OF_OTHERS.search(sentence) or _DOUBTFUL.search(sentence):
            continue
        for pattern in _BY_ADDRESS:
            for one in pattern.finditer(sentence):
                yield f"{one['name']} <{one['email']}>"


def _beside(text: str, email: str) -> str:
    """The name that stands beside this address: ``Ada Moss (ada@example.org)``."""
    found = (one for pattern in _BY_ADDRESS for one in pattern.finditer(text) if address(one["email"]) == email)
    return next((one["name"] for one in found), "") if email else ""


def _take_others(sheet: Sheet, told: Told, source: Source) -> None:
    """Nobody who is named is left out in silence: an address that is nobody's, or "the three of us", is asked back."""
    own = {sheet.contact.email} | {str(one.value) for key, one in sheet.fields.items() if key == "email"}
    found: dict[tuple[str | None, str | None], Person] = {}
    doubts: list[str] = []
    for said in list(_named(told)) or list(_beside_addresses(told)):
        result = read_others(_RELATION.sub("", said), sheet)
        persons = result.value if isinstance(result, Certain) and isinstance(result.value, tuple) else ()
        if not persons:
            doubts.append(said)
        for one in persons:
            if isinstance(one, Person) and one.email not in own:
                found[one.name, one.email] = one
    taken = {one.email for one in found.values()}
    text = " ".join(told.text.split())
    strange = [one for one in ADDRESS_LIKE.findall(text) if (email := address(one)) and email not in own | taken]
    if not found and not doubts and (_OF_US.search(text) or _POINTS_BELOW.search(text)):
        doubts.append(text)
    if doubts or strange:
        why = "we are not sure who comes along"
        suggestion = tuple(found.values()) or None
        take_where_open(sheet, "others", _here(source, (doubts or strange)[0]), Doubt(why=why, suggestion=suggestion))
    elif found:
        said = ", ".join(filter(None, (one.name or one.email for one in found.values())))
        take_where_open(sheet, "others", _here(source, said), Certain(value=tuple(found.values()), grammar="prose"))


def _named(told: Told) -> Iterator[str]:
    """The words that name others: beside ``me``, or a person with an address on a line of its own."""
    for sentence in told.sentences:
        said = _MY_NAME.sub(" ", sentence)
        found = _ME_AND.search(said) or _AND_ME.search(said)
        if found and not _POINTS_BELOW.fullmatch(found["who"]):
            yield found["who"]
    for line in told.lines:
        bare = re.sub(r"^\s*(?:[-–—*•·]|\d{1,2}[.)])\s*", "", line)
        if ADDRESS_LIKE.search(bare) and isinstance(
            people.read_people(bare, contact=None, above=(), role="others"), Certain
        ):
            yield bare
