"""The help a group would like: agenda, facilitation, promotion, tech."""

import re

from mailflow.read.answers.nothing import NOTHING_WHERE_NAMED, is_nothing
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, left_over, listed, words
from mailflow.read.answers.yes_no import yes_or_no

_HELP = {
    "agenda": "agenda|agendas|agenda doc|agenda document",
    "facilitation": "facilitation|facilitator|facilitators|facilitating|moderation|facilitate",
    "promotion": "promotion|promo|promoting|promote|publicity|outreach|promotions",
    "tech": "tech|technical|maestro|technology",
}
_HELP_WORDS = {word: key for key, listed in _HELP.items() for word in listed.split("|")}
_HELP_FILLERS = listed(
    """
    yes please and with help the a an doc document docs our we would like need want support some also for both
    wanted needed creating setting up making of call to pls thanks i assistance as well
    just only mainly mostly especially someone somebody person volunteer from io interoccupy you your us thank
    """
)
_ALL_HELP = re.compile(
    r"(?:yes )?(?:please )?(?:we (?:would like|need|want) )?(?:help with )?"
    r"(?:all(?: of (?:it|them|these|the above|those))?"
    r"|all (?:four|4|the above|that|this)|everything(?: (?:you (?:can|could) (?:offer|give|provide)|possible))?"
    r"|any and all|any of (?:them|these|the above)|the (?:whole )?lot)(?: (?:please|thanks|thank you))*"
)
_NO_HELP = re.compile(
    r"(?:no |none |nothing )*(?:(?:help |support )?(?:is )?(?:not )?(?:needed|required|wanted)"
    r"|(?:we(?:'re| are) )?(?:all set|fine|good|ok|okay)|none|nothing|no|nope|no help"
    r"|we (?:do not|don't) need any)"
    r"(?: (?:for now|at the moment|right now|at this time|yet|please|thanks|thank you))*"
)
_COURTESY = re.compile(r"\b(?:thanks|thank you|please|if possible|if you can|if that's ok)\b")


def read_help(said: str) -> Result:
    """Which help is wanted: a sorted tuple out of ``agenda``, ``facilitation``, ``promotion``, ``tech``."""
    if len(said) > LONGEST:
        return TOO_LONG
    text = re.sub(r"[\s,.;:!&/()+-]+", " ", words(said)).strip()
    bare = " ".join(_COURTESY.sub(" ", text).split())
    if is_nothing(said) or bare in NOTHING_WHERE_NAMED or yes_or_no(text) is False or _is_no_help(bare):
        return None
    if yes_or_no(text) or text in {"please", "help", "help please", "any", "some"}:
        return Doubt(why="we would like to know which help")
    if _ALL_HELP.fullmatch(text):
        return Certain(value=tuple(sorted(_HELP)), grammar="help:all")
    listed = bare.split()
    chosen = tuple(sorted({_HELP_WORDS[word] for word in listed if word in _HELP_WORDS}))
    if strange := [word for word in listed if word not in _HELP_WORDS and word not in _HELP_FILLERS]:
        negative = {"no", "not", "but", "except", "without", "don't", "or"} & set(strange)
        return Doubt(why=left_over(strange[0]), suggestion=None if negative else chosen or None)
    if not chosen:
        return Doubt(why="we would like to know which help")
    if "?" in text:
        return Doubt(why="not sure yet", suggestion=chosen)
    return Certain(value=chosen, grammar="help")


def _is_no_help(text: str) -> bool:
    return bool(_NO_HELP.fullmatch(text)) and not re.fullmatch(
        r"(?:help |support )?(?:is )?(?:needed|required|wanted)", text
    )
