"""The lines of the training sign-up: which words fill which (protocol, section 2.3)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from mailflow.read.answers import values
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, listed, words
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import Reader
from mailflow.read.persons import people
from mailflow.read.persons.reach import ADDRESS_LIKE, address
from mailflow.read.times import when
from mailflow.read.times.zones import read_zone, same_clock

_THIS_ADDRESS = re.compile(
    r"(?:the )?(?:same(?: as (?:above|this|sender|from))?|this(?: one| address| email| e-mail)?|as above"
    r"|see above|above|mine"
    r"|(?:the )?one (?:i'm|i am) (?:writing|mailing) from|blank)",
)
_NOUN = (
    r"(?:available|possible|upcoming|free|open|maestro|weekly|one|ones|session|sessions|training|trainings|date"
    r"|dates|time"
    r"|times|day|slot|you have|there is|you hold|of them|of these)"
)
_PRAISE = (
    r"(?:please|pls|plz|thanks|thank you|is|are|would be|will be|works?|good|great|fine|ok|okay|best|for me"
    r"|for us|with me|with us|i can"
    r"|we can|that works|that is|and|will|would|suits? (?:me|us)|will do|is ok|do|fits?|by me|by us|either of us"
    r"|both of us|all of us|if that helps)"
)
_SESSIONS = {
    "next": re.compile(
        rf"(?:for |in |to |on )?(?:the )?(?:very )?(?:next|soonest|earliest|first(?= (?:one|available|possible"
        rf"|free|training|session))|asap|as soon as possible)"
        rf"(?: {_NOUN})*(?: {_PRAISE})*"
    ),
    "any": re.compile(
        rf"(?:at |for )?(?:any|anytime|any ?one|whichever|whenever|whatever|no preference|all of them|i'm flexible"
        rf"|we're flexible|flexible)"
        rf"(?: (?:{_NOUN}|of (?:your|the|those)|evenings?|nights?"
        rf"|you (?:like|prefer|want|choose|offer)|(?:suits|is good for|works for|is best for) you))*(?: {_PRAISE})*"
    ),
}
_TECH = (
    r"(?:(?:maestro )?tech(?:nical|ie|nician)?(?: (?:supporters?|support|person|people|side|part|help|stuff))?"
    r"|tech supporter"
    r"|(?:maestro )?board(?: (?:manager|operator|person))?|maestro (?:operator|supporter|person)|orchestrator"
    r"|tech orchestrator)"
)
_FACILITATOR = r"(?:facilitat(?:ors?|ing|e|ion)|(?:call )?hosts?|hosting|moderat(?:ors?|ing|e)|co-?facilitat(?:or|ing))"
_ROLE_WORDS = re.compile(rf"\b(?:(?P<tech>{_TECH})|(?P<facilitator>{_FACILITATOR})|(?P<both>both|either role))\b")
_ROLE_FILLERS = listed(
    """
    the a an i i'm i'd i'll will be being would like want to learn as for our my calls call of and & plus also well
    run running
    do doing handle handling please pls we we'll are am is role maestro person too so / + part role roles
    """
)
NEVER = re.compile(
    r"\b(?:none(?: yet| so far| at all)?|no(?: (?:maestro|prior|previous|real))? experience(?: yet| at all)?"
    r"|nothing(?: yet| at all)?"
    r"|(?:complete |total |absolute )?(?:beginner|newbie|novice)|(?:brand |completely |totally "
    r"|all )?new (?:to (?:this|it|maestro|all this|the board))"
    r"|(?:never|have not|haven't|not) (?:done|did|used|tried|run|touched|seen) (?:any of )?(?:this|it|that|maestro"
    r"|any of this|anything|one|a call)"
    r"(?: before| yet)?|first time(?:r)?|zero|never|no(?:t yet)?\Z)",
)
"""No experience yet, in people's words; the words in lower case."""
_SAW = r"(?:watched|saw|seen|viewed|did|done|through|been through|gone through|went through)"
_LEVELS = {
    "videos": re.compile(
        rf"(?:\b{_SAW} (?:all |both |some of |most of |one |a few |a couple )?(?:of )?"
        rf"(?:(?:the|your|those|two|three|training|maestro) )*)?\bvideos?\b"
    ),
    "simulator": re.compile(
        r"(?:\b(?:did|done|used|tried(?: out)?|played with|practi[cs]ed (?:on|with|in)|been on|worked (?:on|with)"
        r"|through|finished)"
        r" (?:the |your )?(?:maestro )?)?\bsimulator\b"
    ),
    "ran-a-call": re.compile(
        r"\b(?:ran|run|hosted|led|did|done|managed|handled) (?:a|an|one|my first|our|two|three|four|five|six"
        r"|several|many|some|a few|a couple(?: of)?|lots of"
        r"|a lot of|\d{1,2})(?: (?:whole|real|maestro|big|small|conference|io|weekly))* calls?\b|\bran-a-call\b"
        r"|\b(?:ran|run) calls\b"
        r"|\b(?:ran|run|worked|managed|handled) (?:the )?(?:maestro )?board (?:for|on|at|during) (?:a|one|two"
        r"|three|our|several|some|a few|a couple of) calls?\b"
    ),
}
_LEVEL_FILLERS = listed(
    """
    i i've have has i'm am we the a an of and only just yes already once twice before so far last in on this year
    month week fall
    spring summer winter january february march april may june july august september october november december ago all
    both
    maestro training me myself some please well ok but not total beginner yesterday for our group with badly poorly
    nicely fine mostly back long time times few bit little lot around really over your website youtube thing
    kind sort like this that it such
    """
)
_NOT_DONE = re.compile(
    r"\b(?:not yet|haven't|have not|didn't|did not|never|half|almost|nearly|started|sat in|listened|observed"
    r"|somebody|someone|plan|planning"
    r"|will|going to|want to|tried to|maybe|soon|could not|couldn't|can't|part of|begun|about to|should|if|or)\b|\?"
)
_NOBODY_ELSE = re.compile(
    r"(?:(?:no|nope|none|nobody|no one|not|nothing|it's|it is|i'm|i am|will be)\b(?: else)? ?)*"
    r"(?:(?:just|only) (?:me|myself|the one of us|one|i)|me (?:only|alone)|myself(?: only)?|(?:nobody|no one|none"
    r"|no others?|not anyone|noone)(?: else)?|by myself|on my own|alone|solo|single)"
    r"(?: (?:this time|for now|yet|so far|right now|at the moment|now|thanks|please|coming|from us|today))*"
)
_NO_MAIL = re.compile(r"\b(?:no|without(?: an)?) e-?mail(?: address)?(?: yet)?\b\s*[,;:-]?\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]*)\)")


