"""What says nothing at all: blanks, placeholders, the form's own hints, and "none" where something is named."""

import re

from mailflow.fields import Spec, Type
from mailflow.read.answers.result import LONGEST, phrases, words
from mailflow.read.persons import tongues

_PLACEHOLDERS = phrases(
    """
    n/a|na|n.a|not applicable|tbd|tba|tbc|t.b.d|t.b.a|to be determined|to be decided|to be announced|to be confirmed
    none yet|not yet|nothing yet|nobody yet|no one yet|not sure|not sure yet|unsure|don't know|dont know|do not know
    don't know yet|we don't know|we don't know yet|i don't know|i don't know yet|dunno|unknown|not known
    not known yet|undecided|not decided|not decided yet|will let you know|we will let you know|i will let you know
    we'll let you know|i'll let you know|will let you know later|will tell you later|later|to follow|tbd later
    still tbd|tbd soon|pending|blank|nil|null|idk|no idea|xxx|to come|not available|not available yet|we will see
    we'll see|(blank)|(none yet)|still deciding|still to be decided|no answer|empty|leave blank|?|tbd/tba
    """
)
NOTHING_WHERE_NAMED = (
    phrases(
        """
    none|no|no thanks|no thank you|nope|nothing|someone|anyone|somebody|anybody|no one|nobody|noone
    someone from our group|somebody from our group|someone from the group|someone in our group|one of us
    someone of us|whoever|still looking|we are still looking|we're still looking|still looking for someone|looking
    still searching|not found yet|none so far|none at this time|none at the moment|not at this time
    no backup|no backup yet|no backups yet|looking for someone|none yet|nobody yet|no one yet|to follow|name to follow
    not needed|none needed|nobody right now|none right now|no one right now|no one at the moment
    """
    )
    | tongues.NOBODY
)
_TAKES_NO = frozenset({Type.BOOL, Type.LIST, Type.REASON, Type.RECURRENCE, Type.HELP})
_SAYS_SOMETHING = re.compile(r"[^\W_]")


def is_nothing(said: str, spec: Spec | None = None) -> bool:
    """Whether the words say nothing: blank, ``-``, ``n/a``, ``TBD``, ``____``, or the line's own hint left in place.

    With a ``spec`` whose answer may not be "no", ``none``, ``no``, ``someone``, ``still looking`` and their like say
    nothing either (reading contract, "Settled details").
    """
    if len(said) > LONGEST:
        return not _SAYS_SOMETHING.search(said)
    text = words(said)
    if spec is not None and spec.key == "notetaker" and _NOBODY_IN_PARTICULAR.fullmatch(text):
        return True
    if _MARKED.fullmatch(text):  # a ticked box is an answer without a letter
        return False
    bare = text.strip(" ()[]<>_-.?/")
    if spec is not None and spec.type is Type.BOOL and bare == "not yet":
        return False
    if not _SAYS_SOMETHING.search(bare) or bare in _NOTHING_SAID:
        return not _EMOJI.search(text)
    if spec is None:
        return False
    if spec.type not in _TAKES_NO and bare in NOTHING_WHERE_NAMED:
        return True
    return _is_hint(text, spec)


_NOTHING_SAID = frozenset(phrase.strip(" ()[]<>_-.?/") for phrase in _PLACEHOLDERS) - {""}
_NOBODY_IN_PARTICULAR = re.compile(
    r"(?:(?:nobody|no one|none|tbd|not sure|no|nope)\b[\s,;:-]*)?"
    r"(?:(?:we(?:'ll| will| shall| can)?|to be|will be|will) )?"
    r"(?:(?:no|without) (?:notes?|minutes)(?: needed| taken| please)?"
    r"|(?:it |this |that |the (?:job|role) |note[- ]?tak(?:er|ing) |notes? )?(?:is )?rotat(?:es?|ing)"
    r"(?: role| basis)?"
    r"|rotation|(?:we |they |people |it )?(?:all )?(?:take|taking|by|in) turns"
    r"|(?:just )?(?:record(?:ing|ed)?|record it|recording only)"
    r"|(?:ask(?:ed)?(?: for (?:a|one|some) volunteers?)?|find(?: one| someone| somebody)?|found"
    r"|pick(?:ed)?(?: one| someone)?|choose(?: one| someone)?|chosen|decided?|look for one|see)"
    r"|(?:a |some |any )?(?:volunteers?)(?: (?:from|of|among|on) (?:the|our) (?:call|group|callers|participants))?"
    r"|who(?:so)?ever (?:volunteers|is (?:free|there|around|available|willing|on|not (?:facilitating|talking|speaking))"
    r"|wants?(?: to| it)?|can|will|feels like it|shows up|comes|has time|likes)"
    r"|(?:someone|somebody|anyone|anybody)(?: (?:from|of|on|in) (?:the|our) (?:call|group|callers))?)"
    r"(?:[\s,]+(?:by|on|at|during|in|for|each|every|that|the|this|our) ?(?:call|night|day|time|week|start|beginning"
    r"|month|meeting|city|house|group|evening|place)?)*"
)
"""Nobody is named and nobody asked for: notes are taken by whoever is there, or not at all."""
_MARKED = re.compile(r"\[?\s*[x\u2713\u2714\u2611\u2705]\s*\]?")
_EMOJI = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff]")


_EXAMPLE_DAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day \d{1,2} (?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december) \d{4}\b"
)
"""The day in the hint of the line "Date", which moves with the year."""


def without_example(text: str) -> str:
    """Words as ``words`` makes them, with the day of an example made one that is always the same."""
    return _EXAMPLE_DAY.sub("day", words(text))


def _is_hint(text: str, spec: Spec) -> bool:
    """Whether it is what stood in parentheses in the blank form, or the form's line itself typed out again.

    A hint that is a whole answer (``yes``) is one.
    """
    hint = without_example(spec.hint)
    said = without_example(text)
    line = re.fullmatch(rf"(?:{spec.n}[.)]? ?)?{re.escape(words(spec.label))} ?(?P<behind>.*)", said)
    if line and line["behind"].strip("(): ") in {hint, ""} and ("(" in line["behind"] or ":" in said):
        return True
    if not hint or (spec.type is Type.BOOL and " " not in hint):
        return False
    return said.strip("() ") == hint


def hint_ahead(text: str, spec: Spec) -> int:
    """How long the hint in parentheses is that a value begins with: ``(like 8pm) 9pm``; 0 for none."""
    found = re.match(r"\(([^()]{1,80})\)", text)
    return found.end() if spec.hint and found and without_example(found[1]) == without_example(spec.hint) else 0
