"""What an attack could leave where people and programs look: our mails as bytes, the terminal, the log.

Every function tells what is wrong there, in words; nothing, where all is as it should be.
"""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from unittest.mock import patch
from urllib.parse import unquote

from rich.console import Console

from mailflow import explain as explaining
from mailflow import log, report, token
from mailflow.cli import log_safe
from mailflow.mail.imap_sent import _OUR_ID
from mailflow.rehearsed import Out
from tests.attacks.stage import Stage

_without_tokens = token.without  # as it is while no check is broken

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Reply-To", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Mailflow", "Content-Language", "MIME-Version", "Content-Type",
}  # fmt: skip
"""All that stand in our mails, each once."""
TAGS = {
    "html", "head", "meta", "title", "body", "div", "h2", "p", "ul", "li", "a", "blockquote", "br", "pre",
}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "name", "content", "style", "role", "dir", "href"}
CALCULATED = "24534638"
"""What the source of a template in the attacks would come to."""
_LINK = re.compile(r"mailto:[^?&#\s]+(?:\?subject=[^?&#\s]*)?")
_ADDRESS = re.compile(r"[^\s,;<>]+@[\w.-]+")
_LOGGED = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00 (?:info|warning) [a-z_]+\.[a-z_]+(?: [a-z_]+=(?:\"[^\n]*\"|\S*))*")
_OWN_STYLE = re.compile(r"\x1b\[[01]?m")
_HARMLESS = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*")


def of_stage(stage: Stage, lines: list[str]) -> list[str]:
    """All that is wrong after an attack. lines: what was logged meanwhile."""
    return [
        *(f"{stage.template(out)} to {out.to}: {wrong}" for out in stage.sent for wrong in of_mail(out)),
        *of_terminal(stage),
        *of_log(lines),
    ]


def of_mail(out: Out) -> Iterator[str]:
    """What is wrong with the bytes of one mail of ours."""
    names = [str(name) for name in out.parsed]
    if wrong := set(names) - HEADERS:
        yield f"has the headers {sorted(wrong)}"
    if len(names) != len(set(names)):
        yield "has a header twice"
    if re.search(rb"\r(?!\n)|(?<!\r)\n|\x00", out.raw):
        yield "holds a bare CR, LF or NUL"
    if any(len(line) > 998 for line in out.raw.split(b"\r\n")):
        yield "holds a line that is too long"
    if str(out.parsed["To"]).rpartition("<")[2].rstrip(">") != out.to:
        yield f"is to {out.parsed['To']}"
    if not _OUR_ID.fullmatch(str(out.parsed["Message-ID"])):
        yield "has an id that no search may hold"
    page = out.parsed.get_body(("html",))
    yield from _of_text(out.text, out.subject)
    yield from _of_page(str(page.get_content()) if page else "")


def _of_text(text: str, subject: str) -> Iterator[str]:
    if not _HARMLESS.fullmatch(text) or not _HARMLESS.fullmatch(subject):
        yield "holds control characters"
    if len(re.findall(r"\[[A-Z]{1,3}-\d+\]", subject)) > 1:
        yield "has two tags in its subject"
    if _without_tokens(text) != text or _without_tokens(subject) != subject:
        yield "shows a token"
    if CALCULATED in text or CALCULATED in subject:
        yield "ran a template's source"


class _Page(HTMLParser):
    """Notes the tags, attributes and links of a page that are none of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        if tag not in TAGS:
            self.wrong.append(f"has the tag {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.wrong.append(f"has the attribute {name}")
            if name == "href" and not _is_plain_link(value or ""):
                self.wrong.append(f"links to {value}")


def _is_plain_link(link: str) -> bool:
    """Whether it writes to one address, with a subject and nothing else, whoever decodes it once."""
    return bool(_LINK.fullmatch(link)) and bool(_ADDRESS.fullmatch(unquote(link[7:].partition("?")[0])))


def _of_page(page: str) -> Iterator[str]:
    reader = _Page()
    reader.feed(page)
    yield from reader.wrong


def _terminal(said: io.StringIO) -> Console:
    return Console(
        file=said, highlight=False, emoji=False, width=200, force_terminal=True, color_system="standard", _environ={}
    )


def of_terminal(stage: Stage) -> list[str]:
    """What is wrong with ``list``, ``show`` and ``explain`` after an attack."""
    said = io.StringIO()
    settings = stage.rehearsal.author.settings
    with patch.object(report, "_console", lambda: _terminal(said)):
        report.print_cases(stage.store.open_cases(), settings)
        for ref in stage.refs():
            story = stage.store.story(ref)
            assert story is not None
            report.print_story(story, settings)
    at = stage.rehearsal.server.now
    for raw in stage.came:
        found = explaining.explain(stage.rehearsal.pipe, raw, received_at=at, now=at)
        said.write(log_safe(explaining.as_text(found)).replace("\t", " "))
    shown = _OWN_STYLE.sub("", said.getvalue())
    wrong = [] if _HARMLESS.fullmatch(shown) else ["the terminal gets control characters"]
    return wrong + (["the terminal shows a token"] if _without_tokens(shown) != shown else [])


def of_log(lines: list[str]) -> list[str]:
    """What is wrong with the log: each line must be one event, and hold nothing that a terminal acts on."""
    return [f"the log says {one!r}" for one in lines if not _LOGGED.fullmatch(one) or not _HARMLESS.fullmatch(one)]


@contextmanager
def logged() -> Iterator[list[str]]:
    """The lines that are logged within the block."""
    stream = io.StringIO()
    logger = logging.getLogger("mailflow")
    before = logger.handlers[:], logger.level, logger.propagate
    log.start(stream=stream)
    lines: list[str] = []
    try:
        yield lines
    finally:
        lines += stream.getvalue().split("\n")[:-1]
        logger.handlers[:], logger.propagate = before[0], before[2]
        logger.setLevel(before[1])
