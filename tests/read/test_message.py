"""Bytes to Message."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.model import Address, Attachment, Message
from mailflow.read.adapter import charset, header, message, mime

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus"
TYPICAL = (
    b"From: Larry Swetman <Larry@Example.org>\n"
    b"To: info@interoccupy.example\n"
    b"Subject: Call request\n"
    b"Date: Fri, 02 Mar 2012 09:05:00 -0500\n"
    b"Message-ID: <1@example.org>\n"
    b"\n"
    b"1. Call title: Student debt\n"
)


def text_of(raw: bytes) -> str:
    """The readable text of a mail, quote marks off."""
    return "\n".join(line.text for line in message.parse(raw).lines)


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    """A mail of these parts, each with its own header."""
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f'From: a@x.org\nContent-Type: multipart/{kind}; boundary="b"\n\n{body}--b--\n'.encode()


def corpus_mails() -> list[Path]:
    """Every mail of the optional corpus, the clients' HTML apart."""
    if not CORPUS.exists():
        pytest.skip("the optional folder ../shared/corpus is not here")
    return [path for path in sorted(CORPUS.rglob("*")) if path.is_file() and "clients" not in path.parts]


def test_a_plain_mail_is_read_whole() -> None:
    """Every header and line of a plain mail lands in its place."""
    mail = message.parse(TYPICAL)
    assert Address("Larry Swetman", "larry@example.org") == mail.from_
    assert (Address("", "info@interoccupy.example"),) == mail.to
    assert mail.subject == "Call request"
    assert mail.message_id == "<1@example.org>"
    assert datetime(2012, 3, 2, 14, 5, tzinfo=UTC) == mail.date
    assert mail.date is not None
    assert timedelta(hours=-5) == mail.date.utcoffset()
    assert [(line.text, line.depth, line.number, line.part) for line in mail.lines] == [
        ("1. Call title: Student debt", 0, 1, "text/plain")
    ]
    assert mail.html_only is False
    assert mail.structure == ("text/plain",)
    assert mail.defects == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Jane <jane@x.org>", Address("Jane", "jane@x.org")),
        ("Doe, Jane <Jane@X.org>", Address("Doe, Jane", "jane@x.org")),
        ('"Jo \\"J\\" Doe" <j@x.org>', Address('Jo "J" Doe', "j@x.org")),
        ("jane@x.org (Jane Doe)", Address("Jane Doe", "jane@x.org")),
        ("=?utf-8?q?J=C3=B6rg=2C_B?= <j@x.org>", Address("Jörg, B", "j@x.org")),
        ("=?utf-8?q?victim=40x=2Eorg=2C?= <j@x.org>", Address("victim@x.org,", "j@x.org")),
        ('"victim@x.org" <j@x.org>', Address("victim@x.org", "j@x.org")),
        ("j@x.org <j@x.org>", Address("j@x.org", "j@x.org")),
        ("jörg@bücher.example", Address("", "jörg@bücher.example")),
        ("alice@x.org)bob@y.org", None),
        ("alice@x.org(<bob@y.org>", None),
        ("alice@x.org bob@y.org", None),
        ("<a@x.org> <b@y.org>", None),
        ("a@x.org, b@y.org", None),
        ("a@x.org; b@y.org", None),
        ("Postmaster <>", None),
        ("undisclosed-recipients:;", None),
        ("", None),
        ("nobody", None),
    ],
)
def test_the_author_is_one_address_or_nobody(value: str, expected: Address | None) -> None:
    """A From that names no single address names nobody, and says so (CVE-2023-27043 and its like)."""
    mail = message.parse(f"From: {value}\n\nx".encode())
    assert expected == mail.from_
    assert (expected is None) == any("From" in defect for defect in mail.defects)


def test_two_from_headers_name_nobody() -> None:
    """Which of two From headers is shown depends on the program, so neither counts."""
    mail = message.parse(b"From: a@x.org\nFrom: b@y.org\n\nx")
    assert mail.from_ is None
    assert "more than one From header" in mail.defects


