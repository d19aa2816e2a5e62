"""Bytes to text: transfer encodings (RFC 2045) and charsets as mail really declares them. Nothing here ever raises."""

import binascii
import codecs
import re

_ALIASES = {
    "ansi": "cp1252",
    "ascii": "",
    "ansi_x3.4-1968": "",
    "us-ascii": "",
    "7bit": "",
    "8bit": "",
    "binary": "",
    "default": "",
    "default_charset": "",
    "unknown": "",
    "unknown-8bit": "",
    "x-unknown": "",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_3",
    "big5": "big5hkscs",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "utf": "utf-8",
    "unicode": "utf-8",
}
"""What a declared charset really is; ``""`` for a name that says nothing."""

_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""Python codecs that are no charset of a mail; two of them take quadratic time."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_NOISE = re.compile(rb"[^A-Za-z0-9+/\s]|(?<=\w) (?=\w)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} .*\n", re.MULTILINE)


def decode(raw: bytes, declared: str) -> str:
    """Decode by the declared charset, else UTF-8, else windows-1252. Loses no part and gives no surrogate."""
    name = declared.strip().strip("\"'").lower()
    known = _known(_ALIASES.get(name, name))
    for charset in (known, "utf-8"):
        if charset:
            try:
                return _SURROGATES.sub("\ufffd", raw.decode(charset))
            except (ValueError, LookupError):
                continue
    return _damaged(raw, known)


def _known(name: str) -> str:
    """The name of Python's codec, ``""`` where there is none for text."""
    try:
        info = codecs.lookup(name) if name.isascii() else None
    except (LookupError, ValueError):
        return ""
    if info is None or not info._is_text_encoding or info.name.replace("-", "_") in _NO_CHARSETS:  # noqa: SLF001 - no public way to ask
        return ""
    return info.name


def _damaged(raw: bytes, known: str) -> str:
    """Decode what fits no charset wholly: a few broken bytes are replaced, many mean that the charset is wrong."""
    for charset in filter(None, (known, "utf-8")):
        text = raw.decode(charset, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return _SURROGATES.sub("\ufffd", text)
    return raw.decode("cp1252", "replace")


def transfer_decode(raw: bytes, encoding: str) -> bytes:
    """Undo a Content-Transfer-Encoding, or ``q`` of RFC 2047. An unknown one is taken for none (as if 8bit)."""
    match encoding:
        case "base64":
            return _base64(raw)
        case "quoted-printable":
            return binascii.a2b_qp(raw)
        case "q":
            return binascii.a2b_qp(raw, header=True)
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return _uu(raw)
        case _:
            return raw


def _base64(raw: bytes) -> bytes:
    """Decode base64 with any damage to its padding; what is not base64 at all comes back as it is."""
    head = raw.partition(b"=")[0]
    if len(_NOISE.findall(head)) * 20 > len(head):
        return raw  # words with blanks and stops between them, wrongly declared
    dense = _NOT_BASE64.sub(b"", raw)
    dense = dense[: end + 1] if (end := dense.find(b"=")) > 0 else dense
    dense = dense.rstrip(b"=")
    if len(dense) % 4 == 1:
        dense = dense[:-1]
    try:
        return binascii.a2b_base64(dense + b"=" * (-len(dense) % 4))
    except binascii.Error:  # pragma: no cover - the alphabet and the padding are right by now
        return raw


def _uu(raw: bytes) -> bytes:
    """Decode uuencoded text (POSIX uuencode); text without its begin line comes back as it is."""
    begin = _UU_BEGIN.search(raw)
    if not begin:
        return raw
    out = []
    for line in raw[begin.end() :].split(b"\n"):
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            break
    return b"".join(out)
