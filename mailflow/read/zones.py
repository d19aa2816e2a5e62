"""Time zones as people write them: US abbreviations, cities, states, IANA names, ``UTC-5``.

Every phrase stands for one or more IANA zones. Several phrases together ("Eastern (Montréal)", "IST (India)") must
leave a zone that all of them can mean; two that cannot agree are a doubt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from mailflow.read.values import LONGEST, TOO_LONG, Certain, Doubt, Result, flat, is_nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One phrase that names a zone.

    said: the phrase; zones: what it can mean, the likeliest first; alone: whether it means the first where nothing
    else is said; offset: minutes east of UTC for ``UTC-5`` (then ``zones`` is empty); letters: for ``EST`` or ``EDT``
    the minutes east of UTC that its letters say, which may not be what the zone's clock shows that day.
    """

    said: str
    zones: tuple[str, ...]
    alone: bool = True
    offset: int | None = None
    letters: int | None = None


NEW_YORK, CHICAGO, DENVER, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
PHOENIX, ANCHORAGE, HONOLULU = "America/Phoenix", "America/Anchorage", "Pacific/Honolulu"

_REGIONS = (
    ("eastern", "e", NEW_YORK, -5, ()),
    ("central", "c", CHICAGO, -6, ()),
    ("mountain", "m", DENVER, -7, (PHOENIX,)),
    ("pacific", "p", LOS_ANGELES, -8, ()),
    ("alaska", "ak", ANCHORAGE, -9, ()),
    ("hawaii", "h", HONOLULU, -10, ()),
)

