"""Lines of a mail → labelled answers.

Every way people really fill a form: numbers, labels, both, bold, bullets, tables, values behind, below or wrapped,
above, inside or below the quote (protocol, sections 2.1 and 4, cases 20 to 25). Nothing is judged here: what the words
mean is for the grammars, and what stands twice stands twice.
"""

import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mailflow.fields import Form, Spec, Type
from mailflow.model import Line
from mailflow.read.labels import Prompt, Table, clean, fold, pieces, prompt_of, table_of

_HEADING = re.compile(
    r"(?:we need these|optional,? these help us|optional|required|end of form"
    r"|(?:maestro )?(?:call request|notes|training sign-?up) form.*|.*\bio-(?:call|notes|train)-\d.*"
    r"|for official use.*)",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"(?:guidelines|disclaimer)\.\s|we may not be able to accommodate all|no illegal activities should be"
    r"|reply to this e-?mail,? (?:and|or)\b|please ask at least a week before|trainings are free and run",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-_=*~#.\u2010-\u2015\u2500-\u257f]{3,}\Z")
_SIGNATURE = re.compile(r"--\s*\Z|_{5,}\Z|sent (?:from|via|with) (?:my|mail|outlook|yahoo|proton|the)\b", re.IGNORECASE)
_SENT_FROM = re.compile(r"(?:get outlook for|envoyé de mon|von meinem \w+ gesendet|enviado desde)\b", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"(?:many |much )?(?:thanks|thank you|thx|cheers|best|regards|sincerely|solidarity|peace|love|yours|xo+|warmly|hugs"
    r"|in solidarity|in struggle|talk soon|take care|see you|ciao|namaste|onward|adelante)\b[^:?@\d]{0,40}\Z",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"\W*(?:from|sent|to|cc|subject|date|reply-to|von|gesendet|an|betreff|de|envoy[ée]|[àa]|objet|asunto|para)\W*\s*:",
    re.IGNORECASE,
)
_MAIL_HEADER_SURE = re.compile(r"\W*(?:from|subject|von|betreff|de|objet|asunto)\W*\s*:", re.IGNORECASE)
_WROTE = re.compile(r"on .{6,200}wrote:\s*\Z|-{3,}\s*(?:original|forwarded) message", re.IGNORECASE)
_UNKNOWN_LABEL = re.compile(r"[A-Z][\w /&'’()-]{1,40}:(?:\s|\Z)")
_AFFIRMATION = re.compile(
    r"(?:yes|yep|yup|ok|okay|right|correct|good|great|fine|perfect|sure|agreed|that'?s (?:right|correct|it|fine|good))"
    r"(?:[\s,.!]+(?:yes|that'?s|it'?s|is|right|correct|good|fine|thanks|please|perfect))*[\s.!]*\Z",
    re.IGNORECASE,
)
_OUR_ACKNOWLEDGEMENT = re.compile(r"\bio-\d{4}\b|we have your request|what we understood|we understood", re.IGNORECASE)
_JOINS_PERSONS = frozenset({Type.PERSON, Type.PERSONS, Type.TECH, Type.LIST})
_SIGNATURE_KEYS = frozenset({"phone", "contact", "group", "list", "public", "title"})
_WRAP_COLUMN = 60
_MAX_LINES = 20_000
_MAX_SAID = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to one line of the form.

    spec: the line; said: the author's words, white space folded; first: those on the first line only; line: where it
    begins; number_given: the number stood there; label: the normalised label as written, ``""`` for none; quoted: it
    stands in quoted text; remark: it stands below a quoted line that already had a value; unknown_label: the label
    behind the number is none we know; behind: the words begin on the label's own line; places: part and number of every
    line it takes.
    """

    spec: Spec
    said: str
    first: str
    line: Line
    number_given: bool
    label: str
    quoted: bool = False
    remark: bool = False
    unknown_label: str = ""
    behind: bool = True
    places: frozenset[tuple[str, int]] = frozenset()


@dataclass(slots=True)
class _Open:
    """An answer that is still being read."""

    prompt: Prompt
    line: Line
    parts: list[tuple[str, bool]] = field(default_factory=list)  # the words, and whether they go on a wrapped line
    depth: int = 0
    gap: bool = False
    tentative: bool = False
    remark: bool = False
    last_length: int = 0
    places: set[tuple[str, int]] = field(default_factory=set)

    def add(self, one: "_Seen") -> None:
        """Take one more line of the value."""
        first_word = one.text.partition(" ")[0]
        wrapped = self.last_length + 1 + len(first_word) >= _WRAP_COLUMN
        self.parts.append((one.text, wrapped))
        self.last_length = len(one.line.text.strip())
        self.places.add((one.line.part, one.line.number))


@dataclass(frozen=True, slots=True)
class _Seen:
    """One line with what was recognised in it."""

    line: Line
    text: str
    prompts: tuple[Prompt, ...]
    mark: str = ""  # "blank", "heading", "signature", "sign-off", "header", "" for text


def find_answers(
    lines: Sequence[Line], form: Form, sent_text: str = "", *, asked: Sequence[str] = (), replying: bool = False
) -> tuple[Answer, ...]:
    """Every line of the form that has an answer, in the order of the mail.

    sent_text: the plain text of our mail that this one answers, ``""`` where there is none; a quoted line counts only
    where it says something else. asked: the keys asked for there. replying: the mail answers one of ours, so that
    numbers without labels count. A key that was answered twice stands twice; the author's own words win over quoted
    ones. Raises nothing; looks at the first 20,000 lines.
    """
    table = table_of(form)
    seen = _look(lines[:_MAX_LINES], table)
    numbers = _Numbers.of(seen, table, asked, sent_text, replying=replying)
    found = list(_walk(seen, numbers))
    found = [one for one in found if not _is_hint(one.said, one.spec)]
    own = [one for one in found if not one.quoted]
    quoted = _new_in_quote([one for one in found if one.quoted], seen, table, sent_text)
    answered = {one.spec.key for one in own}
    both = own + [one for one in quoted if one.spec.key not in answered]
    return tuple(sorted(_without_repeats(both), key=lambda one: (one.line.part, one.line.number)))


def beside(lines: Sequence[Line], form: Form, answers: Sequence[Answer]) -> str:
    """The author's own words that belong to no line of the form: the covering text, without signature."""
    table = table_of(form)
    taken = {place for one in answers for place in one.places}
    kept = []
    signed = False
    seen = _look(lines[:_MAX_LINES], table)
    later = _prompts_later(seen)
    for at, one in enumerate(seen):
        if one.line.depth:
            signed = False
            continue
        signed = signed or (one.mark in {"signature", "sign-off"} and later[at] == 0)
        labelled = any(prompt.label for prompt in one.prompts)
        if not signed and not one.mark and not labelled and (one.line.part, one.line.number) not in taken:
            kept.append(one.text)
        elif one.mark == "blank" and kept and kept[-1]:
            kept.append("")
    return "\n".join(kept).strip()


def count_forms(lines: Sequence[Line], form: Form) -> int:
    """How many filled forms a mail holds: more than one where three lines or more are answered twice differently."""
    own = [one for one in find_answers(lines, form) if not one.quoted and one.label]
    if not own:
        return 0
    said: dict[str, set[str]] = {}
    for one in own:
        said.setdefault(one.spec.key, set()).add(_squeeze(one.said))
    counts = Counter(len(different) for different in said.values())
    most = max(counts)
    return max((n for n in range(1, most + 1) if sum(c for m, c in counts.items() if m >= n) >= 3), default=1)


def is_untouched(lines: Sequence[Line], form: Form) -> bool:
    """Whether our blank form came back, quoted or not, with nothing filled in."""
    table = table_of(form)
    seen = _look(lines[:_MAX_LINES], table)
    prompts = [prompt for one in seen for prompt in one.prompts if prompt.label]
    ours = {prompt.spec.key for prompt in prompts if prompt.is_form_line}
    if len(ours) < 5 and len({prompt.spec.key for prompt in prompts}) < 8:
        return False
    return not find_answers(lines, form, replying=True)


def left_empty(lines: Sequence[Line], form: Form) -> tuple[str, ...]:
    """The keys that quoted lines ask for and leave empty: what a mail of ours asked that we do not have at hand."""
    table = table_of(form)
    seen = _look([line for line in lines[:_MAX_LINES] if line.depth], table)
    found = [prompt.spec.key for one in seen for prompt in one.prompts if prompt.is_form_line and not prompt.value]
    return tuple(dict.fromkeys(found))


def prompts_seen(lines: Iterable[Line], form: Form) -> frozenset[str]:
    """The keys whose labels stand in these lines, answered or not."""
    table = table_of(form)
    seen = _look(list(lines)[:_MAX_LINES], table)
    return frozenset(prompt.spec.key for one in seen for prompt in one.prompts if prompt.label)


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
        if _SIGNATURE.match(text) or _SENT_FROM.match(text) or _SIGN_OFF.match(text):
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


@dataclass(frozen=True, slots=True)
class _Numbers:
    """When a number alone, without its label, stands for a line of the form."""

    strict: bool  # three numbered labels stand here: look-alikes inside a text are content
    asked: frozenset[str]
    offered: frozenset[str]  # keys whose prompts stood in what we sent
    replying: bool
    is_list: bool  # the bare numbers count from 1, as a list in prose does
    whole_form: bool  # the labels of the whole form are gone

    @classmethod
    def of(
        cls, seen: Sequence[_Seen], table: Table, asked: Sequence[str], sent_text: str, *, replying: bool
    ) -> "_Numbers":
        """Look over the whole mail once."""
        labelled = sum(p.label != "" and p.number is not None and p.number > 0 for s in seen for p in s.prompts)
        bare = [p.number for s in seen for p in s.prompts if not p.label and p.number and s.line.depth == 0]
        offered: frozenset[str] = frozenset()
        if sent_text and bare:
            sent = (prompt_of(clean(line), table) for line in sent_text.splitlines())
            offered = frozenset(prompt.spec.key for prompt in sent if prompt and prompt.label)
        return cls(
            strict=labelled >= 3,
            asked=frozenset(asked),
            offered=offered,
            replying=replying or bool(asked) or bool(sent_text),
            is_list=1 in bare and "title" not in asked,
            whole_form=bare[:8] == list(range(1, 9)) and labelled == 0,
        )

    def allow(self, prompt: Prompt, current: _Open | None) -> bool:
        """Whether this number alone begins an answer here."""
        n = abs(prompt.number or 0)
        if prompt.spec.key in self.asked:
            return True
        if prompt.number is None or prompt.number < 0:
            return False
        if current is not None and current.prompt.number is not None:
            in_order = n == abs(current.prompt.number) + 1
            if in_order and current.prompt.spec.type is not Type.TEXT:
                return True
        if self.whole_form:
            return current is None or current.prompt.number is None or n == abs(current.prompt.number) + 1
        if current is not None and current.prompt.spec.type is Type.TEXT:
            return False
        return self.replying and not self.is_list and (not self.offered or prompt.spec.key in self.offered)


def _look(lines: Sequence[Line], table: Table) -> list[_Seen]:
    """Recognise every line: prompts, blanks, headings, signatures, header blocks."""
    seen: list[_Seen] = []
    headers = _header_blocks(lines)
    skip = small = False
    for at, line in enumerate(lines):
        text = clean(line.text)
        if skip:
            skip = False
            continue
        mark = "header" if at in headers else _mark(text)
        small = bool(text) and (_SMALL_PRINT.match(text) is not None or small)
        if mark:
            seen.append(_Seen(line, text, (), mark))
            continue
        prompts = tuple(p for p in (prompt_of(piece, table) for piece in _cut(text, table)) if p)
        joined = _joined_prompt(text, prompts, lines[at + 1 : at + 2], line, table)
        if joined:
            prompts, skip = (joined,), True
        small = small and not any(prompt.label for prompt in prompts)
        seen.append(_Seen(line, text, () if small else prompts, "heading" if small else ""))
    return seen


def _cut(text: str, table: Table) -> list[str]:
    """The pieces of a line that begin with a label; only the first may stand without one."""
    first = prompt_of(text, table)
    if (
        first is None
        or first.spec.type is Type.TEXT
        or (first.spec.key == "title" and ";" not in text and "|" not in text)
    ):
        return [text]
    found = list(pieces(text, table))
    return found if len(found) > 1 else list(_by_number(text, first, table))


def _by_number(text: str, first: Prompt, table: Table) -> Iterator[str]:
    """``8. Tammy 9. Nate`` in two, where the numbers go up by one and the line began with one."""
    number, begin = first.number, 0
    for found in re.finditer(r"[\s,;]+(?=#?(\d{1,2})[.):]\s+\S)", text):
        if number is None or number < 0:
            break
        after = prompt_of(text[found.end() :], table)
        if after and (after.label or int(found[1]) == number + 1):
            yield text[begin : found.start()]
            begin, number = found.end(), after.number
    yield text[begin:]


def _joined_prompt(
    text: str, prompts: tuple[Prompt, ...], following: Sequence[Line], line: Line, table: Table
) -> Prompt | None:
    """A label that a mail program broke over two lines, put together again."""
    if not following or any(p.label for p in prompts) or not text or following[0].depth > line.depth:
        return None
    if text.count("(") <= text.count(")") and not (prompts and len(text) > 40):
        return None
    below = clean(following[0].text)
    if not below or _mark(below):
        return None
    joined = prompt_of(f"{text} {below}", table)
    return joined if joined and joined.label and (len(joined.value) <= len(below)) else None


def _mark(text: str) -> str:
    if not text:
        return "blank"
    if _SIGNATURE.match(text) or _SENT_FROM.match(text):
        return "signature"
    if _RULE.match(text) or _WROTE.match(text):
        return "heading"
    if _HEADING.fullmatch(text.strip("-_=*#~ .:")) or _SMALL_PRINT.match(text):
        return "heading"
    return "sign-off" if len(text) <= 60 and _SIGN_OFF.match(text) else ""


def _header_blocks(lines: Sequence[Line]) -> frozenset[int]:
    """Where mail headers stand in the text (``From:``, ``Date:``, ``Subject:`` above a quoted mail)."""
    block: list[int] = []
    found: list[int] = []
    for at, line in enumerate(lines):
        if _MAIL_HEADER.match(line.text):
            block.append(at)
            continue
        found.extend(_sure_block(block, lines))
        block = []
    found.extend(_sure_block(block, lines))
    return frozenset(found)


def _sure_block(block: list[int], lines: Sequence[Line]) -> list[int]:
    sure = sum(bool(_MAIL_HEADER_SURE.match(lines[at].text)) for at in block)
    return block if len(block) >= 2 and sure else []


def _walk(seen: Sequence[_Seen], numbers: _Numbers) -> Iterator[Answer]:
    """Go down the mail and gather each prompt with what was said to it."""
    current: _Open | None = None
    signed: int | None = None  # the depth of the signature we are in
    later = _prompts_later(seen)
    for at, one in enumerate(seen):
        depth = one.line.depth
        if signed is not None and depth != signed:
            signed = None
        if one.mark in {"signature", "sign-off", "heading", "header"}:
            if one.mark != "sign-off" or later[at] == 0:
                yield from _close(current)
                current = None
                if one.mark in {"signature", "sign-off"}:
                    signed = depth
            continue
        if one.mark == "blank":
            current = yield from _blank(current, depth, more=later[at] > 0)
            continue
        prompts = _accepted(one, current, numbers, signed=signed is not None)
        if prompts:
            signed = None
            yield from _close(current, followed=True)
            opened = [_begin(prompt, one.line) for prompt in prompts]
            for single in opened[:-1]:
                yield from _close(single, followed=True)
            current = opened[-1]
            continue
        if current is not None:
            current = yield from _go_on(current, one)
    yield from _close(current)


def _prompts_later(seen: Sequence[_Seen]) -> list[int]:
    """For every line, how many lines of the form below it are more than a signature holds."""
    counts = [0] * (len(seen) + 1)
    for at in range(len(seen) - 1, -1, -1):
        here = sum(bool(p.label) and (p.is_form_line or p.spec.key not in _SIGNATURE_KEYS) for p in seen[at].prompts)
        counts[at] = counts[at + 1] + here
    return counts[1:]


def _blank(current: _Open | None, depth: int, *, more: bool) -> Generator[Answer, None, _Open | None]:
    """A blank line: the end of a short value, a gap inside a long one."""
    if current is None:
        return None
    spec = current.prompt.spec
    goes_on = spec.type is Type.TEXT and depth == current.depth and (more or spec.key == "extra")
    if not current.parts or goes_on:
        current.gap = True
        return current
    if depth < current.line.depth or current.depth == current.line.depth:
        current.gap = True
        return current
    yield from _close(current)
    return None


def _accepted(one: _Seen, current: _Open | None, numbers: _Numbers, *, signed: bool) -> list[Prompt]:
    """The prompts of a line that really begin an answer here."""
    inside_text = (
        current is not None
        and current.prompt.spec.type is Type.TEXT
        and bool(current.parts or not current.gap)
        and one.line.depth == current.depth
    )
    kept: list[Prompt] = []
    for prompt in one.prompts:
        if not prompt.label:
            if kept or numbers.allow(prompt, current):
                kept.append(prompt)
            continue
        if prompt.number is None and signed:
            continue
        if prompt.number is None and numbers.strict and inside_text:
            continue
        kept.append(prompt)
    if kept and kept[0] is not one.prompts[0]:
        return []
    return kept


def _begin(prompt: Prompt, line: Line) -> _Open:
    opened = _Open(prompt=prompt, line=line, depth=line.depth)
    opened.last_length = len(line.text.strip())
    opened.places.add((line.part, line.number))
    if prompt.value:
        opened.parts.append((prompt.value, False))
    return opened


def _go_on(current: _Open, one: _Seen) -> Generator[Answer, None, _Open | None]:
    """A line of text below a prompt: part of its value, or the end of it."""
    depth = one.line.depth
    spec = current.prompt.spec
    if depth > current.depth:
        yield from _close(current, followed=False)
        return None
    if depth < current.depth:
        if current.parts and depth < current.line.depth and current.depth == current.line.depth:
            yield from _close(current)
            current = _Open(prompt=current.prompt, line=current.line, depth=depth, remark=True)
        elif current.parts:
            yield from _close(current)
            return None
        current.depth, current.gap, current.tentative = depth, False, False
        current.add(one)
        return current
    if current.gap and current.parts and spec.type is not Type.TEXT:
        yield from _close(current)
        return None
    if spec.type is not Type.TEXT and current.parts and _UNKNOWN_LABEL.match(one.text):
        yield from _close(current)
        return None
    if current.gap and not current.parts and spec.type is not Type.TEXT:
        current.tentative = depth == current.line.depth
    if current.gap and current.parts:
        current.tentative = False
    current.gap = False
    current.add(one)
    return current


def _close(current: _Open | None, *, followed: bool = False) -> Iterator[Answer]:
    """Turn what was gathered into an answer, or into nothing."""
    if current is None or not current.parts or (current.tentative and not followed):
        return
    prompt = current.prompt
    said = _join(current.parts, prompt.spec)[:_MAX_SAID]
    if current.remark and _AFFIRMATION.match(said):
        return
    unknown = ""
    if not prompt.label:
        found = re.match(r"([^\W\d_][^:@\d]{2,40}):\s+(.+)", said)
        unknown = found[1] if found else ""
    yield Answer(
        spec=prompt.spec,
        said=said,
        first=fold(current.parts[0][0]),
        line=replace(current.line, depth=current.depth) if current.depth != current.line.depth else current.line,
        number_given=prompt.number is not None,
        label=prompt.label,
        quoted=current.depth > 0,
        remark=current.remark,
        unknown_label=unknown,
        behind=bool(prompt.value) and not current.remark,
        places=frozenset(current.places),
    )


def _join(parts: Sequence[tuple[str, bool]], spec: Spec) -> str:
    """One line out of the lines of a value: persons and addresses one below the other are a list."""
    said = parts[0][0]
    for text, wrapped in parts[1:]:
        is_list = spec.type in _JOINS_PERSONS and not wrapped and said[-1:] not in {",", ";", "&", "("}
        said = f"{said}, {text}" if is_list else f"{said} {text}"
    return fold(said.replace("\t", " "))


def _is_hint(said: str, spec: Spec) -> bool:
    """Whether what stands there is only the hint of the blank form."""
    plain = said.strip()
    if spec.hint and plain.strip("()").strip().casefold() == spec.hint.casefold():
        return plain.startswith("(") or spec.hint != "yes"
    return not any(letter.isalnum() for letter in plain) and "?" not in plain and not plain.strip("-_.*:()|/ ")


def _new_in_quote(quoted: Sequence[Answer], seen: Sequence[_Seen], table: Table, sent_text: str) -> list[Answer]:
    """The quoted answers that we did not send ourselves."""
    if not quoted:
        return []
    if sent_text:
        return _beside_sent(quoted, seen, table, sent_text)
    lines = [one for one in seen if one.line.depth > 0]
    prompts = [prompt for one in lines for prompt in one.prompts if prompt.label]
    ours = {prompt.spec.key for prompt in prompts if prompt.is_form_line}
    if len(ours) < 3 and len({prompt.spec.key for prompt in prompts}) < 4:
        return []
    if not any(_OUR_ACKNOWLEDGEMENT.search(one.text) for one in lines):
        return list(quoted)
    # An acknowledgement repeats what it understood: only a line that is printed as a question was filled in.
    hinted = {one.line.number for one in lines if any(prompt.hinted for prompt in one.prompts)}
    return [one for one in quoted if one.behind and one.line.number in hinted]


def _beside_sent(quoted: Sequence[Answer], seen: Sequence[_Seen], table: Table, sent_text: str) -> list[Answer]:
    """The quoted answers at the depth where our mail is quoted that differ from it."""
    sent_lines = {_squeeze(line) for line in sent_text.splitlines()} - {""}
    matches = Counter(one.line.depth for one in seen if one.line.depth and _squeeze(one.text) in sent_lines)
    depth = min((d for d, count in matches.items() if count == max(matches.values())), default=1)
    sent_squeezed = _squeeze(sent_text)
    sent_prompts = [p for p in (prompt_of(clean(line), table) for line in sent_text.splitlines()) if p and p.label]
    asked = {prompt.spec.key for prompt in sent_prompts}
    kept = []
    for one in quoted:
        said = _squeeze(one.said)
        if one.line.depth != depth or not said or one.spec.key not in asked:
            continue
        label = _squeeze(one.label)
        if said in {_squeeze(p.value) for p in sent_prompts if p.spec.key == one.spec.key}:
            continue
        if f"{label}{said}" in sent_squeezed or _squeeze(_whole(one, seen)) in sent_squeezed:
            continue
        kept.append(one)
    return kept


def _whole(answer: Answer, seen: Sequence[_Seen]) -> str:
    """The line an answer begins on, with what follows it in the answer."""
    text = next((one.text for one in seen if one.line.number == answer.line.number), "")
    return f"{text}{answer.said[len(answer.first) :] if answer.behind else answer.said}"


def _squeeze(text: str) -> str:
    """Letters and digits only, in lower case: what no mail program changes in quoting."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _without_repeats(answers: Sequence[Answer]) -> list[Answer]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in answers:
        same = (one.spec.key, _squeeze(one.said))
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
