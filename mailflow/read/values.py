"""The simple values of a form: text, yes and no, why, lists, help, phones, numbers; and what says nothing at all."""

import re

from mailflow.fields import Spec, Type
from mailflow.read.reach import ADDRESS_LIKE, PHONE_LIKE, address, phone
from mailflow.read.result import LONGEST, TOO_LONG, Certain, Doubt, Result, flat, listed, phrases, plain, words

__all__ = [
    "NUMBER_WORDS",
    "Certain",
    "Doubt",
    "Result",
    "address",
    "flat",
    "is_nothing",
    "phone",
    "plain",
    "read_bool",
    "read_help",
    "read_line",
    "read_list",
    "read_phone",
    "read_range",
    "read_reason",
    "read_text",
    "words",
]

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
NOTHING_WHERE_NAMED = phrases(
    """
    none|no|no thanks|no thank you|nope|nothing|someone|anyone|somebody|anybody|no one|nobody|noone
    someone from our group|somebody from our group|someone from the group|someone in our group|one of us
    someone of us|whoever|still looking|we are still looking|we're still looking|still looking for someone|looking
    still searching|not found yet|none so far|none at this time|none at the moment|not at this time
    no backup|no backup yet|no backups yet|looking for someone
    """
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
_MARKED = re.compile(r"\[?\s*[x\u2713\u2714\u2611\u2705]\s*\]?")
_EMOJI = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff]")


def _is_hint(text: str, spec: Spec) -> bool:
    """Whether it is what stood in parentheses in the blank form; a hint that is a whole answer (``yes``) is one."""
    hint = words(spec.hint)
    if not hint or (spec.type is Type.BOOL and hint in _YES):
        return False
    return text.strip("() ") == hint


def read_line(said: str) -> Result:
    """One line of text, white space folded, kept as written."""
    return _as_written(said, "line")


def read_text(said: str) -> Result:
    """Text of any length, white space folded, kept as written."""
    return _as_written(said, "text")


def _as_written(said: str, grammar: str) -> Result:
    text = " ".join(said.split())
    if is_nothing(text) or (len(text) <= LONGEST and words(text) in NOTHING_WHERE_NAMED):
        return None
    return Certain(value=text, grammar=grammar)


# Yes and no ----------------------------------------------------------------------------------------------------------

_YES = phrases(
    """
    yes|y|yep|yeah|yea|yup|ya|sure|sure thing|ok|okay|of course|definitely|absolutely|certainly|true|affirmative
    yes please|yes thanks|yes thank you|yes we do|yes we have|yes i do|yes i have|yes they are|yes he is|yes she is
    yes it is|yes i agree|yes we agree|agreed|i agree|we agree|agree|we do|i do|we have|i have|yes we are|yes yes
    yes indeed|yes of course|yes absolutely|yes definitely|yes sure|yes to all|yes all of us|already trained|trained
    yes trained|certified|fully trained|yes already|yes already trained|yes they have|yes he has|yes she has
    yes they do|yes that's fine|yes that is fine|that's fine|fine|yes go ahead|yes you may|you may|please do
    yes read|read|we read them|yes we read them|yes we have read them|i have read them|yes i have read them
    we have read them|x|[x]|\u2713|\u2714|\u2611|\u2705|yes \u2713|yes x|si|oui|yes for sure|for sure|yes it can
    yes they can
    """
)
_NO = phrases(
    """
    no|n|nope|nah|not yet|no thanks|no thank you|false|negative|not really|no not yet|not at all|none
    no they are not|no he is not|no she is not|no we do not|no we don't|no we have not|no we haven't|not trained
    no not trained|untrained|not trained yet|no please|please don't|please do not|never|absolutely not
    definitely not|certainly not|no no|non|of course not|no it is not|no it isn't|not an emergency|no emergency
    not urgent|it is not|it isn't|not yet trained
    """
)
_PUBLIC = frozenset({"public", "open", "public call", "open call", "open to all", "open to everyone", "list it"})
_PRIVATE = frozenset({"private", "not public", "private call", "closed", "keep private", "keep it private", "unlisted"})
_HEDGE = re.compile(
    r"\b(?:but|if|except|unless|only|though|although|however|maybe|perhaps|probably|possibly|likely|might|may"
    r"|could|hope"
    r"|hopefully|think|guess|unsure|sure|depends|until|till|once|after|before|when|later|yet|almost|mostly|partly"
    r"|partially|some|half|problem|worries|idea|hold|wait|either|or|and no|and yes|not|no|yes|don't|dont|never|private"
    r"|public|ask|first|pending|should|would|will|soon|training|trial|first)\b|\?"
)


