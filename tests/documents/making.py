"""Makers of small documents, as office programs and Exchange write them."""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

from compressed_rtf import compress

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_ODT_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip."""
    to = BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return to.getvalue()


def para(text: str, properties: str = "") -> str:
    """A paragraph of Word, tabs and line breaks as Word writes them."""
    runs = escape(text).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    held = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{held}<w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Word; a cell's lines are paragraphs."""

    def cell(text: str) -> str:
        return f"<w:tc><w:tcPr/>{''.join(para(line) for line in text.splitlines() or [''])}</w:tc>"

    made = ["<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows]
    return f"<w:tbl><w:tblPr/>{''.join(made)}</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """A docx with this body; parts: further files of the folder ``word``, as ``numbering``."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    more = {f"word/{name}.xml": f'<?xml version="1.0"?>{content}' for name, content in parts.items()}
    return packed({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document, **more})


def odt(body: str, styles: str = "") -> bytes:
    """An odt with this body."""
    content = (
        f'<?xml version="1.0"?><office:document-content {_ODT_SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return packed({"mimetype": ODT, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def pdf(lines: Sequence[str], *, more: str = "", catalog: str = "") -> bytes:
    """A PDF of one page; more: further objects, from number 6; catalog: further entries of the catalogue."""
    marks = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
    shown = "\n".join(f"({line.translate(marks)}) Tj 0 -16 Td" for line in lines)
    stream = zlib.compress(f"BT /F1 12 Tf 72 720 Td\n{shown}\nET".encode("cp1252"))
    fonts = b"<< /F1 5 0 R >>"
    objects: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font %b >> >>" % fonts,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *([more.encode()] if more else []),
    ]
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def tnef(*, rtf: str = "", plain: str = "", files: Mapping[str, bytes] | None = None) -> bytes:
    """A winmail.dat (MS-OXTNEF) with a body as RTF or plain text, and files."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += _attribute(1, 0x00089006, struct.pack("<I", 0x10000)) + _attribute(
        1, 0x00069007, struct.pack("<II", 1252, 0)
    )
    if rtf:
        out += _attribute(
            1, 0x00069003, struct.pack("<I", 1) + _property(0x0102, 0x1009, compress(rtf.encode("cp1252")))
        )
    if plain:
        out += _attribute(
            1, 0x00069003, struct.pack("<I", 1) + _property(0x001E, 0x1000, plain.encode("cp1252") + b"\0")
        )
    for name, content in (files or {}).items():
        out += _attribute(2, 0x00069002, b"\0" * 14)
        out += _attribute(2, 0x0006800F, content)
        long_name = struct.pack("<I", 1) + _property(0x001E, 0x3707, name.encode("cp1252") + b"\0")
        out += _attribute(2, 0x00069005, long_name)
    return out + b"\0" * 12


def _attribute(level: int, identity: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, identity, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _property(kind: int, identity: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, identity, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def mail(text: str, *files: tuple[str, str, bytes], subject: str = "Hello") -> bytes:
    """A mail with these attachments: name, media type, content."""
    made = EmailMessage()
    made["From"] = "Larry Swetman <larry@example.org>"
    made["To"] = "info@interoccupy.example"
    made["Subject"] = subject
    made["Date"] = "Tue, 02 Mar 2027 09:05:00 -0500"
    made["Message-ID"] = "<1@example.org>"
    made.set_content(text)
    for name, media_type, content in files:
        main, _, sub = media_type.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()
