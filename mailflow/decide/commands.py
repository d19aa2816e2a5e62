"""The commands: what people and staff can do by one word in a mail (protocol, section 2.5), in one table.

A command stands on the first unquoted lines of a mail, one a line, the keyword in any case, its argument untouched. The
region ends at the first line that is none. Only exact syntax counts; prose with a keyword in it does nothing.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mailflow.decide.identity import Act

MAX_ORDERS = 20
"""So many commands of one mail are looked at, and no more."""

MAX_LINE = 500


class Word(StrEnum):
    """What a command does."""

    CANCEL = "cancel"
    REOPEN = "reopen"
    STATUS = "status"
    FORM = "form"
    UNSUBSCRIBE = "unsubscribe"
    TAKE = "take"
    GIVE = "give"
    NOTE = "note"
    RECLASSIFY = "reclassify"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One row of the table.

    words: the keyword, then its synonyms; usage: a line that can be copied; does: what it does, as its help says;
    act: how much proof it needs; of: what its argument looks like, in full (a regular expression).
    """

    words: tuple[str, ...]
    usage: str
    does: str
    act: Act
    of: str = ""

    @property
    def word(self) -> Word:
        """The keyword."""
        return Word(self.words[0])


_KINDS = "call-request|notes|training|question"

FOR_PEOPLE = (
    Command(
        words=(
            "cancel", *(f"cancel {one} call" for one in ("our", "the", "my", "this")), "please cancel",
            *(f"please cancel {one} call" for one in ("our", "the", "my", "this")),
        ),
        usage="cancel", does="withdraws your call", act=Act.CHANGE,
    ),
    Command(words=("reopen",), usage="reopen", does="takes up a call again that was withdrawn", act=Act.CHANGE),
    Command(words=("status",), usage="status", does="tells how your call stands", act=Act.VALUES),
    Command(words=("form",), usage="form", does="sends you the blank form", act=Act.ASK),
    Command(
        words=("unsubscribe", "stop mailing me", "stop"),
        usage="unsubscribe",
        does="ends all reminders to you",
        act=Act.ASK,
    ),
)  # fmt: skip
"""What requesters and role holders can do on their own call, and anybody for himself."""

FOR_STAFF = (
    Command(words=("take",), usage="take", does="makes you the one who looks after it", act=Act.COMMAND),
    Command(
        words=("give",), usage="give bo@example.org", does="lets somebody else look after it", act=Act.COMMAND,
        of=r"\S+@\S+",
    ),
    Command(
        words=("note",), usage="note She prefers a phone call", does="writes a note into its history", act=Act.COMMAND,
        of=r"\S.*",
    ),
    Command(words=("status",), usage="status", does="tells how it stands", act=Act.COMMAND),
    Command(
        words=("reclassify",), usage="reclassify Q-0005 call-request", does="reads its mail again as another kind",
        act=Act.COMMAND, of=_KINDS,
    ),
    Command(words=("help",), usage="help", does="lists what you can reply", act=Act.COMMAND),
)  # fmt: skip
"""What staff can do on any case."""


@dataclass(frozen=True, slots=True)
class Order:
    """One command as somebody wrote it: ref: the case it names itself, ``None`` for the mail's own."""

    command: Command
    ref: str | None
    argument: str
    line: str

    def said(self, ref: str | None) -> str:
        """The command as one line that says all of it, its case too: what is echoed and what is done are the same."""
        about = self.ref or ref
        return " ".join(part for part in (about or "", self.command.words[0], self.argument) if part)


def orders(text: str, table: Sequence[Command], prefix: str) -> tuple[Order, ...]:
    """The commands on a mail's first own lines.

    text: the author's unquoted words; prefix: what references of calls begin with.
    """
    return tuple(_orders(text, table, prefix))


def _orders(text: str, table: Sequence[Command], prefix: str) -> Iterator[Order]:
    found = 0
    for line in text.splitlines():
        said = line.strip()
        if not said:
            if found:
                return
            continue
        order = _order(said, table, prefix)
        if order is None or found == MAX_ORDERS:
            return
        found += 1
        yield order


def _order(line: str, table: Sequence[Command], prefix: str) -> Order | None:
    """One line as a command, ``None`` where it is none."""
    if len(line) > MAX_LINE:
        return None
    ref = rf"\[?(?P<ref{{}}>(?:{re.escape(prefix)}|Q)-?\d{{{{1,9}}}})\]?[:,]?"
    for command in table:
        words = "|".join(re.escape(word) for word in command.words)
        pattern = (
            rf"(?:!io\s+)?(?:{ref.format(1)}\s+)?(?:{words})(?:\s*:)?"
            rf"(?:\s+{ref.format(2)})?(?P<argument>(?:\s+(?:{command.of}))?)\s*[.!]?"
        )
        found = re.fullmatch(pattern, line, re.IGNORECASE)
        if found and (bool(found["argument"].strip()) or not command.of or re.fullmatch(command.of, "")):
            named = found["ref1"] or found["ref2"]
            return Order(command, _whole(named, prefix) if named else None, found["argument"].strip(), line)
    return None


def _whole(ref: str, prefix: str) -> str:
    """A reference as the store writes it: ``io42`` is ``IO-0042``."""
    kind = prefix if ref.upper().startswith(prefix.upper()) else "Q"
    return f"{kind}-{int(re.sub(r'[^0-9]', '', ref)):04d}"


def below(text: str, found: Sequence[Order]) -> tuple[str, ...]:
    """The lines that stand below the commands of a mail, up to a signature: no command, but not to be lost."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rest = lines[len(found) :]
    end = next((at for at, line in enumerate(rest) if _SIGNATURE.match(line)), len(rest))
    return tuple(rest[:end])


_SIGNATURE = re.compile(
    r"(?:--|sent from my\b|get outlook for\b|sent via\b)|(?:thanks|thank you|thx|best|cheers)[,.! ]*\Z", re.IGNORECASE
)


def suggestion(line: str, table: Sequence[Command]) -> str:
    """The usage of the command that a line was likely meant as, ``""`` for none: only for a person to read."""
    words = {word: command.usage for command in table for word in command.words}
    said = re.findall(r"[a-z]{3,20}", line.lower()[:60])[:2]
    near = [match for one in said for match in difflib.get_close_matches(one, words, n=1, cutoff=0.7)]
    return words[near[0]] if near else ""


def refs_in(text: str, prefix: str) -> tuple[str, ...]:
    """The references a mail's own words name, each once, at most ``MAX_ORDERS``. Finding them proves nothing."""
    found = re.findall(rf"\b((?:{re.escape(prefix)}|Q)-?\d{{1,9}})\b", text[:20_000], re.IGNORECASE)
    return tuple(dict.fromkeys(_whole(one, prefix) for one in found))[:MAX_ORDERS]
