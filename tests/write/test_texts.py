"""The texts themselves: every one with every combination of facts, as its reader gets it."""

import itertools
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.model import Finding, Outcome, Reply
from mailflow.write import form, samples
from mailflow.write.layout import WIDTH, Shape, blocks, is_form_line
from mailflow.write.layout import _width as width
from mailflow.write.texts import BrokenText, Texts, Written
from tests.write.test_layout import is_bound

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
NOW = datetime.fromisoformat(samples.NOW)
TEXTS = Texts(ROOT / "templates", address="info@interoccupy.example")
REPLIES = samples.replies()
NAMED = {
    f"{reply.template.replace('/', '-')}-{list(group_of).index(n) + 1}": reply
    for template in dict.fromkeys(one.template for one in REPLIES)
    for group_of in [[n for n, one in enumerate(REPLIES) if one.template == template]]
    for n in group_of
    for reply in [REPLIES[n]]
}
PROMPTS = {key: spec.prompt for key, spec in form.specs(NOW.date()).items()}
FORBIDDEN = re.compile(
    r"\bticket\b|\binvalid\b|\berror\b|please be advised|!|\bUTC\b|\d{4}-\d{2}-\d{2}T|\bsorry\b|apolog|None|\{\{|\}\}",
    re.IGNORECASE,
)


def as_file(written: Written) -> str:
    """A mail as the approved files hold it."""
    return f"Subject: {written.subject}\n\n{written.text}"


@pytest.mark.parametrize("name", sorted(NAMED))
def test_each_text_reads_as_it_was_approved(name: str) -> None:
    """Every text is word for word the one that was read aloud and found good; changing one shows in a diff.

    To approve a change, run ``python -m tests.write.approve`` and read what git shows.
    """
    assert (GOLDEN / f"{name}.txt").read_text(encoding="utf-8") == as_file(TEXTS.write(NAMED[name], NOW))


def test_there_is_no_approved_text_without_a_mail() -> None:
    """The folder of approved texts holds exactly the sample mails."""
    assert sorted(NAMED) == sorted(path.stem for path in GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("name", sorted(NAMED))
def test_each_text_keeps_the_charter(name: str) -> None:
    """At most 72 columns, no word of a machine's, no exclamation mark, no bare time, no UTC, no signature mark."""
    text = TEXTS.write(NAMED[name], NOW).text
    ours = "\n".join(line for line in text.split("\n") if not line.startswith((">", "- The trouble")))
    assert FORBIDDEN.search(ours) is None
    assert "\n-- \n" not in text
    assert [line for line in text.split("\n") if width(line) > WIDTH and "mailto:" not in line] == []
    assert "\n\n\n" not in text
    assert text.endswith("\n")


_ASKING = ("requester/incomplete", "requester/still_incomplete")
_WITH_OR_WITHOUT = ("requester/complete", "requester/noted", "requester/duplicate", "staff/card")


def combinations() -> list[Reply]:
    """Every text about a call with every combination of what it can meet."""
    made = []
    choices = itertools.product(
        (samples.ASKS, samples.ASKS[3:4], []),
        ([], [samples.SHORT], [samples.NEAR, samples.TWO_JOBS]),
        (True, False), (True, False), (True, False), (samples.CALL, samples.OPEN, samples.ALARM),
    )  # fmt: skip
    for asks, found, emergency, last, first, base in choices:
        facts = {
            **base, **samples.CARD, "asks": asks, "findings": found, "is_emergency": emergency, "is_last_today": last,
            "is_first": first, "is_changed": first,
        }  # fmt: skip
        made += [
            Reply(template=name, to=samples.LARRY, case="IO-0042", facts=facts)
            for name in (*_ASKING, *_WITH_OR_WITHOUT)
            if asks or name in _WITH_OR_WITHOUT
        ]
    return made


def test_every_text_renders_with_every_combination_of_facts() -> None:
    """No combination of facts leaves a sentence without its words, and the number asked for is the number shown."""
    for reply in combinations():
        written = TEXTS.write(reply, NOW)
        assert written.subject.startswith("[IO-0042] ")
        assert not re.search(r" [,.;]|\(\)|\"\"|  \S.*  ", written.text.replace("\n  ", "\n"))
        asks = reply.facts["asks"]
        assert isinstance(asks, list)
        if reply.template.startswith("requester/") and reply.template not in {"requester/complete", "requester/noted"}:
            asked = [PROMPTS[one["key"]] for one in asks]
            assert asked == [line for line in written.text.split("\n") if line in asked][: len(asks)]


def test_every_acknowledgement_says_what_the_protocol_wants() -> None:
    """Until a call is approved: not a booking, the disclaimer and the guidelines in the form's own words (8.6)."""
    form = " ".join(TEXTS.write(NAMED["requester-form-1"], NOW).text.split())
    disclaimer = form[form.index("We may not be able") : form.index("is appreciated.") + len("is appreciated.")]
    guidelines = form[form.index("No illegal") : form.index("nationally.") + len("nationally.")]
    for reply in combinations():
        if reply.template.startswith("requester/"):
            said = " ".join(TEXTS.write(reply, NOW).text.split())
            assert said.index("This is not a booking yet.") < said.index(disclaimer) < said.index(guidelines)


def test_the_first_lines_say_what_happened_and_what_to_do() -> None:
    """Line one is the outcome with the reference and title; the next paragraph what the reader must do."""
    written = TEXTS.write(NAMED["requester-incomplete-2"], NOW)
    first, second = [block.words for block in blocks(written.text)][:2]
    assert first == 'Thank you, Larry. We have your request IO-0042, "Student debt check-in".'
    assert second.startswith("You need to answer two things: one is missing and the notice is short.")
    assert written.subject == "[IO-0042] Student debt check-in: one thing missing, short notice"


HOSTILE = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    [
        "9. Backup facilitator: Eve <eve@example.net>", "x\n9. Eve", "Date: 1/1", "- ", "> ", "-- ", "ends:",
        "https://example.net/" + "e" * 200, "{{ form }}", "{% raw %}", "Subject: x\nBcc: y", "[IO-0001] hi",
        "\u202eevil", "What we understood",
    ]
)  # fmt: skip
_FREE = {
    "title", "said", "first_name", "from_name", "subject", "text", "forwarded", "posting_said", "emergency_reason",
    "trouble", "answer", "name", "from", "to", "address", "requester", "assumed",
}  # fmt: skip
_FREE_VALUES = {"title", "group", "purpose", "alternatives", "breakouts", "extra", "phone"}


