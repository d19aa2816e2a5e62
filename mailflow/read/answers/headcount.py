"""How many people a call expects, and numbers in words."""

import re

from mailflow.read.answers.nothing import NOTHING_WHERE_NAMED, is_nothing
from mailflow.read.answers.result import LONGEST, TOO_LONG, Certain, Doubt, Result, words

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
_TENS = "|".join(word for word, number in NUMBER_WORDS.items() if number >= 20)
_ONES = "|".join(word for word, number in NUMBER_WORDS.items() if 0 < number < 10)
_COUNT = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,6}|(?:a |one |two |three )?(?:dozen|hundred)"
    rf"|(?:{_TENS})[- ](?:{_ONES})|{'|'.join(NUMBER_WORDS)}|a dozen)"
)
_ABOUT = (
    r"(?:(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|c\.|~|some|maybe|perhaps|probably|possibly|hopefully|say"
    r"|i(?:'d)? (?:guess|think|say)|i would (?:guess|say)"
    r"|an estimated|estimated|close to|like|alrededor de|unos|unas|aproximadamente|mas o menos|cerca de|umas?"
    r"|uns|mais ou menos"
    r"|environ|a peu pres|autour de|etwa|ungefahr|rund|zirka|ongeveer|circa|piu o meno|all'incirca|intorno a)"
    r"\s*)+"
)
_PEOPLE = (
    r"(?:\s*(?:people|persons|callers|participants|folks|attendees|ppl|members|of us|or so|total|in total"
    r"|expected|on the call"
    r"|,? ?(?:give or take|roughly|approximately|or thereabouts|now|i (?:guess|think)|i'd (?:guess|say)"
    r"|we (?:guess|think|hope)|at a guess|more or less|altogether|personas|personnes|leute|personen)))*"
)
_RANGE = re.compile(
    rf"(?:we expect |we think |expecting |between |from |entre |zwischen |de )*(?:{_ABOUT})?(?P<low>{_COUNT})"
    rf"(?P<ish>-?ish)?(?:\s*(?:-|to|or|and|/|bis|und|y|et|a)\s*(?:{_ABOUT}|even )?(?P<high>{_COUNT})(?:-?ish)?"
    rf"(?: max\.?| maximum| tops| at (?:the )?most)?)?"
    rf"{_PEOPLE}"
)
_OPEN = re.compile(
    rf"(?P<word>up to|at least|at most"
    r"|(?:no|not) (?:more|fewer|less) than|more than|fewer than|over|under|less than|max\.?|min\.?|maximum"
    rf"|minimum)?\s*(?P<n>{_COUNT})\s*(?P<plus>\+|plus|max|maximum|min|or more|or fewer|or less)?{_PEOPLE}"
)


def _count(text: str) -> int:
    if text[0].isdigit():
        return int(text.replace(",", ""))
    if (parts := re.split(r"[- ]", text))[0] in _TENS.split("|"):
        return sum(NUMBER_WORDS[part] for part in parts)
    *many, unit = parts
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
