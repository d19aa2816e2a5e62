"""The threat model of SECURITY.md, made from the table of attacks."""

from collections.abc import Iterator

from tests.attacks.checks import CHECKS
from tests.attacks.stage import HERE, Attack, table

PAGE = HERE.parent.parent / "SECURITY.md"
BEGIN, END = "<!-- made from tests/attacks/table.toml -->\n", "<!-- end of what is made -->\n"


def threats() -> str:
    """One table for each who: how, what stops it, and the file that shows it."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    group = ""
    for one in table():
        if one.group != group:
            group = one.group
            yield from ("", f"### {group}", "", f"{one.who}.", "")
            yield from ("| how | what stops it | shown by |", "|---|---|---|")
        yield _row(one)
    yield ""


def _row(one: Attack) -> str:
    how = _cell(one.how)
    stops = "; ".join(CHECKS[name].says for name in one.checks)
    return f"| {how} | {stops} | [{one.name}](tests/attacks/{one.file}) |"


def _cell(said: str) -> str:
    return said.replace("|", "\\|").replace("<", "&lt;")


def made_anew(page: str) -> str:
    """The page with its tables as they should be. Raises ValueError where the marks are not there."""
    before, began, rest = page.partition(BEGIN)
    _old, ended, after = rest.partition(END)
    if not (began and ended):
        raise ValueError("SECURITY.md has no place for the tables")
    return f"{before}{BEGIN}{threats()}\n{END}{after}"
