"""Which numbers at the beginning of a line stand for a line of the form.

``8. Tammy`` is the facilitator in an answer to our form and nothing in a list of demands. The lines of a form count
up; what breaks the count is a list inside an answer. Where many lines of a mail carry our numbers with our labels, or
what stands behind the numbers is plainly a day, an hour and a zone, the numbers are believed, whatever became of the
labels (protocol, section 2.1).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mailflow.fields import Type
from mailflow.read.forms.labels import Prompt, Table, begins_with_label, dashed_heading, normalise, number_alone
from mailflow.read.forms.page import Page, Seen
from mailflow.read.forms.plausible import bears_out

_EXACT, _AKIN, _BARE, _WEAK = 8, 4, 2, 1  # how much a line weighs in the count
_LABELLED = 3  # as many lines with our number and our label make the numbers of a mail ours
_WHOLE = 8  # as many numbers that count up are a form without labels
_PLAIN = 2  # as many of a day, an hour and a zone bear out that labels are labels
_SHORT = 5  # or as many, where a day, an hour and a zone stand behind theirs
_WHEN = frozenset({Type.DATE, Type.TIME, Type.ZONE})
_TELLS_ITSELF = _WHEN | {Type.DURATION, Type.RANGE, Type.PHONE}
"""A value of these says which line it answers, under any label; a yes does not say to what."""
_LOOSE = re.compile(r"[*_]{0,2}(\d{1,2})(?:\s+(?:[-\u2013]\s+)?|[-\u2013]\s+)(?=[\d~?@(\"“'])(.+)")
_IS = re.compile(r"#?(\d{1,2})\s+is\s+(\S.*)", re.IGNORECASE)
_PERSON_LIKE = re.compile(r"[A-Z]|me\b|myself\b|I will\b|(?i:need help)|\S+@")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    """A numbered line. at: its place on the page; weight: how sure it is that it is a line of the form."""

    at: int
    n: int
    prompt: Prompt
    weight: int
    more: tuple[Prompt, ...] = ()  # those behind it on its line


def settled(page: Page, *, asked: Collection[str] = (), replying: bool = False) -> Page:
    """The page with every number without its label settled: a sure prompt, or no prompt at all.

    asked: the keys that the mail answered asks for; replying: it answers one of ours.
    """
    seen = list(page.seen)
    for places in _beside_each_other(seen):
        for at, prompts in _settle(seen, places, page.table, frozenset(asked), replying=replying):
            seen[at] = replace(seen[at], prompts=prompts)
    return replace(page, seen=tuple(seen))


def _beside_each_other(seen: Sequence[Seen]) -> Iterator[list[int]]:
    """The lines of one document and one depth: a quote counts for itself."""
    groups: dict[tuple[str, int], list[int]] = {}
    for at, one in enumerate(seen):
        if not one.mark:
            groups.setdefault((one.line.part, one.line.depth), []).append(at)
    yield from groups.values()


def _settle(
    seen: Sequence[Seen], places: Sequence[int], table: Table, asked: frozenset[str], *, replying: bool
) -> Iterator[tuple[int, tuple[Prompt, ...]]]:
    found = [one for at in places if (one := _numbered(seen[at], at, table, asked))]
    found = _by_number(_with_labels_behind(found, table), table)
    count = _Count.of(found, asked, replying=replying)
    before: Prompt | None = None
    inside = False  # a list that began inside an answer goes on as long as it counts on
    last = 0
    by_place = {one.at: one for one in found}
    for at in places:
        one = by_place.get(at)
        prompts = seen[at].prompts
        if one and (one.prompt.is_akin or not one.prompt.label):
            is_new = not (inside and one.n == last + 1)
            prompt = count.judge(one, before, is_new=is_new)
            inside, last = prompt is None, one.n
            prompts = (prompt, *prompts[1:]) if prompt else ()
        elif one:
            inside = False
            if one.prompt is not prompts[0] if prompts else True:
                prompts = (replace(one.prompt, is_sure=True), *prompts[1:])
        if prompts is not seen[at].prompts or len(prompts) > 1:
            # What stands behind a sure one counts on.
            prompts = tuple(replace(other, is_sure=True) for other in prompts)
            yield at, prompts
        before = prompts[-1] if prompts else before


def _with_labels_behind(found: Sequence[_Numbered], table: Table) -> list[_Numbered]:
    """The lines with labels that nothing parts from the values, where several have them: ``2 Group Occupy Tulsa``."""
    lengths = [
        begins_with_label(one.prompt.value, one.prompt.spec, table) if not one.prompt.label else 0 for one in found
    ]
    cut = [_cut_label(one.prompt, length) for one, length in zip(found, lengths, strict=True) if length]
    plain = sum(bears_out(one.value, one.spec) is True for one in cut if one.spec.type in _WHEN)
    if len(cut) < _LABELLED or plain < _PLAIN:
        return list(found)  # 1. Title IX
    return [
        replace(one, prompt=_cut_label(one.prompt, length), weight=_EXACT) if length else one
        for one, length in zip(found, lengths, strict=True)
    ]


def _by_number(found: Sequence[_Numbered], table: Table) -> list[_Numbered]:
    """The lines, by number where the label's own line stands elsewhere: ``1 name - May Day`` beside ``3 contact``."""
    exact = {one.prompt.spec.key for one in found if one.weight == _EXACT}
    kept = []
    for one in found:
        spec = table.by_number.get(one.n)
        is_other = not one.weight and one.prompt.spec.key in exact and spec and spec.key not in exact
        if is_other and spec:
            prompt = number_alone(spec, f"{one.prompt.label}: {one.prompt.value}")
            one = replace(one, prompt=prompt, weight=_AKIN if prompt.is_akin else _BARE)  # noqa: PLW2901
        kept.append(one)
    return kept


