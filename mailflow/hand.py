"""Which mails are in hand, noted before they are touched, so that one which ends the whole program is found out.

Where the program ended with a batch in hand, its mails are suspects and are taken one by one. One that has ended the
program STRIKES times alone is given up. A power cut blames nobody: the next time alone clears a suspect.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

STRIKES = 3


@dataclass(frozen=True, slots=True)
class Hand:
    """mails: in hand now, by number; suspects: those still to be taken alone; strikes: deaths with this one alone."""

    mails: tuple[int, ...] = ()
    suspects: tuple[int, ...] = ()
    strikes: int = 0

    @classmethod
    def from_text(cls, said: str | None) -> "Hand":
        """Read what ``as_text`` wrote; nothing in hand for nothing."""
        if not said:
            return cls()
        mails, suspects, strikes = json.loads(said)
        return cls(tuple(mails), tuple(suspects), int(strikes))

    def as_text(self) -> str:
        """The hand as one line of text."""
        return json.dumps([self.mails, self.suspects, self.strikes])

    def take(self, waiting: Sequence[int]) -> "Hand":
        """What to take in hand next, of the mails that wait; ``self`` is what was noted last.

        Mails still noted as in hand mean that the program ended with them.
        """
        suspects = tuple(one for one in (*self.mails, *self.suspects) if one in set(waiting))
        if not suspects:
            return Hand(tuple(waiting))
        alone, *others = suspects
        died_alone = self.mails == (alone,)
        return Hand((alone,), tuple(others), self.strikes + 1 if died_alone else 0)

    def put_down(self) -> "Hand":
        """After the mails in hand were settled."""
        return Hand((), self.suspects)

    @property
    def is_deadly(self) -> bool:
        """Whether the mail in hand has ended the program too often to be tried again."""
        return self.strikes >= STRIKES