_PLACES = f"""
{NEW_YORK}: new york|new york city|nyc|ny|n.y|brooklyn|manhattan|queens|bronx|boston|philadelphia|philly|atlanta|miami
{NEW_YORK}: washington dc|washington d.c|dc|d.c|baltimore|pittsburgh|cleveland|cincinnati|columbus|buffalo|tampa|orlando
{NEW_YORK}: providence|hartford|new haven|newark|new jersey|charlotte|raleigh|richmond|burlington|east coast|eastcoast
{NEW_YORK}: us eastern|u.s. eastern|jacksonville|oakland county|asheville|albany|rochester|savannah|new england
{CHICAGO}: chicago|dallas|houston|austin|san antonio|minneapolis|st paul|st. paul|saint paul|twin cities|milwaukee|madison
{CHICAGO}: new orleans|memphis|nashville|st louis|st. louis|saint louis|kansas city|oklahoma city|tulsa|omaha|des moines
{CHICAGO}: us central|u.s. central|iowa city|little rock|fort worth|birmingham al|wichita|fargo
{DENVER}: denver|boulder|salt lake city|salt lake|albuquerque|santa fe|cheyenne|billings|missoula|us mountain|u.s. mountain
{DENVER}: colorado springs|fort collins|el paso|boise
{PHOENIX}: phoenix|tucson|flagstaff|tempe|arizona|az
{LOS_ANGELES}: los angeles|la|l.a|san francisco|sf|s.f|bay area|sf bay area|oakland|berkeley|seattle|san diego|sacramento
{LOS_ANGELES}: san jose|las vegas|portland oregon|eugene|west coast|westcoast|us pacific|u.s. pacific|olympia|fresno
{LOS_ANGELES}: long beach|tacoma|spokane|reno|santa cruz
{ANCHORAGE}: anchorage|fairbanks|juneau
{HONOLULU}: honolulu|hawaiian|maui
America/Detroit: detroit|ann arbor|flint
America/Indiana/Indianapolis: indianapolis|bloomington indiana
America/Kentucky/Louisville: louisville
America/Toronto: toronto|montreal|ottawa|quebec|quebec city|ontario canada
America/Winnipeg: winnipeg|manitoba
America/Regina: regina|saskatchewan|saskatoon
America/Edmonton: edmonton|calgary|alberta
America/Vancouver: vancouver|victoria bc|british columbia
America/Halifax: halifax|nova scotia|new brunswick
America/St_Johns: newfoundland|st johns|st. john's
America/Puerto_Rico: puerto rico|san juan
America/Mexico_City: mexico city|cdmx
America/Bogota: bogota
America/Lima: lima
America/Santiago: santiago
America/Caracas: caracas
America/Sao_Paulo: sao paulo|rio de janeiro|rio|brasilia
America/Argentina/Buenos_Aires: buenos aires|argentina
Europe/London: london|uk|u.k|united kingdom|england|scotland|wales|britain|great britain|manchester|edinburgh|glasgow
Europe/London: bst|british|uk time|british summer
Europe/Dublin: dublin|ireland|irish
Europe/Lisbon: lisbon|wet|west|western european
Europe/Madrid: madrid|barcelona|spain
Europe/Paris: paris|france|lyon
Europe/Brussels: brussels|belgium
Europe/Amsterdam: amsterdam|netherlands|holland
Europe/Berlin: berlin|germany|frankfurt|hamburg|munich|cologne|cet|cest|central european|central europe|mez|mesz
Europe/Zurich: zurich|geneva|switzerland
Europe/Rome: rome|milan|italy
Europe/Vienna: vienna|austria
Europe/Prague: prague
Europe/Warsaw: warsaw|poland
Europe/Budapest: budapest
Europe/Copenhagen: copenhagen|denmark
Europe/Stockholm: stockholm|sweden
Europe/Oslo: oslo|norway
Europe/Helsinki: helsinki|finland
Europe/Athens: athens|greece
Europe/Istanbul: istanbul|turkey
Europe/Moscow: moscow|msk
Africa/Cairo: cairo|egypt
Africa/Johannesburg: johannesburg|cape town|south africa|sast
Africa/Nairobi: nairobi|kenya
Africa/Lagos: lagos|nigeria
Africa/Tunis: tunis|tunisia
Asia/Jerusalem: jerusalem|tel aviv|israel
Asia/Beirut: beirut
Asia/Dubai: dubai
Asia/Karachi: karachi|pakistan
Asia/Kolkata: kolkata|calcutta|mumbai|bombay|delhi|new delhi|bangalore|india|chennai
Asia/Bangkok: bangkok
Asia/Singapore: singapore
Asia/Manila: manila
Asia/Hong_Kong: hong kong
Asia/Shanghai: shanghai|beijing|china
Asia/Seoul: seoul|korea|kst
Asia/Tokyo: tokyo|japan|jst
Australia/Sydney: sydney|aedt
Australia/Melbourne: melbourne
Australia/Brisbane: brisbane|queensland
Australia/Adelaide: adelaide
Australia/Perth: perth|awst
Pacific/Auckland: auckland|wellington|new zealand|nz|nzst|nzdt|nzt
UTC: utc|coordinated universal time|universal time|zulu
"""

