"""PDF → text: what is on its pages as letters, and what was typed into the fields of a form."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PdfReadError, WrongPasswordError

from mailflow.documents.formats import DAMAGED, EMPTY, PASSWORD, TOO_LARGE_INSIDE, Unreadable
from mailflow.documents.layout import page
from mailflow.documents.limits import MAX_PAGES

MAX_TEXT = 1_000_000
"""Characters after which no further page is read."""


def read(content: bytes) -> str:
    """The text of a PDF. Raises ``Unreadable`` for a locked one, and for one of pictures only (a scan)."""
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(PASSWORD)
        text = page([*_pages(reader), *_typed(reader)])
    except (DependencyError, WrongPasswordError) as error:
        raise Unreadable(PASSWORD) from error
    except LimitReachedError as error:
        raise Unreadable(TOO_LARGE_INSIDE) from error
    except PdfReadError as error:
        raise Unreadable(DAMAGED) from error
    if not text.strip():
        raise Unreadable(EMPTY)
    return text


def _pages(reader: PdfReader) -> Iterator[str]:
    size = 0
    for number, one in enumerate(reader.pages):
        if number == MAX_PAGES or size > MAX_TEXT:
            return
        text = one.extract_text()
        size += len(text)
        yield from text.split("\n")


def _typed(reader: PdfReader) -> Iterator[str]:
    """The fields of a form that hold a text, each behind the name that its maker gave it (ISO 32000-1, 12.7)."""
    for name, entry in (reader.get_fields() or {}).items():
        shown, value = entry.get("/TU") or name, entry.get("/V")
        if isinstance(value, str) and value.strip() and not value.startswith("/"):
            yield f"{' '.join(str(shown).split())}: {' '.join(value.split())}"
