"""The end of a letter: leave-takings in several tongues, signatures and mail programs' footers.

A leave-taking that no table holds is told by its place: a few words with a comma, and a name alone on the last line.
"""

import re
from collections.abc import Sequence

_SIGNATURE = re.compile(r"--\s*\Z|_{5,}\Z|sent (?:from|via|with) (?:my|mail|outlook|yahoo|proton|the)\b", re.IGNORECASE)
_SENT_FROM = re.compile(r"(?:get outlook for|envoyé de mon|von meinem \w+ gesendet|enviado desde)\b", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"(?:many |much |with |kind |warm |best |kindest |warmest |muchas |mil |un |une |viele |vielen |mille )*"
    r"(?:thanks|thank you|thx|thnx|tks|cheers|best|regards|sincerely|solidarity|peace|love|yours|xo+|warmly|hugs"
    r"|in solidarity|in struggle|in peace|in unity|in hope|talk soon|take care|see you|ciao|namaste|onward|adelante"
    r"|respectfully|cordially|gratefully|faithfully|fraternally|blessings|be well|much obliged|appreciatively"
    r"|mahalo|aloha|shalom|salaam|gracias|saludos|abrazos?|un abrazo|atentamente|hasta|obrigad[oa]|merci|cordialement"
    r"|amicalement|bien à vous|bises|danke|grüße|gruß|liebe grüße|beste grüße|schöne grüße"
    r"|mit freundlichen grüßen|grazie|saluti|groeten|met vriendelijke groet(?:en)?|bedankt)\b[^:?@\d]{0,40}\Z",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:so|very|many|much|with|kind|warm|best|again|in|advance|a|lot|all|the|you|for|everything|your|help|time)\s+)*"
    r"(?:thanks|thank you|thx|cheers|best|regards|sincerely|yours|xo+|gracias|merci|danke|mahalo)"
    r"(?:[\s,]+(?:so|very|much|many|again|in|advance|a lot|all|everyone|you|for|everything|your|help|time|truly))*"
    r"[\s!.,]*",
    re.IGNORECASE,
)
_SHORT_LINE = 60
_A_FEW_WORDS = re.compile(r"[^\W\d_][\w'’-]*(?: [\w'’-]+){0,3}\s?(?:,|!+|~|[-\u2013\u2014]+)")
_NAME_ALONE = re.compile(r"[-\u2013\u2014~]{0,2}\s?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}\.?")


def is_signature(text: str) -> bool:
    """Whether a line begins a signature or a mail program's footer."""
    return bool(_SIGNATURE.match(text) or _SENT_FROM.match(text))


def is_sign_off(text: str) -> bool:
    """Whether a line takes leave: ``Thanks, Ann``, ``Mahalo,``."""
    return len(text) <= _SHORT_LINE and bool(_SIGN_OFF.match(text))


def is_bare_sign_off(text: str) -> bool:
    """Whether a line says thanks and nothing else: it belongs to no answer, wherever it stands."""
    return bool(_BARE.fullmatch(text))


def is_end_of_letter(text: str) -> bool:
    """Whether a line begins a signature, a mail program's footer or a leave-taking, however long."""
    return is_signature(text) or bool(_SIGN_OFF.match(text))


def leave_at_the_end(texts: Sequence[str]) -> tuple[int, ...]:
    """The places of a leave-taking and the name below it, where a letter ends so: ``Forward ever,``, ``Leilani``.

    texts: the letter's lines, cleaned.
    """
    said = [at for at, text in enumerate(texts) if text]
    if len(said) < 3:
        return ()
    leave, name = said[-2:]
    above = said[-3]
    is_leave = bool(_A_FEW_WORDS.fullmatch(texts[leave])) and leave > above + 1
    return (leave, name) if is_leave and name <= leave + 2 and _NAME_ALONE.fullmatch(texts[name]) else ()