_SEVERAL: dict[str, tuple[str, ...]] = {
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "ast": ("America/Halifax", "America/Puerto_Rico"),
    "adt": ("America/Halifax",),
    "atlantic": ("America/Halifax", "America/Puerto_Rico"),
    "aest": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
    "aet": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
    "eet": ("Europe/Athens", "Europe/Helsinki", "Africa/Cairo"),
    "eest": ("Europe/Athens", "Europe/Helsinki"),
    "portland": (LOS_ANGELES, NEW_YORK),
    "florida": (NEW_YORK, CHICAGO),
    "michigan": ("America/Detroit", "America/Menominee"),
    "indiana": ("America/Indiana/Indianapolis", CHICAGO),
    "kentucky": (NEW_YORK, CHICAGO, "America/Kentucky/Louisville"),
    "tennessee": (CHICAGO, NEW_YORK),
    "texas": (CHICAGO, DENVER),
    "kansas": (CHICAGO, DENVER),
    "nebraska": (CHICAGO, DENVER),
    "north dakota": (CHICAGO, DENVER),
    "south dakota": (CHICAGO, DENVER),
    "idaho": (DENVER, LOS_ANGELES, "America/Boise"),
    "oregon": (LOS_ANGELES, DENVER),
    "ontario": ("America/Toronto", "America/Winnipeg"),
    "birmingham": (CHICAGO, "Europe/London"),
    "columbia": (NEW_YORK, CHICAGO),
    "bloomington": ("America/Indiana/Indianapolis", CHICAGO),
    "springfield": (CHICAGO, NEW_YORK, LOS_ANGELES),
    "victoria": ("America/Vancouver", "Australia/Melbourne"),
    "washington": (NEW_YORK, LOS_ANGELES),
    "georgia": (NEW_YORK, "Asia/Tbilisi"),
    "canada": ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver", "America/Halifax"),
    "mexico": ("America/Mexico_City", "America/Tijuana", "America/Cancun"),
    "australia": ("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane", "Australia/Perth"),
    "brazil": ("America/Sao_Paulo", "America/Manaus"),
    "western": (LOS_ANGELES, DENVER),
    "wst": (LOS_ANGELES, "Australia/Perth"),
}

_STATES = f"""
{NEW_YORK}: ct connecticut|de delaware|ga|me maine|md maryland|ma massachusetts|nh new hampshire|nj|nc north carolina
{NEW_YORK}: oh ohio|pa pennsylvania|ri rhode island|sc south carolina|vt vermont|va virginia|wv west virginia|ny new york state
{NEW_YORK}: dc district of columbia
{CHICAGO}: al alabama|ar arkansas|il illinois|ia iowa|la louisiana|mn minnesota|ms mississippi|mo missouri|ok oklahoma
{CHICAGO}: wi wisconsin
{DENVER}: co colorado|mt montana|nm new mexico|ut utah|wy wyoming
{LOS_ANGELES}: ca california|nv nevada|wa washington state
{PHOENIX}: az arizona
{ANCHORAGE}: ak alaska
{HONOLULU}: hi hawaii
"""
_SPLIT_STATES = {
    "FL": "florida", "MI": "michigan", "IN": "indiana", "KY": "kentucky", "TN": "tennessee", "TX": "texas",
    "KS": "kansas", "NE": "nebraska", "ND": "north dakota", "SD": "south dakota", "ID": "idaho", "OR": "oregon",
}  # fmt: skip


def _phrases() -> dict[str, Term]:
    """Every phrase of the tables above, in lower case."""
    found: dict[str, Term] = {}
    for line in _PLACES.strip().splitlines():
        zone, _, listed = line.partition(": ")
        found |= {said: Term(said=said, zones=(zone,)) for said in listed.split("|")}
    for line in _STATES.strip().splitlines():
        zone, _, listed = line.partition(": ")
        for entry in listed.split("|"):
            name = entry[2:].strip()
            if name and name not in found:
                found[name] = Term(said=name, zones=(zone,))
    found |= {said: Term(said=said, zones=zones, alone=len(zones) == 1) for said, zones in _SEVERAL.items()}
    for name, letter, zone, hours, others in _REGIONS:
        zones = (zone, *others)
        found |= {said: Term(said=said, zones=zones) for said in (name, f"{letter}t", f"{name} standard", f"{name} daylight")}
        found[f"{letter}st"] = Term(said=f"{letter}st", zones=zones, letters=hours * 60)
        found[f"{letter}dt"] = Term(said=f"{letter}dt", zones=zones, letters=hours * 60 + 60)
        found[f"{letter}st{-hours}{letter}dt"] = Term(said=name, zones=zones)
    found.pop("ht", None)
    found["gmt"] = found["greenwich mean time"] = Term(said="gmt", zones=("Etc/GMT",))
    return found


