"""What plain sentences say with certainty: for a call asked for in prose, and against a form they contradict.

A sentence with a doubt in it ("maybe", "or", "before") fills nothing. What stays open is asked by its number.
"""

import re

from mailflow.model import NEED_HELP, Person, Source, Value
from mailflow.read import people, repeat, values, when
from mailflow.read.asking import CALL, sentences
from mailflow.read.interpret import DISAGREE, Sheet, bring_in, make_unclear, same_value
from mailflow.read.length import read_length
from mailflow.read.result import Certain, Result, listed

_MAX_TEXT = 20_000
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_MONTH_DAY = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?)(?:,?\s+20\d\d)?"
)
_DATE = re.compile(
    rf"\b(?:(?:(?:this|next|coming)\s+)?{_WEEKDAY}\b\.?(?:,?\s+(?:the\s+)?{_MONTH_DAY})?|{_MONTH_DAY}"
    r"|20\d\d-\d\d-\d\d|tomorrow"
    r"|(?:(?<=call )|(?<=line )|(?<=is )|(?<=for )|(?<=be ))tonight|tonight(?= (?:at )?\d))(?!\w)",
    re.IGNORECASE,
)
_ZONE = (
    r"(?:[ECMP][SD]?T"
    r"|(?:US )?(?:Eastern|Central|Mountain|Pacific|Alaska|Hawaii)(?: (?:standard|daylight))?(?: time)?)\b"
)
_CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?)|noon|\d{1,2}:\d\d)"
_TIME = re.compile(
    rf"\b(?:from\s+)?(?:\d{{1,2}}(?:[:.]\d\d)?\s*(?:-|–|to)\s*)?{_CLOCK}(?:\s*(?:-|–|to)\s*{_CLOCK})?"
    rf"(?:\s*\(?{_ZONE}\)?)?(?:\s*/\s*{_CLOCK}\s*{_ZONE})?",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:(?:quarter|half)\s+(?:to|of|past|after|till?|before)|past\s+\d|(?:five|ten|twenty|twenty-five)\s+(?:to|after))\b"
    r"|\bhalf\s+\d",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"\b(?:or|maybe|perhaps|possibly|probably|roughly|sometime|some time|either|last|ago|was|were|had|except|not|never"
    r"|might|if|unless|hopefully|flexible|any|tentative\w*|anything|ideally|prefer\w*)\b|n['’]t\b"
    rf"|\b(?:about|around|by|before|after|until|between)\s+(?:the\s+)?(?=\d|noon|{_WEEKDAY}\b|{_MONTH}\s)",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:regular|regularly|usual|usually|normally|already|existing|current|currently|meets?|met)\b", re.IGNORECASE
)
_NAMES_AN_EVENT = re.compile(  # "our January 20 bank protest": the day of something else
    rf"\b(?:our|their|your|an?|the)\s+(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}/\d{{1,2}}|{_CLOCK})\s+"
    rf"(?!(?:conference|phone|maestro|call|line|at|on|for|and|or|to|we|with|is|from|works?|would|{_ZONE})\b)[a-z]",
    re.IGNORECASE,
)
_NAME = (
    r"(?-i:[A-Z][\w'’-]+(?: [A-Z](?:\.|[\w'’-]*)){0,2})"
    r"(?:\s*[<(][^<>()\s]+@[^<>()\s]+[>)]| [^<>()\s,;:@]+@[^<>()\s,;:@]*\w)?"
    r"(?: \(?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}\b\)?)?"
)
_REACHED_BESIDE = re.compile(
    r"[\s,;:(<\[-]*(?:at\s+|email\W+|phone\W+|cell\W+)?(?:[\w.+-]+@|\+?\(?\d{3})", re.IGNORECASE
)
_NAMES = rf"(?:{_NAME}(?:(?:,? and |, | & ){_NAME}){{0,4}}|(?-i:I))"
_NO_NAMES = listed(
    """We They She He It This That There Someone Somebody Anyone Nobody Who You Then And But Also The A An So If When
    Our My Your One Can Could Please Thanks Everyone All Both No Not Yes Maestro Occupy"""
)
_WILL = r"(?:(?:'ll|’ll| will| is going to| am going to| can| has agreed to| have agreed to| are going to)(?: also)?)"
_IS = rf"(?:{_WILL} be| is| am|'m|’m)"
_THE = r"(?: the| our| my)?"
_PATTERNS = (
    ("facilitator", rf"\b(?P<who>{_NAMES}){_WILL}(?: be)? (?:facilitat(?:e|ing)|host(?:ing)?)\b"),
    ("facilitator", rf"\b(?P<who>{_NAMES}){_IS}{_THE} (?:main )?facilitator\b"),
    ("facilitator", rf"\b(?<!backup )(?<!back-up )facilitat(?:ed by|or (?:is|will be)) (?P<who>{_NAMES})"),
    ("backup", rf"\b(?P<who>{_NAMES}){_WILL} back (?:me|us|her|him|them|{_NAME}) up\b"),
    ("backup", rf"\b(?P<who>{_NAMES}){_IS}{_THE} back[- ]?up\b"),
    ("backup", rf"\bback[- ]?up(?: facilitator)? (?:is|will be) (?P<who>{_NAMES})"),
    ("tech", rf"\b(?P<who>{_NAMES}){_WILL} (?:do|run|handle|be|take){_THE} (?:maestro|tech)\b"),
    ("tech", rf"\b(?:maestro )?tech(?: supporter| support| person)? (?:is|will be) (?P<who>{_NAMES})"),
)
_ROLES = tuple((key, re.compile(pattern, re.IGNORECASE)) for key, pattern in _PATTERNS)
_NEED_TECH = re.compile(
    r"\b(?:we (?:will |'ll |do )?need|we(?:'d|’d| would) (?:like|love)|please (?:provide|send|give us)"
    r"|can you (?:provide|give us)|could you provide)\b[^.?!\n]{0,40}"
    r"\b(?:tech(?:nical)?(?: support(?:er)?| person| help)?|maestro (?:tech|person|operator))\b",
    re.IGNORECASE,
)
_NO_NEED = re.compile(r"\b(?:don't|don’t|do not|won't|no longer|not) need\b", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:from|at|of|for|with|this is|here (?:in|at)|we(?:'re|’re| are)|behalf of)\s+"
    r"(?P<group>Occupy(?: (?:the |of )?(?-i:[A-Z][\w&'’-]*)){1,3})",
    re.IGNORECASE,
)
_OCCUPY = re.compile(r"\bOccupy(?: (?:the )?[A-Z][\w&'’-]*){1,3}")
_TITLED = re.compile(
    r"\b(?:called|titled?|named|call (?:it|this)|title (?:is|of))\s*:?\s*[\"“](?P<title>[^\"”\n]{3,100})[\"”]",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    rf"{CALL}[^.?!\n]{{0,60}}?\bto (?P<purpose>(?:discuss|talk (?:about|over|through)|plan|coordinate|organi[sz]e|share"
    r"|compare|prepare|strategi[sz]e|debrief|decide)\b[^.?!]{5,300})",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?P<range>(?:about |around )?\d{1,4}(?:\s*(?:-|–|to)\s*\d{1,4})?) (?:people|callers|participants|folks)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:for|lasts?|about|of(?! an? hour))\s+(?P<length>(?:\d{1,3}(?:\.5)?|an?|one|two|three)(?: and a half)?[ -]"
    r"(?:minutes?|mins?|hours?)\b(?: and (?:a (?:half|quarter)|\d{1,2} min(?:ute)?s?)\b)?)"
    r"(?!,?\s*(?:and|or|to|-|–)?\s*(?:an?\b|one\b|two\b|three\b|half\b|quarter\b|\d))",
    re.IGNORECASE,
)
_OF_THE_CALL = re.compile(rf"{CALL}|\bline\b|\blasts?\b|\bexpect", re.IGNORECASE)
_SETS = re.compile(rf"{CALL}|\bconference\b|\bline\b|\bworks? for us\b|\bwould work\b|\bschedule\b", re.IGNORECASE)
_EVERY = re.compile(rf"\b(?P<rule>every (?:other )?{_WEEKDAY}s?)\b", re.IGNORECASE)
_CORRECTION = re.compile(
    r"\b(?:actually|instead|correction|oops|sorry|scratch that|change[ds]?|moved?|make (?:it|that)|should (?:be|say)"
    r"|meant|rather|not \w+ but|wrong|the call (?:is|will be|would be|should be)"
    r"|want(?:ed)? (?:it|the call) (?:on|at|for))\b",
    re.IGNORECASE,
)
_CALL_ON = re.compile(
    rf"{CALL} (?:[\w'’]+ ){{0,3}}?(?:on|at|for|this|next)\b|(?:works? for us|would work)", re.IGNORECASE
)
_PLAIN_CORRECTION = re.compile(
    r"\b(?:(?:i|we) (?:really |actually )?meant|correction\b|make (?:it|that)|should (?:be|read|say)"
    r"|(?:change|move) (?:it|that|the \w+) to)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:keep (?:this|it|the call)(?: call)? (?:private|quiet|internal|off)"
    r"|(?:don't|don’t|do not|not) (?:list|publish|post|publici[sz]e|announce) (?:this|it|the call|us)"
    r"|(?:this|it|the call) (?:is|should be|must be|has to be|must stay)(?: kept)? private"
    r"|not (?:be )?(?:listed|public))\b",
    re.IGNORECASE,
)
_DROPS = re.compile(
    rf"\b(?P<who>{_NAME})(?: can['’]t| cannot| won['’]t| will not| is not able| isn['’]t able| is unable| dropped out"
    r"| backed out| may not| might not)",
    re.IGNORECASE,
)


