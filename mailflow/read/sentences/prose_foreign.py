"""Plain sentences in other languages made ready for the English grammars: their words of a call put into English.

Nothing is read here. Days and hours go through ``foreign_time``, all other words through the ``glossary``; names,
addresses and what stands in quotation marks stay as written. The sentences as they were are kept beside: what a value
came from is shown in the author's own words, and a text is taken from those only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mailflow.read.answers.result import Certain, Doubt, flat
from mailflow.read.sentences.glossary import COMMON, FOREIGN, FUNCTION_WORDS, SECOND_LANGUAGE
from mailflow.read.sentences.told import Told
from mailflow.read.times import foreign_time

_LEAST_WORDS = 3
"""So many small words of a language must stand in a text before it counts as written in it."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OF_LANGUAGE: Mapping[str, frozenset[str]] = {name: frozenset(row.split()) for name, row in FUNCTION_WORDS.items()}
_KEPT = re.compile(r"[\"“„«][^\"“”„«»\n]{2,120}[\"”“»]|\S+@\S+|https?://\S+")
_HOUR_OF = re.compile(r"(\d{1,2}[:.][0-5]\d) of ([A-Z][a-z]+)\b(?! (?:time|January|May))")
_QUOTED = re.compile(r"[«„\"“]\s?([^«»„“”\"\n]{2,120}?)\s?[»“”\"]")
_TWO_ROLES = re.compile(
    r"((?:facilitator|backup|tech)(?:'s|:| is| will be) [^;]{2,90}?[\w)>]) and "
    r"(?=[A-Z][^;]{2,80} (?:is (?:my |our |the )?backup|will (?:back|run|take)|as backup|is our tech))"
)
"""Two statements in one sentence: the name behind ``and`` is not the first one's."""
_NAME_AHEAD = re.compile(r"(?<!\[)\^")
_CAPITAL_HERE = "(?-i:[A-Z])"
_OPEN, _CLOSE = "“", "”"


@dataclass(frozen=True, slots=True)
class Gloss:
    """Sentences, and what they say in English. language: ``""`` where they are English themselves."""

    language: str
    sentences: tuple[str, ...]
    english: tuple[str, ...]

    def original(self, sentence: str) -> str:
        """The author's sentence behind an English one, or behind a part of it."""
        if not self.language:
            return sentence
        pairs = tuple(zip(self.english, self.sentences, strict=True))
        exact = (own for english, own in pairs if english == sentence)
        part = (own for english, own in pairs if sentence and sentence in english)
        return next(iter((*exact, *part, sentence)))


def gloss(sentences: Sequence[str]) -> Gloss:
    """The sentences of one mail with their words of a call in English."""
    language = language_of(" ".join(sentences))
    english = tuple(in_english(one, language if _is_in(one, language) else "") for one in sentences)
    return Gloss(language, tuple(sentences), english)


def careful(told: Iterable[Told], spoken: Gloss) -> Iterator[Told]:
    """The roles told, those of several persons in one sentence with another role left to be asked.

    A word that is in no table may have kept the first of them from being read as what they are.
    """
    if not spoken.language:
        yield from told
        return
    for one in told:
        value = one.result.value if isinstance(one.result, Certain) else None
        roles = sum(bool(role.search(one.sentence)) for role in _ROLES)
        if isinstance(value, tuple) and len(value) > 1 and roles > 1:
            yield replace(one, result=Doubt(why="we are not sure who does what"))
        else:
            yield one


_ROLES = tuple(map(re.compile, (r"facilitat", r"back(?:up| \w+ up)", r"\btech", r"\bnotes\b")))


def language_of(text: str) -> str:
    """The language that a text is mostly written in, ``""`` for English and all that are not known."""
    scores = _scores(text)
    best = max(scores, key=lambda name: scores[name])
    return best if best != "english" and scores[best] >= _LEAST_WORDS and scores[best] > scores["english"] else ""


def _scores(text: str) -> dict[str, int]:
    """How many small words of each language stand in a text."""
    said = [word.lower() for word in _WORD.findall(flat(text))]
    apart = [piece for word in said for piece in ((word, *word.split("'")) if "'" in word else (word,))]
    return {name: sum(word in known for word in apart) for name, known in _OF_LANGUAGE.items()}


def _is_in(sentence: str, language: str) -> bool:
    """Whether one sentence of a mail is in the mail's language, too, and not in English."""
    if not language:
        return False
    scores = _scores(sentence)
    return scores["english"] <= scores[language] + 1


def in_english(sentence: str, language: str) -> str:
    """One sentence with its words of a call in English; what strangers to English say in it, where it is English."""
    if not language:
        return _HOUR_OF.sub(r"\1 \2 time", _SECOND.sub(sentence))
    said = _written_out(sentence, language)
    said = _hours(_times(_times(said, lasting=True), lasting=False))
    said = _QUOTED.sub(r'"\1"', _glossary(language).sub(said))
    return " ".join(_TWO_ROLES.sub(r"\1; ", said).split())