def test_a_bare_cr_makes_no_header() -> None:
    """A CR inside a line of a mail with LF ends is no line end: no header can be smuggled in behind it."""
    mail = message.parse(b"Subject: a\rFrom: evil@x.org\nFrom: a@x.org\n\nx")
    assert Address("", "a@x.org") == mail.from_
    assert mail.subject == "a From: evil@x.org"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_do_not_matter(end: bytes) -> None:
    """LF, CRLF and CR read the same, down to the hash of the content."""
    assert message.parse(TYPICAL) == message.parse(TYPICAL.replace(b"\n", end))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?B?SmVzw7pz?= and =?iso-8859-1?Q?Jos=E9?=", "Jesús and José"),
        ("=?utf-8?B?w?= =?utf-8?B?7w=?=", "ü"),
        ("=?utf-8?Q?a_?=\n =?utf-8?Q?b?=", "a b"),
        ("=?utf-8?Q?one=0Atwo=E2=80=A8three?=", "one two three"),
        ("=?no-such-charset?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?Q?evil=E2=80=AEtxt.exe?=", "eviltxt.exe"),
        ("caf\u00e9", "café"),
        ("folded\n  line", "folded line"),
        ("a\x00b\x0bc", "a b c"),
        ("=?utf-8?Z?x?=", "=?utf-8?Z?x?="),
        ("=?utf-8*en?Q?hi?=", "hi"),
    ],
)
def test_the_subject_is_decoded_to_one_line(value: str, expected: str) -> None:
    """Encoded words are decoded, folds are undone, and nothing that breaks a line or turns its direction stays."""
    if value.startswith("=?utf-8?B?w?="):
        one, two = (base64.b64encode(byte).decode() for byte in (b"\xc3", b"\xbc"))
        value = f"=?utf-8?B?{one}?= =?utf-8?B?{two}?="
    assert expected == message.parse(f"Subject: {value}\n\n".encode()).subject


def test_a_latin1_header_keeps_its_letters() -> None:
    """A raw 8-bit header that is no UTF-8 is windows-1252, not lost."""
    assert message.parse(b"Subject: caf\xe9\n\n").subject == "café"


def test_a_long_subject_is_cut() -> None:
    """A subject is bounded, and so is the work on it."""
    mail = message.parse(b"Subject: " + b"=?utf-8?q?a?= " * 4000 + b"\n\n")
    assert 0 < len(mail.subject) <= message.MAX_SUBJECT


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mon, 05 Mar 2012 09:12:00 +0100", datetime(2012, 3, 5, 8, 12, tzinfo=UTC)),
        ("Mon, 05 Mar 2012 09:12:00 -0000", datetime(2012, 3, 5, 9, 12, tzinfo=UTC)),
        ("5 Mar 12 09:12 EST", datetime(2012, 3, 5, 14, 12, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Mar 2012 09:12:00 +0100", None),
        ("Mon, 05 Mar 2012 09:12:00 +9999999", None),
        ("Mon, 05 Mar 9999 09:12:00 -0100", None),
        ("", None),
    ],
)
def test_a_date_is_aware_or_nothing(value: str, expected: datetime | None) -> None:
    """A Date that cannot be read gives none; one that can is aware and may be moved to any zone."""
    mail = message.parse(f"Date: {value}\n\n".encode())
    assert expected == mail.date
    assert (expected is None) == any("Date" in defect for defect in mail.defects)


def test_ids_keep_their_brackets_and_are_bounded() -> None:
    """Message ids come in order with their brackets; an id over Outlook's 82 characters stays whole."""
    long = f"<{'a' * 70}@outlook.example>"
    mail = message.parse(
        f"Message-ID: junk {long}\nIn-Reply-To: {long} <2@x>\nReferences: <1@x>\n {long} no <bad id>\n\n".encode()
    )
    assert long == mail.message_id
    assert (long, "<2@x>") == mail.in_reply_to
    assert ("<1@x>", long) == mail.references
    many = message.parse(b"References: " + b" ".join(b"<%d@x>" % n for n in range(200)) + b"\n\n")
    assert len(many.references) == header.MAX_IDS
    assert many.references[-1] == "<199@x>"
    assert message.parse(b"Message-ID: none@x.org\n\n").message_id is None


def test_delivered_to_comes_from_all_its_headers() -> None:
    """The address a mail was delivered to is found under each of its names, the plus-address whole."""
    mail = message.parse(b"Delivered-To: Info+42-abc@y.org\nX-Original-To: b@y.org\nEnvelope-To: b@y.org\n\n")
    assert mail.delivered_to == ("info+42-abc@y.org", "b@y.org")