_PHRASES = _phrases()
_STATE_CODES = {
    entry[:2].upper(): zone
    for line in _STATES.strip().splitlines()
    for zone, _, listed in [line.partition(": ")]
    for entry in listed.split("|")
}
_MOST_WORDS = max(len(said.split()) for said in _PHRASES)
_NAMES = {"America/New_York": "Eastern", CHICAGO: "Central", DENVER: "Mountain", LOS_ANGELES: "Pacific", ANCHORAGE: "Alaska"}

_US = frozenset({NEW_YORK, CHICAGO, DENVER, LOS_ANGELES, PHOENIX, ANCHORAGE, HONOLULU}) | {
    "America/Detroit", "America/Boise", "America/Juneau", "America/Sitka", "America/Metlakatla", "America/Yakutat",
    "America/Nome", "America/Adak", "America/Menominee", "America/Puerto_Rico",
}  # fmt: skip
_US_FAMILIES = ("America/Indiana/", "America/Kentucky/", "America/North_Dakota/", "US/")
_DAY_FIRST = ("Europe/", "Africa/", "Australia/", "America/Argentina/", "Pacific/Auckland", "America/Sao_Paulo",
              "America/Mexico_City", "Asia/Kolkata", "Asia/Jerusalem", "America/Bogota", "America/Lima",
              "America/Santiago", "America/Caracas", "Asia/Singapore", "Asia/Karachi")  # fmt: skip


def is_us(zone: str) -> bool:
    """Whether people of this IANA zone write the month first."""
    return zone in _US or zone.startswith(_US_FAMILIES)


def is_day_first(zone: str) -> bool:
    """Whether people of this IANA zone mostly write the day first."""
    return zone.startswith(_DAY_FIRST)


_OLD_NAMES = {
    "us/eastern": NEW_YORK, "us/central": CHICAGO, "us/mountain": DENVER, "us/pacific": LOS_ANGELES,
    "us/arizona": PHOENIX, "us/alaska": ANCHORAGE, "us/hawaii": HONOLULU, "canada/eastern": "America/Toronto",
    "canada/central": "America/Winnipeg", "canada/mountain": "America/Edmonton", "canada/pacific": "America/Vancouver",
    "canada/atlantic": "America/Halifax", "asia/calcutta": "Asia/Kolkata", "etc/utc": "UTC",
}  # fmt: skip


@lru_cache(maxsize=1)
def _iana() -> dict[str, str]:
    """The names of the time zone database that hold a slash, under their lower-case form."""
    return {name.lower(): name for name in available_timezones() if "/" in name} | _OLD_NAMES


_IANA_LIKE = re.compile(r"[a-z]+(?:/[a-z][a-z_-]*(?:[+-]?\d{1,2})?){1,2}(?![\w/])")
_IANA_BLANK = re.compile(r"(america|europe|asia|africa|australia|pacific)/([a-z]+)[ ]([a-z]+)(?: ([a-z]+))?")
_OFFSET = re.compile(r"(?:utc|gmt) ?([+-]) ?(\d{1,2})(?::?([0-5]\d))?(?!\d|:|h\b| ?[ap]\.?m?\b)")
_STATE = re.compile(r",? +([A-Z]{2})\b\.?")


def match(text: str, at: int, written: str | None = None) -> tuple[Term, int] | None:
    """The zone named in the lower-case ``text`` from index ``at`` on, longest phrase first, and the index behind it.

    written: the same text, same length, as the author capitalised it: a two-letter state counts only behind a city.
    """
    if found := _OFFSET.match(text, at):
        return _offset_term(found), found.end()
    if found := _IANA_LIKE.match(text, at):
        zone = _iana().get(found[0])
        if zone:
            return Term(said=found[0], zones=(zone,)), found.end()
    if found := _IANA_BLANK.match(text, at):
        for parts in ((1, 2, 3, 4), (1, 2, 3)):
            zone = _iana().get(f"{found[1]}/" + "_".join(found[p] or "?" for p in parts[1:]))
            if zone:
                return Term(said=zone.lower(), zones=(zone,)), found.end(parts[-1])
    return _phrase(text, at, written)


