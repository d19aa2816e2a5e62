"""Short answers to what we asked: ``pm``, ``yes``, ``Nate, nate@x``, two things in order (protocol, cases 21 and 22).

Only what was asked is answered so, and only where each piece of the text is one answer: a name alone between two
questions, a question of theirs or talk fills nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.fields import CALL_REQUEST, Spec, Type
from mailflow.model import Line, Person
from mailflow.read.answers.result import Certain, Doubt
from mailflow.read.forms.form import Answer, find_bare
from mailflow.read.forms.leave_taking import is_end_of_letter
from mailflow.read.interpret import Sheet, interpret
from mailflow.read.letter import Letter, is_thanks
from mailflow.read.persons.need_help import is_literal
from mailflow.read.sentences.clauses import cut
from mailflow.read.sentences.prose_foreign import gloss
from mailflow.read.sentences.prose_reach import reached
from mailflow.read.sentences.prose_what import told_small
from mailflow.read.sentences.prose_who import told_roles
from mailflow.read.sentences.told import Told
from mailflow.read.times import when
from mailflow.read.times.remarks import is_remark

_SPECS = CALL_REQUEST.by_key()
_CHATTER = re.compile(
    r"(?:i|we|i'll|we'll|will|sorry|ok|okay|hi|hello|hey|yes|no|sure|let|please|here|see|attached|as|got|great|good|can|could|not)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?:yes,? )?(?P<half>[ap]\.?m)\b\.?(?:[ ,]+(?:please|of course|thanks|yes|sorry))*", re.IGNORECASE)
_YES = re.compile(
    r"(?:yes|yep|yeah|yup|correct|right|exactly|that(?:'|’)?s (?:right|it|correct))"
    r"(?:[\s,.!]+(?:yes|please|thanks|thank you|that(?:'|’)?s (?:right|it|correct|what i meant)|it is|correct|right))*"
    r"[\s.!]*(?:\n\s*[-–—]?\s*[A-Z][\w'’]{1,20}\.?)?",
    re.IGNORECASE,
)
_YES_TO_ALL = re.compile(
    r"(?:yes[\s,.!]+)?(?:to )?(?:both|all|everything|all of (?:it|them|that)|both of them|twice)"
    r"(?: (?:times|questions|points))?(?:,? (?:is|are|['’]s))?(?: (?:right|correct|fine|good|yes|ok(?:ay)?))*[\s.!]*"
    r"|yes[\s,.!]+(?:and )?yes[\s.!]*",
    re.IGNORECASE,
)
_YES_TO_WHICH = ', and your "yes" may be for another line'
_TAKES_BACK = re.compile(
    r"@|\b(?:unless|if|never ?mind|scratch|not|no|tech|maestro|found|except|until|or|maybe|wait)\b|n['’]t\b",
    re.IGNORECASE,
)
_BETWEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"\s+[/|]+\s+", r"\s*;\s*", r"(?<=[^\s.]{3}[.!])\s+(?=\S)", r",?\s+(?:and|&)\s+", r"\s*,\s+")
)
"""What stands between two answers on one line, the plainest first."""

_NAME = re.compile(r"[-–—~]{0,2}\s*[^\W\d_][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}[.!]?")
_ONLY_REACH = re.compile(r"\W*(?:[\w.+'-]+@[\w.-]+|\+?[\d() ./-]{7,20})\W*")


def take_short(sheet: Sheet, mail: Letter) -> None:
    """Write down the short answer that a reply is, where it is one."""
    if not _take_yes(sheet, mail):
        _take_bare(sheet, mail)


def _take_yes(sheet: Sheet, mail: Letter) -> bool:
    """A bare ``yes`` to the one value that we suggested, or a bare ``pm`` to an hour (protocol, case 10).

    Whether the words were such an answer. More than one suggestion: it is not plain which of them is meant, and all
    are asked again, but for ``yes to both``.
    """
    doubts = {key: doubt for key in mail.asked if (doubt := mail.context.doubts.get(key))}
    first = next((line.strip(" .,!") for line in mail.own.splitlines() if line.strip()), "")
    half = _HALF.fullmatch(first)
    if half and "time" in doubts and doubts["time"].said:
        said = f"{doubts['time'].said} {half['half']}"
        sheet.take("time", said, mail.source, when.read_time(said, sent=mail.sent, zone=sheet.zone, day=sheet.day))
        return True
    suggested = {key: doubt for key, doubt in doubts.items() if doubt.suggestion is not None}
    is_all = bool(_YES_TO_ALL.fullmatch(mail.own.strip()))
    if not suggested or not (is_all or _YES.fullmatch(mail.own.strip())):
        return False
    here = replace(mail.source, said=mail.own.strip())
    for key, doubt in suggested.items():
        if is_all or len(suggested) == 1:
            sheet.take(key, doubt.said, here, Certain(value=doubt.suggestion, grammar="yes to our suggestion"))
        else:
            why = doubt.why if doubt.why.endswith(_YES_TO_WHICH) else doubt.why + _YES_TO_WHICH
            sheet.take(key, doubt.said, here, Doubt(why=why, suggestion=doubt.suggestion))
    return True


def _take_bare(sheet: Sheet, mail: Letter) -> None:
    """Values typed without labels, where exactly what was asked is answered."""
    asked = [_SPECS[key] for key in mail.asked if key in _SPECS]
    if is_thanks(mail.own) or not asked:
        return
    has_text = any(spec.type in {Type.LINE, Type.TEXT} for spec in asked)  # any sentence might be such an answer
    own = _without_frame(mail.own)
    own = own if has_text else _without_remarks(own)
    found = _literal_help(own, asked) or find_bare(own, asked)
    read = _read(sheet, mail, found)
    for between in (_BETWEEN[:2] if has_text else _BETWEEN) if read is None and len(asked) > 1 else ():
        found = find_bare(between.sub("\n", own.partition("\n\n")[0]), asked)
        read = _read(sheet, mail, found)
        if read is not None and _is_complete(read, found, sheet.me):
            break
        read = None
    if read is not None and not _tells_of_else(read, own, asked, sheet.me):
        sheet.fields.update(read.fields)
        sheet.unclear.update(read.unclear)


def _without_frame(own: str) -> str:
    """The words without what leads to them (``Here you go:``) and the author's name in a paragraph of its own below."""
    first, _, below = own.strip().partition("\n\n")
    own = below if below and first.endswith(":") and "\n" not in first else own
    above, _, last = own.strip().rpartition("\n\n")
    return above if above and _NAME.fullmatch(last.strip()) else own


