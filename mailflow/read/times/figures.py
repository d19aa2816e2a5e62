"""Days and hours in words or in an odd dress, put into the figures that are read: ``the fifteenth``, ``2030``."""

import re

MONTH = (
    r"jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_ORDINALS = {
    word: f"{number}th"
    for number, word in enumerate(
        [
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
            *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
            *("eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third"),
            *("twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth"),
            *("thirtieth", "thirty-first"),
        ],
        start=1,
    )
}
_SPELLED_DAY = re.compile(
    rf"(?P<before>\b(?:{MONTH})\.? (?:the )?|\bthe )?\b(?P<word>(?:twenty|thirty)[ -](?:{'|'.join([*_ORDINALS][:9])})"
    rf"|{'|'.join([*_ORDINALS][:20])}|thirtieth)\b(?P<behind> (?:day )?(?:of )?(?:{MONTH})\b| ?$|,|\)| (?:at|@)\b)?",
    re.IGNORECASE,
)
_TIDY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\d) ?\(([ap])\.? ?m\.?\)", re.IGNORECASE), r" \1m"),
    (re.compile(r"(?<=\d) ?o'? ?clock (?=[ap]\.? ?m\b)", re.IGNORECASE), " "),
    (re.compile(r"(?<=\d)\.(?=[ap]\.? ?m\b)", re.IGNORECASE), " "),
    (re.compile(r"(?<=\d);(?=[0-5]\d ?[ap]\.? ?m\b)", re.IGNORECASE), ":"),
    (re.compile(r"\btwelve (?=noon|midnight)", re.IGNORECASE), "12 "),
)
"""Hours in an odd dress, and their usual one."""


def in_figures(written: str) -> str:
    """The words with ``the fifteenth of March`` in figures and ``8 (pm)`` as ``8 pm``."""
    for pattern, usual in _TIDY:
        written = pattern.sub(usual, written)
    return _SPELLED_DAY.sub(_day_in_figures, written)


def _day_in_figures(found: re.Match[str]) -> str:
    """A day of the month in figures, where a month or the end of the phrase shows that it is one."""
    before, behind = found["before"] or "", found["behind"] or ""
    if not (before and (behind or before.lower() != "the ")) and not re.search(r"[a-z]", behind, re.IGNORECASE):
        return found[0]
    if behind.strip().lower() in {"at", "@"} and not before:
        return found[0]
    return f"{before}{_ORDINALS[found['word'].lower().replace(' ', '-')]}{behind}"


_DASHED = re.compile(r"^(\W*(?:[a-z]+\W+)?)(\d{1,2})-(\d{1,2})(\W*)$", re.IGNORECASE)


def dashed(said: str) -> str:
    """``3-15`` with a slash, where only one of the two can be the month; ``3-4`` may as well be two days."""
    found = _DASHED.match(said)
    if not found or not min(int(found[2]), int(found[3])) <= 12 < max(int(found[2]), int(found[3])) <= 31:
        return said
    return f"{found[1]}{found[2]}/{found[3]}{found[4]}"


_DOTTED = re.compile(
    r"(?<![\d./])([01]?\d|2[0-3])\.([0-5]\d)(?![\d./])(?=\s*(?:$|-|to\b|[A-Za-z(]))(?!\s*(?:hours?|hrs?)\b)"
)


def dotted(said: str) -> str:
    """``20.30`` with a colon: where an hour is asked it is no date."""
    return _DOTTED.sub(r"\1:\2", said)


_MILITARY = re.compile(r"(?<![\w:/.,'-])([01]\d|2[0-4])([0-5][05])(?![\w:/.'-]|,\d)(?! ?(?:[ap]\.? ?m|h|hrs|hours)\b)")
_MILITARY_SPAN = re.compile(
    r"(?<![\w:/.,-])([01]\d|2[0-3])([0-5][05]) ?(?:-|to|until|till) ?([01]\d|2[0-3])([0-5][05])(?![\w:/.-])"
)


def military(said: str, *, years: bool) -> str:
    """``1930`` and ``0800`` as hours. ``1030`` needs its half of the day; with ``years``, 2012 is a year."""
    if found := _MILITARY_SPAN.search(said):
        return f"{said[: found.start()]}{found[1]}:{found[2]} hrs - {found[3]}:{found[4]} hrs{said[found.end() :]}"
    return _MILITARY.sub(lambda found: found[0] if years and found[1] == "20" else _hour_of_four(found), said)


def _hour_of_four(found: re.Match[str]) -> str:
    needs_half = found[1] in {"10", "11", "12"}
    return f"{found[1]}:{found[2]}" if needs_half else f"{found[1]}:{found[2]} hrs"
