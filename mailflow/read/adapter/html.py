"""HTML to text: what a reader sees, with table cells joined by tabs and quotes marked with ``>`` as in plain text."""

import re
from collections.abc import Iterator
from html import unescape

import lxml.etree
import lxml.html

from mailflow.read.adapter import quote
from mailflow.read.adapter.layout import lay_out

MAX_HTML = 1024 * 1024
"""Characters of HTML that are read."""
MAX_SHOWN = 6_000
"""Lines of the text that are kept; what of them is the mail's text is fewer."""

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private-use characters that stand for the beginning and the end of a quote while the text is laid out."""

_PRIVATE = re.compile("[\ue000\ue001\x00]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:font-size|max-height|opacity)\s*:\s*0(?:\.0)?(?:px|pt|em|%)?\s*(?:[;!]|$)"
    r"|(?<![\w-])color\s*:\s*transparent",
    re.IGNORECASE,
)
_NOT_CITED = re.compile(r"border(?:-\w+)?\s*:\s*none", re.IGNORECASE)
_QUOTE_CLASS = re.compile(
    r"yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|ms-outlook-mobile-reference-message"
)
_NO_TEXT = ("head", "script", "style", "template", "noscript", "svg", "math", "object", "select", "textarea", "xml")
_BLOCK = re.compile(
    r"<(?:br|/?(?:p|div|tr|li|ul|ol|dl|dt|dd|table|h[1-6]|blockquote|pre|hr|section|article))\b[^>]*>", re.IGNORECASE
)
_DROPPED = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*(?:>|\Z)")
_CITED = re.compile(r"(?:<blockquote\b[^>]*>\s*)++|(?:</blockquote\b[^>]*>\s*)++", re.IGNORECASE)
_SPACES = re.compile(r"(?<![ \xa0])[ \xa0]*+\t[ \xa0]*+")


def to_text(html: str) -> str:
    """Lay out HTML as text. Never raises; HTML that no parser takes, or that is laid out too dearly, keeps its words.

    Quotes (``blockquote`` and what mail programs use instead) get ``> `` before every line, a level each. The line
    that introduces a quote is left outside. Links give their text. What is not displayed is dropped.
    """
    source = _DECLARATION.sub("", _PRIVATE.sub("", html[:MAX_HTML]))
    if not source.strip():
        return ""
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=_parser())
        _prepare(tree)
        laid_out = lay_out(tree, len(source))
    except (lxml.etree.LxmlError, ValueError, RecursionError, AssertionError, IndexError, KeyError, TypeError):
        laid_out = words_of(_CITED.sub(_marks, source))
    return "\n".join(_marked(laid_out.split("\n", MAX_SHOWN)[:MAX_SHOWN])).strip("\n")


def _marks(tags: re.Match[str]) -> str:
    """The marks in place of as many tags that begin quotes, or end them."""
    mark = _CLOSE if tags[0].startswith("</") else _OPEN
    return f"\n{mark * tags[0].count('>')}\n"


def words_of(html: str) -> str:
    """The words of HTML without any layout, in linear time: for a first look, and where parsing fails."""
    text = _TAG.sub(" ", _BLOCK.sub("\n", _DROPPED.sub(" ", html[:MAX_HTML])))
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r"\n[\n ]*\n", "\n\n", unescape(text)).strip()


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )


def _prepare(tree: lxml.html.HtmlElement) -> None:
    """Drop what is not displayed, number the lists, and mark where quotes begin and end."""
    for element in [*tree.iter(*_NO_TEXT)]:
        _drop(element)
    for element in tree.xpath("descendant::*[@style or @hidden]"):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style")):
            _drop(element)
    for ordered in tree.iter("ol"):
        first = ordered.find("li")
        if first is not None and ordered.get("start", "").isdigit() and not first.get("value"):
            first.set("value", ordered.get("start"))
    for element in [*_quotes(tree)]:
        _wrap(element)
    for element in tree.xpath("//div[@id='divRplyFwdMsg'][1]"):
        _wrap_rest(element)


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _quotes(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Every element that quotes another mail; a mere indentation is none."""
    for element in tree.xpath("//blockquote | //div[@class or @id]"):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag == "blockquote":
            is_cited = element.get("type") == "cite" or element.get("cite") or "quote" in names
            if is_cited or not _NOT_CITED.search(element.get("style", "")):
                yield element
        elif _QUOTE_CLASS.search(names):
            yield element


def _mark(text: str) -> lxml.html.HtmlElement:
    element = lxml.html.Element("div")
    element.text = text
    return element


def _wrap(element: lxml.html.HtmlElement) -> None:
    opening = _mark(_OPEN)
    opening.tail, element.text = element.text, None
    element.insert(0, opening)
    element.append(_mark(_CLOSE))


def _wrap_rest(element: lxml.html.HtmlElement) -> None:
    """Mark an element and all that follows it in its parent (Outlook on the web puts the quote below its head)."""
    element.addprevious(_mark(_OPEN))
    element.getparent().append(_mark(_CLOSE))


def _marked(lines: list[str]) -> Iterator[str]:
    """Turn the marks of quotes into ``> ``; an introduction at the top of a quote is left outside."""
    depth = 0
    outside = 0
    said = [line if line.isascii() and "\x00" not in line else _PRIVATE.sub("", line) for line in lines]
    for at, (line, text) in enumerate(zip(lines, said, strict=True)):
        if not depth and len(line) == len(text):
            yield (_SPACES.sub("\t", text) if "\t" in text else text).rstrip()
            continue
        opened, closed = line.count(_OPEN), line.count(_CLOSE)
        level = max(depth, depth + opened - closed)
        if opened:
            outside = _introduction(said, at)
        depth = max(0, depth + opened - closed)
        shown = (_SPACES.sub("\t", text) if "\t" in text else text).rstrip()
        if (opened or closed) and not shown:
            continue
        if level and at < outside:
            level -= 1
        yield f"{'> ' * min(level, quote.MAX_DEPTH)}{shown}".rstrip() if level else shown


def _introduction(said: list[str], at: int) -> int:
    """Where the introduction that begins a quote ends, ``at`` where the quote begins with none."""
    end = min(at + 40, len(said))
    first = next((row for row in range(at, end) if said[row].strip()), end)
    count = quote.introduction([text.strip() for text in said[first:end]]) if first < end else 0
    return first + count if count else at
