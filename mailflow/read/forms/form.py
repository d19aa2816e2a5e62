"""Lines of a mail → labelled answers.

Every way people really fill a form: numbers, labels, both, bold, bullets, tables, values behind, below or wrapped,
above, inside or below the quote (protocol, sections 2.1 and 4, cases 20 to 25). Nothing is judged here: what the words
mean is for the grammars, and what stands twice stands twice.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mailflow.fields import Form, Spec, Type
from mailflow.model import Document, Message
from mailflow.read.answers.nothing import without_example
from mailflow.read.forms.editor import unmarked
from mailflow.read.forms.gather import Answer, gather, is_affirmation
from mailflow.read.forms.labels import clean, prompt_of
from mailflow.read.forms.leave_taking import is_end_of_letter
from mailflow.read.forms.numbers import settled
from mailflow.read.forms.page import Page, beside_each_other, look, squeeze
from mailflow.read.forms.runs import cut_runs

__all__ = [
    "Answer",
    "beside",
    "find_answers",
    "find_bare",
    "is_untouched",
    "look",
    "look_over",
    "prompts_seen",
    "split_forms",
]

_OUR_ACKNOWLEDGEMENT = re.compile(r"\bio-\d{4}\b|we have your request|what we understood|we understood", re.IGNORECASE)
_OUR_SENTENCE = re.compile(
    r"(?:we (?:have|read|still|also|will|could|assumed)|this is not a booking|(?:just )?reply|if (?:something|you mean)"
    r"|you (?:wrote|named|asked|told|need)|until then|a phone number helps|your mail asks|each has its own)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:(?:no|nope|actually|sorry|oops|now|change (?:this )?to|changed to|should be|make (?:it|that)|instead|it'?s)\b"
    r"[\s,.:!-]+)+(?=\w)",
    re.IGNORECASE,
)
_HINT = re.compile(r"\s*\([^()\n]{1,80}\):")
_BROKEN = 60  # a longer line may have been broken by a mail program
_UNDERSTOOD = re.compile(r"\W*what we understood\b", re.IGNORECASE)
_ANEW = 3  # as many lines in a row that were answered before begin another form
_JOINS_PERSONS = frozenset({Type.PERSON, Type.PERSONS, Type.TECH, Type.LIST})
_PLAINLY = 8  # as many labels of a form make a document that form, whatever else it says
_TITLED = 3  # as many below its own title do
_LIKELY = 5  # as many required ones do, where it does not call itself notes or an agenda
_OTHER_PAPER = re.compile(r"\b(?:minutes|notes|agenda|report|flyer|transcript)\b", re.IGNORECASE)
_HEADING_LINES = 6


def look_over(message: Message, form: Form) -> Page:
    """The page of a mail with the documents in which somebody filled this form (protocol, section 4, case 23).

    An agenda or minutes with a day and an hour on top are no form. A blank form beside a letter says nothing.
    """
    papers = [look(one.lines, form) for one in message.documents if _is_form(one, form)]
    filled = [one for one in papers if not is_untouched(one)]
    is_letter = any(line.text.strip() for line in message.lines if not line.depth)
    return beside_each_other((look(message.lines, form), *(filled if filled or is_letter else papers)))


def _is_form(document: Document, form: Form) -> bool:
    page = look(document.lines, form)
    keys = {prompt.spec.key: prompt.spec for prompt in page.labelled()}
    is_titled = any(form.code.casefold() in one.text.casefold() for one in page.seen[:_HEADING_LINES])
    if is_titled and len(keys) >= _TITLED:
        return True
    if len(keys) >= min(_PLAINLY, len(form.specs) - 1):
        return True
    titles = [document.name.replace("_", " "), *(one.text for one in page.seen[:_HEADING_LINES] if not one.prompts)]
    return sum(spec.required for spec in keys.values()) >= _LIKELY and not _OTHER_PAPER.search(" ".join(titles))


def find_answers(
    page: Page, sent_text: str = "", *, asked: Sequence[str] = (), replying: bool = False
) -> tuple[Answer, ...]:
    """Every line of the form that has an answer, in the order of the mail.

    page: the mail's lines, as ``look`` recognises them; sent_text: the plain text of our mail that this one answers,
    ``""`` where there is none: a quoted line counts only where it says something else; asked: the keys asked for
    there; replying: the mail answers one of ours, so that numbers without labels count. A key that was answered twice
    stands twice, with the same words too; the author's own words win over quoted ones. Raises nothing.
    """
    if sent_text:
        page = page.knowing(sent_text)
    page = settled(cut_runs(page, asked), asked=asked, replying=replying or bool(sent_text))
    found = [one for one in unmarked([*gather(page)]) if not _is_hint(one.said, one.spec)]
    own = [one for one in found if not one.quoted]
    quoted = _new_in_quote([one for one in found if one.quoted], page, sent_text)
    answered = {one.spec.key for one in own}
    both = own + [one for one in quoted if one.spec.key not in answered]
    return tuple(sorted(both, key=lambda one: (one.line.part, one.line.number)))


def beside(page: Page, answers: Sequence[Answer]) -> str:
    """The author's own words that belong to no line of the form: the covering text, without signature."""
    taken = {place for one in answers for place in one.places}
    kept: list[str] = []
    signed = False
    for one, later in zip(page.seen, page.later, strict=True):
        if one.line.depth:
            signed = False
            continue
        signed = signed or (one.mark in {"signature", "sign-off"} and later == 0)
        labelled = any(prompt.label for prompt in one.prompts)
        if not signed and not one.mark and not labelled and (one.line.part, one.line.number) not in taken:
            kept.append(one.text)
        elif one.mark == "blank" and kept and kept[-1]:
            kept.append("")
    return "\n".join(kept).strip()


