"""What kind of file an attachment is: by its first bytes, and only then by what the mail says of it."""

import re
from enum import StrEnum


class Format(StrEnum):
    """The kinds of files whose text can be read. A package is a zip: which document it holds is seen inside."""

    TEXT = "text"
    HTML = "html"
    PACKAGE = "package"
    PDF = "pdf"
    RTF = "rtf"
    TNEF = "tnef"


class Unreadable(Exception):
    """A document without a text for us. Its words say why, so that ``The file X`` and they make a sentence."""


PICTURE = "is a picture, and we cannot read pictures"
PASSWORD = "is protected by a password"  # noqa: S105 - words for a person
TOO_LARGE = "is larger than we open"
TOO_LARGE_INSIDE = "was too large when unpacked"
TOO_LONG = "took too long to open"
TOO_MUCH_MEMORY = "needs too much memory to open"
DAMAGED = "is damaged, or not what its name says"
EMPTY = "holds no text that we could read"
NOT_OPENED = "could not be opened"
TOO_MANY = "was not opened, because the mail brings too many files"
OLD_WORD = "is in an old format of Word that we cannot read"
OTHER_PROGRAM = "is in a format that we cannot read"
RECORDING = "is a recording, and we cannot read recordings"

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"
_HEAD = 4096
_HTML_HEAD = re.compile(rb"\s{0,50}(?:<!--.{0,500}?-->\s{0,50})?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_TEXT_TYPES = frozenset({"text/plain", "text/markdown", "text/x-markdown", "text/csv", "text/tab-separated-values"})
_TEXT_ENDINGS = frozenset({"txt", "text", "md", "csv", "tsv"})
_READABLE_ENDINGS = frozenset({"docx", "docm", "dotx", "odt", "ott", "pdf", "rtf"})
_OFFICE_ENDINGS = frozenset(
    {"pages", "numbers", "key", "wpd", "wps", "doc", "dot", "xls", "xlsx", "ppt", "pptx", "odp", "ods", "one", "pub"}
)
_PACKAGE_ENDINGS = (_READABLE_ENDINGS | _OFFICE_ENDINGS) - {"pdf", "rtf"}
_VAGUE_TYPES = frozenset({"application/octet-stream", "application/zip", "application/x-zip-compressed"})


def judge(name: str, media_type: str, content: bytes) -> Format | str | None:
    """Tell the format of a file; words why it cannot be read; or ``None`` for what nobody would call a document."""
    head = content[:_HEAD]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if head.lstrip().startswith(b"-----BEGIN "):
        return None  # a key or a signature (RFC 7468, RFC 9580), whatever it calls itself
    found = _by_magic(head, content, ending, media_type)
    if found is not None:
        return found
    if media_type == "text/html" or ending in {"htm", "html"}:
        return Format.HTML
    if media_type in _TEXT_TYPES or ending in _TEXT_ENDINGS:
        return Format.TEXT if _is_text(head) else DAMAGED
    if media_type.startswith(("audio/", "video/")):
        return RECORDING
    if media_type.startswith("image/"):
        return PICTURE
    if ending in _READABLE_ENDINGS:
        return DAMAGED
    return OTHER_PROGRAM if ending in _OFFICE_ENDINGS else None


def _by_magic(head: bytes, content: bytes, ending: str, media_type: str) -> Format | str | None:
    if head.startswith(_TNEF):
        return Format.TNEF
    if head.startswith(b"PK\x03\x04"):
        is_office = ending in _PACKAGE_ENDINGS or "officedocument" in media_type or "opendocument" in media_type
        return Format.PACKAGE if is_office or (media_type in _VAGUE_TYPES and ending != "zip") else None
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(b"{\\rtf"):
        return Format.RTF
    if head.startswith(_OLE):
        return _old_office(content)
    if head.startswith(_IMAGES) or (head[4:8] == b"ftyp" and head[8:11] in {b"hei", b"mif", b"avi"}):
        return PICTURE
    return Format.HTML if _HTML_HEAD.match(head) else None


def _old_office(content: bytes) -> str:
    """An OLE file: a locked docx, or what Office wrote before 2007 (its directory is in UTF-16)."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PASSWORD
    return OLD_WORD if "WordDocument".encode("utf-16-le") in content else OTHER_PROGRAM


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))
