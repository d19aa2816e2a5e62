"""What the terminal shows of the store: open cases, a case's story, the quarantine."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

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


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False, emoji=False)


def _at(when: datetime, settings: Settings) -> str:
    return f"{when.astimezone(ZoneInfo(settings.zone)):%a %d %b %Y %H:%M}"


def _safe(said: object) -> Text:
    """Text of somebody else's: no markup, no escape codes."""
    return Text(one_line(said))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, show_header=bool(any(columns)), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_cases(cases: Sequence[CaseRow], settings: Settings) -> None:
    """Print the open cases, a line each."""
    console = _console()
    if not cases:
        console.print("No case is open.")
        return
    table = _table("case", "status", "what", "from", "looked after by", "changed")
    for case in cases:
        table.add_row(
            case.ref, str(case.status), _safe(case.title), _safe(case.requester), _safe(case.owner or "nobody"),
            _at(case.changed_at, settings),
        )  # fmt: skip
    console.print(table)


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
        table = _table("", "", "", "")
        for row in story.findings:
            open_till = f"settled {_at(row.closed_at, settings)}" if row.closed_at else "open"
            facts = ", ".join(f"{key} {value}" for key, value in row.finding.facts.items())
            table.add_row(_safe(row.finding.rule), str(row.finding.outcome), open_till, _safe(facts))
        console.print(table)


def _print_history(console: Console, story: Story, settings: Settings) -> None:
    console.print("\nHistory", style="bold")
    table = _table("when", "who", "what", "status", "proof", "mail")
    for event in story.history:
        said = event.event
        moved = (
            f"{said.before or '-'} → {said.after}"
            if said.after and said.before != said.after
            else str(said.after or "")
        )
        what = f"{said.what}: {said.detail}" if said.detail else said.what
        number = str(event.mail_id or "")
        table.add_row(_at(event.at, settings), _safe(said.actor), _safe(what), moved, said.proof, number)
    console.print(table)


def _print_mails(console: Console, story: Story, settings: Settings) -> None:
    console.print("\nMails in", style="bold")
    table = _table("mail", "when", "from", "subject", "kind", "outcome")
    for mail in story.mails_in:
        table.add_row(
            str(mail.mail_id), _at(mail.received_at, settings), _safe(mail.sender), _safe(mail.subject), mail.kind,
            str(mail.disposition or "waits"),
        )  # fmt: skip
    console.print(table)
    console.print("\nMails out", style="bold")
    table = _table("no.", "when", "to", "text", "state", "answer")
    for out in story.mails_out:
        when = out.settled_at or out.enqueued_at
        table.add_row(
            str(out.number), _at(when, settings), _safe(out.to), out.template, str(out.state), _safe(out.answer)
        )
    console.print(table)


def _print_fields(console: Console, story: Story, settings: Settings) -> None:
    table = _table("line", "value", "from mail", "read by")
    order = [spec.key for spec in CALL_REQUEST.specs]
    for key in sorted(story.fields, key=lambda one: order.index(one) if one in order else len(order)):
        row = story.fields[key]
        where, grammar = _source(row, settings)
        table.add_row(_LABELS.get(key, key), _safe(_value(row)), _safe(where), _safe(grammar))
    if story.fields:
        console.print("\nLines", style="bold")
        console.print(table)


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
    table = _table("mail", "received", "tries", "what was raised")
    for row in rows:
        table.add_row(str(row.mail_id), _at(row.received_at, settings), str(row.tries), _safe(row.error))
    console.print(table)
    console.print(
        "Look: mailflow quarantine show N. Again: mailflow quarantine retry N. Away: mailflow quarantine drop N."
    )