def _phrase(text: str, at: int, written: str | None) -> tuple[Term, int] | None:
    ends: list[int] = []
    here = at
    for _ in range(_MOST_WORDS):
        word = _ZONE_WORD.match(text, here)
        if not word:
            break
        ends.append(word.end())
        here = word.end()
        if text[here : here + 1] != " ":
            break
        here += 1
    for end in reversed(ends):
        said = text[at:end]
        term = _PHRASES.get(said) or _PHRASES.get(said.rstrip("."))
        if term:
            return _with_state(term, end, written)
    return None


_ZONE_WORD = re.compile(r"[a-z]+(?:\d[a-z]+)?(?:\.[a-z]+)*\.?(?:'s)?(?![\w@])")


def _with_state(term: Term, end: int, written: str | None) -> tuple[Term, int]:
    """``Portland, OR`` and ``Portland, ME``: the state behind a city tells which."""
    found = _STATE.match(written, end) if written and term.letters is None else None
    if not found:
        return term, end
    code = found[1]
    listed = _SEVERAL[_SPLIT_STATES[code]] if code in _SPLIT_STATES else (_STATE_CODES.get(code, ""),)
    if listed == ("",):
        return term, end
    agreed = [zone for zone in term.zones if any(same_clock(zone, other) for other in listed)]
    if not agreed:
        return term, end
    return Term(said=term.said, zones=tuple(agreed)), found.end()


def _offset_term(found: re.Match[str]) -> Term:
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return Term(said=found[0], zones=(), offset=-minutes if found[1] == "-" else minutes)


@lru_cache(maxsize=4096)
def same_clock(one: str, other: str, year: int = 2026) -> bool:
    """Whether two IANA zones show the same time all through ``year``."""
    if one == other:
        return True
    first = datetime(year, 1, 1, 12, tzinfo=UTC)
    days = (first + timedelta(days=step) for step in range(0, 365, 6))
    a, b = ZoneInfo(one), ZoneInfo(other)
    return all(day.astimezone(a).utcoffset() == day.astimezone(b).utcoffset() for day in days)


@lru_cache(maxsize=512)
def _offsets(zone: str, year: int = 2026) -> frozenset[int]:
    """The offsets that a zone shows in a year, in minutes east of UTC."""
    return frozenset(offset(zone, date(year, month, 15)) for month in range(1, 13))