def read_email(said: str, sheet: Sheet) -> Result:
    """The one address in the words; ``same`` is the sender's."""
    found = tuple(dict.fromkeys(address(one) for one in ADDRESS_LIKE.findall(said[:LONGEST])))
    if len(found) == 1 and found[0]:
        return Certain(value=found[0], grammar="address")
    if values.is_nothing(said):
        return None
    if not found and _THIS_ADDRESS.fullmatch(_bare(said)) and sheet.contact.email:
        return Certain(value=sheet.contact.email, grammar="address:same")
    return Doubt(why="the address does not look right")


@lru_cache(maxsize=8)
def reference(prefix: str) -> re.Pattern[str]:
    """The reference of a call or a training in people's words; prefix: what the references of our calls begin with."""
    return re.compile(rf"\b(?:{prefix}|TR)[- ]?\d{{1,6}}(?:\.\d+)?\b", re.IGNORECASE)


def read_call(said: str, prefix: str = "IO") -> Result:
    """The call somebody trains for: an id beats words."""
    found = reference(prefix).search(said)
    if found:
        return Certain(value=found[0].upper().replace(" ", "-"), grammar="reference")
    return values.read_line(said)


def read_session(said: str, sheet: Sheet) -> Result:
    """``next``, ``any``, or the day; a condition that these cannot hold is asked back (reading contract)."""
    if values.is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    bare = _bare(said)
    for value, pattern in _SESSIONS.items():
        if pattern.fullmatch(bare):
            return Certain(value=value, grammar="session")
    result = when.read_date(said, sent=sheet.sent, zone=sheet.text("tz"))
    if isinstance(result, Certain) and ("recurrence" in result.also or "recurrence" in result.unsure):
        return Doubt(why="it says more than the words next and any or a date can hold", suggestion=result.value)
    return Certain(value=result.value, grammar=result.grammar) if isinstance(result, Certain) else result