def spoiled(value: object, draw: st.DrawFn, key: str = "") -> object:
    """The same facts with other words wherever people's own words stand."""
    if isinstance(value, str) and key in _FREE and value:
        return draw(HOSTILE)
    if isinstance(value, Mapping):
        return {name: _field(value, name, draw) for name in value}
    if isinstance(value, list):
        return [spoiled(one, draw, key) for one in value]
    return value


def _field(row: Mapping[str, object], name: str, draw: st.DrawFn) -> object:
    is_text = name == "value" and row.get("key") in _FREE_VALUES
    return draw(HOSTILE) if is_text else spoiled(row[name], draw, name)


@st.composite
def hostile_replies(draw: st.DrawFn) -> Reply:
    """A sample reply in which everything that people wrote is something else."""
    reply = draw(st.sampled_from(REPLIES))
    return replace(reply, facts={name: spoiled(said, draw, name) for name, said in reply.facts.items()})


@given(hostile_replies())
def test_whatever_people_wrote_renders_and_makes_no_line_of_the_form(reply: Reply) -> None:
    """Only prompts and understood lines read as lines of the form; subject and text are clean; the tag stands once."""
    written = TEXTS.write(reply, NOW)
    assert len(written.subject) <= 202
    assert written.subject == " ".join(written.subject.split())
    if reply.case:
        assert written.subject.startswith(f"[{reply.case}] ")
        assert [f"[{reply.case}]"] == re.findall(r"\[[A-Z]+-\d+\]", written.subject)
    for block, lines in lines_of(written.text):
        if block is not Shape.QUOTE:
            begins = [line for line in lines if is_form_line(line)]
            assert begins == (lines[:1] if block is Shape.LINE else [])
    assert all(
        width(line) <= WIDTH or re.search("://|@|mailto:", line) or is_bound(line) for line in written.text.split("\n")
    )


def lines_of(text: str) -> list[tuple[Shape, list[str]]]:
    """The lines of a text under the shape of the block that they belong to."""
    made: list[tuple[Shape, list[str]]] = []
    for line in text.split("\n"):
        shape = blocks(line)[0].shape if line else Shape.TEXT
        if shape is Shape.KEPT and made and made[-1][0] in {Shape.LINE, Shape.BULLET}:
            made[-1][1].append(line)
        else:
            made.append((shape, [line]))
    return made


def test_people_outside_see_no_phone_and_staff_do() -> None:
    """Phones stand in cards and in no mail to people outside (protocol 8.3)."""
    for name, reply in NAMED.items():
        shown = {"215-555-0100", "215-555-0199"} & set(re.findall(r"\d{3}-\d{3}-\d{4}", TEXTS.write(reply, NOW).text))
        if name.startswith("requester"):
            example = {"215-555-0100"} if "requester-form" in name or reply.facts.get("asks") else set()
            assert shown <= example
    assert {"215-555-0100", "215-555-0199"} <= set(
        re.findall(r"\d{3}-\d{3}-\d{4}", TEXTS.write(NAMED["staff-card-1"], NOW).text)
    )


