"""A mail's lines with what stands in them: prompts of a form, headings, signatures, mail headers.

Every line is recognised once; who gathers answers, and who asks what else a mail holds, look at the same page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from mailflow.fields import Form, Type
from mailflow.model import Line
from mailflow.read.forms import leave_taking
from mailflow.read.forms.labels import Prompt, Table, clean, pieces, prompt_of, table_of
from mailflow.read.forms.rows import read_row

_HEADING = re.compile(
    r"(?:we need these|optional,? these help us|optional|required|end of form"
    r"|(?:maestro )?(?:call request|notes|training sign-?up) form.*|.*\bio-(?:call|notes|train)-\d.*"
    r"|for official use.*|[^?]{3,90}\? for example\b.*)",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"(?:guidelines|disclaimer)\.\s|[^?]{3,90}\? for example\b|we may not be able to accommodate all"
    r"|no illegal activities should be"
    r"|reply to this e-?mail,? (?:and|or)\b|please ask at least a week before|trainings are free and run",
    re.IGNORECASE,
)
_ABOUT_AN_ANSWER = re.compile(
    r"you wrote [\"“]|if you mean |you named |what we (?:understood|need from you)\b",
    re.IGNORECASE,
)
_REST_IS_RIGHT = (
    r"(?:(?:everything|all) else|(?:all )?the (?:rest|others?)|the other (?:lines|answers|things|ones)"
    r"|the rest of (?:it|the form))"
    r" (?:is|are|looks?|was|were|stays?|remains?|seems?)(?: (?:all|just|quite|very|still))*"
    r" (?:right|correct|fine|good|ok|okay|great|perfect|the same|as (?:it is|is|before)|unchanged)"
)
_ELSE_IS_RIGHT = re.compile(rf"(?:(?:but|and|yes) )?{_REST_IS_RIGHT}(?:,? (?:thanks|thank you))?[\s.!]*", re.IGNORECASE)
_LEADS_TO_A_NUMBER = re.compile(
    rf"(?:(?:but |and )?{_REST_IS_RIGHT}[\s.!;,-]+)?(?:(?:oh|and|also|plus|then|ps|p\.s\.?|btw|oops|sorry"
    rf"|but)\b[\s,:.-]*)*"
    r"(?=#?\d{1,2}[.)]\s+\S)",
    re.IGNORECASE,
)
"""Talk before one more numbered answer: ``everything else is right. Oh and 22. no``."""
_RULE = re.compile(r"[\s\-_=*~#.\u2010-\u2015\u2500-\u257f]{3,}\Z")
_MAIL_HEADER = re.compile(
    r"\W{0,8}(?:from|sent|to|cc|subject|date|reply-to|von|gesendet|datum|an|kopie|betreff|de|envoy[ée]|[àa]|objet|enviado"
    r"|fecha|asunto|para|da|inviato|data|oggetto|van|verzonden|aan|onderwerp|från|skickat|till|ämne|assunto)"
    r"[*_\s]{0,4}:",
    re.IGNORECASE,
)
_MAIL_HEADER_SURE = re.compile(
    r"\W{0,8}(?:from|subject|von|betreff|de|objet|asunto|da|oggetto|van|onderwerp|från|ämne|assunto)[*_\s]{0,4}:",
    re.IGNORECASE,
)
_WROTE = re.compile(r"on .{6,200}wrote:\s*\Z|-{3,}\s*(?:original|forwarded) message", re.IGNORECASE)
SIGNATURE_KEYS = frozenset({"phone", "contact", "group", "list", "public", "title"})
_BESIDE_WORDS = re.compile(r"[\W_]+")
_SURE_LENGTH = 15
_MAX_CUT = 2_000
_MAX_LINES = 300
"""Lines in which a form is looked for; a mail may have more, as notes do."""
_LINES_A_LABEL = 12
"""The same for each label that the form has: a short form is never that long."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line with what was recognised in it."""

    line: Line
    text: str
    prompts: tuple[Prompt, ...]
    mark: str = ""  # "blank", "heading", "signature", "sign-off", "header", "" for text


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a mail, recognised. later: for each, how many lines of the form below it no signature would hold."""

    table: Table
    seen: tuple[Seen, ...]
    later: tuple[int, ...]

    def labelled(self, *, quoted_only: bool = False) -> list[Prompt]:
        """The prompts with a known label, in order."""
        return [p for one in self.seen if one.line.depth or not quoted_only for p in one.prompts if p.label]

    def knowing(self, sent_text: str) -> "Page":
        """The page where the sentences that we sent are known as ours: they belong to no answer."""
        ours = {squeeze(line) for line in sent_text.splitlines()} - {""}
        whole = squeeze(sent_text)

        def is_ours(one: Seen, above: Seen | None) -> bool:
            said = squeeze(one.text) if not one.mark and not any(prompt.label for prompt in one.prompts) else ""
            if len(said) >= _SURE_LENGTH:
                return said in ours or (one.line.depth > 0 and said in whole)
            is_answer = above is not None and any(prompt.label and not prompt.value for prompt in above.prompts)
            return one.line.depth > 0 and said in ours and not is_answer

        kept: list[Seen] = []
        above: Seen | None = None  # the last line that is not blank: a short one below an empty label answers it
        for one in self.seen:
            kept.append(replace(one, mark="heading") if is_ours(one, above) else one)
            above = above if one.mark == "blank" else one
        return replace(self, seen=tuple(kept))


def look(lines: Sequence[Line], form: Form) -> Page:
    """Recognise the first lines, fewer for a short form. Raises nothing."""
    table = table_of(form)
    seen = tuple(_taking_leave(_look(lines[: min(_MAX_LINES, _LINES_A_LABEL * len(form.specs))], table)))
    return Page(table, seen, tuple(_prompts_later(seen)))


def beside_each_other(pages: Sequence[Page]) -> Page:
    """Several pages as one: a signature on one is no signature on the next, and no answer goes on from one to the next.

    pages: at least one, all of one form.
    """
    first, *more = pages
    for one in more:
        edge = Seen(Line("", 1, 0, ""), "", (), "heading")  # another depth ends what the page above left open
        first = Page(first.table, (*first.seen, edge, *one.seen), (*first.later, 0, *one.later))
    return first


def squeeze(text: str) -> str:
    """Letters and digits only, in lower case: what no mail program changes in quoting."""
    return _BESIDE_WORDS.sub("", text.casefold())


def _look(lines: Sequence[Line], table: Table) -> list[Seen]:
    """Recognise every line: prompts, blanks, headings, signatures, header blocks."""
    seen: list[Seen] = []
    headers = _header_blocks(lines)
    skip, small = 0, False
    for at, line in enumerate(lines):
        text = clean(line.text)
        if skip:
            skip -= 1
            continue
        mark = "header" if at in headers else _mark(text)
        small = bool(text) and (small or _is_small_print(line, text, table))
        if mark:
            seen.append(Seen(line, text, (), mark))
            continue
        prompts, skip = read_row(lines, at, table) if "\t" in text else ((), 0)
        prompts = prompts or _prompts(text, table)
        joined = None if skip else _joined_prompt(text, prompts, lines[at + 1 : at + 2], line, table)
        if joined:
            prompts, skip = (joined,), 1
        small = small and not any(prompt.label for prompt in prompts)
        seen.append(Seen(line, text, () if small else prompts, "heading" if small else ""))
    return seen


def _taking_leave(seen: list[Seen]) -> list[Seen]:
    """The lines where a leave-taking in words of its own, above a name, is known as one."""
    for _, group in groupby(enumerate(seen), lambda one: (one[1].line.part, one[1].line.depth)):
        letter = list(takewhile(lambda one: one[1].mark not in {"signature", "header"}, group))
        for at in leave_taking.leave_at_the_end([one.text for _, one in letter]):
            place, one = letter[at]
            if not one.mark and not one.prompts:
                seen[place] = replace(one, mark="sign-off")
    return seen


def _prompts(text: str, table: Table) -> tuple[Prompt, ...]:
    """The prompts of a line; only its first piece may stand without one."""
    first = prompt_of(text, table)
    if first is None and (led := _LEADS_TO_A_NUMBER.match(text)) and led.end():
        first = prompt_of(text[led.end() :], table)
    if first is None or first.spec.type is Type.TEXT or len(text) > _MAX_CUT:
        return (first,) if first else ()
    if first.spec.key == "title" and ";" not in text and "|" not in text:
        return (first,)
    found = list(pieces(first.value, table))
    if found == [first.value]:
        return (first,)
    more = [prompt_of(one, table) for one in found[1:]]
    return (replace(first, value=found[0]), *(one for one in more if one))


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
    if leave_taking.is_signature(text):
        return "signature"
    if _RULE.match(text) or _WROTE.match(text):
        return "heading"
    if _ELSE_IS_RIGHT.fullmatch(text):
        return "heading"
    if (len(text) <= _MAX_CUT and _HEADING.fullmatch(text.strip("-_=*#~ .:"))) or _SMALL_PRINT.match(text):
        return "heading"
    return "sign-off" if leave_taking.is_sign_off(text) else ""


def _is_small_print(line: Line, text: str, table: Table) -> bool:
    """Whether a paragraph of ours begins here: guidelines, instructions, or what stands above a line we ask for."""
    if _SMALL_PRINT.match(text):
        return True
    said = text.casefold()
    if said.startswith(table.asks):
        ask = next(one for one in table.asks if said.startswith(one))
        rest = said[len(ask) :].strip()
        return not rest or rest.startswith("for example")
    return line.depth > 0 and bool(_ABOUT_AN_ANSWER.match(text))


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


def _prompts_later(seen: Sequence[Seen]) -> list[int]:
    """For every line, how many lines of the form below it are more than a signature holds."""
    counts = [0] * (len(seen) + 1)
    for at in range(len(seen) - 1, -1, -1):
        here = sum(bool(p.label) and (p.is_form_line or p.spec.key not in SIGNATURE_KEYS) for p in seen[at].prompts)
        counts[at] = counts[at + 1] + here
    return counts[1:]
