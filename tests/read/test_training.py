"""Training sign-ups: who wishes for one, and what the form and plain sentences say of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.fields import TRAINING_FORM
from mailflow.model import Context, Document, Kind, Line, Person, Reading, Source
from mailflow.read.adapter.message import parse
from mailflow.read.answers.result import Certain, Result
from mailflow.read.forms.form import look_over
from mailflow.read.interpret import Sheet
from mailflow.read.papers.training_values import (
    read_email,
    read_experience,
    read_others,
    read_role,
    read_session,
    read_trainees_zone,
)
from mailflow.read.reading import read

SENT = datetime(2012, 3, 16, 9, 14, tzinfo=timezone(timedelta(hours=-4)))  # a Friday
DEB = Person(name="Deb Kowalczyk", email="deb@example.org")


def mail(body: str, subject: str = "training", sender: str = "Deb Kowalczyk <deb@example.org>") -> Reading:
    """The reading of such a mail."""
    head = f"From: {sender}\nSubject: {subject}\nDate: Fri, 16 Mar 2012 09:14:00 -0400\nMessage-ID: <t@example.org>\n"
    raw = f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}".encode()
    return read(parse(raw), Context(received_at=SENT.astimezone(UTC), ours=frozenset({"info@example.net"})), raw)


def value(result: Result) -> object:
    """The value, ``?`` for a doubt, ``nothing`` where nothing was said."""
    return "nothing" if result is None else result.value if isinstance(result, Certain) else "?"


def values(reading: Reading) -> Mapping[str, object]:
    """The values by key, ``?`` for a doubt, without name and address of the sender."""
    certain = {key: one.value for key, one in reading.fields.items() if one.source.part != "from"}
    return certain | dict.fromkeys(reading.unclear, "?")


@pytest.mark.parametrize(
    ("body", "subject", "kind"),
    [
        ("Please put me down for a maestro training.", "hi", Kind.TRAINING),
        ("I wish to register for the Maestro training on Wednesday, March 21.", "Registration", Kind.TRAINING),
        ("Can you add me and Noor (noor@example.org) to the training on 3/21?", "hi", Kind.TRAINING),
        ("Next one. Tech. Eastern.", "Sign me up for training", Kind.TRAINING),
        ("Count me in for the next one!", "maestro training", Kind.TRAINING),
        ("Could you save us two spots in the training on Tuesday?", "hi", Kind.TRAINING),
        ("Next session, Pacific, facilitator", "training sign-up", Kind.TRAINING),
        ("How do I sign up for the training?", "training", Kind.QUESTION),
        ("Please sign up my colleague Ana Ruiz for the training.", "hi", Kind.TRAINING),
        ("Our volunteer Ana Ruiz would like to join the next training.", "hi", Kind.TRAINING),
        ("How can my colleagues sign up for the training?", "training", Kind.QUESTION),
        ("Please sign up Ana for the newsletter.", "training", Kind.QUESTION),
        ("Do we have to sign up for the training?", "training", Kind.QUESTION),
        ("When is the next training? I might want to come.", "training", Kind.QUESTION),
        ("I signed up for the training but can't make it, please take me off.", "training", Kind.QUESTION),
        ("I'd love to come to the training but I don't know when I have time.", "training", Kind.QUESTION),
        ("Join us! Sign up for the nonviolence training on Saturday.", "News", Kind.QUESTION),
        ("Thanks for the training, it was great and Tony is a good teacher.", "training", Kind.QUESTION),
        ("We'd like to set up a call on March 28. I want to take the training, too.", "our call", Kind.CALL_REQUEST),
    ],
)
def test_a_sign_up_is_told_from_what_only_speaks_of_trainings(body: str, subject: str, kind: Kind) -> None:
    """A plain wish of one's own signs up; a question, a cancellation, another training or a call does not."""
    assert kind is mail(body, subject).kind


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "I'd like to take the next training. I'm with Occupy NOLA,\nI'd be the tech supporter. On Central time.",
            {"session": "next", "group": "Occupy NOLA", "role": "tech", "tz": "America/Chicago"},
        ),
        (
            "Register me for the training on March 21. I shall be facilitating, not doing tech. I saw the videos.",
            {"session": "2012-03-21", "role": "facilitator", "experience": "videos"},
        ),
        ("Please sign me up, any evening but friday works. i ran one call in january.",
         {"session": "?", "experience": "ran-a-call"}),
        ("Sign me up for any training in April.", {"session": "?"}),
        ("Sign me up for the training on Wednesday, March 20.", {"session": "?"}),
        ("Sign me up for the training on March 21 or March 28.", {"session": "?"}),
        ("Sign me up for the training next Tuesday the 20th. EST", {"session": "2012-03-20", "tz": "America/New_York"}),
        ("Sign me up for the next training. Maybe I will be the facilitator.", {"session": "next"}),
        ("Sign me up for the next training. Our tech supporter is Jay, he has run calls.", {"session": "next"}),
        ("Sign me up for the next training. We need a tech supporter.", {"session": "next"}),
        ("Sign me up for the next training. I live in New Haven, CT.", {"session": "next"}),
        ("Any session\nCentral\nboth roles\nsign me up", {"session": "any", "tz": "America/Chicago", "role": "both"}),
        ("My name is Rosa Diaz and I want to attend the next training. My email is rosa@example.org.",
         {"name": "Rosa Diaz", "email": "rosa@example.org", "session": "next"}),
        ("I am Harriet Wozniak. Sign me up for the training. Any of your dates suits us, we are home most evenings.",
         {"name": "Harriet Wozniak", "session": "any"}),
        ("Sign me up for the training, any evening works for us.", {"session": "any"}),
        ("Sign me up for the training. Any night is good except Mondays.", {"session": "?"}),
        ("Sign me up for whichever training comes first.", {"session": "next"}),
        ("I am Tech Support. Sign me up for the next training.", {"session": "next", "role": "tech"}),
    ],
)  # fmt: skip
def test_plain_sentences_fill_what_they_say(body: str, expected: Mapping[str, object]) -> None:
    """Session, role, zone, experience, group and name; a condition or another's role fills nothing."""
    assert expected == values(mail(body))


