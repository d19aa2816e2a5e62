"""The zip that a docx or an odt is: its sizes are checked before anything is unpacked, and again while it is."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from mailflow.documents.formats import DAMAGED, PASSWORD, TOO_LARGE_INSIDE, Unreadable
from mailflow.documents.limits import MAX_MEMBER, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

_ENCRYPTED = 0x1
_BROKEN = (
    KeyError, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What the standard library raises for a zip that is not one."""


class Package:
    """A zip of XML files. Every method raises ``Unreadable`` with a reason for a person."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(DAMAGED) from error
        members = self._zip.infolist()
        if any(one.flag_bits & _ENCRYPTED for one in members):
            raise Unreadable(PASSWORD)
        unpacked = sum(one.file_size for one in members)
        is_bomb = unpacked > max(MAX_MEMBER, MAX_RATIO * len(content))
        if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or is_bomb:
            raise Unreadable(TOO_LARGE_INSIDE)
        self.names = frozenset(one.filename for one in members)

    def read(self, name: str) -> bytes:
        """Unpack one file, as far as the limit."""
        try:
            with self._zip.open(name) as file:
                content = file.read(MAX_MEMBER + 1)
        except _BROKEN as error:
            raise Unreadable(DAMAGED) from error
        if len(content) > MAX_MEMBER:
            raise Unreadable(TOO_LARGE_INSIDE)
        return content

    def xml(self, name: str) -> etree._Element:
        """Parse one file. Entities are never expanded, and a document type is refused: no office program writes one."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            raise Unreadable(DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise Unreadable(DAMAGED)
        return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace: both editions of each standard use the same names."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's value whatever its namespace, ``""`` where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of this name, then its first child of the next name, and so on."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element