def split_forms(answers: Sequence[Answer]) -> tuple[tuple[Answer, ...], ...]:
    """The answers of each filled form that a mail holds (protocol, section 4, case 26).

    Another form begins where line after line is answered anew. Two forms of one name and day are one request that says
    two things; those answers stay together, to be asked back.
    """
    parts: list[list[Answer]] = [[]]
    for at, one in enumerate(answers):
        known = {other.spec.key for other in parts[-1]}
        ahead = [other.spec.key for other in answers[at : at + _ANEW]]
        if one.label and len(ahead) == _ANEW and known.issuperset(ahead):
            parts.append([])
        parts[-1].append(one)
    names = {_named(part) for part in parts}
    if len(parts) > 1 and len(names) == len(parts) and all(_is_whole(part) for part in parts):
        return tuple(tuple(part) for part in parts)
    return (tuple(_without_repeats(answers)),)


def _named(part: Sequence[Answer]) -> tuple[str, ...]:
    """What tells one request from another: its name, else its day."""
    for key in ("title", "date"):
        said = tuple(squeeze(one.said) for one in part if one.spec.key == key)
        if said:
            return said
    return ()


def _is_whole(part: Sequence[Answer]) -> bool:
    return len({one.spec.key for one in part if one.spec.required}) >= _ANEW


def is_untouched(page: Page) -> bool:
    """Whether our blank form came back, quoted or not, with nothing filled in."""
    prompts = page.labelled()
    ours = {prompt.spec.key for prompt in prompts if prompt.is_form_line}
    if len(ours) < 5 and len({prompt.spec.key for prompt in prompts}) < 8:
        return False
    return not find_answers(page, replying=True)


def prompts_seen(page: Page) -> frozenset[str]:
    """The keys whose labels stand in the mail, answered or not."""
    return frozenset(prompt.spec.key for prompt in page.labelled())


def find_bare(own_text: str, asked: Sequence[Spec]) -> tuple[tuple[Spec, str], ...]:
    """Values typed without labels: exactly one piece of text for each line that was asked, or nothing.

    One line asked: a short text of at most two lines. More: exactly as many lines as were asked for. Whether each
    is a value of its kind is for the caller to judge (protocol, section 4, cases 21 and 22).
    """
    kept = []
    for raw in own_text.splitlines():
        text = clean(raw)
        if not text:
            continue
        if is_end_of_letter(text):
            break
        kept.append(text)
    kept = [text for at, text in enumerate(kept) if at or not _is_greeting(text)]
    if not asked or not kept or any(text.endswith("?") for text in kept):
        return ()
    if len(asked) == 1 and len(kept) <= 2:
        said = (", " if asked[0].type in _JOINS_PERSONS else " ").join(kept)
        return ((asked[0], said),) if len(said) <= 300 else ()
    if len(asked) > 1 and len(kept) == len(asked):
        return tuple(zip(asked, kept, strict=True))
    return ()


def _is_hint(said: str, spec: Spec) -> bool:
    """Whether what stands there is only the hint of the blank form."""
    plain = said.strip()
    if spec.hint and without_example(plain.strip("()")) == without_example(spec.hint):
        return plain.startswith("(") or spec.hint != "yes"
    return not any(letter.isalnum() for letter in plain) and "?" not in plain and not plain.strip("-_.*:()|/ ")


