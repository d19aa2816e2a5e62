"""Our mails come back quoted: what we wrote is no answer, what was typed into it is one."""

from datetime import datetime, timedelta
from html import escape
from pathlib import Path

import pytest

from mailflow.model import Context, Kind, Person, Reading, Reply
from mailflow.read.adapter.message import parse
from mailflow.read.reading import read
from mailflow.write import form, samples
from mailflow.write.html import twin
from mailflow.write.texts import Texts

NOW = datetime.fromisoformat(samples.NOW)
OURS = frozenset({"info@interoccupy.example"})
TEXTS = Texts(Path(__file__).parents[2] / "templates", address="info@interoccupy.example")
PROMPTS = {key: spec.prompt for key, spec in form.specs(NOW.date()).items()}
OUTSIDE = [reply for reply in samples.replies() if reply.template.startswith("requester/")]
ASKING = [reply for reply in OUTSIDE if reply.facts.get("asks")]
SAID = "On Tue, Mar 6, 2012 at 2:05 PM InterOccupy <info@interoccupy.example> wrote:"
TYPED = {
    "date": "Thursday 15 March 2012",
    "time": "8pm",
    "facilitator": "Tammy Shapiro <tammy@example.org>",
    "backup": "Nate K <nate@example.org>",
    "tech": "NEED HELP",
}
MEANT = {
    "date": "2012-03-15",
    "time": "20:00",
    "facilitator": (Person("Tammy Shapiro", "tammy@example.org"),),
    "backup": (Person("Nate K", "nate@example.org"),),
    "tech": "NEED HELP",
}


def asked_in(reply: Reply) -> list[dict[str, str]]:
    """What a mail of ours asks for."""
    asks = reply.facts.get("asks", [])
    assert isinstance(asks, list)
    return asks


def read_answer(reply: Reply, body: str, subtype: str) -> Reading:
    """How the answer with this body is read."""
    raw = (
        "From: Larry Swetman <larry@example.org>\r\nTo: info@interoccupy.example\r\nSubject: Re: your mail\r\n"
        "Date: Tue, 06 Mar 2012 15:00:00 -0500\r\nMessage-ID: <9@example.org>\r\n"
        "In-Reply-To: <42@interoccupy.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/{subtype}; charset=utf-8\r\n\r\n{body}"
    ).encode()
    context = Context(
        received_at=NOW + timedelta(hours=1),
        ours=OURS,
        answers=TEXTS.write(reply, NOW).text,
        asked=tuple(ask["key"] for ask in asked_in(reply)),
        case="IO-0042",
        domain="interoccupy.example",
    )
    return read(parse(raw), context, raw)


def quoted(reply: Reply, typed: dict[str, str]) -> dict[str, str]:
    """Our mail quoted as plain text and as a web mailer quotes the page, with answers typed behind the prompts."""
    written = TEXTS.write(reply, NOW)
    text, page = written.text, twin(written.subject, written.text)
    for ask in asked_in(reply):
        if ask["key"] in typed:
            prompt = PROMPTS[ask["key"]]
            answer = f"{prompt} {typed[ask['key']]}"
            text = text.replace(f"{prompt}\n", f"{answer}\n")
            page = page.replace(f"{escape(prompt)}</p>", f"{escape(answer)}</p>")
    inner = page[page.index("<body>") + len("<body>") : page.index("</body>")]
    marked = "\n".join(f"> {line}" for line in text.split("\n"))
    return {
        "plain": f"{SAID}\n\n{marked}\n",
        "html": f'<div>{escape(SAID)}</div><blockquote class="gmail_quote">{inner}</blockquote>',
    }


@pytest.mark.parametrize("subtype", ["plain", "html"])
@pytest.mark.parametrize("number", range(len(OUTSIDE)))
def test_quoting_a_mail_of_ours_adds_no_answer(number: int, subtype: str) -> None:
    """Whatever we wrote, quoting it untouched says nothing: no value, no doubt."""
    reading = read_answer(OUTSIDE[number], quoted(OUTSIDE[number], {})[subtype], subtype)
    assert (dict(reading.fields), dict(reading.unclear)) == ({}, {})


@pytest.mark.parametrize("subtype", ["plain", "html"])
@pytest.mark.parametrize("number", range(len(ASKING)))
def test_answers_typed_behind_our_prompts_are_read(number: int, subtype: str) -> None:
    """Every prompt of ours can be answered where it stands, in the text and in the page."""
    reading = read_answer(ASKING[number], quoted(ASKING[number], TYPED)[subtype], subtype)
    expected = {ask["key"]: MEANT[ask["key"]] for ask in asked_in(ASKING[number])}
    assert expected == {key: field.value for key, field in reading.fields.items() if key in TYPED}
    assert dict(reading.unclear) == {}


def test_what_we_understood_can_be_typed_back() -> None:
    """The lines of a card, sent to us as a form, are read as the values they were made from."""
    card = next(reply for reply in samples.replies() if reply.template == "staff/card")
    text = TEXTS.write(card, NOW).text
    form = text[text.index("1. Call title") : text.index("If nobody acts")]
    raw = (
        "From: Larry Swetman <larry@example.org>\r\nTo: info@interoccupy.example\r\nSubject: Call request\r\n"
        f"Date: Tue, 06 Mar 2012 14:00:00 -0500\r\nMessage-ID: <9@example.org>\r\n\r\n{form}"
    ).encode()
    reading = read(parse(raw), Context(received_at=NOW, ours=OURS), raw)
    assert reading.kind is Kind.CALL_REQUEST
    assert (dict(reading.unclear), reading.missing) == ({}, ())
    plain = {key: as_plain(reading.fields[key].value) for key in samples.VALUES}
    assert plain == dict(samples.VALUES)


def as_plain(value: object) -> object:
    """A value as the facts of a reply have it."""
    if isinstance(value, tuple):
        return [
            {"name": one.name, "email": one.email, "phone": one.phone} if isinstance(one, Person) else one
            for one in value
        ]
    return value