@pytest.mark.parametrize(
    ("declared", "raw", "expected"),
    [
        ("iso-8859-1", b"\x93Occupy\x94 \x96", "“Occupy” –"),
        ("us-ascii", "café".encode(), "café"),
        ("us-ascii", "café".encode("cp1252"), "café"),
        ("gb2312", "镕基".encode("gb18030"), "镕基"),
        ("ks_c_5601-1987", "안녕".encode("cp949"), "안녕"),
        ("shift_jis", "①".encode("cp932"), "①"),
        ("iso-2022-jp", "日本語".encode("iso2022_jp"), "日本語"),
        ("x-no-such", "naïve".encode(), "naïve"),
        ("unicode_escape", rb"a\u0041", rb"a\u0041".decode()),
        ("rot13", b"abc", "abc"),
        ("idna", b"xn--a", "xn--a"),
        ("utf-8", "naïve".encode("cp1252"), "naïve"),
        ("utf-8", b"x" * 100 + b"\xff", "x" * 100 + "\ufffd"),
        ("utf-7", b"+2AA-", "\ufffd"),
        ('"utf-8"', "é".encode(), "é"),
        ("\x00\xff", b"abc", "abc"),
    ],
)
def test_a_text_is_decoded_as_meant(declared: str, raw: bytes, expected: str) -> None:
    """Usual mislabels are understood, unknown and wrong charsets lose no part, and no surrogate comes out."""
    assert expected == charset.decode(raw, declared)


@pytest.mark.parametrize(
    ("encoding", "raw", "expected"),
    [
        ("base64", b"aGVsbG8", b"hello"),
        ("base64", b"aGVs\nbG8=\n\n", b"hello"),
        ("base64", b"aGVsbG8=trailing footer", b"hello"),
        ("base64", b"aGVsb", b"hel"),
        ("base64", b"Call title: no base64 at all.\nDate: x=y", b"Call title: no base64 at all.\nDate: x=y"),
        ("quoted-printable", b"a=C3=A9=\nb =3D", b"a\xc3\xa9b ="),
        ("x-uuencode", b"begin 644 a.txt\n%:&5L;&\\\n`\nend\n", b"hello"),
        ("x-uuencode", b"no begin", b"no begin"),
        ("x-what", b"as it is", b"as it is"),
        ("", b"as it is", b"as it is"),
    ],
)
def test_a_transfer_encoding_is_undone(encoding: str, raw: bytes, expected: bytes) -> None:
    """Damaged encodings give what can be had of them."""
    assert expected == charset.transfer_decode(raw, encoding)


def test_plain_text_is_preferred() -> None:
    """Beside an HTML part that says the same, the plain text counts."""
    raw = multipart("\nDate: Thursday", "Content-Type: text/html\n\n<p>Date: <b>Friday</b></p>", kind="alternative")
    assert text_of(raw) == "Date: Thursday"
    assert message.parse(raw).html_only is False


@pytest.mark.parametrize(
    "plain", ["", "  \n", "This mail needs an HTML mail client.", "View this email in your browser"]
)
def test_html_is_read_where_the_plain_text_stands_in(plain: str) -> None:
    """An empty plain text, or one that points to the HTML, is not what the sender wrote."""
    rich = (
        "Content-Type: text/html\n\n<p>Date: Thursday 15 March</p><p>Start time: 8pm Eastern</p>"
        + "<p>more words</p>" * 9
    )
    mail = message.parse(multipart(f"\n{plain}", rich, kind="alternative"))
    assert mail.lines[0].text == "Date: Thursday 15 March"
    assert mail.lines[0].part == "text/html"
    assert mail.html_only is True


def test_html_is_read_where_it_holds_much_more() -> None:
    """A plain text of a few words beside a page of HTML is a stand-in, too."""
    rich = "Content-Type: text/html\n\n" + "<p>Facilitator: Tammy Shapiro</p>" * 30
    assert len(message.parse(multipart("\nHello", rich, kind="alternative")).lines) > 30


def test_html_alone_is_read() -> None:
    """A mail with nothing but HTML is read from it."""
    mail = message.parse(b"From: a@x.org\nContent-Type: text/html; charset=utf-8\n\n<p>Date: 8&nbsp;March</p>")
    assert [(line.text, line.part) for line in mail.lines] == [("Date: 8 March", "text/html")]
    assert mail.html_only is True


def test_html_declared_as_plain_text_is_html() -> None:
    """A whole HTML document is laid out, whatever its type says."""
    assert text_of(b"Content-Type: text/plain\n\n<!DOCTYPE html><p>Date: <b>Thursday</b></p>") == "Date: Thursday"


def test_html_without_text_is_a_defect() -> None:
    """HTML that shows nothing is told, so that a person looks at it."""
    assert "the HTML shows no text" in message.parse(b"Content-Type: text/html\n\n<img src=x>").defects


@pytest.mark.parametrize(
    ("page", "has_unread"),
    [
        ("<div dir=ltr><br></div>", False),
        ("<html><head><style>p {}</style></head><body>&nbsp;</body></html>", False),
        ("<img src=x>", True),
        ("<p style='display:none'>hello</p>", True),
    ],
)
def test_a_blank_page_is_an_empty_mail_and_a_picture_is_none(page: str, has_unread: bool) -> None:
    """Mail programs write a page around nothing, too."""
    assert has_unread is message.parse(f"Content-Type: text/html\n\n{page}".encode()).has_unread


