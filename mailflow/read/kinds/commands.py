"""Staff's keyword commands: telling a mail that holds one (protocol, section 2.5).

Only exact syntax counts. "Post this when you can" is no command, and neither is a near miss.
"""

import re

from mailflow.model import Context, Message
from mailflow.read.kinds.behind import is_ours

_URL = r"<?https?://\S+"
_REF = r"(?:IO[- ]?\d+(?:\.\d+)?(?:-N\d+)?|NT-\d+|Q-\d+|TR-\d+)"
_ARGUMENTS: dict[str, str] = {
    # no argument, or a free reason that nobody else is mailed
    "approve|approved|ok approve": "",
    "pause|resume|end|hold|redact|unpost|split|notrequest|spam|take|status|undo|help": "",
    "schedule": r"(?:.*\d.*)?",
    "link": rf"{_URL}(?:\s+conductor\s+{_URL})?",
    "decline": r"\S.*",
    "post": rf"(?:{_URL}|{_REF})?",
    "need": r"(?!help\b)\S.*",
    "set": r"\w+\s+\S.*",
    "assign": r"(?:tech|facilitator|backup|notetaker)\s+\S.*",
    "wait": r".*",
    "emergency": r"(?:yes|no)",
    "move": r".*\d.*",
    "cancel": r"\S.*",
    "doc": _URL,
    "list": r"(?:\S+@\S+|closed)",
    "host": r"\S.*@.*",
    "offer|done": r"(?:agenda|facilitation|promotion|tech)",
    "skip": r"(?:\.?\d+|IO[- ]?\d+\.\d+|\d{4}-\d\d-\d\d)",
    "match": rf"{_REF}(?:\s+{_REF})?",
    "merge": rf"{_REF}(?:\s+{_REF})?",
    "give": r"\S+@\S+|\w+",
    "resend": r"(?:confirm|link|form)?",
    "note|message": r"\S.*",
    "attended": r"\S+@\S+.*",
    "reclassify": rf"{_REF}\s+[\w-]+",
}
_COMMANDS = tuple(
    re.compile(
        rf"(?:!io\s+)?(?:\[?{_REF}\]?[:,]?\s+)?(?:{words})(?:\s*:|!\s+\S.*|(?=[\s.]|\Z))\s*(?:{_REF}[:,]?\s*)?(?:{arguments})\s*[.!]?",
        re.IGNORECASE,
    )
    for words, arguments in _ARGUMENTS.items()
)
_NO_WORD_OF_OTHERS = re.compile(
    r"(?:!io\s+)?(?:approved?|ok approve|schedule|decline|wait|assign|set|need|merge|match|split|notrequest|spam"
    r"|take|give|hold|redact|unpost|post)\b"
    # "need a call tues 9pm", "schedule our call", "set up a line": a person asks.
    r"(?!\s+(?:an?|our|my|us|me|some|another|one|up|conf\w*|calls?|lines?|phone|maestro|help|someone|somebody)\b)",
    re.IGNORECASE,
)
# "Decline is not an option for us": a keyword whose words go on as a sentence does.
_SENTENCE = re.compile(
    r"\S+\s+(?:is|are|was|were|would|will|should|has|have|had|it|this|that|the|them|to|for|and|or|until|till|up"
    r"|a minute|a second|what|when|if)\b",
    re.IGNORECASE,
)
_SENTENCES_ALLOWED = re.compile(
    r"(?:!io\s+|\[?IO-?\d+\]?[:,]?\s+)|\S+\s*[:!]|(?:set|assign|note|message|move|schedule)\s", re.IGNORECASE
)


def is_command_of_stranger(message: Message, context: Context, own_text: str) -> bool:
    """Whether somebody who is not staff wrote one line, and it is a command that only staff can mean."""
    if message.from_ is not None and message.from_.email in context.staff:
        return False
    lines = [line.strip() for line in own_text.splitlines() if line.strip()]
    return len(lines) == 1 and bool(_NO_WORD_OF_OTHERS.match(lines[0])) and _is_command_line(lines[0])


def is_command(message: Message, context: Context, own_text: str) -> bool:
    """Whether staff wrote it and its first own line is a command.

    A mail that goes to anybody outside as well carries none unless the line begins with ``!io`` (case 81).
    """
    if message.from_ is None or message.from_.email not in context.staff:
        return False
    first = next((line.strip() for line in own_text.splitlines() if line.strip()), "")
    if not _is_command_line(first):
        return False
    receivers = {one.email for one in (*message.to, *message.cc)} - context.staff
    outside = [one for one in receivers if not is_ours(one, context.ours)]
    return not outside or first.lower().startswith("!io")


def _is_command_line(line: str) -> bool:
    if not line or len(line) > 500 or not any(pattern.fullmatch(line) for pattern in _COMMANDS):
        return False
    return bool(_SENTENCES_ALLOWED.match(line)) or not _SENTENCE.match(line)