def _cut_label(prompt: Prompt, length: int) -> Prompt:
    label, value = prompt.value[:length], prompt.value[length:].lstrip(" -:=")
    return replace(prompt, label=normalise(label), heading="", value=value)


def _numbered(seen: Seen, at: int, table: Table, asked: frozenset[str]) -> _Numbered | None:
    """The number that a line begins with, a loose one too where nothing else stands there (``6 8pm``)."""
    first = seen.prompts[0] if seen.prompts else _loose(seen.text, table, asked)
    if first is None or first.number is None or first.is_sure:
        return None
    if first.is_akin:
        weight = _AKIN
    elif first.label:
        weight = _EXACT if first.number == first.spec.n else 0
    else:
        weight = _WEAK if first.is_weak else _BARE
    return _Numbered(at=at, n=first.number, prompt=first, weight=weight, more=seen.prompts[1:])


def _loose(text: str, table: Table, asked: frozenset[str]) -> Prompt | None:
    found = _IS.fullmatch(text)
    if found:
        spec = table.by_number.get(int(found[1]))
        is_meant = spec and spec.key in asked and (bears_out(found[2], spec) or _PERSON_LIKE.match(found[2]))
        return number_alone(spec, found[2], is_weak=True) if spec and is_meant else None
    found = _LOOSE.fullmatch(text)
    spec = table.by_number.get(int(found[1])) if found else None
    return number_alone(spec, found[2], is_weak=True) if spec and found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """How the numbers of one document count up, and what that says of them."""

    asked: frozenset[str]
    replying: bool
    chain: frozenset[int]  # the places of those that count up, the surest taken together
    labelled: bool  # the numbers carry our labels: they are ours
    whole: bool  # a form of bare numbers
    distinct: bool  # none stands twice, as those of a list inside an answer would
    one_run: bool  # all of them count on without a gap, and some of them have their labels
    dashed: bool  # a dash parts their labels from the values
    unmarked: bool  # a blank is all that sets these numbers apart: ``22 public - no``
    is_list: bool  # the bare numbers count from 1, as a list in prose does

    @classmethod
    def of(cls, found: Sequence[_Numbered], asked: frozenset[str], *, replying: bool) -> "_Count":
        """Look over all numbered lines at once."""
        exact = sum(one.weight == _EXACT for one in found)
        akin = sum(one.weight == _AKIN for one in found)
        other = sum(one.weight == 0 for one in found)
        chain = _chain([one for one in found if one.weight])
        bare = [one.n for one in found if not one.prompt.label]
        every = [one.n for one in found]
        return cls(
            asked=asked,
            replying=replying or bool(asked),
            chain=frozenset(one.at for one in chain),
            labelled=2 * exact + akin >= 2 * _LABELLED and exact > 1 and 4 * other <= exact,
            whole=not exact and not other and _is_whole(chain),
            distinct=len(set(every)) == len(every),
            one_run=exact > 0 and len(every) >= 6 and every == list(range(every[0], every[0] + len(every))),
            dashed=2 * sum(one.weight == _EXACT and one.prompt.is_dashed for one in found) > exact,
            unmarked=2 * sum(one.weight == _EXACT and one.prompt.is_weak for one in found) > exact,
            is_list=1 in bare and "title" not in asked,
        )

    def judge(self, one: _Numbered, before: Prompt | None, *, is_new: bool) -> Prompt | None:
        """The sure prompt of a number without its label, ``None`` where it is none.

        before: the answer above it; is_new: it does not count on from a line that was none.
        """
        on_chain = one.at in self.chain and is_new
        if one.prompt.label:
            return one.prompt if on_chain or not self.labelled else None
        if not self._is_meant(one, before, on_chain=on_chain):
            return None
        prompt = replace(one.prompt, is_sure=True)
        if self.dashed and not prompt.heading and prompt.spec.type in {Type.LINE, Type.TEXT}:
            prompt = replace(prompt, heading=dashed_heading(prompt.value))
        if not prompt.heading:
            return prompt
        tail = prompt.believed().value
        is_told = prompt.spec.type in _TELLS_ITSELF and bears_out(tail, prompt.spec)
        if self.labelled and (prompt.is_akin or is_told):
            return prompt.believed()
        if prompt.is_akin and prompt.spec.type not in {Type.LINE, Type.TEXT} and not self.whole:
            return prompt.believed()
        return replace(prompt, heading="") if self.whole or prompt.value[len(prompt.heading) :][:1] == "?" else prompt

    def _is_meant(self, one: _Numbered, before: Prompt | None, *, on_chain: bool) -> bool:
        spec = one.prompt.spec
        fits = bears_out(one.prompt.value, spec)
        in_text = before is not None and before.spec.type is Type.TEXT
        if spec.key in self.asked:
            return not one.prompt.is_weak or fits is not False
        if self.whole and (one.at in self.chain or self.distinct):
            return True
        if self.labelled and on_chain and one.prompt.is_akin:
            return True
        is_next = before is not None and before.number is not None and one.n == before.number + 1
        is_later = before is not None and before.number is not None and one.n > before.number
        if one.prompt.is_weak and not self.unmarked:
            return self.labelled and on_chain and is_next and not in_text and fits is not False
        if in_text:
            return on_chain and ((is_next and self.one_run) or (is_later and self.labelled and fits is True))
        return is_next or (self.labelled and on_chain) or (self.replying and not self.is_list)


def _chain(found: Sequence[_Numbered]) -> list[_Numbered]:
    """The heaviest of all ways to count up through the lines."""
    best: dict[int, tuple[int, list[_Numbered]]] = {}
    for one in found:
        weight, way = max((best[n] for n in best if n < one.n), key=lambda known: known[0], default=(0, []))
        if weight + one.weight > best.get(one.n, (0, []))[0]:
            best[one.n] = (weight + one.weight, [*way, one])
    return max(best.values(), key=lambda known: known[0], default=(0, []))[1]


def _is_whole(chain: Sequence[_Numbered]) -> bool:
    """Whether bare numbers are a form: enough of them, and a day, an hour or a zone behind two of theirs."""
    if not chain or chain[0].n > 2:
        return False
    prompts = [prompt for one in chain for prompt in (one.prompt, *one.more)]
    fits = [bears_out(one.value, one.spec) for one in prompts if one.spec.type in _WHEN]
    plain = fits.count(True)
    return (len(chain) >= _WHOLE and plain >= 2 and False not in fits) or (len(chain) >= _SHORT and plain >= len(_WHEN))