def read_prose(sheet: Sheet, text: str, source: Source) -> None:
    """Fill the sheet with what plain sentences say with certainty.

    source: where the text begins; its words are set to the sentence each value came from.
    """
    plain = list(sentences(text))
    certain = [one for one in plain if not _DOUBTFUL.search(one)]
    _take_when(sheet, plain, source)
    for sentence in certain:
        _take_roles(sheet, sentence, source)
    _take_need(sheet, plain, source)
    _take_first(sheet, "group", _groups(text), source)
    for key, pattern, read in (
        ("title", _TITLED, values.read_line),
        ("purpose", _PURPOSE, _purpose),
        ("expected", _PEOPLE, values.read_range),
        ("length", _LASTS, _length),
    ):
        named = [one for one in plain if key not in {"expected", "length"} or _OF_THE_CALL.search(one)]
        found = {match[1]: read(match[1]) for one in named for match in pattern.finditer(one)}
        _take_first(sheet, key, found, source)
    rules = {
        match["rule"]: repeat.read_recurrence(match["rule"], day=sheet.day)
        for one in certain
        for match in _EVERY.finditer(one)
    }
    _take_first(sheet, "recurrence", rules, source)
    for key in (*sheet.extras, *sheet.doubts):
        bring_in(sheet, key)