def _split_answer(text: str) -> tuple[bool | None, str]:
    """The leading yes or no, ``None`` where there is none, and what stands behind it."""
    found = re.match(r"(yes|yep|yeah|yea|yup|no|nope)\b(?![-'][a-z])[\s,.;:!()-]*(.*)", text, re.DOTALL)
    if not found:
        return None, text
    return found[1] not in {"no", "nope"}, found[2].strip(" .,;:!()-")


def _yes_or_no(text: str) -> bool | None:
    bare = re.sub(r"[\s,.;:!-]+", " ", text).strip()
    if bare in _YES:
        return True
    if bare in _NO:
        return False
    return None


def read_bool(said: str, *, negated: bool = False) -> Result:
    """Yes or no. ``negated``: the label asks the opposite (``Private: yes`` is public false).

    ``public`` and ``private`` mean themselves under either label. An explanation behind a plain yes or no is no doubt,
    a condition, a hedge or a contrast is.
    """
    if len(said) > LONGEST:
        return TOO_LONG
    text = words(said)
    if text in _PUBLIC or text in _PRIVATE:
        return Certain(value=text in _PUBLIC, grammar="bool:public")
    answer = _yes_or_no(text)
    if answer is not None and "?" not in text:
        return Certain(value=answer is not negated, grammar="bool")
    if is_nothing(said):
        return None
    answer, rest = _split_answer(text)
    if answer is None:
        return Doubt(why="we could not tell a yes or a no")
    doubtful = _HEDGE.search(rest) or "?" in text
    if doubtful and not (answer is False and rest in _NO):
        return Doubt(why="it is a yes or a no with more behind it", suggestion=answer is not negated)
    return Certain(value=answer is not negated, grammar="bool:explained")


_CONDITION = re.compile(
    r"(?:but|if|unless|except|maybe|perhaps|probably|possibly|only|and no|or|no|not|depends|kind of|sort of"
    r"|i think|\?)\b"
)


def read_reason(said: str) -> Result:
    """The emergency line: yes or no, and why. The reason also fills ``emergency_reason``, as written."""
    if is_nothing(said):
        return None
    text = words(said) if len(said) <= LONGEST else plain(said).lower()
    answer = _yes_or_no(text)
    if answer is not None:
        return Certain(value=answer, grammar="reason") if "?" not in text else Doubt(why="not sure yet")
    answer, rest = _split_answer(text)
    if answer is None:
        if _HEDGE.match(text) or text.startswith(("not ", "no ", "n't")):
            return Doubt(why="we could not tell a yes or a no")
        reason = " ".join(said.split())
        return Doubt(why="it gives a reason but no yes", suggestion=True, also={"emergency_reason": reason})
    if _CONDITION.match(rest) or rest.startswith("?") or (answer is False and _HEDGE.search(rest)):
        return Doubt(why="it is a yes or a no with a condition", suggestion=answer or None)
    if answer is False:
        return Certain(value=False, grammar="reason:explained")
    written = " ".join(said.split())
    reason = re.sub(
        r"^[\W_]*[a-z]+\b[\s,.;:!()\u2010-\u2015-]*(?:because\s+"
        r"|since\s+)?",
        "",
        written,
        count=1,
        flags=re.IGNORECASE,
    )
    reason = reason.rstrip(")") if "(" not in reason else reason
    return Certain(value=True, grammar="reason:yes-and-why", also={"emergency_reason": reason})


