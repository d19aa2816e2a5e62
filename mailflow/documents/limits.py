"""How much one mail's documents may cost (protocol, section 4, cases 23 and 63)."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading the documents of one mail may take; a document that needs more gives a sentence instead of a text.

    documents: how many files of a mail are opened; size: bytes of one file; wall, cpu: seconds for one file (the
    first has room for a busy machine, the second is what counts); memory: bytes of address space of the process that
    opens it; text: characters that are kept of its text; answer: bytes that are taken from that process.
    """

    documents: int = 5
    size: int = 20 * MEGABYTE
    wall: float = 10.0
    cpu: int = 4
    memory: int = 512 * MEGABYTE
    text: int = 200_000
    answer: int = 8 * MEGABYTE


LIMITS = Limits()

MAX_MEMBERS = 2000
"""Files in a zip (docx, odt)."""
MAX_UNPACKED = 100 * MEGABYTE
"""Bytes that a zip says it unpacks to, pictures and all."""
MAX_RATIO = 200
"""How many times larger than the file that may be, once it is more than ``MAX_MEMBER``: office programs reach 40."""
MAX_MEMBER = 16 * MEGABYTE
"""Bytes of one file of a zip, counted while it is unpacked."""
MAX_PAGES = 200
"""Pages of a PDF that are read."""
