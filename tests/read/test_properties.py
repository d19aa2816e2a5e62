"""What holds for any mail: reading never raises, every key has one place, and changes on the way change no value."""

import string
from collections.abc import Mapping

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.model import Person, Reading, Value
from mailflow.read.adapter.message import parse
from mailflow.read.adapter.quote import mark
from mailflow.read.forms.form import find_answers, look
from mailflow.read.interpret import interpret
from mailflow.read.persons.people import read_people
from tests.fuzz.sound import check_field, check_message, check_reading, check_result
from tests.fuzz.targets import ANN, SENT, TARGETS, WORDS, answers, golden
from tests.read.test_renderings import assert_reads_back, filled, reading_of
from tests.renderings import OUTLOOK, Lines, mail, plain_text, quoted

KEYS = [spec.key for spec in CALL_REQUEST.specs]
MAILS = sorted(golden())
SAID = sorted({one.decode() for one in answers()})
TELLING = st.lists(st.sampled_from([*WORDS, *SAID]), max_size=12).map(" ".join)
ANY_TEXT = st.one_of(
    st.text(max_size=200), TELLING, st.text(string.punctuation + string.digits + " apm\n", max_size=60)
)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def sound(raw: bytes) -> Reading:
    """The reading of a mail that is as every reading must be."""
    check_message(parse(raw))
    reading = reading_of(raw)
    check_reading(reading)
    return reading


@FEW
@given(key=st.sampled_from(KEYS), said=ANY_TEXT)
@example(key="facilitator", said="me")
def test_any_text_behind_any_label_has_one_place(key: str, said: str) -> None:
    """Whatever stands in one line of a form, each key is certain, in doubt or missing, and nothing raises."""
    lines = [f"{spec.prompt} {said if spec.key == key else ''}\n" for spec in CALL_REQUEST.specs]
    sound(mail("".join(lines)))


@FEW
@given(said=st.lists(ANY_TEXT, min_size=len(KEYS), max_size=len(KEYS)))
def test_any_text_behind_every_label_has_one_place(said: list[str]) -> None:
    """All lines of a form together, too."""
    lines = [f"{spec.prompt} {words}\n" for spec, words in zip(CALL_REQUEST.specs, said, strict=True)]
    sound(mail("".join(lines)))


@FEW
@given(text=ANY_TEXT)
def test_any_text_is_a_mail(text: str) -> None:
    """Any text, as it is and as an answer, is read to one outcome."""
    sound(mail(text))
    sound(mail(quoted(plain_text([(5, "Date", ""), (8, "Facilitator", text)])) + text, subject="Re: [IO-0042]"))


@FEW
@given(said=ANY_TEXT, name=st.sampled_from(["time", "persons", "quote", "html", "documents", "form"]))
def test_what_is_fuzzed_by_hand_holds_here(said: str, name: str) -> None:
    """The targets of ``tests.fuzz`` in the size of a test."""
    TARGETS[name].check(said.encode("utf-8", "replace"))


@FEW
@given(raw=st.binary(max_size=1500))
def test_any_bytes_are_read(raw: bytes) -> None:
    """Bytes that are no mail at all have an outcome."""
    TARGETS["mail"].check(raw)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A golden mail with lines taken out, doubled or swapped, or cut at any byte."""
    raw = draw(st.sampled_from(MAILS))
    rows = raw.split(b"\n")
    for _ in range(draw(st.integers(1, 4))):
        at, other = (draw(st.integers(0, len(rows) - 1)) for _ in range(2))
        match draw(st.integers(0, 3)):
            case 0 if len(rows) > 1:
                del rows[at]
            case 1:
                rows.insert(at, rows[at])
            case 2:
                rows[at], rows[other % len(rows)] = rows[other % len(rows)], rows[at]
            case _:
                rows = b"\n".join(rows)[: draw(st.integers(0, len(raw)))].split(b"\n")
    return b"\n".join(rows)


@FEW
@given(raw=mutated())
def test_a_damaged_golden_mail_is_read(raw: bytes) -> None:
    """Lines lost, doubled and swapped, and a mail cut off anywhere, have an outcome."""
    sound(raw)


@FEW
@given(
    form=filled(),
    depth=st.integers(1, 12),
    each=st.sampled_from([">", "> ", " > "]),
    end=st.sampled_from(["", " "]),
)
def test_quoting_at_any_depth_changes_no_value(
    form: tuple[Lines, Mapping[str, Value]], depth: int, each: str, end: str
) -> None:
    """However deep a filled form is quoted, and with whatever marks, it says the same."""
    lines, values = form
    assert_reads_back(mail(quoted(plain_text(lines), each.strip() * (depth - 1) + each.lstrip() + end)), values)


@FEW
@given(form=filled(), times=st.integers(1, 4), note=st.sampled_from(["", "FYI", "Here is the form."]))
def test_forwarding_again_and_again_changes_no_value(
    form: tuple[Lines, Mapping[str, Value]], times: int, note: str
) -> None:
    """A form that was passed on several times says the same."""
    lines, values = form
    text = plain_text(lines)
    for _ in range(times):
        text = f"{note}\n\n---------- Forwarded message ----------\n{OUTLOOK}\n{text}"
    assert_reads_back(mail(text, subject="Fwd: " * times + "Call request"), values)


def test_me_is_nobody_where_the_mail_names_no_author() -> None:
    """``me`` in a mail with no single author is asked back, and no person without a name (found by fuzzing)."""
    nobody = Person()
    result = read_people("me", contact=nobody, above=(), role="facilitator")

    check_result("facilitator", result)
    assert not hasattr(result, "value")


def test_numbers_that_do_not_begin_a_paragraph_cut_nothing() -> None:
    """A run whose best way begins further on is no run of answers (found by fuzzing)."""
    text = "1 Title May Day 2 Group Occupy Boise 3 Del 4 Purpose march 5 Thursday ApMondayril 5 6 7pm 7 Mountain 8 me"
    sheet = interpret(find_answers(look(mark(text, "text/plain"), CALL_REQUEST)), sent=SENT, contact=ANN)

    for key, field in sheet.fields.items():
        check_field(key, field, is_call=True)