def _new_in_quote(quoted: Sequence[Answer], page: Page, sent_text: str) -> list[Answer]:
    """The quoted answers that we did not send ourselves."""
    if not quoted:
        return []
    if sent_text:
        return _beside_sent(quoted, page, sent_text)
    lines = [one for one in page.seen if one.line.depth > 0]
    prompts = [prompt for one in lines for prompt in one.prompts if prompt.label]
    ours = {prompt.spec.key for prompt in prompts if prompt.is_form_line}
    if len(ours) < 3 and len({prompt.spec.key for prompt in prompts}) < 4:
        return []
    if not any(_OUR_ACKNOWLEDGEMENT.search(one.text) for one in lines):
        return list(quoted)
    # An acknowledgement repeats what it understood: only what it asked was filled in.
    repeats = next((one.line.number for one in lines if _UNDERSTOOD.match(one.text)), 0)
    asking = {
        one.line.number for one in lines if one.line.number < repeats or any(prompt.hinted for prompt in one.prompts)
    }
    kept: list[Answer] = []
    for one in quoted:
        if one.line.number in asking and (one.behind or not _OUR_SENTENCE.match(one.said)):
            kept.append(one)
        elif one.line.number >= repeats and not one.remark:
            kept.extend(_below(one, page))
    return kept


def _below(one: Answer, page: Page) -> list[Answer]:
    """What stands below a line of ours that has its value, on a line of its own: a remark on it."""
    rest = one.said[len(one.first) :].strip(" ,;")
    length = max(
        (len(seen.text) for seen in page.seen if seen.line.depth and seen.line.number == one.line.number), default=0
    )
    if (
        not one.behind
        or not rest
        or is_affirmation(rest)
        or length > _BROKEN
        or one.spec.type in {Type.TEXT, Type.LINE}
    ):
        return []
    return [_remark(one, rest)]


def _remark(one: Answer, rest: str) -> Answer:
    """What was said to a value of ours, without the words that only say that it changes: ``no, 7:30 pm please``."""
    said = _CHANGED.sub("", rest) or rest
    return replace(one, said=said, first=said, otherwise="", remark=True, behind=False)


def _beside_sent(quoted: Sequence[Answer], page: Page, sent_text: str) -> list[Answer]:
    """The quoted answers at the depth where our mail is quoted that differ from it."""
    sent_lines = {squeeze(line) for line in sent_text.splitlines()} - {""}
    matches = Counter(one.line.depth for one in page.seen if one.line.depth and squeeze(one.text) in sent_lines)
    depth = min((d for d, count in matches.items() if count == max(matches.values())), default=1)
    sent_squeezed = squeeze(sent_text)
    unhinted = squeeze(_HINT.sub(":", sent_text))  # "yes" behind "21. Emergency (yes and why):" is no word of ours
    sent_prompts = [p for p in (prompt_of(clean(line), page.table) for line in sent_text.splitlines()) if p and p.label]
    sent_values: dict[str, set[str]] = {}
    for prompt in sent_prompts:
        sent_values.setdefault(prompt.spec.key, set()).add(squeeze(prompt.value))
    text_of = {one.line.number: one.text for one in page.seen if one.line.depth}
    kept: list[Answer] = []
    for one in _without_repeats([one for one in quoted if one.line.depth == depth]):
        said = squeeze(one.said)
        if not said or said in sent_values.get(one.spec.key, {said}):
            continue
        rest = _behind_sent(one.said, sent_values[one.spec.key])
        if rest and one.spec.type not in {Type.TEXT, Type.LINE}:
            kept.extend(() if is_affirmation(rest) else (_remark(one, rest),))
            continue
        label = squeeze(one.label)
        if f"{label}{said}" in unhinted or squeeze(_whole(one, text_of)) in sent_squeezed:
            continue
        kept.append(one)
    return kept


def _behind_sent(said: str, sent: Collection[str]) -> str:
    """What stands behind the value that we sent: ``8:00 pm -> 7:30 pm``."""
    words = said.split()
    for count in range(1, len(words)):
        if (begin := squeeze(" ".join(words[:count]))) and begin in sent:
            return " ".join(words[count:]).strip("-=> ,;:\u2013\u2014\u2192")
    return ""


def _whole(answer: Answer, text_of: Mapping[int, str]) -> str:
    """The line an answer begins on, with what follows it in the answer."""
    rest = answer.said[len(answer.first) :] if answer.behind else answer.said
    return text_of.get(answer.line.number, "") + rest


def _without_repeats(answers: Sequence[Answer]) -> list[Answer]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in answers:
        same = (one.spec.key, squeeze(one.said))
        if same not in seen:
            seen.add(same)
            kept.append(one)
    return kept


def _is_greeting(text: str) -> bool:
    return bool(
        re.match(
            r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.?\d@]{0,30}[,!.:]?\Z", text, re.IGNORECASE
        )
    )
