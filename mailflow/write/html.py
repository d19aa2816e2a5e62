"""The HTML twin of a text: the same words, made from the finished text itself.

Nothing is fetched from anywhere, no colour is fixed (so that dark mode works), and every line that is to be answered
is a paragraph of its own, so that typing behind it survives in the mail programs people use.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from mailflow.write.form import is_prompt
from mailflow.write.layout import Block, Shape, blocks, lines

_BODY = (
    "margin:0 auto;max-width:36em;padding:0 16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,"
    "Arial,sans-serif;font-size:16px;line-height:1.5;overflow-wrap:break-word"
)
_HEAD = "font-size:18px;line-height:1.3;margin:28px 0 8px"
_PARAGRAPH = "margin:14px 0 6px"
_PROMPT = "margin:6px 0 22px;padding:4px 0 4px 12px;border-left:3px solid"
_QUOTE = "margin:12px 0;padding-left:12px;border-left:1px solid"


def twin(subject: str, text: str) -> str:
    """The HTML page that says what ``text`` says; ``text`` is arranged, as ``layout.arrange`` leaves it."""
    rows = blocks(text)
    said = "\n".join(part for shape, group in groupby(rows, _sort) for part in _part(shape, list(group)))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<title>{escape(subject)}</title>\n</head>\n<body>\n<div style="{_BODY}">\n{said}\n</div>\n</body>\n</html>\n'
    )


def _sort(block: Block) -> str:
    """What neighbouring blocks are gathered by: a list's items, a quote's lines; a prompt stands alone."""
    if block.shape is Shape.LINE and is_prompt(block.mark + block.words):
        return "prompt"
    return str(block.shape)


def _part(shape: str, group: Sequence[Block]) -> Iterator[str]:
    """The elements for neighbouring blocks of one sort."""
    if shape == Shape.LINE:
        items = "\n".join(
            f'<div role="listitem" dir="auto" style="margin:0 0 6px">{_words(one)}</div>' for one in group
        )
        yield f'<div role="list" style="margin:8px 0 16px">\n{items}\n</div>'
    elif shape == Shape.BULLET:
        items = "\n".join(f'<li dir="auto">{_words(one)}</li>' for one in group)
        yield f'<ul style="margin:8px 0 16px;padding-left:20px">\n{items}\n</ul>'
    elif shape == Shape.QUOTE:
        said = "<br>\n".join(escape(one.words) for one in group)
        yield f'<blockquote dir="auto" style="{_QUOTE}">\n{said}\n</blockquote>'
    elif shape == Shape.KEPT:
        said = "\n".join(escape(one.words) for one in group)
        yield f'<pre style="white-space:pre-wrap;font-size:15px">{said}</pre>'
    else:
        yield from (_single(shape, one) for one in group)


def _single(shape: str, block: Block) -> str:
    said = _words(block)
    if shape == Shape.HEADING:
        return f'<h2 style="{_HEAD}">{said}</h2>'
    if shape == Shape.LINK:
        return f'<p style="{_PARAGRAPH}"><a href="{said}">{said}</a></p>'
    if shape == "prompt":
        return f'<p style="{_PROMPT}">{said}</p>'
    return f'<p dir="auto" style="{_PARAGRAPH}">{said}</p>'


def _words(block: Block) -> str:
    """A block's words, in the lines of the text: a bullet's mark is the list's own matter."""
    rows = [line for line in lines(block) if line]
    if block.shape is Shape.BULLET:
        rows = [row[2:] for row in rows]
    return escape("\n".join(row.strip() for row in rows))