# Addresses, lists, phones --------------------------------------------------------------------------------------------

_LIST_FILLERS = listed(
    """
    our the a an is it it's list mailing email google group googlegroup listserv address use please existing
    already we have one and its here add at yes to this
    """
)
_CREATE = re.compile(
    r"(?:yes |please |pls |can you |could you |we'd like you to |we would like you to |we need you to )*"
    r"(?:create|make|set up|setup|open|start)"
    r"(?: (?:us|one|it|a|an|new|the|list|email|mailing|google|group|googlegroup|for|us|please|pls|thanks|call))*"
    r"|(?:yes )?(?:a )?new(?: (?:one|list|google group|group))?(?: please)?|(?:yes )?we (?:need|want"
    r"|would like) (?:a new )?(?:one|list)"
    r"(?: please)?"
)
_NO_LIST = frozenset(
    {
        "not needed",
        "no need",
        "no list",
        "no list needed",
        "no we don't need one",
        "don't need one",
        "not now",
        "not at this time",
        "no not at this time",
        "not right now",
    }
)


def read_list(said: str) -> Result:
    """The email list: ``"no"``, ``"create"``, or the addresses of existing lists. A bare yes is ``"create"``."""
    if len(said) > LONGEST:
        return TOO_LONG
    text = words(said)
    answer = _yes_or_no(text)
    if answer is None and text in _NO_LIST:
        answer = False
    if answer is not None and "?" not in text:
        return Certain(value="create" if answer else "no", grammar="list")
    if is_nothing(said):
        return None
    if "@" in text:
        return _list_addresses(plain(said))
    bare = re.sub(r"[\s,.;:!-]+", " ", text).strip()
    if _CREATE.fullmatch(bare):
        return Certain(value="create", grammar="list:create")
    if re.search(r"\b(?:have|exist\w*|already)\b", text):
        return Doubt(why="we need the address of the list you have")
    return Doubt(why="we could not tell no, create, or an address")


def _list_addresses(text: str) -> Result:
    found = ADDRESS_LIKE.findall(text)
    read = [address(one) for one in found]
    left = re.sub(r"[\s,.;:!()<>\[\]\"/&-]+", " ", ADDRESS_LIKE.sub(" ", text)).lower().split()
    good = tuple(dict.fromkeys(one for one in read if one))
    if None in read or not good:
        return Doubt(why="the address does not look right")
    if strange := [word for word in left if word not in _LIST_FILLERS]:
        return Doubt(why=f'we are not sure what "{strange[0]}" means here', suggestion=good)
    return Certain(value=good, grammar="list:addresses")


def read_phone(said: str) -> Result:
    """A telephone number with whatever stands beside it ("cell, text first"), hyphens and blanks made plain."""
    if is_nothing(said) or words(said) in NOTHING_WHERE_NAMED:
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    text = plain(said)
    if not any(phone(found[0]) for found in PHONE_LIKE.finditer(text)):
        return Doubt(why="we found no whole phone number in it")
    return Certain(value=text, grammar="phone")


# Help and numbers ----------------------------------------------------------------------------------------------------

_HELP = {
    "agenda": "agenda|agendas|agenda doc|agenda document",
    "facilitation": "facilitation|facilitator|facilitators|facilitating|moderation|facilitate",
    "promotion": "promotion|promo|promoting|promote|publicity|outreach|promotions",
    "tech": "tech|technical|maestro|technology",
}
_HELP_WORDS = {word: key for key, listed in _HELP.items() for word in listed.split("|")}
_HELP_FILLERS = listed(
    """
    yes please and with help the a an doc document docs our we would like need want support some also for both
    wanted needed creating setting up making of call to pls thanks i assistance as well
    """
)
_ALL_HELP = re.compile(
    r"(?:yes )?(?:please )?(?:help with )?(?:all(?: of (?:it|them|these|the above)| four| 4| the above)?"
    r"|everything|any and all)(?: please)?"
)


