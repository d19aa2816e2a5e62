"""What a mail of ours asked, read off its quote: for a reply whose case we do not have at hand.

Each thing we ask stands as the bare line of the form. Above it, or behind its label, stand the requester's own words
(``You wrote "8"``) and the value that we took for likely (``If you mean 8:00 pm``).
"""

import re

from mailflow.fields import CALL_REQUEST
from mailflow.model import Line, Source, Unclear
from mailflow.read.forms.form import Answer
from mailflow.read.interpret import interpret
from mailflow.read.letter import Letter

_SPECS = CALL_REQUEST.by_key()
_WROTE = re.compile(r"\byou (?:wrote|named|said)\s*:?\s*[\"“](?P<said>[^\"”]{1,200})[\"”]", re.IGNORECASE)
_LIKELY = re.compile(
    r"\b(?:if you mean (?P<if>[^?]{1,100}?), please type|do you mean (?P<do>(?:(?!\bor\b)[^?]){1,100})\?)",
    re.IGNORECASE,
)
_OURS = re.compile(r"(?:you (?:wrote|named|said)\b|do you mean\b|did you mean\b)", re.IGNORECASE)


def is_our_question(said: str) -> bool:
    """Whether the words behind a quoted label are our own: ``You wrote "8". Do you mean 8:00 pm?``."""
    return bool(_OURS.match(said))


def from_quote(mail: Letter) -> Letter:
    """The same mail, with the keys that our quoted mail asks, and what it says of the unclear ones."""
    asked: list[str] = []
    doubts: dict[str, Unclear] = {}
    above: list[str] = []
    for one in mail.page.seen:
        if not one.line.depth:
            continue
        labelled = next((prompt for prompt in one.prompts if prompt.label), None)
        if labelled is None:
            above.append(one.text)
            continue
        key = labelled.spec.key
        is_ours = is_our_question(labelled.value)
        if labelled.is_form_line and key in _SPECS and (is_ours or not labelled.value):
            asked.append(key)
            words = labelled.value if is_ours else " ".join(above)
            if (doubt := _doubt(mail, key, words)) is not None:
                doubts[key] = doubt
        above = []
    return mail.having_asked(tuple(dict.fromkeys(asked)), doubts)


def _doubt(mail: Letter, key: str, words: str) -> Unclear | None:
    """What we wrote of one line: the requester's words and our suggestion, read again by the grammar of the line."""
    wrote = _WROTE.search(words)
    likely = _LIKELY.search(words)
    if wrote is None and likely is None:
        return None
    suggestion = None
    if likely:
        said = (likely["if"] or likely["do"]).strip()
        answer = Answer(spec=_SPECS[key], said=said, first=said, line=Line("", 0, 0, ""), number_given=False, label="")
        read = interpret([answer], sent=mail.sent, contact=mail.sender, known=mail.context.known).fields.get(key)
        suggestion = read.value if read else None
    return Unclear(
        key, wrote["said"] if wrote else "", "we asked about it", Source("quote", 0, "asked", ""), suggestion
    )
