"""Texts: from a reply's facts to a subject and a text, by the files in ``templates/``.

A text is one file: ``Subject:`` on its first line, an empty line, the body. It may use ``for``, ``if`` and ``include``
and nothing else, so that it can be read aloud by somebody who is no programmer. Files are read again when they change.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import jinja2
from jinja2 import nodes

from mailflow.model import Finding, Reply
from mailflow.write import form, words
from mailflow.write.facts import prepare, role
from mailflow.write.layout import arrange
from mailflow.write.safe import fold, harmless
from mailflow.write.samples import findings, replies

SUBJECT_LENGTH = 200
_TAG = re.compile(r"\[\s*[A-Za-z]{1,5}-?\d+[^\[\]]*\]")
_UNSENT = frozenset({"parts", "forms"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Include, nodes.Name, nodes.Const,
    nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
)  # fmt: skip


class BrokenText(Exception):
    """A text cannot be rendered: the file is wrong, or a fact that it needs is missing. No mail is to blame.

    template: the file's name below ``templates/``; sentence: what is wrong with it.
    """

    def __init__(self, template: str, sentence: str) -> None:
        super().__init__(f"templates/{template}.txt: {sentence}")
        self.template = template
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words: its subject with the case's tag, one line; its text, wrapped, with a line end at its end."""

    subject: str
    text: str


class Texts:
    """An organisation's texts.

    folder: its ``templates`` folder; organisation: its name; address: where people write to; desk_zone: the IANA zone
    of the people who answer, told beside the group's own.
    """

    def __init__(
        self, folder: Path, *, organisation: str = "InterOccupy", address: str, desk_zone: str = words.DESK_ZONE
    ) -> None:
        self._folder = folder
        self._desk_zone = desk_zone
        self._environment = jinja2.Environment(  # noqa: S701 - plain text; the HTML twin escapes for itself
            loader=jinja2.FileSystemLoader(folder),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters.clear()
        self._environment.globals = {"organisation": organisation, "address": address}

    def write(self, reply: Reply, now: datetime) -> Written:
        """The subject and the text of one reply.

        now: aware; "in 9 days" counts from it. Raises BrokenText.
        """
        try:
            facts = prepare(reply, now, desk_zone=self._desk_zone, sentence=self._sentence)
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise BrokenText(reply.template, f"a fact is not as it should be: {wrong!r}") from wrong
        rendered = self._render(reply.template, {**facts, "form": form.facts(now.date())})
        head, _, body = rendered.partition("\n")
        if not head.startswith("Subject: ") or not body.strip():
            raise BrokenText(reply.template, "it must begin with a line 'Subject: ...', then an empty line, then text.")
        subject = fold(head.removeprefix("Subject: "), SUBJECT_LENGTH)
        return Written(_tagged(subject, reply.case), arrange(body))

    def finding(self, finding: Finding) -> str:
        """A finding in one sentence, from ``templates/rules/<rule>.txt``. Raises BrokenText."""
        plain = {
            "rule": finding.rule, "outcome": str(finding.outcome), "key": finding.key, "facts": dict(finding.facts),
        }  # fmt: skip
        return self._sentence({name: harmless(said) for name, said in plain.items()})

    def names(self) -> tuple[str, ...]:
        """Every text that is sent or told, without ending: ``requester/complete``, ``rules/lead_time``."""
        every = (path.relative_to(self._folder).with_suffix("").as_posix() for path in self._folder.rglob("*.txt"))
        return tuple(sorted(name for name in every if name.partition("/")[0] not in _UNSENT))

    def check(self) -> tuple[str, ...]:
        """Render every text with sample facts; a sentence for each thing that is wrong, none when all is well."""
        return tuple(dict.fromkeys((*self._unreadable(), *self._unrendered())))

    def _unreadable(self) -> Iterator[str]:
        """Files that use more than a text may, or that are no template at all."""
        for path in sorted(self._folder.rglob("*.txt")):
            name = path.relative_to(self._folder).with_suffix("").as_posix()
            try:
                tree = self._environment.parse(path.read_text(encoding="utf-8"))
            except (jinja2.TemplateSyntaxError, UnicodeDecodeError, OSError) as wrong:
                yield str(BrokenText(name, _sentence_of(wrong)))
                continue
            foreign = next((one for one in tree.find_all(nodes.Node) if not isinstance(one, _ALLOWED)), None)
            if foreign is not None:
                told = f"line {foreign.lineno} uses {type(foreign).__name__}; a text has for, if and include only."
                yield str(BrokenText(name, told))

    def _unrendered(self) -> Iterator[str]:
        """Texts that fail with sample facts, that we need and are not there, or that nothing uses."""
        known = set(self.names())
        samples, rules = replies(), findings()
        used = {one.template for one in samples} | {f"rules/{one.rule}" for one in rules}
        yield from (f"templates/{name}.txt is missing." for name in sorted(used - known))
        strangers = (name for name in sorted(known - used) if not name.startswith("rules/"))
        yield from (f"templates/{name}.txt is used by nothing; is its name right?" for name in strangers)
        for sample in samples:
            try:
                self.write(sample, datetime.fromisoformat(str(sample.facts.get("now", "2026-11-24T15:00:00+00:00"))))
            except BrokenText as wrong:
                if sample.template in known:
                    yield str(wrong)
        for rule in rules:
            try:
                self.finding(rule)
            except BrokenText as wrong:
                if f"rules/{rule.rule}" in known:
                    yield str(wrong)

    def _sentence(self, finding: Mapping[str, object]) -> str:
        """One sentence for a finding; numbers among its facts are there in words, too, as ``days_words``."""
        facts = finding["facts"]
        if not isinstance(facts, Mapping):
            raise TypeError(f"a finding's facts are no mapping: {facts!r}")
        numbers = {f"{key}_words": words.count(n) for key, n in facts.items() if type(n) is int}
        roles = {key: role(str(facts[key])) for key in ("role", "also") if key in facts}
        return fold(self._render(f"rules/{finding['rule']}", {**finding, **roles, "facts": {**facts, **numbers}}))

    def _render(self, name: str, facts: Mapping[str, object]) -> str:
        try:
            return self._environment.get_template(f"{name}.txt").render(facts)
        except (jinja2.TemplateError, TypeError, ValueError, LookupError, UnicodeDecodeError, OSError) as wrong:
            raise BrokenText(name, _sentence_of(wrong)) from wrong


def _sentence_of(wrong: Exception) -> str:
    if isinstance(wrong, jinja2.TemplateNotFound):
        return f"there is no file {wrong.name}."
    if isinstance(wrong, jinja2.TemplateSyntaxError):
        return f"line {wrong.lineno}: {wrong.message}"
    return str(wrong) or type(wrong).__name__


def _tagged(subject: str, case: str | None) -> str:
    """The subject with the case's tag in front and no other: a tag in somebody's title would name another case."""
    bare = fold(_TAG.sub(" ", subject))
    return fold(f"[{case}] {bare}" if case else bare, SUBJECT_LENGTH)