def read_help(said: str) -> Result:
    """Which help is wanted: a sorted tuple out of ``agenda``, ``facilitation``, ``promotion``, ``tech``."""
    if len(said) > LONGEST:
        return TOO_LONG
    text = re.sub(r"[\s,.;:!&/()+-]+", " ", words(said)).strip()
    if is_nothing(said) or text in _NO or text in NOTHING_WHERE_NAMED:
        return None
    if text in _YES or text in {"please", "help", "help please", "any", "some"}:
        return Doubt(why="we would like to know which help")
    if _ALL_HELP.fullmatch(text):
        return Certain(value=tuple(sorted(_HELP)), grammar="help:all")
    listed = text.split()
    chosen = tuple(sorted({_HELP_WORDS[word] for word in listed if word in _HELP_WORDS}))
    if strange := [word for word in listed if word not in _HELP_WORDS and word not in _HELP_FILLERS]:
        negative = {"no", "not", "but", "except", "without", "don't", "or"} & set(strange)
        return Doubt(
            why=f'we are not sure what "{strange[0]}" means here', suggestion=None if negative else chosen or None
        )
    if not chosen:
        return Doubt(why="we would like to know which help")
    if "?" in text:
        return Doubt(why="not sure yet", suggestion=chosen)
    return Certain(value=chosen, grammar="help")


NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_COUNT = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}|(?:a |one |two |three )?(?:dozen|hundred)"
    r"|" + "|".join(NUMBER_WORDS) + r"|a dozen)"
)
_ABOUT = r"(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.|~|maybe about|some)\s*"
_PEOPLE = r"(?:\s*(?:people|persons|callers|participants|folks|attendees|ppl|or so|total|expected|on the call))*"
_RANGE = re.compile(
    rf"(?:we expect |expecting |between |from )*(?:{_ABOUT})?(?P<low>{_COUNT})(?P<ish>-?ish)?"
    rf"(?:\s*(?:-|to|or|and|/)\s*(?:{_ABOUT})?(?P<high>{_COUNT})(?:-?ish)?)?{_PEOPLE}"
)
_OPEN = re.compile(
    rf"(?P<word>up to|at least|at most|more than|over|under|less than|max\.?|min\.?|maximum"
    rf"|minimum)?\s*(?P<n>{_COUNT})\s*(?P<plus>\+|plus|max|maximum|min|or more|or fewer|or less)?{_PEOPLE}"
)


def _count(text: str) -> int:
    if text[0].isdigit():
        return int(text.replace(",", ""))
    *many, unit = text.split()
    times = 1 if not many or many[0] == "a" else NUMBER_WORDS[many[0]]
    return times * {"dozen": 12, "hundred": 100}.get(unit, NUMBER_WORDS.get(unit, 0))


def read_range(said: str) -> Result:
    """How many people: ``(low, high)``, the same number twice for a single one (``about 40`` is ``(40, 40)``)."""
    if len(said) > LONGEST:
        return TOO_LONG
    if is_nothing(said) or words(said) in NOTHING_WHERE_NAMED:
        return None
    text = words(said)
    if found := _RANGE.fullmatch(text):
        low = _count(found["low"])
        high = _count(found["high"]) if found["high"] else low
        if low > high:
            return Doubt(why="the second number is smaller than the first", suggestion=(high, low))
        if not 1 <= low <= high <= 100_000:
            return Doubt(why="that number cannot be right")
        return Certain(value=(low, high), grammar="range" if found["high"] else "range:one-number")
    if (found := _OPEN.fullmatch(text)) and 1 <= (number := _count(found["n"])) <= 100_000:
        return Doubt(why="it leaves one end open", suggestion=(number, number))
    return Doubt(why="we could not read a number of people in it")
