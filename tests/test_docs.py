"""The docs are true: commands exist, every setting is told, every rule has its text, tables agree with the code."""

import importlib
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from mailflow import pack
from mailflow.cli import main
from mailflow.decide import commands as orders
from mailflow.decide.identity import LEAST_PROOF, Proof
from mailflow.decide.pending import ORDERS_WAIT, VALUES_WAIT
from mailflow.fields import CALL_REQUEST
from mailflow.settings import Settings, known_names

ROOT = Path(__file__).parent.parent
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def commands(group: click.Group = main, prefix: str = "") -> set[str]:
    """Every command with its group's name before it."""
    found: set[str] = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
        found.add(f"{prefix}{name}")
    return found


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_command_that_the_docs_name_is_there(path: Path) -> None:
    """``mailflow word`` and ``./mf word`` in the docs are commands."""
    named = re.findall(
        r"(?:\./mf|`mailflow|^ +mailflow)(?: --in \S+| --set \S+)*((?: [a-z]+)+)", path.read_text(), re.MULTILINE
    )
    known = commands() | {"test", "lint", "bench"}
    for words in named:
        first = words.split()[0]

        assert first in known, f"{path.name} names {first}"


def test_what_the_readme_tells_to_type_is_there_in_a_fresh_clone() -> None:
    """A clone has ``./mf`` and no ``mailflow``: every command of the README begins with what is there."""
    text = (ROOT / "README.md").read_text()
    typed = [*re.findall(r"^ {4}(\S+)", text, re.MULTILINE), *re.findall(r"^\| `(\S+)", text, re.MULTILINE)]
    assert {"./mf"} == set(typed)
    assert (ROOT / "mf").is_file()


def test_every_command_has_help_and_is_in_the_docs() -> None:
    """A command is explained where it stands and named in the docs."""
    text = "\n".join(path.read_text() for path in DOCS)
    for name in commands():
        word = name.split()[-1]

        assert re.search(rf"\b{word}\b", text), name
    for command in main.commands.values():
        assert (command.help or "").strip()


def test_every_setting_is_in_the_docs_and_no_other() -> None:
    """The table of docs/settings.md holds exactly the settings there are, each with its default."""
    told = re.findall(r"^\| `([a-z_.]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)

    assert sorted(known_names()) == sorted(told)
    assert len(told) == len(set(told))


def test_defaults_in_the_docs_are_the_codes() -> None:
    """Simple defaults stand in the table as they stand in the code."""
    rows = dict(
        re.findall(r"^\| `([a-z_.]+)` \| ([^|]+?) \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )
    for name, info in Settings.model_fields.items():
        parts = getattr(info.annotation, "model_fields", None)
        for below, part in (parts or {"": info}).items():
            default = part.default
            if isinstance(default, str | int | float) and default and not isinstance(default, bool):
                shown = rows[f"{name}.{below}" if below else name].strip("`")
                if shown[0].isalnum() and "," not in shown and "the " not in shown:
                    assert str(default) == shown, name


def reader_module(name: str) -> ModuleType:
    """A module of the reader by its last name."""
    (path,) = (ROOT / "mailflow" / "read").rglob(f"{name}.py")
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def test_the_bounds_of_the_reader_in_the_docs_are_the_codes() -> None:
    """Each bound that docs/reading.md names stands there with its number."""
    told = re.findall(r"`(\w+)\.(_?[A-Z_]+)` (\d+)", (ROOT / "docs" / "reading.md").read_text())
    assert len(told) > 20
    for module, name, number in told:
        assert int(number) == getattr(reader_module(module), name), f"{module}.{name}"


def test_every_rule_has_a_text_and_a_first_sentence() -> None:
    """What ``mailflow rules`` lists ends with a full stop, and the rule's sentence is a file."""
    organisation = pack.load()
    for name, sentence in organisation.lines:
        assert sentence.endswith(".")
        assert (organisation.templates / "rules" / f"{name}.txt").is_file()


def test_the_form_is_numbered_in_order_and_its_labels_are_unique() -> None:
    """Numbers run from 1, and no label means two lines."""
    assert list(range(1, 25)) == [spec.n for spec in CALL_REQUEST.specs]
    labels = [label for spec in CALL_REQUEST.specs for label in (spec.label.lower(), *spec.synonyms)]
    assert len(labels) == len(set(labels))


def test_links_between_the_docs_lead_somewhere() -> None:
    """Every relative link names a file."""
    for path in DOCS:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_setting_stands_in_the_one_table() -> None:
    """The rows of docs/settings.md follow one another without a break, so that all of them are shown as a table."""
    lines = (ROOT / "docs" / "settings.md").read_text().splitlines()
    rows = [number for number, line in enumerate(lines) if line.startswith("| `")]

    assert list(range(rows[0], rows[0] + len(rows))) == rows


@pytest.mark.parametrize(
    ("part", "table"), [("Requesters", orders.FOR_PEOPLE), ("Staff", orders.FOR_STAFF)], ids=["requesters", "staff"]
)
def test_what_people_can_reply_is_in_the_docs(part: str, table: tuple[orders.Command, ...]) -> None:
    """docs/commands.md has each command's line, what it does and whether a proof is needed, and no other."""
    page = (ROOT / "docs" / "commands.md").read_text()
    section = page.partition(f"## {part}\n")[2].partition("\n## ")[0]
    shown = re.findall(r"^\| `.*", section, re.MULTILINE)
    rows = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in shown]
    needed = {one.usage: Proof.ADDRESS not in LEAST_PROOF[one.act].proofs for one in table}

    assert [(f"`{one.usage}`", one.does, "needed" if needed[one.usage] else "not needed") for one in table] == [
        (row[0], row[-2], row[-1]) for row in rows
    ]
    for command, row in zip(table, rows, strict=True):
        for word in re.findall(r"`([^`]+)`", row[1]) if len(row) > 3 else ():
            assert word in command.words


def test_how_long_a_yes_counts_in_the_docs_is_the_codes() -> None:
    """docs/commands.md names the days and the number of commands in a mail as the code has them."""
    page = (ROOT / "docs" / "commands.md").read_text()

    assert f"counts for {ORDERS_WAIT.days} day," in page
    assert f"for {VALUES_WAIT.days} days" in page
    assert f"Up to {orders.MAX_ORDERS} commands" in page
    assert all(f"`{kind}`" in page for kind in orders._KINDS.split("|"))
