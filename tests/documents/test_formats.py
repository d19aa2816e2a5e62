"""Each format of a document, and what a file is judged to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.documents import worker
from mailflow.documents.formats import DAMAGED, OLD_WORD, OTHER_PROGRAM, PASSWORD, PICTURE, RECORDING, Format, judge
from tests.documents.making import DOCX, ODT, W, docx, odt, packed, para, pdf, pdf_of, table, tnef

VAGUE = "application/octet-stream"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def said(name: str, content: bytes, media_type: str = VAGUE, charset: str = "") -> str:
    """The text of a file, or why it has none."""
    first = next(iter(worker.read(name, media_type, charset, content, 10_000)))
    return str(first.get("text", first.get("problem")))


def test_a_form_in_a_table_keeps_label_and_value_on_one_line() -> None:
    """The cells of a row are joined by a tab, the lines of a cell by a blank."""
    rows = [["1. Call title:", "Student debt"], ["8. Facilitator\n(name and email):", "Tammy\ntammy@example.org"]]
    assert "1. Call title:\tStudent debt\n8. Facilitator (name and email):\tTammy tammy@example.org" == said(
        "form.docx", docx(table(rows)), DOCX
    )


def test_a_table_for_layout_only_is_a_page() -> None:
    """One filled cell in a row, or a long one, gives its lines one below the other."""
    long = "\n".join(f"line {number}" for number in range(8))
    assert f"Notes of Tuesday\nAgenda\n{long}" == said(
        "a.docx", docx(table([["Notes of Tuesday", ""], ["Agenda", long]]))
    )


def test_a_numbered_list_counts_on_after_an_answer_between_its_items() -> None:
    """A line that Word numbers keeps the number that its author saw."""
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def item(text: str, name: int, level: int = 0) -> str:
        return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')

    body = item("Call title:", 7) + para("Student debt") + item("Group:", 7) + item("sub", 7, 1) + item("dot", 8)
    assert "1. Call title:\nStudent debt\n2. Group:\n  2.a) sub\n* dot" == said(
        "a.docx", docx(body, numbering=numbering)
    )


def test_what_nobody_wrote_is_left_out_of_a_docx() -> None:
    """Placeholders, deletions and hidden text say nothing; struck-out words are marked; a ticked box is shown."""
    body = (
        "<w:p><w:r><w:t>Title: </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
        "<w:t>Click here to enter text.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        "<w:p><w:r><w:t>Tech: </w:t></w:r><w:del><w:r><w:delText>Jay</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Walt</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>8pm</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr>"
        "<w:t> 9pm </w:t></w:r><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>"
    )
    assert "Title:\nTech: Walt\n~~8pm~~ 9pm ☒" == said("a.docx", docx(body))


def test_a_text_box_is_read_once() -> None:
    """Word writes a box twice, for new and for old programs."""
    box = f"<w:txbxContent>{para('in the box')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>above</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert "above\nin the box" == said("a.docx", docx(body))


def test_an_odt_keeps_tables_lists_and_blanks() -> None:
    """Numbers, bullets, cells, spaces and line breaks are as their author saw them."""
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:list-style><style:style style:name="T1"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
    )
    listed = '<text:list text:style-name="L1"{}><text:list-item><text:p>{}</text:p></text:list-item></text:list>'
    body = (
        listed.format("", "Call title: <text:span>Student</text:span>\n  debt")
        + "<text:p>between</text:p>"
        + listed.format(' text:continue-numbering="true"', "Group:<text:s text:c='2'/>X<text:line-break/>below")
        + "<table:table><table:table-row><table:table-cell><text:p>Date:</text:p></table:table-cell><table:table-cell>"
        "<text:p>March 18</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p><text:span text:style-name="T1">8pm</text:span><office:annotation><text:p>no</text:p>'
        "</office:annotation> 9pm</text:p><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:list><text:list-item><text:p>dot</text:p></text:list-item></text:list>"
    )
    assert "1. Call title: Student debt\nbetween\n2. Group:  X\nbelow\nDate:\tMarch 18\n~~8pm~~ 9pm\n* dot" == said(
        "a.odt", odt(body, styles), ODT
    )


def test_a_pdf_gives_its_letters_and_the_fields_typed_into() -> None:
    """The text of the pages, then each filled field behind its name."""
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Call title) /V (Student debt) /Rect [0 0 9 9] >>"
    assert "1. Call title:\n(as seen)\n\nCall title: Student debt" == said(
        "a.pdf", pdf(["1. Call title:", "(as seen)"], more=field, catalog="/AcroForm << /Fields [6 0 R] >>")
    )


def test_an_rtf_keeps_its_cells() -> None:
    """Cells are joined by tabs, and accents are letters."""
    assert "Call title\tCaf\u00e9" == said(
        "a.doc", rb"{\rtf1\ansi\ansicpg1252 \trowd Call title\cell Caf\'e9\cell\row}"
    )


@pytest.mark.parametrize(
    ("content", "charset"),
    [("Zo\u00eb".encode("utf-16"), ""), ("Zo\u00eb".encode("utf-8-sig"), ""), ("Zo\u00eb".encode("latin-1"), ""),
     ("Zo\u00eb".encode("cp850"), "cp850")],
    ids=["utf-16", "mark", "latin-1", "declared"],
)  # fmt: skip
def test_a_text_file_is_decoded(content: bytes, charset: str) -> None:
    """A byte order mark wins, then the declared charset, then the usual guess."""
    assert "Zo\u00eb" == said("a.txt", content, "text/plain", charset)


def test_html_is_laid_out() -> None:
    """A saved web page reads as it shows."""
    assert "Call title:\tDebt" == said(
        "a.html", b"<table><tr><td>Call title:</td><td>Debt</td></tr></table>", "text/html"
    )


def test_a_wrapped_mail_gives_its_text_and_its_files() -> None:
    """The RTF body of a winmail.dat is its text; the documents in it follow, each for itself."""
    inner = {"form.docx": docx(para("Call title: Debt")), "cat.png": b"\x89PNG\r\n", "broken.pdf": b"%PDF-1.4 no"}
    rtf = r"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf \par\htmlrtf0 Hello all\par}"
    wrapper, *rest = worker.read("winmail.dat", VAGUE, "", tnef(rtf=rtf, files=inner), 100)
    assert ("Hello all", ["form.docx", "cat.png", "broken.pdf"]) == (
        str(wrapper["text"]).strip(), [name for name, _ in wrapper["files"]],  # type: ignore[attr-defined]
    )  # fmt: skip
    assert ["Call title: Debt", PICTURE, DAMAGED] == [one.get("text", one.get("problem")) for one in rest]


@pytest.mark.parametrize(
    ("name", "media_type", "content", "expected"),
    [
        ("form.doc", "application/msword", docx(para("x")), Format.PACKAGE),
        ("form", VAGUE, docx(para("x")), Format.PACKAGE),
        ("photos.zip", "application/zip", packed({"a.jpg": b"x"}), None),
        ("form.docx", DOCX, OLE + "EncryptedPackage".encode("utf-16-le"), PASSWORD),
        ("form.doc", "application/msword", OLE + "WordDocument".encode("utf-16-le"), OLD_WORD),
        ("form.docx", DOCX, b"not a zip", DAMAGED),
        ("scan.pdf", "application/pdf", b"\xff\xd8\xff\xe0 jpeg", PICTURE),
        ("IMG_1.HEIC", VAGUE, b"\0\0\0\x18ftypheic", PICTURE),
        ("form.pages", VAGUE, packed({"Index/Document.iwa": b"x"}), Format.PACKAGE),
        ("call.m4a", "audio/mp4", b"\0\0\0\x18ftypM4A ", RECORDING),
        ("budget.xls", VAGUE, b"", OTHER_PROGRAM),
        ("key.txt", "text/plain", b"-----BEGIN PGP PUBLIC KEY BLOCK-----", None),
        ("smime.p7s", "application/pkcs7-signature", b"0\x82", None),
        ("invite.ics", "text/calendar", b"BEGIN:VCALENDAR", None),
        ("binary.txt", "text/plain", b"\0\1\2", DAMAGED),
    ],
    ids=["docx as doc", "no ending", "photos", "locked docx", "old word", "no zip", "photo as pdf", "heic", "pages",
         "recording", "sheet", "pgp", "smime", "calendar", "binary"],
)  # fmt: skip
def test_a_file_is_judged_by_its_bytes_first(
    name: str, media_type: str, content: bytes, expected: Format | str | None
) -> None:
    """Names and types lie; the first bytes rarely do."""
    assert expected == judge(name, media_type, content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (packed({"Index/Document.iwa": b"x"}), OTHER_PROGRAM),
        (
            packed({"mimetype": ODT, "META-INF/manifest.xml": "<a><encryption-data/></a>", "content.xml": b"\x01"}),
            PASSWORD,
        ),
        (docx("").replace(b"document.xml", b"dokument.xml"), DAMAGED),
        (docx(para("x"))[:-30], DAMAGED),
        (pdf([]), "holds no text that we could read"),
        (pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]), DAMAGED),
    ],
    ids=["pages", "locked odt", "no document", "cut", "scan", "pdf loop"],
)
def test_a_document_without_a_text_says_why(content: bytes, expected: str) -> None:
    """Words that go on after ``The file X``."""
    assert expected == said("a.docx", content)


SOUND = (
    docx(para("x")),
    odt("<text:p>x</text:p>"),
    tnef(rtf=r"{\rtf1 x}", files={"a.txt": b"x"}),
    rb"{\rtf1\ansi x}",
)


@given(st.sampled_from(SOUND), st.integers(0, 3000), st.binary(max_size=8))
def test_no_damage_makes_a_reader_raise(content: bytes, at: int, damage: bytes) -> None:
    """Whatever the bytes, each document is a text or a problem."""
    broken = content[:at] + damage + content[at + len(damage) :]
    assert all(("text" in one) != ("problem" in one) for one in worker.read("a.docx", VAGUE, "", broken, 100))