def offset(zone: str, day: date) -> int:
    """Minutes east of UTC that the zone's clock shows at noon of the day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    return int(moment.total_seconds() // 60) if moment is not None else 0


def resolve(terms: Sequence[Term], day: date | None = None) -> Result:
    """The one zone that all ``terms`` can mean, or a doubt; ``None`` without terms.

    day: the day of the call, where known: then EST in summer is told as an assumption, and GMT in London's summer is
    asked back.
    """
    named = [term for term in terms if term.offset is None]
    fixed = {term.offset for term in terms if term.offset is not None}
    if not terms:
        return None
    if not named:
        return _fixed(sorted(o for o in fixed if o is not None))
    in_order = sorted(named, key=lambda term: len(term.zones))
    survivors = [
        zone
        for zone in in_order[0].zones
        if all(any(same_clock(zone, other) for other in term.zones) for term in in_order[1:])
    ]
    first = named[0].zones[0]
    if not survivors:
        return Doubt(why="that names two time zones", suggestion=None)
    zone = first if first in survivors else survivors[0]
    if any(value not in _offsets(zone) for value in fixed):
        return Doubt(why="that names two time zones", suggestion=None)
    distinct = [other for other in survivors if not same_clock(other, zone)]
    if distinct and not any(term.alone for term in named):
        return Doubt(why="more than one time zone goes by that name", suggestion=zone)
    return _certain(zone, named, day)


def _certain(zone: str, named: Sequence[Term], day: date | None) -> Result:
    if zone == "Etc/GMT" and day and offset("Europe/London", day):
        return Doubt(why="clocks in London show summer time that day", suggestion=zone)
    assumed = ""
    letters = [term for term in named if term.letters is not None]
    if day and letters and all(term.letters != offset(zone, day) for term in letters):
        name = _NAMES.get(zone)
        if name:
            assumed = f"we read {letters[0].said.upper()} as {name} time as clocks show it that day"
    return Certain(value=zone, grammar="zone", assumed=assumed)


def _fixed(offsets: Sequence[int]) -> Result:
    if len(offsets) > 1:
        return Doubt(why="that names two time zones")
    minutes = offsets[0]
    if minutes == 0:
        return Certain(value="UTC", grammar="zone:offset")
    hours, rest = divmod(abs(minutes), 60)
    if rest or not -12 <= minutes / 60 <= 14:
        return Doubt(why="we need the zone by the name of a city there")
    sign = "+" if minutes < 0 else "-"  # POSIX counts west as plus: UTC-5 is Etc/GMT+5
    return Certain(value=f"Etc/GMT{sign}{hours}", grammar="zone:offset")


FILLERS = frozenset(
    """time zone timezone tz standard daylight saving savings us usa u.s u.s.a the in and of is it please st std
    canada america united states american prevailing clock set to on our for based""".split()
)
_SKIP = re.compile(r"[\s,;:()\[\]\"'.=*!&|<>-]+")
_NO_ZONE = re.compile(r"(?:my|our|your|his|her|their|the)? ?(?:own )?(?:local|usual|same|current)(?: time)?(?: ?zone)?|(?:my|our|your|mine|ours|yours)(?: time)?(?: ?zone)?|here")


_DOTTED = re.compile(r"\b([A-Za-z])\.([SDsd])?\.?([Tt])\b\.?")


def read_zone(said: str, *, day: date | None = None) -> Result:
    """The IANA name of a time zone.

    EST, EDT, ET and Eastern are all ``America/New_York``: US abbreviations mean the zone's own clock (reading
    contract). ``UTC-5`` is ``Etc/GMT+5``. day: the day of the call, where known (``resolve``).
    """
    if is_nothing(said):
        return None
    if len(said) > LONGEST:
        return TOO_LONG
    written = _DOTTED.sub(r"\1\2\3", flat(said))
    text = written.lower()
    if _NO_ZONE.fullmatch(text.strip(" .,;:!'\"")):
        return Doubt(why="we need the zone by its name")
    terms, strange = _scan(text, written)
    found = resolve(terms, day)
    if found is None:
        return Doubt(why="we do not know that time zone")
    if not strange:
        return found
    suggestion = found.value if isinstance(found, Certain) and not {"not", "or", "isn't"} & set(strange) else None
    why = "that may be more than one time zone" if "or" in strange else f'we are not sure what "{strange[0]}" means here'
    return Doubt(why=why, suggestion=suggestion)


def _scan(text: str, written: str) -> tuple[list[Term], list[str]]:
    """Every zone named, and every word that is not understood."""
    terms: list[Term] = []
    strange: list[str] = []
    here = 0
    while here < len(text):
        if skipped := _SKIP.match(text, here):
            here = skipped.end()
            continue
        if found := match(text, here, written):
            terms.append(found[0])
            here = found[1]
            continue
        word = _ANY_WORD.match(text, here)
        piece = word[0] if word else text[here]
        here += len(piece)
        if piece.rstrip(".") not in FILLERS and piece != "/":
            strange.append(piece)
    return terms, strange


_ANY_WORD = re.compile(r"[\w.'+~-]*\w|[^\s]")


def is_place(said: str) -> bool:
    """Whether the lower-case words are a place or zone of the tables, as ``philadelphia`` or ``nyc``."""
    return said.strip(" .") in _PHRASES