def contradict(sheet: Sheet, text: str, source: Source) -> None:
    """Make unclear what the covering text contradicts (reading contract, "Settled details")."""
    for sentence in sentences(text):
        _contradict_when(sheet, sentence, source)
        _contradict_roles(sheet, sentence, source)
        said = Source(source.part, source.line, "prose", sentence)
        public = sheet.fields.get("public")
        if _PRIVATE.search(sentence) and not (public and public.value is False):
            if public is not None:
                make_unclear(sheet, "public", sentence, DISAGREE, said)
            elif "public" not in sheet.unclear:
                sheet.take("public", sentence, said, Certain(value=False, grammar="prose"))
        for dropped in _DROPS.finditer(sentence):
            _contradict_person(sheet, dropped["who"], sentence, said)


def correct(sheet: Sheet, text: str, source: Source) -> None:
    """Take a plain correction for what it says: ``Oops, I meant 9pm``."""
    for sentence in sentences(text):
        if not _PLAIN_CORRECTION.search(sentence) or _DOUBTFUL.search(sentence) or sentence.endswith("?"):
            continue
        here = Source(source.part, source.line, "", sentence)
        for key, read in (("date", _date_in), ("time", _time_in)):
            result = read(sheet, sentence)
            if isinstance(result, Certain) and key not in sheet.fields and key not in sheet.unclear:
                sheet.take(key, sentence, here, result)


def _contradict_when(sheet: Sheet, sentence: str, source: Source) -> None:
    """A day or an hour that a correcting sentence names, and that is not the form's."""
    is_plain = _CALL_ON.search(sentence) and _is_of_this_call(sentence)
    if not _CORRECTION.search(sentence) and not is_plain:
        return
    here = Source(source.part, source.line, "prose", sentence)
    named: dict[str, Value] = {}
    for key, result in (("date", _date_in(sheet, sentence)), ("time", _time_in(sheet, sentence))):
        if result is not None:
            named.update(result.also)
            named[key] = result.value if isinstance(result, Certain) else result.suggestion
    for key, value in named.items():
        held = sheet.fields.get(key)
        if held is not None and value is not None and not same_value(key, held.value, value, sheet.day):
            make_unclear(sheet, key, f"{held.source.said} / {sentence}", DISAGREE, here)


def _contradict_roles(sheet: Sheet, sentence: str, source: Source) -> None:
    """Somebody else than the form names for a role."""
    if _DOUBTFUL.search(sentence):
        return
    told = Sheet(sent=sheet.sent, contact=sheet.me)
    _take_roles(told, sentence, source)
    for key, one in told.fields.items():
        held = sheet.fields.get(key)
        if held is not None and held.value != one.value and not _first_names(held.value) & _first_names(one.value):
            make_unclear(sheet, key, f"{held.source.said} / {sentence}", DISAGREE, source)


