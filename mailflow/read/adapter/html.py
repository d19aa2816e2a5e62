"""HTML to text: what a reader sees, with table cells joined by tabs and quotes marked with ``>`` as in plain text."""

import re
from collections.abc import Iterator
from html import unescape

import lxml.etree
import lxml.html
from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement

from mailflow.read.adapter import quote

MAX_HTML = 1024 * 1024
"""Characters of HTML that are read."""
MAX_TABLES = 2000
"""Tables beyond which the layout of cells is given up; nested tables cost the more the deeper they lie."""

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private-use characters that stand for the beginning and the end of a quote while the text is laid out."""

_BLOCKS = ("dl", "dt", "dd", "center", "details", "fieldset", "form", "section", "summary")
"""What browsers give lines of its own, beside what the profile knows."""
_CONFIG = ParserConfig(
    css=CSS_PROFILES["strict"] | {name: HtmlElement(display=Display.block) for name in _BLOCKS},
    table_cell_separator="\t",
)
_PRIVATE = re.compile("[\ue000\ue001\x00]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:font-size|max-height)\s*:\s*0(?:px|pt|em|%)?\s*(?:[;!]|$)",
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
_SPACES = re.compile(r"[ \xa0]*\t[ \xa0]*")


def to_text(html: str) -> str:
    """Lay out HTML as text. Never raises; HTML that no parser takes loses its layout and keeps its words.

    Quotes (``blockquote`` and what mail programs use instead) get ``> `` before every line, a level each. The line
    that introduces a quote is left outside. Links give their text. What is not displayed is dropped.
    """
    source = _DECLARATION.sub("", _PRIVATE.sub("", html[:MAX_HTML]))
    if not source.strip():
        return ""
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=_parser())
        _prepare(tree)
        laid_out = Inscriptis(tree, _CONFIG).get_text()
    except (lxml.etree.LxmlError, ValueError, RecursionError, AssertionError, IndexError, KeyError, TypeError):
        return words_of(source)
    return "\n".join(_marked(laid_out.split("\n"))).strip("\n")


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
    for element in tree.xpath("//*[@style or @hidden]"):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style")):
            _drop(element)
    if sum(1 for _ in tree.iter("table")) > MAX_TABLES:
        raise ValueError("too many tables")
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
    for element in tree.iter("blockquote", "div"):
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
    for at, line in enumerate(lines):
        opened, closed = line.count(_OPEN), line.count(_CLOSE)
        level = max(depth, depth + opened - closed)
        if opened:
            outside = _introduction(lines, at)
        depth = max(0, depth + opened - closed)
        text = _PRIVATE.sub("", line)
        text = _SPACES.sub("\t", text).rstrip() if "\t" in text else text.rstrip()
        if (opened or closed) and not text.strip():
            continue
        if level and at < outside:
            level -= 1
        yield f"{'> ' * min(level, quote.MAX_DEPTH)}{text}".rstrip()


def _introduction(lines: list[str], at: int) -> int:
    """Where the introduction that begins a quote ends, ``at`` where the quote begins with none."""
    head = [_PRIVATE.sub("", line).strip() for line in lines[at : at + 40]]
    first = next((row for row, text in enumerate(head) if text), len(head))
    count = quote.introduction(head[first:]) if first < len(head) else 0
    return at + first + count if count else at
