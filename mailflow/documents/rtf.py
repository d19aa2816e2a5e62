"""RTF → text, also the RTF that Outlook wraps an HTML mail in."""

import re

from striprtf.striprtf import rtf_to_text

from mailflow.documents.layout import page

_CELL = re.compile(r"\\cell(?![a-z0-9]) ?")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})\b")


def read(content: bytes) -> str:
    """The text of an RTF document, table cells joined by tabs. Raises what the library raises for broken ones."""
    source = content.decode("latin-1")
    named = _CODE_PAGE.search(source[:1000])
    encoding = f"cp{named[1]}" if named and named[1] != "65001" else "cp1252"
    return page(rtf_to_text(_CELL.sub(r"\\tab ", source), encoding=encoding, errors="replace").split("\n"))