@pytest.mark.parametrize(
    ("asks", "found", "subject", "to_answer"),
    [
        (samples.ASKS[3:4], [], "one thing missing", "one thing. Reply to this mail and type after the colon."),
        (samples.ASKS[2:4], [], "two things missing", "two things. Reply to this mail and type after each colon."),
        (samples.ASKS[:2], [], "two things not clear", "two things. Reply to this mail and type after each colon."),
        (samples.ASKS[1:4], [], "three things open", "three things: two are missing and one is not clear. Reply"),
        (samples.ASKS[3:4], [samples.SHORT], "one thing missing, short notice",
         "two things: one is missing and the notice is short. Reply"),
        (samples.ASKS, [samples.SHORT], "five things open, short notice",
         "six things: two are missing, three are not clear and the notice is short. Reply"),
    ],
)  # fmt: skip
def test_what_is_to_be_answered_is_counted_as_it_is_listed(
    asks: list[dict[str, object]], found: list[dict[str, object]], subject: str, to_answer: str
) -> None:
    """The sum and its sorts agree with the questions below, short notice is one of them, and one thing is singular."""
    facts = {**samples.CALL, "asks": asks, "findings": found}
    written = TEXTS.write(Reply(template="requester/incomplete", to=samples.LARRY, case="IO-0042", facts=facts), NOW)
    assert f"[IO-0042] Student debt check-in: {subject}" == written.subject
    assert f"You need to answer {to_answer}" in " ".join(written.text.split())


def test_a_request_sent_again_asks_about_its_short_notice_again() -> None:
    """Who sends a complete request twice at short notice is not told that there is nothing to do."""
    facts = {**samples.CALL, "findings": [samples.SHORT]}
    written = TEXTS.write(Reply(template="requester/duplicate", to=samples.LARRY, case="IO-0042", facts=facts), NOW)
    assert "[IO-0042] Student debt check-in: we have it, short notice" == written.subject
    assert "You need to answer one thing." in written.text
    assert "You need to do nothing." not in written.text


def test_notes_that_must_not_be_posted_say_so_in_the_subject_and_the_first_lines() -> None:
    """A volunteer who reads nothing but a subject on a phone does not post what is not to be posted."""
    written = TEXTS.write(NAMED["staff-question-3"], NOW)
    assert written.subject.startswith("[Q-0003] Notes, please do not post: ")
    assert "Please do not post them" in " ".join(written.text.split("\n")[:2])


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (
            samples.ask("expected", "unclear", "200+", "it leaves one end open", [200, 200]),
            "If you mean 200, please type that. Else type a number or a range, like 20 to 30. 12. How many people:",
        ),
        (
            samples.ask("help", "unclear", "promo?", "not sure yet", ["promotion"]),
            "If you mean promotion, please type that. 19. Help wanted",
        ),
        (
            samples.ask("tech", "unclear", "Jay??", "not sure yet", [{"name": "Jay", "email": None, "phone": None}]),
            "If you mean Jay, please type the name with an email or a phone number. 10. Maestro tech supporter",
        ),
    ],
    ids=["number", "words", "person"],
)
def test_a_likely_value_is_asked_for_in_the_words_of_its_line(ask: dict[str, object], expected: str) -> None:
    """Only a person needs a way to be reached; a number of people may be a range."""
    facts = {**samples.CALL, "asks": [ask]}
    written = TEXTS.write(Reply(template="requester/incomplete", to=samples.LARRY, case="IO-0042", facts=facts), NOW)
    assert expected in " ".join(written.text.split())


def test_an_emergency_says_that_nobody_may_see_it_in_time() -> None:
    """Three hours ahead the requester is told so, and what they can do (protocol, case 39)."""
    reply = Reply(template="requester/complete", to=samples.LARRY, case="IO-0042", facts=samples.ALARM)
    said = " ".join(TEXTS.write(reply, NOW).text.split())
    assert "people here are told at once. The call starts in three hours, and it may be that nobody sees this" in said
    assert "20. Phone for urgent questions (never published):" in said


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "The request came on the day of the call; we ask for seven days."),
        (1, "The request came one day before the call; we ask for seven."),
        (3, "The request came three days before the call; we ask for seven."),
    ],
)
def test_a_finding_is_one_sentence(days: int, expected: str) -> None:
    """A rule's facts become one sentence in words."""
    finding = Finding(Outcome.WARN, "", {"days": days, "hours": days * 24, "lead_days": 7}, "lead_time")
    assert expected == TEXTS.finding(finding)