# The words of a call -------------------------------------------------------------------------------------------------


class _Glossary:
    """One language's table as one regular expression; what it says in English is written in place of each match."""

    def __init__(self, table: str, *, has_capital_nouns: bool = False) -> None:
        written = table.strip("\n").replace("\n    |", "|")
        rows = [line.partition(" = ") for line in written.splitlines() if line.strip()]
        self._english = [english.lstrip() if english.strip() else "" for english, _, _ in rows]
        places = (
            rf"(?P<r{index}>(?:{_NAME_AHEAD.sub(_CAPITAL_HERE, pattern)}))"
            for index, (_, _, pattern) in enumerate(rows)
        )
        self._has_capital_nouns = has_capital_nouns
        self._pattern = re.compile(rf"(?<![\w@.'])(?:{'|'.join(places)})(?:(?<!\w)|(?!\w))", re.IGNORECASE)

    def sub(self, sentence: str) -> str:
        """The sentence with every phrase of the table in English; names keep their accents."""
        plain = flat(sentence)
        if len(plain) != len(sentence):
            sentence = plain
        hidden = _KEPT.sub(lambda found: _OPEN + "_" * (len(found[0]) - 2) + _CLOSE, sentence)
        plain = _KEPT.sub(lambda found: '"' + "_" * (len(found[0]) - 2) + '"', plain) if hidden != sentence else plain
        parts: list[str] = []
        here = 0
        for found in self._pattern.finditer(plain):
            if self._is_name(found):
                continue
            parts += (sentence[here : found.start()], self._put(found))
            here = found.end()
        return "".join((*parts, sentence[here:]))

    def _is_name(self, found: re.Match[str]) -> bool:
        """Whether a word with a capital inside a sentence, or before a name, is a name's part: ``Sara Conti``."""
        if self._english_of(found) == "the" and _NAME_BEHIND.match(found.string, found.end()):
            return bool(_NAME_BEFORE.search(found.string[: found.start()]))  # Juan de la Cruz, Joke de Wit
        if not found[0][:1].isupper() or self._has_capital_nouns:
            return False
        begins = _BEGINS.search(found.string, 0, found.start()) is not None
        return (not begins or (" " not in found[0] and bool(_SURNAME.match(found.string, found.end())))) and len(
            found[0]
        ) > 1

    def _english_of(self, found: re.Match[str]) -> str:
        return self._english[int((found.lastgroup or "r0")[1:])]

    def _put(self, found: re.Match[str]) -> str:
        english = self._english_of(found)
        ahead = found[0][-1:].isspace() and english and not english.endswith(" ")
        return f"{english} " if ahead else english


_BEGINS = re.compile(r"(?:\A|[.:;!?¿¡(\-])\s*\Z")
_SURNAME = re.compile(r" [A-Z][a-z]+(?: [a-z(<\"]|[,;])")
_NAME_BEFORE = re.compile(r"[A-Z][\w'-]+ (?:de |van |von )?\Z")
_NAME_BEHIND = re.compile(r" [A-Z]")


@lru_cache(maxsize=8)
def _glossary(language: str) -> _Glossary:
    return _Glossary(FOREIGN[language] + COMMON, has_capital_nouns=language == "german")


# Days, hours and zones -----------------------------------------------------------------------------------------------

