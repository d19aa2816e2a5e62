"""What reading a mail costs: ``python -m tests.bench.cost [--search SECONDS] [--seed N]``.

Over the corpus beside the checkout, or the golden mails where there is none: the processor time to parse and understand
a mail as a ratio to the standard library's parse with its body read (``policy.default``), each mail against itself, the
fastest of several rounds of both in turn. Then texts made to be slow, in milliseconds per 100 KB.

With ``--search`` it looks for such texts instead: words of the grammars and tags, put together by chance and bettered
as long as the text they make takes longer. What it finds becomes a pattern here.
"""

import argparse
import email
import email.policy
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mailflow.fields import CALL_REQUEST, NOTES_FORM, TRAINING_FORM
from mailflow.model import Context
from mailflow.read.adapter.message import parse
from mailflow.read.reading import read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
MAILS = Path(__file__).parents[1] / "mails"
ROUNDS = 7
SIZE = 100_000
FIRST_LOOK = 20_000
"""Characters of a text that the search tries; the slowest are tried at full size."""
BEST = 12
LONGEST_WORD = 400
OURS = frozenset({"info@interoccupy.example", "info@interoccupy.org", "info@interoccupy.net"})
HEAD = (
    b"From: Ann Lee <ann@example.org>\nTo: info@interoccupy.example\nSubject: Call request\n"
    b"Date: Mon, 5 Mar 2012 12:00:00 -0500\nMessage-ID: <bench@example.org>\nMIME-Version: 1.0\n"
)
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\n\n"
FORM = (
    "1. Call title: Harbor check-in\n2. Group: Occupy Baltimore\n4. Purpose: plan the cleanup\n5. Date: Thursday\n"
    "6. Start time: 8pm\n7. Time zone: Eastern\n8. Facilitator: Ann Lee <ann@example.org>, Bo or Cy, 8-9:30pm\n"
)
BEGINNINGS = {
    "": "",
    "request": "Hello, we would like to request a conference call on Thursday March 15 at 8pm Eastern. ",
    "form": FORM,
    "notes": "Notes of the call IO-0042, Thursday March 8, taken by Jo\n\n",
    "training": "I would like to sign up for the next maestro training.\n",
    "answer": "On Mon, 5 Mar 2012 at 8:00 IO <info@interoccupy.example> wrote:\n> 5. Date:\n> 8. Facilitator:\n",
}
"""What makes a mail of another kind of what stands below."""
PATTERNS = {
    "prose": ("", "We would like a call on Thursday March 15 at 8pm Eastern, I facilitate and Jo can back me up. "),
    "forms": ("", FORM),
    "quoted forms": ("", "".join(f"> {line}\n" for line in FORM.splitlines())),
    "deep quotes": ("", ">" * 60 + " 5. Date: March 15\n"),
    "one line": ("", "8. Tammy 9. Nate, nate@example.org 215-555-0100 "),
    "labels": ("", "Date: Time: Zone: "),
    "spaces": ("", " " * 50),
    "dashes": ("", "- -- --- ----\n"),
    "digits": ("", "3/4/5/6 8:30 9-10-11 "),
    "addresses": ("", "a@b.example, <c@d.example>; e (f@g.example) "),
    "brackets": ("", "([<(((<["),
    "wrote": ("", "On Mon, 5 Mar 2012 at 8:00 Ann <a@b.example> wrote:\n"),
    "headers": ("", "From: A <a@b.example>\nSent: Monday\nTo: info\nSubject: x\n"),
    "blank lines": ("", "\n"),
    "no spaces": ("", "x"),
    "bold": ("", "*a *b* _c_ "),
    # What the search found.
    "timetable": ("request", "March 15 to ~"),
    "labelled days": ("answer", "me 5. Date: every 8pm "),
    "near a label": ("notes", "not Sent: Monday\n"),
    "one word": ("notes", "<"),
    "ellipses": ("training", "\u2026"),
    "short lines": ("request", "x\n"),
    "far right": ("request", " " * 3000 + "x\n"),
    "names below": ("answer", "Ann Lee\n"),
    "addresses below": ("answer", "<a@b.example>: host mx said: 550 no such user\n"),
    "many roles": ("", "backup is Ann "),
    "many with roles": ("request", "we have Ann for backup "),
    "tabbed labels": ("", "Date:\tTime:\tZone:\t\n"),
    "bars": ("", "| 5. Date | March 15 |\n"),
    "answers below": ("request", "> 5. Date: x\n\ny\n"),
    "bullets": ("answer", "\u2022 item: x\n"),
    "opposite": ("", "> > a\n> b\nc\n"),
    "scripts": (
        "request",
        "\u041f\u0440\u0438\u0432\u0435\u0442 \u4f1a\u8b70 15\u65e5 \u0645\u0631\u062d\u0628\u0627 \u200d\u00e9 ",
    ),
    "zero width": ("request", "\u200b\u200dx "),
    "notes": ("request", "Notes of the call IO-0042\nAttendees: Ann, Bo\nDate: March 8\n"),
}
MARKUP = {
    "paragraphs": ("", "<p>x"),
    "breaks": ("", "x<br>"),
    "divisions": ("", "<div>x</div>"),
    "inline": ("", "<b>x</b> "),
    "cells": ("<table>", "<td>"),
    "rows": ("<table>", "<td>x<tr>"),
    "tables": ("", "<table><tr><td>x</td><td>y</td></tr></table>"),
    "nested tables": ("", "<table><tr><td>"),
    "wide column": (f"<table><tr><td>a<td>{'x' * 40_000}", "<tr><td>x<td>y" + " " * 20),
    "long cell": ("<table><tr><td><pre>" + "x\n" * 9000 + "</pre>", f"<td>{'y' * 300}"),
    "lists": ("", "<ul><li>x</li></ul>"),
    "deep lists": ("<ul>" * 20, "<li>x" + "y" * 40),
    "cited": ("", "<blockquote>On Mon, 5 Mar 2012 8:00 A wrote:<br>x</blockquote>"),
    "deep citing": ("<blockquote>" * 100, "x<br>"),
    "styles": ("", "<span style='display:none;color:red'>x</span>"),
    "entities": ("", "&amp;lt;&nbsp;&#8203;x"),
    "sparse": ("", "<p>We meet on Thursday at 8pm, Ann facilitates, Bo backs her up.</p>  "),
    "preformatted": ("<ul><li><pre>", "x\n"),
    "sign-ups": (BEGINNINGS["training"], f"<h1>{'10. Notes: ' * 20}facilitate 1.5 hours "),  # the search found it
}
"""The same in markup: how it begins, and what is repeated."""
TOKENS = [
    *(f"{spec.n}. {spec.label}: " for spec in (*CALL_REQUEST.specs[:12], *NOTES_FORM.specs, *TRAINING_FORM.specs)),
    *(
        "\n",
        "\n\n",
        "\t",
        " ",
        "  ",
        "> ",
        ">",
        "- ",
        "* ",
        "--",
        "\n-- \n",
        "|",
        "/",
        ", ",
        "; ",
        ". ",
        ": ",
        "? ",
        "! ",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        '"',
        "'",
        "&",
        "*",
        "_",
        "=",
        "~",
        "\u2013",
        "\u2026",
        "\u00a0",
        "\u200b",
        "\u00e9",
    ),
    *("1", "3/4", "8", "8pm ", "8:30", "2012", "1) ", "5. ", "215-555-0100 ", "90 minutes ", "1.5 hours ", "half "),
    *(
        "Thursday ",
        "Mon",
        "March 15 ",
        "every ",
        "first ",
        "next ",
        "until ",
        "noon ",
        "EST ",
        "Eastern ",
        "UTC-5 ",
        "time ",
    ),
    *(
        "a",
        "x ",
        "and ",
        "or ",
        "to ",
        "from ",
        "at ",
        "on ",
        "not ",
        "maybe ",
        "I ",
        "we ",
        "me ",
        "call ",
        "will ",
        "is ",
    ),
    *(
        "Ann Lee ",
        "Jo",
        "ann@example.org ",
        "<a@b.example> ",
        "a@",
        "@b.example",
        "facilitate ",
        "back up ",
        "tech ",
        "NEED HELP ",
    ),
    *(
        "On Mon, Jo wrote:\n",
        "From: A <a@b.example>\n",
        "Sent: Monday\n",
        "Subject: x\n",
        "Thanks,\n",
        "Title\n",
        "Notes: ",
    ),
]
TAGS = [
    *("<p>", "<br>", "<div>", "</div>", "<b>", "</b> ", "<a href='x'>", "</a>", "<table>", "</table>", "<tr>", "<td>"),
    *("<ul>", "<ol>", "<li>", "</ul>", "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<hr>", "<h1>", "&nbsp;"),
    *("&amp;", "<span style='display:none'>", "</span>", "<!--", "-->", "<div id='divRplyFwdMsg'>", "<th colspan=9>"),
]
"""What stands between the words where the text is HTML."""


