"""Golden mails: raw mails as people and programs really write them, each beside what it must be read as.

``pytest tests/read/test_golden.py --rewrite`` writes the expectations anew; the difference is for a person to judge.
The ``given`` part of an expectation is what the store would know of the mail, and is kept.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC
from pathlib import Path

import pytest

from mailflow.model import Context, Field, Person, Reading, Source, Value
from mailflow.read.adapter.message import parse
from mailflow.read.reading import read

MAILS = Path(__file__).parent.parent / "mails"
CLIENTS = Path(__file__).parents[2].parent / "shared" / "corpus" / "clients"
OURS = frozenset({"info@interoccupy.example", "info@interoccupy.org", "info@interoccupy.net"})
STAFF = frozenset({"ana@interoccupy.example"})


def as_json(value: Value) -> object:
    """A value as the reading contract prints it."""
    if isinstance(value, tuple):
        return [asdict(one) if isinstance(one, Person) else one for one in value]
    return value


def as_printed(reading: Reading) -> dict[str, object]:
    """A reading as the reading contract prints it, and what else the desk acts on."""
    return {
        "kind": reading.kind.value,
        "fields": {key: as_json(reading.fields[key].value) for key in sorted(reading.fields)},
        "missing": list(reading.missing),
        "unclear": {
            key: {"said": one.said, "why": one.why, "suggestion": as_json(one.suggestion)}
            for key, one in sorted(reading.unclear.items())
        },
        "tag": reading.tag,
        "is_thanks": reading.is_thanks,
        "is_untouched": reading.is_untouched,
        "failed": list(reading.failed),
    }


def reading_of(raw: bytes, given: Mapping[str, object]) -> Reading:
    """The reading of a mail that reached us when it was written."""
    message = parse(raw)
    assert message.date is not None
    known = given.get("known", {})
    assert isinstance(known, dict)
    asked = given.get("asked", [])
    assert isinstance(asked, list)
    case = given.get("case")
    context = Context(
        received_at=message.date.astimezone(UTC),
        ours=OURS,
        staff=STAFF,
        answers=(MAILS / str(given["answers"])).read_text() if "answers" in given else "",
        asked=tuple(asked),
        known={key: Field(key, value, Source("text/plain", 1, "", str(value))) for key, value in known.items()},
        case=case if isinstance(case, str) else None,
        domain="interoccupy.example",
    )
    return read(message, context, raw)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mail", sorted(MAILS.glob("*.eml")), ids=lambda path: path.stem)
def test_a_mail_is_read_as_the_expectation_beside_it_says(
    mail: Path, line_end: bytes, request: pytest.FixtureRequest
) -> None:
    """Every golden mail gives the kind, the values, the gaps and the doubts that stand beside it, with any line end."""
    beside = mail.with_suffix(".json")
    expected = json.loads(beside.read_text()) if beside.exists() else {}
    given = expected.pop("given", {})
    raw = mail.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end)
    actual = as_printed(reading_of(raw, given))
    if request.config.getoption("--rewrite"):
        whole = {"given": given, **actual} if given else actual
        beside.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
        expected = actual
    assert expected == actual


def test_there_are_enough_golden_mails() -> None:
    """At least thirty different mails stand as golden ones, each with its expectation."""
    mails = {path.stem for path in MAILS.glob("*.eml")}
    assert len(mails) >= 30
    assert mails == {path.stem for path in MAILS.glob("*.json")}


CLIENT_VALUES: Mapping[str, Value] = {
    "title": "Student debt working groups - national check-in",
    "group": "Occupy Philly – Student Debt WG",
    "contact": (Person("Larry Swetman", "larry@example.org"),),
    "purpose": "Compare notes on March 1 & pick two joint actions",
    "date": "2012-03-15",
    "time": "20:00",
    "tz": "America/New_York",
    "start": "2012-03-15T20:00:00-04:00",
    "facilitator": (Person("Tammy Shapiro", "tammy@example.org"),),
    "backup": (Person("Nate K", "nate@example.org", "215-555-0100"),),
    "tech": "NEED HELP",
    "length": 90,
    "expected": (30, 50),
}

CLIENT_HEAD = b"""From: Larry Swetman <larry@example.org>
To: info@interoccupy.example
Subject: Call request
Date: Mon, 5 Mar 2012 12:00:00 -0500
Message-ID: <clients@example.org>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

"""


@pytest.mark.skipif(not CLIENTS.is_dir(), reason="the pages of twelve mail clients are not beside this checkout")
@pytest.mark.parametrize("number", range(1, 13))
def test_the_form_filled_in_twelve_mail_clients_reads_the_same(number: int) -> None:
    """One form filled in twelve mail programs' HTML gives the same twelve values."""
    (page,) = CLIENTS.glob(f"{number:02d}_*.html")
    reading = reading_of(CLIENT_HEAD + page.read_bytes(), {})
    assert dict(CLIENT_VALUES) == {key: reading.fields[key].value for key in CLIENT_VALUES if key in reading.fields}
    assert (reading.missing, dict(reading.unclear)) == ((), {})
