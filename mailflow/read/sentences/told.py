"""What one sentence says of one key."""

from dataclasses import dataclass

from mailflow.read.answers.result import Certain, Doubt


@dataclass(frozen=True, slots=True)
class Told:
    """One value that a sentence gives for a key; corrects: whether it takes back what was said before."""

    key: str
    sentence: str
    result: Certain | Doubt
    corrects: bool = False