_MONTHS = ("", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_DOTTED_DAY = re.compile(
    r"(?<![\d.])([0-3]?\d)\. ?(0?[1-9]|1[0-2])\.(?: ?((?:20)?\d\d)(?![\d.:]))?(?! ?uhr)", re.IGNORECASE
)


def _written_out(sentence: str, language: str) -> str:
    """The sentence without what only that language's figures have: ``6.2.`` is a day, ``19h`` an hour."""
    if language == "german":
        sentence = _DOTTED_DAY.sub(_dotted, sentence)
    if language in {"italian", "portuguese"}:
        sentence = _COPULA.sub("is", sentence)
    if language == "spanish":
        sentence = _ELEVEN.sub("a las 11", sentence)
    return _RANGE.sub(r"\g<first> - \g<last>", _zoned(_ORE.sub("", sentence), language))


_ORE = re.compile(r"\bore (?=\d)")  # "alle ore 20"
_COPULA = re.compile(r"(?<![\w'])(?:[èé](?!\w)|e'(?=\s))", re.IGNORECASE)
"""Only the accent tells it from the word for ``and``."""

_ELEVEN = re.compile(r"\ba las once\b", re.IGNORECASE)  # elsewhere an English word


def _dotted(found: re.Match[str]) -> str:
    year = found[3] or ""
    return f"{found[1]} {_MONTHS[int(found[2])]}{f' 20{year[-2:]}' if year else ''}"


_LASTING = re.compile(
    r"(?<!\ba )(?<!\bas )(?<!\blas )(?<!\bla )(?<!\bvers )(?<!\bom )(?<!\bum )(?<!\balle )(?<!\bals )"
    r"(?<!\btot )(?<!\bbis )"
    r"(?<!\bdes )(?<!\brond )(?<!\d)(?<!\d[:.,])"
    r"(?:media hora|(?:une )?demi[- ]heure|(?:eine )?halbe stunde|mezz'ora|meia hora|(?:een )?half uur"
    r"|anderthalb stunden"
    r"|eineinhalb stunden|anderhalf uur"
    r"|(?:una?|une|uma|eine|een|un'|dos|duas?|deux|zwei|due|twee|tres|trois|drei|tre|drie|[1-4](?:[.,]5)?)[ ]?"
    r"(?:horas?|heures?|stunden?|or[ae]|uur)(?! (?:de la|da|du|del|abends|'s))(?: (?:y media|et demie|e mezza"
    r"|e meia))?"
    r"|(?:\d{2,3}|noventa|sesenta|quatre-vingt-dix|neunzig|novanta|sessanta|negentig|zestig) ?minut[a-z]*)"
    r"(?: lang\b| de duree| de duracao| de duracion| di durata)?(?!\w)",
    re.IGNORECASE,
)
_NUMBERS = {
    "noventa": "90", "sesenta": "60", "sessenta": "60", "quatre-vingt-dix": "90", "neunzig": "90", "novanta": "90",
    "sessanta": "60", "negentig": "90", "zestig": "60",
}  # fmt: skip
_TAIL = re.compile(r"(?: lang| de duree| de duracao| de duracion| di durata)\Z", re.IGNORECASE)


def _times(sentence: str, *, lasting: bool) -> str:
    """The sentence with its lengths, or its days and hours, in English."""
    plain = flat(sentence)
    if len(plain) != len(sentence):
        sentence = plain
    parts: list[str] = []
    here = 0
    for begin, end in _lengths(plain) if lasting else foreign_time.runs(plain):
        said = plain[begin:end]
        if lasting:
            said = _TAIL.sub("", said).replace(",5", ".5")
            said = re.sub(r"\A[a-z-]+(?= minut)", lambda found: _NUMBERS.get(found[0].lower(), found[0]), said)
        parts += (sentence[here:begin], foreign_time.in_english(said, lasting=lasting))
        here = end
    return "".join((*parts, sentence[here:]))


def _lengths(plain: str) -> Iterator[tuple[int, int]]:
    for found in _LASTING.finditer(plain):
        yield found.start(), found.end()


_RANGE = re.compile(
    r"\b(?:(?:de|desde|entre|das?|dalle|tra|fra|von|zwischen|van|tussen)(?: las?"
    r"| les?)? )?(?P<first>\d{1,2}(?:[:.h]\d\d)?)"
    r"(?: ?(?:uhr|uur|horas|heures|h)\b)? (?:[aà](?: las?)?|[aà]s|alle|bis|tot|y(?: las?)?|et|und|en|e(?: [aà]s)?) "
    r"(?P<last>\d{1,2}(?:[:.h]\d\d)?(?!\d)(?! (?:de )?[a-z]+(?:bre|ero|ier|aio|uary)\b))",
    re.IGNORECASE,
)
_MARKED_HOUR = re.compile(
    r"(?<![\w.:/])([01]?\d|2[0-4])(?:[:.]([0-5]\d))? ?(?:hrs|hs|h|uhr|uur)(?:\b\.?(?! ?[0-5]\d\b)"
    r"| ?([0-5]\d)\b(?! ?min))",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"\b(\d{1,2})((?:[:.]\d\d)?),? in the (evening|afternoon|morning)\b", re.IGNORECASE)
_HALVES = {"morning": (range(1, 12), "am"), "afternoon": (range(1, 9), "pm"), "evening": (range(5, 12), "pm")}


def _half(found: re.Match[str]) -> str:
    """``8 in the evening`` as ``8pm``, where the part of the day fits the hour."""
    hours, half = _HALVES[found[3].lower()]
    return f"{found[1]}{found[2]}{half}" if int(found[1]) in hours else found[0]


_NUMBERED = re.compile(r"(?<=\d)\. (?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))")
_OF_MONTH = re.compile(r"(?:every )?((?:first|second|third|fourth|last) [a-z]+day)s? (?:d[iu] |every |van )?month\b")


def _hours(sentence: str) -> str:
    """``19 h`` and ``19.30 uhr`` as English writes them."""

    def hour(found: re.Match[str]) -> str:
        return f"{found[1]}:{found[2] or found[3] or '00'}"

    said = _MARKED_HOUR.sub(hour, sentence)
    said = _PART_OF_DAY.sub(_half, said)
    return _OF_MONTH.sub(r"\1 of the month", _NUMBERED.sub(" ", said))


_PLACE = r"(?-i:[A-Z][\w'-]*(?: (?:de |del |la )?[A-Z][\w'-]*){0,3})"
_ZONED = {
    "spanish": (
        r"\b(?:en )?(?:hora|horario|tiempo)(?: local| oficial)?(?: (?:de la|del|de los|de|en))? "
        rf"(?P<place>{_PLACE}|pacifico|este|centro|central|montana|espanola|peninsular|argentina|chilena"
        rf"|colombiana)\b"
    ),
    "portuguese": (
        r"\b(?:n[oa] )?(?:hora|horario|fuso)(?: local| oficial)?(?: (?:da|do|de|em))? "
        rf"(?P<place>{_PLACE}|portuguesa|brasiliense|pacifico|leste)\b"
    ),
    "french": (
        r"\b(?:a l')?heure(?: locale| normale| avancee)?(?: (?:de la|du|des|de l'|d'|de|a))?[ ]?(?<=[ '])"
        rf"(?P<place>{_PLACE}|est|pacifique|francaise|belge|suisse)\b"
    ),
    "german": r"\b(?:nach )?(?P<place>(?-i:[A-Z]?[a-z]+)(?:er|sche[rn]?|he[rn]?)) (?:orts)?zeit\b",
    "italian": rf"\b(?:ora|orario)(?: locale)?(?: (?:di|del|della))? (?P<place>{_PLACE}|italiana|pacifico)\b",
    "dutch": rf"\b(?P<place>(?-i:[A-Z]?[a-z]+se?)) tijd\b|\btijd (?:in|van) (?P<place2>{_PLACE})\b",
}
_PLACES = {
    "pacifico": "Pacific", "pacifique": "Pacific", "este": "Eastern", "est": "Eastern", "leste": "Eastern",
    "centro": "Central", "central": "Central", "montana": "Mountain", "espanola": "Madrid", "peninsular": "Madrid",
    "argentina": "Buenos Aires", "chilena": "Santiago", "colombiana": "Bogota", "portuguesa": "Lisbon",
    "brasiliense": "Brasilia", "francaise": "Paris", "belge": "Brussels", "suisse": "Zurich", "italiana": "Rome",
    "nueva york": "New York", "nova york": "New York", "nova iorque": "New York", "ciudad de mexico": "Mexico City",
    "cidade do mexico": "Mexico City", "la habana": "Havana", "bruselas": "Brussels", "ginebra": "Geneva",
    "geneve": "Geneva", "londra": "London", "parigi": "Paris", "berlino": "Berlin", "berlim": "Berlin",
    "wiener": "Vienna", "berliner": "Berlin", "hamburger": "Hamburg", "kolner": "Cologne", "munchner": "Munich",
    "munchener": "Munich", "frankfurter": "Frankfurt", "leipziger": "Leipzig", "zurcher": "Zurich",
    "schweizer": "Zurich", "deutscher": "Berlin", "deutsche": "Berlin", "osterreichischer": "Vienna",
    "mitteleuropaischer": "CET", "mitteleuropaische": "CET", "londoner": "London", "pariser": "Paris",
    "new yorker": "New York", "nederlandse": "Amsterdam", "amsterdamse": "Amsterdam", "belgische": "Brussels",
    "brusselse": "Brussels", "antwerpse": "Brussels", "rotterdamse": "Amsterdam", "napoli": "Rome", "torino": "Rome",
    "firenze": "Rome", "venezia": "Rome", "valencia": "Madrid", "anvers": "Brussels", "nantes": "Paris",
    "milan": "Milan", "londres": "London", "utrecht": "Amsterdam", "den haag": "Amsterdam", "amsterdam": "Amsterdam",
    "madrid": "Madrid", "puerto rico": "Puerto Rico", "quebec": "Montreal",
}  # fmt: skip
"""What a place or its clock is called there, and its English name."""
_ZONE_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _ZONED.items()}


def _zoned(sentence: str, language: str) -> str:
    """``hora del Pacífico`` as ``Pacific time``."""
    plain = flat(sentence)
    if len(plain) != len(sentence):
        sentence = plain
    parts: list[str] = []
    here = 0
    for found in _ZONE_PATTERNS[language].finditer(plain):
        place = found["place"] or found.groupdict().get("place2") or ""
        known = _PLACES.get(place.lower())
        if known is None and not place[:1].isupper():
            continue
        parts += (sentence[here : found.start()], f"{known or place} time")
        here = found.end()
    return "".join((*parts, sentence[here:]))


_SECOND = _Glossary(SECOND_LANGUAGE, has_capital_nouns=True)
