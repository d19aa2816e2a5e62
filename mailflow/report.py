"""What the terminal shows of the store: open cases, a case's story, the quarantine."""

import textwrap
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailflow.decide import facts
from mailflow.fields import CALL_REQUEST
from mailflow.log import one_line
from mailflow.settings import Settings
from mailflow.store.rows import CaseRow, Quarantined, Story, StoryField
from mailflow.write import words

_LABELS = {spec.key: spec.label for spec in CALL_REQUEST.specs}
_NARROW = 24
"""A cell so long is not broken; a longer one may be, between words."""

_GAP = 2
"""The blanks between two columns."""


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False, emoji=False)


def _at(when: datetime, settings: Settings) -> str:
    return f"{when.astimezone(ZoneInfo(settings.zone)):%a %d %b %Y %H:%M}"


def _show(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table where the terminal is wide enough for every word; else a paragraph a row, so that no address breaks.

    rows: of somebody else's text, too; no markup and no escape codes come of it.
    """
    safe = [[Text(one_line(cell)) for cell in row] for row in rows]
    widths = _widths([[Text(name) for name in columns], *safe], console.width)
    if widths is None:
        for row in safe:
            console.print(_paragraph(columns, row, console.width))
        return
    table = Table(box=None, pad_edge=False, show_header=any(columns), header_style="bold")
    for name, width in zip(columns, widths, strict=True):
        table.add_column(name, overflow="fold", width=width)
    for row in safe:
        table.add_row(*row)
    console.print(table)


def _widths(rows: Sequence[Sequence[Text]], room: int) -> list[int] | None:
    """How wide each column is, at least its longest word; ``None`` where they do not fit beside one another."""
    columns = list(zip(*rows, strict=True))
    full = [max(cell.cell_len for cell in column) for column in columns]
    words = [max(cell_len(word) for cell in column for word in (*cell.plain.split(), "")) for column in columns]
    widths = [min(most, max(word, _NARROW)) for most, word in zip(full, words, strict=True)]
    spare = room - sum(widths) - _GAP * (len(widths) - 1)
    if spare < 0:
        return None
    for at, most in enumerate(full):
        more = min(most - widths[at], spare)
        widths[at] += more
        spare -= more
    return widths


def _paragraph(columns: Sequence[str], row: Sequence[Text], room: int) -> Text:
    """One row in words, each cell behind its column's name; broken between words only."""
    first, *rest = row
    said = [f"{name} {cell.plain}".strip() for name, cell in zip(columns[1:], rest, strict=True) if cell.plain]
    lines = textwrap.wrap(
        "; ".join((first.plain, *said)), room, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    return Text("\n".join(lines), no_wrap=True, overflow="ignore")


def print_cases(cases: Sequence[CaseRow], settings: Settings) -> None:
    """Print the open cases, a line each."""
    console = _console()
    if not cases:
        console.print("No case is open.")
        return
    rows = [
        (
            case.ref, str(case.status), case.title, case.requester, case.owner or "nobody",
            _at(case.changed_at, settings),
        )
        for case in cases
    ]  # fmt: skip
    _show(console, ("case", "status", "what", "from", "looked after by", "changed"), rows)


def print_story(story: Story, settings: Settings) -> None:
    """Print all there is to tell of a case: lines and their sources, findings, history, mails in and out."""
    console = _console()
    case = story.case
    console.print(Text(f"{case.ref}  {one_line(case.title)}", style="bold"))
    console.print(
        Text(
            f"{case.status}, asked for by {one_line(case.requester)} on {_at(story.asked_at, settings)}, "
            f"looked after by {one_line(case.owner or 'nobody')}"
        )
    )
    _print_fields(console, story, settings)
    _print_findings(console, story, settings)
    _print_history(console, story, settings)
    _print_mails(console, story, settings)


def _print_findings(console: Console, story: Story, settings: Settings) -> None:
    if story.findings:
        console.print("\nFindings", style="bold")
        rows = [
            (
                row.finding.rule,
                str(row.finding.outcome),
                f"settled {_at(row.closed_at, settings)}" if row.closed_at else "open",
                ", ".join(f"{key} {value}" for key, value in row.finding.facts.items()),
            )
            for row in story.findings
        ]
        _show(console, ("", "", "", ""), rows)


def _print_history(console: Console, story: Story, settings: Settings) -> None:
    console.print("\nHistory", style="bold")
    rows = []
    for event in story.history:
        said = event.event
        moved = (
            f"{said.before or '-'} → {said.after}"
            if said.after and said.before != said.after
            else str(said.after or "")
        )
        what = f"{said.what}: {said.detail}" if said.detail else said.what
        number = str(event.mail_id or "")
        rows.append((_at(event.at, settings), said.actor, what, moved, said.proof, number))
    _show(console, ("when", "who", "what", "status", "proof", "mail"), rows)


def _print_mails(console: Console, story: Story, settings: Settings) -> None:
    console.print("\nMails in", style="bold")
    came = [
        (
            str(mail.mail_id), _at(mail.received_at, settings), mail.sender, mail.subject, mail.kind,
            str(mail.disposition or "waits"),
        )
        for mail in story.mails_in
    ]  # fmt: skip
    _show(console, ("mail", "when", "from", "subject", "kind", "outcome"), came)
    console.print("\nMails out", style="bold")
    went = [
        (
            str(out.number), _at(out.settled_at or out.enqueued_at, settings), out.to, out.template, str(out.state),
            out.answer,
        )
        for out in story.mails_out
    ]  # fmt: skip
    _show(console, ("no.", "when", "to", "text", "state", "answer"), went)


def _print_fields(console: Console, story: Story, settings: Settings) -> None:
    rows = []
    order = [spec.key for spec in CALL_REQUEST.specs]
    for key in sorted(story.fields, key=lambda one: order.index(one) if one in order else len(order)):
        row = story.fields[key]
        where, grammar = _source(row, settings)
        rows.append((_LABELS.get(key, key), _value(row), where, grammar))
    if story.fields:
        console.print("\nLines", style="bold")
        _show(console, ("line", "value", "from mail", "read by"), rows)


def _value(row: StoryField) -> str:
    if row.unclear is not None:
        return f"unclear: “{row.unclear.said}”, {row.unclear.why}"
    return words.value(row.key, facts.plain(row.field.value), phones=True) if row.field else ""


def _source(row: StoryField, settings: Settings) -> tuple[str, str]:
    found = row.field or row.unclear
    if found is None:
        return "", ""
    place = f"{row.mail_id}, {_at(row.received_at, settings)}"
    line = f", line {found.source.line}" if found.source.line else ""
    return f"{place} ({found.source.part}{line})", found.source.grammar


def print_waiting(tried: int) -> None:
    """Say how many mails made the program fail and are tried again soon; nothing where there are none."""
    if tried:
        said = "1 mail could not be handled and is" if tried == 1 else f"{tried} mails could not be handled and are"
        _console().print(f"{said} tried again soon; the log says why.")


def print_quarantine(rows: Sequence[Quarantined], settings: Settings) -> None:
    """Print the mails in quarantine, a line each."""
    console = _console()
    if not rows:
        console.print("No mail is in quarantine.")
        return
    shown = [(str(row.mail_id), _at(row.received_at, settings), str(row.tries), row.error) for row in rows]
    _show(console, ("mail", "received", "tries", "what was raised"), shown)
    console.print(
        "Look: mailflow quarantine show N. Again: mailflow quarantine retry N. Away: mailflow quarantine drop N."
    )