def test_inline_texts_are_joined_in_order() -> None:
    """Several texts of one mail are read one after the other, numbered in their own part."""
    mail = message.parse(
        multipart(
            "\none", "Content-Type: image/png; name=a.png\n\nx", "\ntwo", "Content-Type: text/html\n\n<p>three</p>"
        )
    )
    assert [(line.text, line.number, line.part) for line in mail.lines] == [
        ("one", 1, "text/plain"),
        ("two", 2, "text/plain"),
        ("three", 1, "text/html"),
    ]
    assert (Attachment("a.png", "image/png", 1),) == mail.attachments
    assert mail.structure == ("multipart/mixed", "text/plain", "image/png", "text/plain", "text/html")
    assert mail.html_only is False


def test_an_attached_mail_is_not_the_sender_speaking() -> None:
    """The text of an attached message is not read; its Message-ID is."""
    inner = "Content-Type: message/rfc822\n\nMessage-ID: <old@x.org>\nSubject: old\n\nDate: Friday"
    mail = message.parse(multipart("\nsee attached", inner))
    assert [line.text for line in mail.lines] == ["see attached"]
    assert mail.returned_id == "<old@x.org>"
    assert mail.structure == ("multipart/mixed", "text/plain", "message/rfc822")


def test_a_text_sent_as_a_file_is_not_the_mail() -> None:
    """A text part with the disposition attachment is an attachment."""
    mail = message.parse(multipart("\nhello", 'Content-Disposition: attachment; filename="a.txt"\n\nbye'))
    assert [line.text for line in mail.lines] == ["hello"]
    assert (Attachment("a.txt", "text/plain", 3),) == mail.attachments


def test_a_report_is_kept_apart() -> None:
    """The delivery status is kept for the reader of bounces, and the returned header gives the id."""
    status = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@x.org"
    returned = "Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-ID: <ours@y.org>\n"
    mail = message.parse(multipart("\nsorry", status, returned, kind="report"))
    assert "Final-Recipient: rfc822; a@x.org" in mail.report
    assert mail.returned_id == "<ours@y.org>"
    assert [line.text for line in mail.lines] == ["sorry"]


