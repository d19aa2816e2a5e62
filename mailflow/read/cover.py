"""A covering text beside a filled form: what it adds to the form, and what it says against it.

The contract: prose in the same mail that contradicts the form makes the value unclear. What the form leaves blank and
the cover says with certainty is taken; where the cover settles what the form leaves open, that counts.
"""

import re
from collections.abc import Iterator

from mailflow.model import Field, Person, Source, Value
from mailflow.read.change import changes
from mailflow.read.clauses import cut, is_past
from mailflow.read.interpret import DISAGREE, Sheet, make_unclear, same_value
from mailflow.read.prose import read_prose
from mailflow.read.prose_when import Phrase, phrases, read_phrase
from mailflow.read.prose_what import is_private
from mailflow.read.prose_who import told_roles
from mailflow.read.result import Certain