def understood(raw: bytes) -> None:
    """Parse a mail and say what it means."""
    message = parse(raw)
    read(message, Context(received_at=message.date or datetime(2012, 3, 5, tzinfo=UTC), ours=OURS), raw)


def stdlib(raw: bytes) -> None:
    """The standard library's own parse, with its headers of interest and its body read."""
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    try:
        for name in ("From", "To", "Subject", "Date", "Message-ID"):
            str(parsed[name])
        body = parsed.get_body(("plain", "html"))
        if body is not None:
            body.get_content()
    except (LookupError, ValueError, AttributeError, TypeError, IndexError, KeyError):
        pass  # it raises on some of these mails; its time counts all the same


def seconds(work: Callable[[bytes], None], raw: bytes) -> float:
    """How much processor time it takes once."""
    begun = time.process_time()
    work(raw)
    return time.process_time() - begun


def cost(beginning: str, pattern: str, size: int = SIZE, rounds: int = 1, head: bytes = TEXT) -> float:
    """Milliseconds that a text of this many bytes takes, the fastest of several rounds."""
    raw = head + (beginning + pattern * (size // len(pattern))).encode()
    return min(seconds(understood, raw) for _ in range(rounds)) * 1000


Shape = tuple[str, tuple[str, ...], bool]
"""How a text begins, the words that are repeated below that, and whether it is HTML."""


def changed(shape: Shape, dice: random.Random) -> Shape:
    """A shape with one word put in, taken out, repeated or exchanged, another beginning, or in HTML."""
    beginning, words, is_html = shape
    at = dice.randrange(len(words))
    match dice.randrange(7):
        case 0:
            return dice.choice(sorted(BEGINNINGS)), words, is_html
        case 1 if len(words) > 1:
            return beginning, words[:at] + words[at + 1 :], is_html
        case 2:
            return beginning, (*words[:at], word(dice, is_html=is_html), *words[at + 1 :]), is_html
        case 3:
            return beginning, words, not is_html
        case 4 if len(words[at]) < LONGEST_WORD:
            return beginning, (*words[:at], words[at] * dice.choice((3, 20)), *words[at + 1 :]), is_html
        case _:
            return beginning, (*words[:at], word(dice, is_html=is_html), *words[at:])[:8], is_html


def word(dice: random.Random, *, is_html: bool) -> str:
    """A word of the grammars, or as likely a tag where the text is HTML."""
    return dice.choice(TAGS if is_html and dice.random() < 0.5 else TOKENS)


def search(limit: float, seed: int) -> None:
    """Look for slow texts for so many seconds, and print the slowest at full size."""
    dice = random.Random(seed)
    end = time.monotonic() + limit
    best: dict[Shape, float] = {}
    while time.monotonic() < end:
        is_html = dice.random() < 0.5
        words = tuple(word(dice, is_html=is_html) for _ in range(dice.randint(1, 4)))
        fresh: Shape = (dice.choice(sorted(BEGINNINGS)), words, is_html)
        shape = changed(dice.choice(sorted(best)), dice) if best and dice.random() < 0.8 else fresh
        if shape not in best:
            best[shape] = cost(BEGINNINGS[shape[0]], "".join(shape[1]), FIRST_LOOK, head=HTML if shape[2] else TEXT)
        best = dict(sorted(best.items(), key=lambda one: -one[1])[:BEST])
    for beginning, words, is_html in best:
        took = cost(BEGINNINGS[beginning], "".join(words), rounds=3, head=HTML if is_html else TEXT)
        kind = "html" if is_html else "plain"
        print(f"{took:7.0f} ms per 100 KB of {kind} {''.join(words)!r} behind {beginning!r}")


def main() -> None:
    """Print both tables, or search."""
    parser = argparse.ArgumentParser(prog="tests.bench.cost", description="What reading a mail costs.")
    parser.add_argument("--search", type=float, metavar="SECONDS", help="look for slow texts for so long")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.search:
        search(options.search, options.seed)
    else:
        tables()


def tables() -> None:
    """Print both tables."""
    place = CORPUS if CORPUS.is_dir() else MAILS
    mails = [
        path.read_bytes() for path in sorted(place.rglob("*")) if path.suffix in {".eml", ".txt"} and is_mail(path)
    ]
    ratios, slowest = [], 0.0
    for raw in mails:
        pairs = [(seconds(understood, raw), seconds(stdlib, raw)) for _ in range(ROUNDS)]
        ours = min(one for one, _ in pairs)
        ratios.append(ours / min(one for _, one in pairs))
        slowest = max(slowest, ours)
    ratios.sort()
    print(
        f"{len(mails)} mails of {place.name}: understood in {statistics.median(ratios):.2f} of the stdlib's time at the"
    )
    print(f"median, {ratios[len(ratios) * 9 // 10]:.2f} for nine of ten; the slowest mail took {slowest:.2f} s")
    for name, (beginning, pattern) in PATTERNS.items():
        for kind, head in (("plain", TEXT), ("html", HTML)):
            took = cost(BEGINNINGS[beginning], pattern, rounds=3, head=head)
            print(f"{name:>15} {kind:6} {took:7.0f} ms per 100 KB")
    for name, (beginning, pattern) in MARKUP.items():
        took = cost(beginning, pattern, SIZE - len(beginning), rounds=3, head=HTML)
        print(f"{name:>15} markup {took:7.0f} ms per 100 KB")


def is_mail(path: Path) -> bool:
    """Whether a file of the corpus is a mail and not a text about it."""
    return "LICENSE" not in path.name and not {"trimmed", "elided", "clients"} & set(path.parts)


if __name__ == "__main__":
    main()
