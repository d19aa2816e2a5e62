"""What plain sentences say in a sign-up for a training: all that they leave no doubt of.

A sentence with a doubt in it fills nothing; where it speaks of the session or of who comes along, it is asked back.
"""

import re

from mailflow.model import Source
from mailflow.read.answers.result import Certain, Doubt, Result, plain
from mailflow.read.interpret import Sheet
from mailflow.read.papers.lines import take_where_open
from mailflow.read.papers.training_persons import take_persons
from mailflow.read.papers.training_session import take_session, take_zone
from mailflow.read.papers.training_text import DOUBTFUL, Told, here, take_one
from mailflow.read.papers.training_values import level_in, read_call, read_experience, read_role, roles_in


def take_told(sheet: Sheet, told: Told, source: Source, prefix: str = "IO") -> None:
    """Fill the sheet with what the sentences say; what they leave in doubt of session and company is unclear.

    prefix: what the references of our calls begin with.
    """
    take_zone(sheet, told, source)
    take_session(sheet, told, source)
    _take_role(sheet, told, source)
    _take_experience(sheet, told, source)
    _take_group(sheet, told, source)
    take_persons(sheet, told, source)
    _take_call(sheet, told, source, prefix)


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
        if DOUBTFUL.search(said) or "?" in said[:-1]:
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
    take_one(sheet, "role", found, source)


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
        take_where_open(sheet, "experience", here(source, found[0][0]), Doubt(why="we could not tell which experience"))
    take_one(sheet, "experience", found, source)


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
        take_where_open(sheet, "group", here(source, said), Certain(value=said, grammar="prose"))


def _take_call(sheet: Sheet, told: Told, source: Source, prefix: str) -> None:
    pattern = re.compile(rf"\b{prefix}-\d{{1,6}}(?:\.\d+)?\b", re.IGNORECASE)
    found = {match[0].upper() for match in pattern.finditer(f"{told.subject} {told.text}")}
    if len(found) == 1:
        said = found.pop()
        take_where_open(sheet, "call", here(source, said), read_call(said, prefix))