NOOR = Person(name="Noor", email="noor@example.org")
SUE = Person(name="Sue Park", email="sue@example.org")


@pytest.mark.parametrize(
    ("body", "others"),
    [
        ("Can you add me and Noor (noor@example.org) to the training?", (NOOR,)),
        ("Please register Noor <noor@example.org> and me for the next training.", (NOOR,)),
        ("Sign me up for the training. Also these:\n\nNoor, noor@example.org\nSue Park - sue@example.org", (NOOR, SUE)),
        ("Sign us up for the training:\n- Deb <deb@example.org>\n- Noor <noor@example.org>", (NOOR,)),
        ("My wife and I would like to take the training. She is at noor@example.org (Noor).", (NOOR,)),
        (
            "Sign up me and these two for the training:\n– Noor, noor@example.org\n– Sue Park, sue@example.org",
            (NOOR, SUE),
        ),
        ("Sign me up for the training. For questions ask Noor (noor@example.org), she knows us.", "?"),
        ("Please add the three of us to the training.", "?"),
        ("Please add me and my two friends to the training.", "?"),
        ("Sign me up for the training. noor@example.org might come, too.", "?"),
        ("Sign me up for the training.", None),
        ("Please sign up my two colleagues Noor (noor@example.org) and Sue Park, sue@example.org, for the training.",
         (NOOR, SUE)),
        ("Could you put Noor <noor@example.org> down for the next Maestro training? She will do tech.", (NOOR,)),
        ("Sign me up for the next training. Sue Park is coming along, sue@example.org.", (SUE,)),
        ("Sign me up for the next training, and also Sue Park sue@example.org.", (SUE,)),
        ("Please sign up Noor (noor@example.org) as well as me for the next training.", (NOOR,)),
        ("Two of our people, Noor (noor@example.org) and Sue Park (sue@example.org), wish to attend the training.",
         (NOOR, SUE)),
        ("My colleague Sue Park wants to take the training, her address is sue@example.org.", (SUE,)),
        ("I'd like to register two people of ours for the training: Noor noor@example.org, Sue Park sue@example.org.",
         (NOOR, SUE)),
        ("I will bring Sue Park along. Sign me up for the next training.", (Person(name="Sue Park"),)),
        ("Please enroll Noor, noor@example.org, and her assistant Bo Lee (no email) in the training.",
         (NOOR, Person(name="Bo Lee"))),
        ("Please sign up my colleague for the next training.", "?"),
        ("Please sign up Sue Park and bob for the next training.", "?"),
        ("I'd like to attend the next training with Sue Park.", "?"),
        ("My husband Walt might want to join the training. Sign me up for the next one.", "?"),
        ("Sign me up for the next training. Sue Park did the training last week.", None),
        ("Sign me up for the next training. Sue Park will attend our call.", None),
        ("Sign me up for the next training and send Sue Park the link.", None),
        ("Please sign up Deb Kowalczyk for the next training.", None),
    ],
)  # fmt: skip
def test_nobody_who_comes_along_is_left_out_in_silence(body: str, others: object) -> None:
    """Persons beside ``me`` or one to a line are taken; where it is not plain who comes, it is asked."""
    assert others == values(mail(body)).get("others")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("NEXT", "next"), ("next one please", "next"), ("the first available", "next"), ("asap", "next"),
        ("ANY", "any"),
        ("any session is good", "any"), ("any evening works for us", "any"), ("whichever you like", "any"),
        ("any evening after the 20th", "?"), ("any, as long as it is late", "?"), ("whichever", "any"),
        ("3/21", "2012-03-21"),
        ("Wed March 21 8pm", "2012-03-21"),
        ("any evening but friday", "?"), ("next or any Wednesday after the 20th", "?"), ("next week", "?"),
        ("March 2", "?"),
        ("every Wednesday", "?"), ("", "nothing"), ("tbd", "nothing"),
    ],
)  # fmt: skip
def test_the_session(said: str, expected: str) -> None:
    """The words next and any, with whatever is only polite about them, or one day to come."""
    sheet = Sheet(sent=SENT, contact=DEB)
    sheet.take("tz", "Eastern", Source("", 0, "", ""), Certain(value="America/New_York", grammar="zone"))
    assert expected == value(read_session(said, sheet))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("tech", "tech"), ("the tech person", "tech"), ("running the board AND facilitating", "both"),
        ("Both please", "both"),
        ("host", "facilitator"), ("tech or facilitator", "?"), ("tech supporter (maybe also facilitate later)", "?"),
        ("not tech", "?"), ("not sure", "nothing"),
    ],
)  # fmt: skip
def test_the_role(said: str, expected: str) -> None:
    """Every word must be understood."""
    assert expected == value(read_role(said))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("none yet", "none"), ("no", "none"), ("never done this", "none"), ("new to this", "none"),
        ("did the simulator", "simulator"), ("been on the simulator a few times", "simulator"),
        ("ran two calls last spring, badly", "ran-a-call"), ("watched the videos twice", "videos"),
        ("never done it", "none"), ("I have never done anything of the kind", "none"), ("saw one video", "videos"),
        ("helped somebody on a call", "?"),
        ("watched the videos", "videos"), ("ran one call in May", "ran-a-call"), ("I have run a call", "ran-a-call"),
        ("videos and simulator", "?"), ("I haven't watched the videos", "?"), ("watched half of the videos", "?"),
        ("videos, and I sat in on somebody running a call", "?"), ("-", "nothing"),
    ],
)  # fmt: skip
def test_the_experience(said: str, expected: str) -> None:
    """One level, plainly; two of them, or half of one, are asked back."""
    assert expected == value(read_experience(said))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Arizona (no daylight time here)", "America/Phoenix"), ("Pacific (I'm in Portland)", "America/Los_Angeles"),
        ("Eastern (but I live in Denver)", "?"), ("Eastern (Denver)", "?"), ("Eastern (or Central?)", "?"),
    ],
)  # fmt: skip
def test_an_aside_may_not_name_another_zone(said: str, expected: str) -> None:
    """What stands in parentheses behind a zone is about it, or makes it doubtful."""
    assert expected == value(read_trainees_zone(said))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("same", "deb@example.org"), ("this one", "deb@example.org"), ("Bo@Example.org (home)", "bo@example.org"),
        ("a@example.org or b@example.org", "?"), ("bo at example", "?"), ("", "nothing"),
    ],
)  # fmt: skip
def test_the_address(said: str, expected: str) -> None:
    """One address, or the sender's where the words say so."""
    assert expected == value(read_email(said, Sheet(sent=SENT, contact=DEB)))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("no, just me", "nothing"), ("nobody else, just me", "nothing"), ("no one", "nothing"),
        ("only me this time", "nothing"), ("on my own", "nothing"), ("just me and Jay", "?"),
    ],
)  # fmt: skip
def test_nobody_else(said: str, expected: str) -> None:
    """Who comes alone says so in many ways; a name beside it is no "nobody"."""
    result = read_others(said, Sheet(sent=SENT, contact=DEB))
    assert (expected == "nothing") is (result is None)


