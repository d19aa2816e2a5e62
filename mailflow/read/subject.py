"""What a subject says of the call: its title, its day and hour, where no line of the mail says it.

``Call request: Student debt check-in`` names the title, ``Call request - March 15, 8pm ET`` the start. A subject of an
answer is as old as its thread and says nothing.
"""

import re

from mailflow.model import Field, Source
from mailflow.read.answers.result import Certain
from mailflow.read.interpret import DISAGREE, Sheet, make_unclear, same_value
from mailflow.read.sentences import asking
from mailflow.read.sentences.clauses import CALL, EVENT
from mailflow.read.sentences.prose_when import phrases, read_phrase

_PASSED_ON = r"(?:\s*(?:fwd?|fw|wg|tr|rv)\s*:\s*)*"
_TITLE = re.compile(
    r"(?:\s*(?:re|fwd?|fw|aw|wg)\s*:\s*)*call request\s*[:\u2013\u2014-]\s*(?P<title>\S.*)", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"\d|\b(?:form|urgent|emergency|help|please|request|maestro|line|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mon|tue"
    r"|wed|thu|fri|sat|sun)\w*\b",
    re.IGNORECASE,
)
_EMERGENCY = re.compile(r"(?<!non-)(?<!no )\bemergency (?:conference |phone |maestro )?(?:call|line)\b", re.IGNORECASE)
_NAMES_CALL = re.compile(rf"\b{CALL}", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:\Z|[-–—:,;(/|!.]|(?:for|re|about|with|from|please|by)\b)", re.IGNORECASE)


def take_subject(sheet: Sheet, subject: str) -> None:
    """Fill what the subject says and the mail does not; a day or an hour that differs from the mail's is unclear."""
    _take_title(sheet, subject)
    _take_emergency(sheet, subject)
    said = re.sub(rf"\A{_PASSED_ON}", "", " ".join(subject.split()), flags=re.IGNORECASE)
    is_call = asking.names_request(said) or _NAMES_CALL.search(said)
    if not is_call or re.match(r"\w{1,4}\s*:", said) or re.search(EVENT, said, re.IGNORECASE):
        return
    for one in phrases(said):
        if not (one.is_call and one.is_sure and _ENDS.match(said[one.end :])):
            continue
        source = Source("subject", 0, "", said)
        for key, result in read_phrase(sheet, one, sheet.zone or sheet.text("tz")):
            held = sheet.fields.get(key)
            if held is None and key not in sheet.unclear:
                sheet.take(key, said, source, result)
            elif held and isinstance(result, Certain) and not same_value(key, held.value, result.value, sheet.day):
                make_unclear(sheet, key, f"{held.source.said} / {said}", DISAGREE, source)


def _take_emergency(sheet: Sheet, subject: str) -> None:
    """``EMERGENCY conference call tonight``: the call itself is named so, and no line says otherwise."""
    if _EMERGENCY.search(subject) and "emergency" not in sheet.fields and "emergency" not in sheet.unclear:
        sheet.fields["emergency"] = Field("emergency", True, Source("subject", 0, "line", subject))


def _take_title(sheet: Sheet, subject: str) -> None:
    """``Call request: Student debt check-in`` names the title where no line does."""
    found = _TITLE.fullmatch(subject.strip())
    if found and "title" not in sheet.fields and "title" not in sheet.unclear and not _NO_TITLE.search(found["title"]):
        title = " ".join(found["title"].split())
        sheet.fields["title"] = Field("title", title, Source("subject", 0, "line", title))