def test_every_text_is_named_once() -> None:
    """Names are those of the mails and the rules; shared pieces and forms are not sent by themselves."""
    expected = {reply.template for reply in REPLIES} | {f"rules/{one.rule}" for one in samples.findings()}
    assert sorted(expected) == list(TEXTS.names())


def test_the_shipped_texts_are_well() -> None:
    """Checking finds nothing wrong with the texts as shipped."""
    assert TEXTS.check() == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped texts, to be broken."""
    for path in (ROOT / "templates").rglob("*.txt"):
        copy = tmp_path / path.relative_to(ROOT / "templates")
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("requester/unreadable", "Subject: x\n\n{{ reasn }}\n", "'reasn' is undefined"),
        ("requester/unreadable", "Subject: x\n\n{% if %}\n", "line 3: Expected an expression"),
        ("requester/unreadable", "No subject\n\nHello\n", "it must begin with a line 'Subject: ...', then an empty"),
        ("requester/unreadable", "Subject: x\n", "it must begin with a line 'Subject: ...', then an empty line"),
        ("requester/unreadable", 'Subject: x\n\n{% include "parts/gone.txt" %}\n', "there is no file parts/gone.txt."),
        ("requester/unreadable", "Subject: x\n\n{% set a = 1 %}hello\n", "line 3 uses Assign; a text has for, if and"),
        ("rules/lead_time", "{{ facts.dys }}\n", "'dict object' has no attribute 'dys'"),
    ],
)
def test_a_broken_text_is_told_with_its_file(folder: Path, name: str, source: str, expected: str) -> None:
    """Checking names the file and what is wrong, whatever it is, and the others are still well."""
    (folder / f"{name}.txt").write_text(source, encoding="utf-8")
    found = Texts(folder, address="info@example.org").check()
    assert any(one.startswith(f"templates/{name}.txt: {expected}") for one in found), found


def test_a_missing_and_a_surplus_text_are_told(folder: Path) -> None:
    """A text that we need and is not there, and one that nothing uses, each have a sentence."""
    (folder / "staff/card.txt").rename(folder / "staff/crad.txt")
    expected = (
        "templates/staff/card.txt is missing.",
        "templates/staff/crad.txt is used by nothing; is its name right?",
    )
    assert expected == Texts(folder, address="info@example.org").check()


def test_writing_with_a_broken_text_raises_broken_text(folder: Path) -> None:
    """A broken text and a missing fact are BrokenText: no mail is to blame."""
    (folder / "requester/unreadable.txt").write_text("Subject: x\n\n{{ gone }}\n", encoding="utf-8")
    texts = Texts(folder, address="info@example.org")
    with pytest.raises(BrokenText, match=r"templates/requester/unreadable.txt: 'gone' is undefined"):
        texts.write(NAMED["requester-unreadable-1"], NOW)
    for facts in ({}, {**samples.CALL, "start": "Thursday"}, {**samples.CALL, "findings": "none"}):
        with pytest.raises(BrokenText):
            texts.write(Reply(template="requester/complete", to=samples.LARRY, facts=facts), NOW)


def test_a_changed_file_is_read_again(folder: Path) -> None:
    """An organiser changes a text while the program runs; the next mail has it."""
    texts = Texts(folder, address="info@example.org")
    before = texts.write(NAMED["requester-unreadable-1"], NOW)
    path = folder / "requester/unreadable.txt"
    path.write_text("Subject: Changed\n\nOther words.\n", encoding="utf-8")
    os.utime(path, (1, 1))
    assert before != Written("Changed", "Other words.\n") == texts.write(NAMED["requester-unreadable-1"], NOW)


def test_the_organisations_name_stands_in_its_guidelines() -> None:
    """Another organisation's name is used where the texts name one."""
    texts = Texts(ROOT / "templates", organisation="Example Hub", address="info@example.org")
    said = " ".join(texts.write(NAMED["requester-form-1"], datetime.now(UTC)).text.split())
    assert "discussed on Example Hub calls" in said
    assert "InterOccupy" not in said


def test_the_blank_form_asks_every_line() -> None:
    """The form has every declared line, without an answer, on a line of its own, in order."""
    lines = TEXTS.write(NAMED["requester-form-1"], NOW).text.split("\n")
    shown = [line for line in lines if form.is_prompt(line)]
    assert list(PROMPTS.values()) == shown
    assert list(PROMPTS) == [spec.key for spec in CALL_REQUEST.specs]
