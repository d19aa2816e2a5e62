"""Whether words say that nobody is there for a role: ``no tech person``, ``nobody can run the board``.

For the board, which the organisation can staff, this is the wish for help that the form asks for; for any other role
nothing was said (reading contract, "Settled details").
"""

import re

from mailflow.read.answers.result import plain

ANY_ROLE = ""
"""The role of words that name none: ``we don't have anyone``."""

_TECH = (
    r"(?:trained )?(?:(?:maestro )?tech(?:ie|nician)?|(?:(?:maestro )?tech(?:nical)?|maestro) (?:support(?:er)?|person"
    r"|people|guy|lead|point person|operator|tech)|(?:maestro |switch-?)?board (?:operator|person|manager))s?"
)
_BACKUP = r"(?:(?:a )?back[- ]?up(?: facilitator| host| person)?|substitute|stand-in|second facilitator)s?"
_FACILITATOR = r"(?:(?:call )?(?:facilitator|host|moderator)|(?:somebody|someone|anyone|anybody) to facilitate)s?"
_NOTETAKER = r"(?:note[- ]?taker|scribe|minute[- ]?taker)s?"
_TECH_SIDE = (
    r"(?:(?:the |your |our )?(?:(?:maestro|tech(?:nical|nology|nique)?|switch-?board)"
    r"(?: (?:side|part|end|support|stuff|work|things?|job|role|board|person|supporter))?|(?:maestro |switch)?board))"
)
_OTHER_SIDES = {
    "backup": rf"(?:the |our |a )?{_BACKUP}",
    "facilitator": r"(?:the )?(?:facilitation|facilitator|facilitating|hosting)",
    "notetaker": r"(?:the )?(?:notes?|minutes|note[- ]?taking|note[- ]?taker)",
}
_PERSONS = {"tech": _TECH, "backup": _BACKUP, "facilitator": _FACILITATOR, "notetaker": _NOTETAKER}
_SIDES = {"tech": _TECH_SIDE, **_OTHER_SIDES}
_DOES = (
    r"(?:to |who |that )?(?:can |could |would |is able to |is trained to |knows? how to |wants to |dares to |will )*"
    r"(?:do|does|run|runs|handle|handles|cover|manage|operate|work|staff|man|use|take care of|look after)"
)
_TRAINED = r"(?:(?:who )?(?:is|was|has been) )?trained (?:for|on|in|with)"
_WE = r"(?:we|i|our (?:group|side|committee|people|g\.?a\.?)|us)"
_STILL = r"(?: (?:still|currently|just|really|also|simply|yet|actually|do|as yet|honestly))*"
_HAVE_NO = (
    rf"(?:(?:{_WE}{_STILL} (?:have|has|have got|has got|got)|{_WE}(?:'ve) got|there(?:'s| is| are|s)|have)"
    rf"{_STILL} (?:no|zero)|(?:we|i)'ve{_STILL} no)"
)
_NOT_HAVE = (
    rf"(?:{_WE}{_STILL} )?(?:do not|don't|dont|does not|doesn't|have not|haven't|havent|has not|hasn't)"
    rf"{_STILL} (?:have|got|have got|know){_STILL}(?: (?:a|an|any|our own))?"
)
_LACK = rf"(?:{_WE}(?:'re| are)?{_STILL} )?(?:lack|lacks|lacking|without|short of|missing)(?: (?:a|an|any))?"
_NOBODY = (
    rf"(?:(?:{_WE}{_STILL} (?:have|has|got|have got)|{_WE}'ve got|there(?:'s| is))?{_STILL} ?"
    r"(?:nobody|no ?one|no-one|not (?:one(?: of us)?|a (?:single )?(?:soul|person))"
    r"|none of (?:us|our (?:people|folks|group|members))|noone)"
    rf"|(?:{_WE}{_STILL} )?(?:do not|don't|dont|haven't|have not|havent|has not|hasn't){_STILL}"
    rf" (?:have|got|have got|know){_STILL} (?:anyone|anybody|any ?one|someone|somebody|a (?:person|soul|volunteer)))"
)
_HERE = (
    r"(?: (?:yet|here|there|around|available|so far|right now|now|at the moment|at present|for now|currently|either"
    r"|ourselves|sadly|unfortunately|though|sorry|i'?m afraid|i am afraid"
    r"|today|(?:on|at|from|of) our (?:side|end|own)|on board|of ours|with us"
    r"|in (?:our|the) (?:group|committee|circle|town|camp)|among us|for (?:it|this|that|us|(?:this|the|our) call"
    r"|that (?:day|night|evening))))*"
)
_SORRY = (
    r"(?:(?:and|but|so|also|then|well|sorry|unfortunately|sadly|alas|honestly|so far|right now|at the moment|as yet"
    r"|as of now|as for (?:the )?tech|i(?:'m| am) afraid|we(?:'re| are) afraid|that)[ ,]+)*"
)
_ANY_PERSON = (
    r"(?:one|body|person|people|volunteers?)(?: (?:trained|to do (?:it|this|that)"
    r"|(?:who|that) (?:can|could) do (?:it|this|that)))?"
)
_ANY_DOES = (
    r"(?: (?:who )?(?:is trained|trained|can(?: do (?:it|this|that))?|to do (?:it|this|that)|knows how(?: to)?))"
)


def _sentence(person: str, side: str) -> re.Pattern[str]:
    """All the ways to say that a role has nobody, as one whole clause."""
    person, side = rf"(?:{person})", rf"(?:{side})"
    core = "|".join(
        (
            rf"(?:{_HAVE_NO}|no|{_NOT_HAVE}|{_LACK}) {person}",
            rf"{_NOBODY}{_HERE} (?:for|on|as|in) {side}",
            rf"{_NOBODY}{_HERE} (?:{_DOES}|{_TRAINED}|knows?) {side}",
            rf"(?:for|as) {side},? {_NOBODY}",
        )
    )
    return re.compile(rf"{_SORRY}(?:{core}){_HERE}", re.IGNORECASE)


_OF_ROLE = {key: _sentence(person, _SIDES[key]) for key, person in _PERSONS.items()}
_OF_ANY = re.compile(
    rf"{_SORRY}(?:(?:{_HAVE_NO}|{_NOT_HAVE}|{_LACK}) {_ANY_PERSON}|{_NOBODY}{_HERE}{_ANY_DOES}?"
    rf"|{_WE} have none|not got (?:one|any)){_HERE}",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s,.!;:()]+")
_LONGEST = 160
"""Characters. Who says more than this says more than that nobody is there."""


def nobody_for(said: str) -> str | None:
    """The role that the words say nobody is there for, ``ANY_ROLE`` where they name none; ``None`` for other words."""
    text = _MARKS.sub(" ", plain(said)).strip(" -–—")
    if not text or len(text) > _LONGEST:
        return None
    for key, pattern in _OF_ROLE.items():
        if pattern.fullmatch(text):
            return key
    return ANY_ROLE if _OF_ANY.fullmatch(text) else None
