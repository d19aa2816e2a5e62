"""A filled form reads back as filled, however mail programs render, quote, wrap and encode it."""

import base64
import quopri
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.model import Context, Kind, Person, Reading, Value
from mailflow.read.adapter.message import parse
from mailflow.read.answers.result import listed
from mailflow.read.reading import read
from tests.renderings import RENDERINGS, Lines, flowed, mail, plain_text, wrapped

SENT = datetime(2012, 3, 5, 17, tzinfo=UTC)
OURS = frozenset({"info@interoccupy.example"})
SPECS = CALL_REQUEST.by_key()

WORDS = sorted(
    listed(
        """tenants rent winter shelter banks debt march students harvest water union kitchen library garden nurses
        bridge solidarity outreach café niño Zürich straße Pérez spring plans ideas stories neighbours letters"""
    )
)
NAMES = ("Tammy Shapiro", "Nate Kim", "José Núñez", "Siân Morris-Jones", "Walt O'Brien", "Ming Li", "Aïcha Diallo")
ZONES = {"Eastern": "America/New_York", "Central time": "America/Chicago", "Pacific": "America/Los_Angeles"}

phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=7).map(" ".join)
persons = st.sampled_from(NAMES)


def address(name: str) -> str:
    """An address for a name, made of its letters without accents."""
    return "".join(c for c in normalize("NFKD", name.lower()) if c.isascii() and c.isalpha()) + "@example.org"


def nickname(name: str) -> str:
    """An address that says nothing of a name."""
    return f"box{sum(map(ord, name))}@example.org"


@st.composite
def filled(draw: st.DrawFn, address: Callable[[str], str] = address) -> tuple[Lines, Mapping[str, Value]]:
    """A form as somebody fills it in, and what it says. address: of a name."""
    day = date(2012, 3, 12) + timedelta(days=draw(st.integers(0, 120)))
    hour = draw(st.integers(1, 11))
    zone = draw(st.sampled_from(sorted(ZONES)))
    first, second, third = draw(st.permutations(NAMES))[:3]
    title, group = draw(phrases), "Occupy " + draw(st.sampled_from(["Tulsa", "Zürich", "Boston", "El Paso"]))
    purpose = ", ".join(draw(st.lists(phrases, min_size=1, max_size=6)))
    low = draw(st.integers(3, 90))
    need_help: tuple[str, Value] = ("NEED HELP", "NEED HELP")
    said: dict[str, tuple[str, Value]] = {
        "title": (title, title),
        "group": (group, group),
        "purpose": (purpose, purpose),
        "date": (f"{day:%A} {day.day} {day:%B} {day.year}", day.isoformat()),
        "time": (f"{hour}pm", f"{hour + 12}:00"),
        "tz": (zone, ZONES[zone]),
        "facilitator": (f"{first} <{address(first)}>", (Person(first, address(first)),)),
        "backup": (f"{second}, {address(second)}, 215-555-0100", (Person(second, address(second), "215-555-0100"),)),
        "tech": draw(st.sampled_from([need_help, (f"{third} ({address(third)})", (Person(third, address(third)),))])),
        "length": ("75", 75),
        "expected": (f"{low}-{low + 10}", (low, low + 10)),
    }
    lines = [(SPECS[key].n, SPECS[key].label, answer) for key, (answer, _) in said.items()]
    return lines, {key: value for key, (_, value) in said.items()}


def reading_of(raw: bytes) -> Reading:
    """What a mail means that reached us when it was written."""
    return read(parse(raw), Context(received_at=SENT, ours=OURS, domain="interoccupy.example"), raw)


def assert_reads_back(raw: bytes, values: Mapping[str, Value]) -> None:
    """The mail says these values and asks nothing."""
    reading = reading_of(raw)
    assert reading.kind is Kind.CALL_REQUEST
    assert values == {key: reading.fields[key].value for key in values if key in reading.fields}
    assert ((), {}) == (reading.missing, dict(reading.unclear))


@pytest.mark.parametrize("name", RENDERINGS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(form=filled())
def test_a_filled_form_reads_back_in_every_rendering(name: str, form: tuple[Lines, Mapping[str, Value]]) -> None:
    """Every mail program's shape of the same answers gives the same values."""
    lines, values = form
    assert_reads_back(RENDERINGS[name](lines), values)


@settings(max_examples=60, deadline=None)
@given(form=filled(), column=st.integers(24, 120))
def test_wrapping_changes_no_value(form: tuple[Lines, Mapping[str, Value]], column: int) -> None:
    """Lines broken at any column say the same."""
    lines, values = form
    assert_reads_back(mail(wrapped(lines, column)), values)


@settings(max_examples=60, deadline=None)
@given(form=filled(nickname), column=st.integers(24, 120))
def test_wrapping_gives_no_wrong_value(form: tuple[Lines, Mapping[str, Value]], column: int) -> None:
    """Where no address tells whether two lines are one name, the persons are at most unclear."""
    lines, values = form
    reading = reading_of(mail(wrapped(lines, column)))
    assert values == {key: reading.fields[key].value if key in reading.fields else values[key] for key in values}
    assert values.keys() <= reading.fields.keys() | reading.unclear.keys()
    assert reading.unclear.keys() <= {"facilitator", "backup", "tech"}


@settings(max_examples=40, deadline=None)
@given(form=filled(), column=st.integers(24, 78), del_sp=st.booleans())
def test_flowed_text_changes_no_value(form: tuple[Lines, Mapping[str, Value]], column: int, *, del_sp: bool) -> None:
    """``format=flowed`` with or without DelSp says the same (RFC 3676)."""
    lines, values = form
    assert_reads_back(flowed(lines, column, del_sp=del_sp), values)


@settings(max_examples=60, deadline=None)
@given(
    form=filled(),
    charset=st.sampled_from(["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16", "cp850", "mac-roman"]),
    cte=st.sampled_from(["base64", "quoted-printable"]),
)
def test_charset_and_transfer_encoding_change_no_value(
    form: tuple[Lines, Mapping[str, Value]], charset: str, cte: str
) -> None:
    """The same text in any charset and transfer encoding says the same (RFC 2045)."""
    lines, values = form
    raw = mail("x", cte=cte).replace(b'charset="utf-8"', f'charset="{charset}"'.encode())
    head, _, _ = raw.partition(b"\r\n\r\n")
    assert_reads_back(head + b"\r\n\r\n" + encoded(plain_text(lines).encode(charset), cte), values)


def encoded(body: bytes, cte: str) -> bytes:
    """Bytes in a content transfer encoding."""
    return base64.encodebytes(body) if cte == "base64" else quopri.encodestring(body)