@pytest.mark.parametrize(
    ("header_line", "expected"),
    [
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\a.doc"', "a.doc"),
        ("filename*=utf-8''caf%C3%A9%E2%80%AE.txt", "café.txt"),
        ('filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        ('filename="..hidden"', "hidden"),
        ('filename="a\x01b.txt"', "a b.txt"),
        (f'filename="{"x" * 400}.pdf"', "x" * 146 + ".pdf"),
        ("", "unnamed"),
    ],
)
def test_a_file_name_is_safe_to_show(header_line: str, expected: str) -> None:
    """No path, no control character, no turned text, not too long."""
    raw = multipart("\nhi", f"Content-Type: application/pdf\nContent-Disposition: attachment; {header_line}\n\nx")
    assert [expected] == [attachment.name for attachment in message.parse(raw).attachments]


def test_the_size_of_an_attachment_is_what_it_unpacks_to() -> None:
    """A base64 attachment's size is counted in the bytes it holds."""
    data = base64.encodebytes(b"x" * 1000).decode()
    raw = multipart("\nhi", f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{data.strip()}")
    assert [attachment.size for attachment in message.parse(raw).attachments] == [1000]


def test_flowed_text_is_joined() -> None:
    """format=flowed is joined by RFC 3676: stuffing, quotes, DelSp and the signature mark."""
    flowed = "Compare notes on \nMarch 1\n From here\n> quoted \n> on\n-- \nLarry"
    assert mime.unflow(flowed, del_sp=False) == "Compare notes on March 1\nFrom here\n> quoted on\n-- \nLarry"
    assert mime.unflow("Zusammen \nsetzung", del_sp=True) == "Zusammensetzung"
    assert mime.unflow("4. Purpose: \n5. Date: \n6. Start time: 8pm", del_sp=False) == (
        "4. Purpose: \n5. Date: \n6. Start time: 8pm"
    )


def test_flowed_mail_is_read_joined() -> None:
    """A mail that says it is flowed comes out with whole lines."""
    raw = b"Content-Type: text/plain; format=flowed\n\nCompare notes on \nMarch 1\n"
    assert text_of(raw) == "Compare notes on March 1"


def test_invisible_characters_are_dropped() -> None:
    """Controls, turned text and zero-width marks go, odd blanks become blanks, emoji and their joiners stay."""
    raw = (
        "Content-Type: text/plain; charset=utf-8\n\na\u200bb\u202ec\ufeffd\u00ade\u2066f\xa0g\x00h\u2028i 👩‍🎤".encode()
    )
    assert text_of(raw) == "abcdef gh\ni 👩‍🎤"


def test_the_content_hash_knows_the_same_mail() -> None:
    """Trace headers and line ends change on the way; what the author sent changes the hash."""
    first = message.parse(TYPICAL).content_hash
    traced = (
        b"Return-Path: <x@y>\r\nReceived: from a by b\r\nX-Spam: no\r\n" + TYPICAL.replace(b"\n", b"\r\n") + b"\r\n"
    )
    assert first == message.parse(traced).content_hash
    for old, new in ((b"Student", b"Students"), (b"Call request", b"Call"), (b"<1@", b"<2@"), (b"09:05", b"09:06")):
        assert first != message.parse(TYPICAL.replace(old, new, 1)).content_hash


def test_calendar_finds_the_invitation() -> None:
    """The text of a calendar part can be had, decoded; a mail without one gives none."""
    data = base64.encodebytes(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n").decode()
    part = f"Content-Type: text/calendar; method=REPLY\nContent-Transfer-Encoding: base64\n\n{data}"
    assert message.calendar(multipart("\nyes", part, kind="alternative")) == "BEGIN:VCALENDAR\nMETHOD:REPLY\n"
    assert message.calendar(TYPICAL) == ""


@given(st.binary(max_size=2000))
def test_any_bytes_parse(raw: bytes) -> None:
    """Parsing never raises, and nothing that cannot be stored or shown comes out."""
    assert_sound(message.parse(raw))


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    b"From: ",
                    b"a@x.org",
                    b"<",
                    b">",
                    b'"',
                    b",",
                    b"(",
                    b")",
                    b"\n",
                    b"\n\n",
                    b"\r",
                    b" ",
                    b"\t",
                    b"--b\n",
                    b"--b--",
                ),
                *(
                    b"Content-Type: ",
                    b"multipart/mixed; boundary=b\n",
                    b"text/html\n",
                    b"message/rfc822\n",
                    b"text/plain\n",
                ),
                *(
                    b"Content-Transfer-Encoding: base64\n",
                    b"Content-Transfer-Encoding: quoted-printable\n",
                    b"charset=utf-7",
                ),
                *(
                    b"=?utf-8?b?",
                    b"?=",
                    b"\xff",
                    b"\x00",
                    b"<blockquote>",
                    b"</blockquote>",
                    b"<table><td>",
                    b"+2AA-",
                    b"> ",
                ),
                *(
                    b"Date: ",
                    b"Subject: ",
                    b"Message-ID: ",
                    b"; format=flowed\n",
                    b"name*0*=",
                    b"\xe2\x80\xae",
                    b"wrote:\n",
                ),
            ]
        ),
        max_size=60,
    ).map(b"".join)
)
def test_any_jumble_of_mail_parses(raw: bytes) -> None:
    """Pieces of real mail in any order parse, too."""
    assert_sound(message.parse(raw))


def assert_sound(mail: Message) -> None:
    """What holds for every parsed mail."""
    shown = [mail.subject, *(line.text for line in mail.lines), *(value for _, value in mail.headers)]
    shown += [address.name for address in (*mail.to, *mail.cc, *mail.reply_to)]
    shown += [attachment.name for attachment in mail.attachments]
    for text in shown:
        assert text == text.encode().decode()
        assert "\x00" not in text
        assert "\n" not in text
    assert mail.date is None or mail.date.astimezone(UTC).tzinfo is UTC


def test_every_mail_of_the_corpus_parses() -> None:
    """Hundreds of odd mails that nobody of us wrote parse, each within a moment."""
    for path in corpus_mails():
        assert_sound(message.parse(path.read_bytes()))


def test_the_structure_agrees_with_the_standard_library() -> None:
    """Where the standard library finds no fault, we find the same parts (those of attached messages apart)."""
    from email.parser import BytesParser  # noqa: PLC0415 - the yardstick of this test only

    checked = 0
    for path in corpus_mails():
        raw = path.read_bytes()
        parsed = BytesParser().parsebytes(raw)
        if any(part.defects for part in parsed.walk()) or any(
            part.get_content_maintype() == "message" for part in parsed.walk()
        ):
            continue
        expected = tuple(part.get_content_type() for part in parsed.walk())
        assert expected == message.parse(raw).structure, path.name
        checked += 1
    assert checked > 100