def _tells_of_else(read: Sheet, own: str, asked: Sequence[Spec], me: Person) -> bool:
    """Whether words that are no answer plainly say another line: ``it's an emergency``, where a number was asked."""
    if read.fields or any(doubt.suggestion is not None for doubt in read.unclear.values()):
        return False
    keys = {spec.key for spec in asked}
    return any(one.key not in keys for one in (*told_small(cut(own).sentences), *_told(own, me)))


def _without_remarks(own: str) -> str:
    """The words without the lines that speak of something else: ``8pm``, and below it ``hope that works``."""
    lines = own.strip().splitlines()
    dropped = {at for at, line in enumerate(lines) if at and is_remark(line) and not is_end_of_letter(line.strip())}
    return "\n".join(line for at, line in enumerate(lines) if at not in dropped)


def _read(sheet: Sheet, mail: Letter, found: Sequence[tuple[Spec, str]]) -> Sheet | None:
    """What the pieces say, ``None`` where one of them is no answer."""
    if not found or any(spec.type in {Type.LINE, Type.TEXT} and _is_chatter(said) for spec, said in found):
        return None
    reach = [bool(_ONLY_REACH.fullmatch(said)) for _, said in found]
    if any(reach[1:]) and not all(reach):
        return None  # an address below a name is that person's
    named = _by_role(found, sheet.me)
    left = iter([spec for spec, _ in found if spec.key not in {one.key for one in named.values()}])
    line = Line("", 0, mail.source.line, mail.source.part)
    answers = [
        Answer(spec=next(left), said=said, first=said, line=line, number_given=False, label="")
        for at, (_, said) in enumerate(found)
        if at not in named
    ]
    alone = interpret(answers, sent=mail.sent, contact=sheet.contact, known=mail.context.known)
    for told in named.values():
        alone.take(told.key, told.sentence, mail.source, told.result)
    return alone if len(found) == 1 or all(_is_answer(alone, spec.key) for spec, _ in found) else None


def _is_answer(alone: Sheet, key: str) -> bool:
    """Whether a piece is a value or the likely one."""
    return key in alone.fields or (key in alone.unclear and alone.unclear[key].suggestion is not None)


def _by_role(found: Sequence[tuple[Spec, str]], me: Person) -> dict[int, Told]:
    """The pieces that name their role themselves, where no two name the same one: ``Walt is tech``."""
    keys = {spec.key for spec, _ in found}
    told = [[one for one in _told(said, me) if one.key in keys] for _, said in found]
    named = {at: several[0] for at, several in enumerate(told) if len(several) == 1}
    return named if len({one.key for one in named.values()}) == len(named) else {}


def _told(said: str, me: Person) -> Iterator[Told]:
    """The roles that one piece names."""
    sentences = gloss(cut(said).sentences).english
    return reached(told_roles(sentences, me), sentences)


def _is_complete(read: Sheet, found: Sequence[tuple[Spec, str]], me: Person) -> bool:
    """Whether each piece of one line is whole by itself: it names its role, can be reached, or is no person at all."""
    named = {one.key for one in _by_role(found, me).values()}
    for spec, _ in found:
        field = read.fields.get(spec.key)
        if field is None:
            return False
        persons = [one for one in field.value if isinstance(one, Person)] if isinstance(field.value, tuple) else []
        if spec.key not in named and not all(one.is_reachable for one in persons):
            return False
    return True


def _literal_help(own: str, asked: Sequence[Spec]) -> tuple[tuple[Spec, str], ...]:
    """NEED HELP on the first line, where only the tech supporter was asked: the lines below are for people to read."""
    lines = [text for raw in own.splitlines() if (text := raw.strip())]
    if [spec.key for spec in asked] != ["tech"] or not lines or not is_literal(lines[0]):
        return ()
    below = " ".join(lines[1:])
    return () if _TAKES_BACK.search(below) else ((asked[0], lines[0]),)


def _is_chatter(said: str) -> bool:
    return len(said) > 150 or bool(_CHATTER.match(said))
