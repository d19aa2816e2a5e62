"""What a mail with documents means: the document's words beside the mail's own."""

from datetime import UTC, datetime

from mailflow.documents.enclosures import with_documents
from mailflow.model import Context, Field, Kind, Message, Reading
from mailflow.read.adapter import message
from mailflow.read.reading import read
from tests.documents.making import DOCX, docx, mail, para, table, tnef
from tests.truth import MAILS

VAGUE = "application/octet-stream"
ROWS = (
    ("Call title", "Student debt"), ("Group", "Occupy Philly"), ("Purpose", "Compare notes"),
    ("Date", "Thursday 18 March 2027"), ("Start time", "8pm"), ("Time zone", "Eastern"),
    ("Facilitator", "Tammy tammy@example.org"), ("Backup facilitator", "Nate nate@example.org"),
    ("Maestro tech supporter", "NEED HELP"),
)  # fmt: skip
FORM = ("form.docx", DOCX, docx(table(ROWS)))
BLANK = ("blank.docx", DOCX, docx("".join(para(f"{n}. {label}:") for n, (label, _) in enumerate(ROWS, 1))))


def laid(raw: bytes) -> Message:
    """A mail with its documents opened."""
    return with_documents(message.parse(raw), raw)


def reading(raw: bytes) -> Reading:
    """What it means."""
    return read(laid(raw), Context(received_at=datetime(2027, 3, 2, 14, 5, tzinfo=UTC)), raw)


def test_a_form_in_a_document_is_the_request_and_names_its_file() -> None:
    """Each value says in which file it stands; the phone in the mail's signature is nobody's answer."""
    found = reading(mail("Our form is attached.\n\nBest,\nLarry\nPhone: 215-555-0101\n", FORM))
    assert (Kind.CALL_REQUEST, ()) == (found.kind, found.missing)
    assert ("form.docx", 5) == (found.fields["time"].source.part, found.fields["time"].source.line)
    assert "phone" not in found.fields


def test_the_same_form_pasted_and_attached_is_one_request() -> None:
    """Two answers that agree are one."""
    pasted = "\n".join(f"{label}: {value}" for label, value in ROWS)
    found = reading(mail(pasted, FORM))
    assert ({}, (), ()) == (found.unclear, found.missing, found.others)
    assert "Student debt" == found.fields["title"].value


def test_a_mail_and_its_document_that_contradict_each_other_are_asked_back() -> None:
    """Neither wins."""
    found = reading(mail("Call title: Student debt\nStart time: 9pm\nFacilitator: Tammy tammy@example.org\n", FORM))
    assert ["time"] == list(found.unclear)


def test_a_blank_form_beside_a_letter_says_nothing() -> None:
    """Sent alone, it is a wish for the form."""
    asked = "We would like to set up a conference call on Thursday, March 18, 2027 at 8pm Eastern for Occupy Philly."
    beside, alone = reading(mail(asked, BLANK)), reading(mail("", BLANK))
    assert (Kind.CALL_REQUEST, "20:00") == (beside.kind, beside.fields["time"].value)
    assert (Kind.FORM_WANTED, True) == (alone.kind, alone.is_untouched)


def test_an_agenda_is_no_form() -> None:
    """A day, an hour and a facilitator on top of a document ask for no call."""
    agenda = docx("".join(map(para, ("Agenda", "Date: March 18", "Time: 8pm", "Facilitator: Ann", "Group: Media"))))
    assert Kind.QUESTION is reading(mail("Could you look at our agenda?", ("agenda.docx", DOCX, agenda))).kind


def test_a_letter_in_a_document_speaks_for_a_mail_without_words() -> None:
    """Plain sentences count as if they stood in the mail."""
    said = "We would like to set up a conference call on Thursday, March 18, 2027 at 8pm Eastern for Occupy Philly."
    found = reading(mail("", ("letter.docx", DOCX, docx(para(said)))))
    assert (Kind.CALL_REQUEST, "letter.docx") == (found.kind, found.fields["time"].source.part)


def test_an_attached_text_file_is_a_document_and_an_inline_one_is_the_mail() -> None:
    """The disposition decides (RFC 2183)."""
    raw = mail("hello", ("form.txt", "text/plain", b"Call title: Debt\n"))
    attached, inline = laid(raw), laid(raw.replace(b"Disposition: attachment", b"Disposition: inline"))
    assert ["form.txt"] == [one.name for one in attached.documents]
    assert ((), True) == (inline.documents, any("Call title" in line.text for line in inline.lines))


def test_the_text_of_a_wrapped_mail_is_the_mails_where_it_has_none() -> None:
    """A winmail.dat speaks for an empty mail and for Exchange's stand-in, and adds its files to the attachments."""
    wrapped = ("winmail.dat", "application/ms-tnef", tnef(plain="Hello all", files={"cat.png": b"\x89PNG\r\n\x1a\n"}))
    stand_in = "This message is in MIME format. Since your mail reader does not understand this format..."
    for text, expected in (("", "Hello all"), (stand_in, "Hello all"), ("My own words", "My own words")):
        found = laid(mail(text, wrapped))
        assert expected == "\n".join(line.text for line in found.lines).strip()
        assert ["winmail.dat", "cat.png"] == [one.name for one in found.attachments]


def test_names_inside_a_wrapper_are_made_safe() -> None:
    """No path comes through."""
    wrapped = ("winmail.dat", VAGUE, tnef(plain="x", files={"..\\..\\etc/pass\x07wd.txt": b"some words"}))
    found = laid(mail("hello", wrapped))
    assert ["winmail.dat", "passwd.txt"] == [one.name.replace(" ", "") for one in found.attachments]
    assert ["passwd.txt"] == [one.name.replace(" ", "") for one in found.documents]


def test_notes_in_a_document_stand_below_what_the_mail_says() -> None:
    """The header lines on top of the document are read, its text below them is the notes."""
    notes = docx("".join(map(para, ("Breakout group: Media", "Notes:", "Ann: flyers", "Bo: hall"))))
    found = reading(mail("Here they are.", ("notes.docx", DOCX, notes), subject="Notes of the spokes call"))
    assert "Here they are.\n\nAnn: flyers\nBo: hall" == found.fields["body"].value
    assert "Media" == found.fields["breakout"].value


def test_notes_that_are_only_a_picture_miss_their_body() -> None:
    """Words that only point at the picture are no notes."""
    picture = ("board.jpg", "image/jpeg", b"\xff\xd8\xff")
    found = reading(mail("Here is a photo of the board.", picture, subject="Notes of the spokes call"))
    assert (Kind.NOTES, ("body",)) == (found.kind, found.missing)


def test_a_document_in_an_answer_fills_what_was_asked() -> None:
    """A form that comes back as a file is an answer like any other."""
    known = Field("title", "Student debt", reading(mail("", FORM)).fields["title"].source)
    raw = mail("attached", FORM, subject="Re: [IO-0042] Student debt")
    context = Context(received_at=datetime(2027, 3, 2, tzinfo=UTC), case="IO-0042", known={"title": known})
    found = read(laid(raw), context, raw)
    assert (Kind.ANSWER, "20:00") == (found.kind, found.fields["time"].value)


def test_golden_mails_have_documents() -> None:
    """The mails beside which a person wrote the truth are opened, each of them."""
    for path in sorted((MAILS / "documents").glob("*.eml")):
        found = laid(path.read_bytes())
        assert found.documents or "winmail.dat" in {line.part for line in found.lines}, path.name