def _first_names(value: Value) -> set[str]:
    persons = value if isinstance(value, tuple) else ()
    return {one.name.casefold().split()[0] for one in persons if isinstance(one, Person) and one.name}


def _contradict_person(sheet: Sheet, who: str, sentence: str, source: Source) -> None:
    """Somebody who cannot do what the form says they do."""
    for key in ("facilitator", "backup", "tech", "notetaker"):
        held = sheet.fields.get(key)
        if held is not None and who.split(maxsplit=1)[0].casefold() in _first_names(held.value):
            make_unclear(sheet, key, sentence, DISAGREE, source)


def _take_when(sheet: Sheet, plain: list[str], source: Source) -> None:
    """Day, hour and zone, where one sentence alone names a day or an hour, and plainly."""
    for key, read in (("date", _date_in), ("time", _time_in)):
        naming = [one for one in plain if (_DATE if key == "date" else _TIME).search(one)]
        if len(naming) != 1 or not _is_of_this_call(naming[0]):
            continue
        sheet.take(key, naming[0], Source(source.part, source.line, "", naming[0]), read(sheet, naming[0]))
        for other in ("tz", "length"):
            bring_in(sheet, other)


def _is_of_this_call(sentence: str) -> bool:
    """Whether a day or an hour in the sentence is the call's, beyond doubt."""
    return (
        bool(_SETS.search(sentence))
        and not _DOUBTFUL.search(sentence)
        and not (_OF_ANOTHER.search(sentence) or _NAMES_AN_EVENT.search(sentence))
    )


def _date_in(sheet: Sheet, sentence: str) -> Result:
    """The only day a sentence names."""
    spans = {match[0] for match in _DATE.finditer(sentence)}
    if len(spans) != 1:
        return None
    return when.read_date(spans.pop(), sent=sheet.sent, zone=sheet.zone)


def _time_in(sheet: Sheet, sentence: str) -> Result:
    """The only hour a sentence names."""
    spans = {match[0] for match in _TIME.finditer(sentence)}
    if len(spans) != 1 or _SPOKEN.search(sentence):
        return None
    return when.read_time(spans.pop(), sent=sheet.sent, zone=sheet.zone, day=sheet.day)


def _take_roles(sheet: Sheet, sentence: str, source: Source) -> None:
    if sentence.endswith("?"):
        return
    here = Source(source.part, source.line, "", sentence)
    for key, pattern in _ROLES:
        found = pattern.search(sentence)
        if found is None or key in sheet.fields or found["who"].split()[0].strip(",") in _NO_NAMES:
            continue
        if _REACHED_BESIDE.match(sentence, found.end("who")):
            continue  # an address stands beside the name in a way that is not read: no name without it
        who = "me" if found["who"] == "I" else found["who"]
        sheet.take(key, sentence, here, people.read_people(who, contact=sheet.me, above=(), role=key))


def _take_need(sheet: Sheet, plain: list[str], source: Source) -> None:
    """A plain wish that the organisation supplies the tech supporter, where nobody else is named."""
    wish = next((one for one in plain if _NEED_TECH.search(one) and not _NO_NEED.search(one)), None)
    if wish and "tech" not in sheet.fields and "tech" not in sheet.unclear:
        here = Source(source.part, source.line, "", wish)
        sheet.take("tech", wish, here, Certain(value=NEED_HELP, grammar="prose"))


def _groups(text: str) -> dict[str, Result]:
    """The one occupation that the text says it is from."""
    named = {" ".join(match[0].split()) for match in _OCCUPY.finditer(text[:_MAX_TEXT])}
    found = {" ".join(match["group"].split()) for match in _GROUP.finditer(text[:_MAX_TEXT])}
    return {one: values.read_line(one) for one in found} if len(named) == 1 and found == named else {}


def _take_first(sheet: Sheet, key: str, found: dict[str, Result], source: Source) -> None:
    """The value, where exactly one place in the text gives one."""
    if len(found) == 1 and key not in sheet.fields and key not in sheet.unclear:
        said, result = next(iter(found.items()))
        if isinstance(result, Certain):
            sheet.take(key, said, Source(source.part, source.line, "", said), result)


def _purpose(said: str) -> Result:
    """What the call is for. A clause with a day or an hour in it is no whole one without it: that is asked."""
    return None if _DATE.search(said) or _TIME.search(said) else values.read_text(said.rstrip(" ,;"))


def _length(said: str) -> Result:
    return read_length(said, start=None)