def read_trainees_zone(said: str) -> Result:
    """The zone; an aside in parentheses may say more of it, and may not name another."""
    whole = read_zone(said)
    if isinstance(whole, Certain) or whole is None:
        return whole
    alone = read_zone(_ASIDE.sub(" ", said))
    if not isinstance(alone, Certain) or not isinstance(alone.value, str):
        return whole
    for aside in _ASIDE.findall(said):
        beside = read_zone(aside)
        named = beside.value if isinstance(beside, Certain) else beside.suggestion if beside else None
        if "?" in aside or (isinstance(named, str) and not same_clock(named, alone.value)):
            return whole
        if re.search(r"\b(?:or|maybe|but|not sure|until|moving)\b", aside, re.IGNORECASE):
            return whole
    return alone


def read_role(said: str) -> Result:
    """``tech``, ``facilitator`` or ``both``. Every word must be understood."""
    if values.is_nothing(said):
        return None
    bare = _bare(said)
    named = roles_in(bare)
    left = [word for word in _ROLE_WORDS.sub(" ", bare).split() if word not in _ROLE_FILLERS]
    if not named or left or "?" in said:
        likely = None if {"not", "or", "no"} & set(left) else named
        return Doubt(why="we could not tell tech, facilitator or both", suggestion=likely or None)
    return Certain(value=named, grammar="choice")


def roles_in(text: str) -> str:
    """The role that lower-case words name, ``""`` for none."""
    named = {found.lastgroup for found in _ROLE_WORDS.finditer(text)}
    return "both" if "both" in named or len(named) == 2 else next((one for one in named if one), "")


def read_experience(said: str) -> Result:
    """``none``, ``videos``, ``simulator`` or ``ran-a-call``. Every word must be understood, and only one be named."""
    if len(said) > LONGEST:
        return TOO_LONG
    bare = _bare(said)
    if not bare or (values.is_nothing(said) and not NEVER.fullmatch(bare)):
        return None
    level = level_in(bare)
    left = bare
    for pattern in (*_LEVELS.values(), NEVER):
        left = pattern.sub(" ", left)
    strange = [word for word in re.findall(r"[\w'-]+", left) if word not in _LEVEL_FILLERS]
    if level is None or strange or "?" in said:
        return Doubt(why="we could not tell which experience", suggestion=level)
    return Certain(value=level, grammar="choice")


def level_in(text: str) -> str | None:
    """The one level of experience that lower-case words name, with nothing that puts it in doubt."""
    named = [level for level, pattern in _LEVELS.items() if pattern.search(text)]
    doubted = _NOT_DONE.search(NEVER.sub(" ", text) if not named else text)
    if doubted or len(named) > 1:
        return None
    return named[0] if named else "none" if NEVER.search(text) else None


def read_others(said: str, sheet: Sheet) -> Result:
    """The others: persons, each with an address or a phone where said."""
    if _NOBODY_ELSE.fullmatch(_bare(said)):
        return None
    return people.read_people(_NO_MAIL.sub("", said), contact=sheet.contact, above=(), role="others")


def _bare(said: str) -> str:
    """The words in lower case, without the marks between them."""
    return " ".join(re.sub(r"[\s,.;:!()\"–—]+|(?<!\w)-+|-+(?!\w)", " ", words(said)).split())


def _line(said: str, _sheet: Sheet) -> Result:
    return values.read_line(said)


def readers(prefix: str) -> Mapping[str, Reader]:
    """The reader of each line; the zone before the session, whose day counts in it. prefix: that of our calls."""
    return {"call": lambda said, _: read_call(said, prefix), **_READERS}


_READERS: Mapping[str, Reader] = {
    "name": _line,
    "email": read_email,
    "group": _line,
    "tz": lambda said, _: read_trainees_zone(said),
    "session": read_session,
    "role": lambda said, _: read_role(said),
    "experience": lambda said, _: read_experience(said),
    "others": read_others,
}