def test_a_person_without_an_address_is_no_reason_to_lose_the_others() -> None:
    """``no email`` beside a phone says nothing of the person."""
    said = "Noor <noor@example.org>, Paolo (no email, 303-555-0117)"
    expected = (NOOR, Person(name="Paolo", phone="303-555-0117"))
    assert expected == value(read_others(said, Sheet(sent=SENT, contact=DEB)))


@given(st.text(alphabet="aeinst .,?!\nMeTrx@()", max_size=200))
def test_no_words_make_a_sign_up_raise(text: str) -> None:
    """Whatever stands behind a plain wish is read without an error."""
    assert mail(f"Sign me up for the next training. {text}").kind in set(Kind)


def test_a_titled_sheet_is_the_form_with_few_lines() -> None:
    """A document under our title needs but three labels to be that form."""
    text = "MAESTRO TRAINING SIGN-UP (IO-TRAIN-1)\n1. Name: Ottoline Frey\n2. Email: o@example.org\n5. Session: any"
    message = parse(b"Subject: training sign up\n\nHer sheet is attached.\n")
    document = Document(
        "sheet.odt",
        "application/vnd.oasis.opendocument.text",
        tuple(Line(line, 0, at, "sheet.odt") for at, line in enumerate(text.split("\n"), 1)),
    )
    page = look_over(replace(message, documents=(document,)), TRAINING_FORM)
    assert {"name", "email", "session"} <= {prompt.spec.key for prompt in page.labelled()}


def test_who_would_love_to_learn_the_board_signs_up() -> None:
    """A wish to learn to be a tech is a sign-up; a question when the next training is names no session."""
    found = mail("Hi, I'd love to learn how to be a tech on Maestro. When's the next training?")
    assert found.kind is Kind.TRAINING
    assert values(found) == {"role": "tech"}
    assert mail("Hi, how does one learn to be a tech on Maestro?").kind is Kind.QUESTION
