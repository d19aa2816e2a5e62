"""Days, hours, lengths and repetitions in other languages, put into the English words and the figures that are read.

Spanish, French, German, Italian, Portuguese and Dutch, and dates with Chinese characters. Nothing is touched but where
a word stands that means nothing else in English ("jeudi", "marzo", "Uhr"); only then do the small words around it
("de", "a las", "um") mean what they mean there. What is not in the tables stays as it is, and so is asked back.
"""

import re
from collections.abc import Iterator, Sequence

from mailflow.read.answers.result import listed

_CONTENT = """
monday: lunes lundi montag lunedi segunda-feira maandag
tuesday: martes mardi dienstag martedi terca-feira dinsdag
wednesday: miercoles mercredi mittwoch mercoledi quarta-feira woensdag
thursday: jueves jeudi donnerstag giovedi quinta-feira donderdag
friday: viernes vendredi freitag venerdi sexta-feira vrijdag
saturday: sabado samedi samstag sonnabend sabato zaterdag
sunday: domingo dimanche sonntag domenica zondag
mondays: lundis montags
tuesdays: mardis dienstags
wednesdays: mercredis mittwochs
thursdays: jeudis donnerstags
fridays: vendredis freitags
saturdays: sabados samedis samstags
sundays: domingos dimanches sonntags
january: enero janvier januar gennaio janeiro januari
february: febrero fevrier februar febbraio fevereiro februari
march: marzo mars marz maerz marco maart
april: abril avril aprile
may: mayo mai maggio maio mei
june: junio juin juni giugno junho
july: julio juillet juli luglio julho
august: agosto aout augustus
september: septiembre setiembre septembre settembre setembro
october: octubre octobre oktober ottobre outubro
november: noviembre novembre novembro
december: diciembre decembre dezember dicembre dezembro
today: hoy aujourd'hui heute oggi hoje vandaag
tomorrow: manana demain morgen domani amanha
noon: mediodia midi mittag mezzogiorno meio-dia
midnight: medianoche minuit mitternacht mezzanotte meia-noite middernacht
week: semana semaine woche settimana
weeks: semanas semaines wochen settimane weken
month: mes mois monat mese maand
months: meses monate mesi maanden
weekly: semanal semanalmente hebdomadaire wochentlich settimanale wekelijks
monthly: mensual mensuel mensuelle monatlich mensile mensal maandelijks
daily: diario diariamente quotidien taglich giornaliero diariamente dagelijks
once: einmalig eenmalig
every: cada chaque jeden jede jeder ogni elke iedere
"""
"""Words that mean nothing else in English."""

_SMALL = """
: el los las le les il lo der den dem das de del des di do da dos van op en
at: um om alle
and: y et und e
first: primer primero primeros premier premiers ersten erste primo primeiro eerste
second: segundo segundos deuxieme zweiten zweite secondo tweede
third: tercer tercero terceros troisieme dritten dritte terzo terceiro derde
fourth: cuarto quatrieme vierten vierte quarto vierde
last: ultimo ultimos dernier derniers letzten letzte laatste
next: proximo prochain nachsten nachster prossimo volgende
this: este dieser diesen questo deze
coming: kommenden kommender
until: hasta jusqu'au jusqu'a bis fino ate tot
from: desde ab vanaf partir
for: durante pendant por
2: deux zwei dois duas twee
3: tres trois drei tre drie
4: cuatro quatre vier quattro quatro
5: cinco cinq funf cinque vijf
6: seis sechs sei zes
7: siete sieben sette sete zeven
8: ocho huit acht otto oito
9: nueve neuf neun nove negen
10: diez dix zehn dieci dez tien
11: onze elf undici
12: doce douze zwolf dodici doze twaalf
"""
"""Words that mean something only beside one of the others."""

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"(?:una vez|une fois|einmal|una volta|uma vez) (?:al|por|par|pro|a la|alla|ao)", "once a"),
    (r"una sola vez|una vez|une seule fois|une fois|nur einmal|einmal|una volta|uma vez|een keer", "once"),
    (r"todos los|todas las|todas as|todos os|tous les|toutes les|tutti i|tutte le", "every"),
    (r"alle(?= (?:zwei|drei|vier|\d{1,2}) (?:wochen|monate)\b)", "every"),
    (r"(?:alle )?14[ -]?tag(?:e|ig|lich)|quinzenal(?:mente)?|quincenal(?:mente)?", "every 2 weeks"),
    (r"(?:cada|every) dos(?= (?:semanas|meses)\b)", "every 2"),
    (r"une? (?P<d>\w+di|semaine) sur deux", r"every other \g<d>"),
    (r"(?:de|por) la noche|da noite|du soir|di sera|abends|am abend|'?s avonds|soir", "in the evening"),
    (r"(?:de|por) la tarde|da tarde|de l'apres-midi|del pomeriggio|nachmittags|'?s middags", "in the afternoon"),
    (r"(?:de|por) la manana|da manha|du matin|di mattina|morgens|vormittags|'?s ochtends", "in the morning"),
    (r"a las?(?= \w)|as(?= \d)|a(?= \d)", "at"),
    (r"(\d{1,2}) (?:uhr|heures?|horas|uur) ([0-5]\d)", r"\1:\2 uhr"),
    (r"(\d{1,2}) (?:y media|et demie)", r"\1:30"),
    (r"1(?:er|ro|o)", "1st"),
    (r"(?<!\d )am(?= [a-z]+tag\b| \d{1,2}\. )", ""),
)
"""Phrases, of which the longer stand first; the units of time are put into English before them."""
_LASTING: tuple[tuple[str, str], ...] = (
    (r"media hora|(?:une )?demi[- ]heure|(?:eine )?halbe stunde|mezz'ora|meia hora|(?:een )?half uur", "half an hour"),
    (r"anderthalb stunden|eineinhalb stunden|anderhalf uur", "1.5 hours"),
    (r"(?:hora|heure|ora) (?:y media|et demie|e mezza|e meia)", "hour and a half"),
    (r"(?:horas|heures|ore) (?:y media|et demie|e mezza|e meia)", "hours and a half"),
    (r"(?:una|une|eine|een|uma|un)(?= (?:hora|heure|stunde|uur|ora|hour)\b)", "1"),
    (r"un'ora", "1 hour"),
    (r"(?:horas?|heures?|stunden?|ore|ora|uur|uren)", "hours"),
    (r"(?:minutos?|minuti|minuten)", "minutes"),
)
_OF_DAY: tuple[tuple[str, str], ...] = ((r"(\d{1,2}) ?(?:heures?|horas?|uur|uhr)", r"\1 uhr"),)


def _dictionary(table: str) -> dict[str, str]:
    """Each word of a table and the English one before its colon."""
    rows = (line.partition(":") for line in table.strip().splitlines())
    return {word: english for english, _, listed in rows for word in listed.split()}


def _compiled(pairs: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), english) for pattern, english in pairs]


_WORDS = _dictionary(_CONTENT)
_ALL_WORDS = _WORDS | _dictionary(_SMALL)
_KNOWN = _compiled(_PHRASES)
_UNITS = {True: _compiled(_LASTING), False: _compiled(_OF_DAY)}
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_GATE = re.compile(
    r"(?<!\w)(?:a (?:1[3-9]|2[0-3]) ?h(?:[0-5]\d)?|\d{1,2} ?(?:uhr|heures?|horas?|uur)|a las? \w+|(?:de"
    r"|por) la (?:noche|tarde|manana)"
    r"|d[ua] (?:soir|matin|noite|manha|tarde)|abends|morgens|einmal|todos los|todas las|tous les"
    r"|toutes les|14[ -]?tag\w+|quin[cz]enal\w*|media hora|hora y media|(?:une|demi|1)[- ]heure\w*|halbe stunde"
    r"|(?:una|1|dos|2|tres|3) horas?|(?:deux|2|3|trois) heures|(?:eine|1|zwei|2|drei|3|anderthalb|eineinhalb) stunden?"
    r"|(?:anderhalf|half|een|twee|drie) uur|meia hora|mezz'ora|(?:uma|duas) horas?|une heure|demi[- ]heure"
    r"|un'ora|due ore|\d+ minut(?:os?|i|en)|(?:una|uma) (?:sola )?ve[zc]|une (?:seule )?fois|una volta)(?!\w)",
    re.IGNORECASE,
)
"""What else shows that the words are of another language."""


def in_english(text: str, *, lasting: bool = False) -> str:
    """The words in English as far as the tables go; unchanged where nothing shows another language.

    text: folded and without accents (``result.flat`` or ``result.words``); lasting: whether ``dos horas`` are two
    hours rather than two o'clock.
    """
    if not text.isascii():
        text = _from_chinese(text)
    if not (_GATE.search(text) or any(word.lower() in _WORDS for word in _WORD.findall(text))):
        return text
    for pattern, english in (*_UNITS[lasting], *_KNOWN):
        text = pattern.sub(english, text)
    translated = _WORD.sub(lambda found: _ALL_WORDS.get(found[0].lower(), found[0]), text)
    return " ".join(translated.split())


_PARTS = listed(
    """
    noche tarde manana soir matin noite manha sera mattina abends morgens nachmittags vormittags avonds ochtends middags
    media semana semaine une todos todas tous toutes tutti uhr uur h hs horas heures heure los las sur deux a as volta
    vez la du im na no 's
    """
)
"""What stands in a day or an hour beside the words of the tables."""

_MONTHS_IN_FULL = frozenset(
    word
    for line in _CONTENT.strip().splitlines()
    if line.partition(":")[0] in {"january", "february", "march", "april", "may", "june", "july", "august",
                                  "september", "october", "november", "december"}
    for word in line.partition(":")[2].split()
)  # fmt: skip
_JOINING = frozenset({"y", "e", "et", "und", "en"})
_LOOSE = listed(
    "y e et und en de di do da a por pour per para del van op for na no der die das as at"
    " el la le los las les il lo um om"
)
_TOKEN = re.compile(
    r"(?:tutti i|tutte le|todos (?:los|os)|todas l?as|tous les|toutes les"
    r"|(?:una|uma|une|een) (?:sola |seule )?(?:ve[zc]|volta|fois|keer))\b|'s(?= [aom])"
    r"|\d{1,2}(?:er|ro|[ao])?(?:[:.h]\d\d)?(?:h\b)?|20\d\d|[^\W\d_]+(?:[-'][^\W\d_]+)*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,.]*(?:[ld]')?")
_NEXT_NAME = re.compile(r" [A-Z][a-z]")


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Where the days and hours of a sentence begin and end, so far as its words are of the tables.

    text: without accents (``result.flat``). A month counts beside a figure only, and a day that begins a name not at
    all: ``Julio facilita``, ``Domingo Ruiz``.
    """
    run: list[re.Match[str]] = []
    for found in _TOKEN.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), found.start()):
            yield from _trimmed(run)
            run = []
        if _is_of_time(found, run, text):
            run.append(found)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _is_of_time(found: re.Match[str], run: Sequence[re.Match[str]], text: str) -> bool:
    word = found[0].lower()
    if word[0].isdigit():
        return True
    if word in _MONTHS_IN_FULL:
        return any(
            one[0][0].isdigit() or one[0].lower() in {"primero", "premier", "primo", "primeiro"} for one in run[-2:]
        )
    if found[0][0].isupper() and word in _WORDS and _NEXT_NAME.match(text, found.end()):
        ahead = _TOKEN.match(text, found.end() + 1)
        return bool(ahead) and ahead is not None and ahead[0].lower() in _ALL_WORDS
    return " " in word or word in _ALL_WORDS or word in _PARTS


def _trimmed(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The run without small words at its ends, if a day or an hour is left in it."""
    while run and run[-1][0].lower() in _LOOSE:
        run = run[:-1]
    while run and run[0][0].lower() in _JOINING:
        run = run[1:]
    said = " ".join(one[0].lower() for one in run)
    if run and (any(one[0].lower() in _WORDS for one in run) or _GATE.search(said) or _AN_HOUR.search(said)):
        yield run[0].start(), run[-1].end()


_AN_HOUR = re.compile(r"\b(?:a|as|las|alle|um|om) \d{1,2}(?:[:.h]\d\d|h)?\b")


# Dates with Chinese characters ---------------------------------------------------------------------------------------

_DAYS = (("monday", "月", "一"), ("tuesday", "火", "二"), ("wednesday", "水", "三"), ("thursday", "木", "四"),
         ("friday", "金", "五"), ("saturday", "土", "六"), ("sunday", "日", "日天"))  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YMD = re.compile(r"(?:(\d{4}) ?年 ?)?(?<!\d)(0?[1-9]|1[0-2]) ?月 ?(\d{1,2}) ?[日号]")
_WEEKDAY = re.compile(
    r"[(（]([月火水木金土日])(?:曜日?)?[)）]|([月火水木金土日])曜日?|(?:星期|周|礼拜)([一二三四五六日天])"
)
_CLOCK = re.compile(
    r"(午前|午後|上午|下午|早上|晚上|夜)? ?(?<!\d)(\d{1,2}) ?[時时点點](?!間|间) ?(?:([0-5]?\d) ?分|(半))?"
)
_HALF = {"午前": "am", "上午": "am", "早上": "am", "午後": "pm", "下午": "pm", "晚上": "pm", "夜": "pm"}


def _from_chinese(text: str) -> str:
    text = _YMD.sub(lambda found: f" {found[3]} {_MONTHS[int(found[2]) - 1]} {found[1] or ''} ", text)
    text = _WEEKDAY.sub(_weekday, text)
    return " ".join(_CLOCK.sub(_clock, text).split())


def _weekday(found: re.Match[str]) -> str:
    said = found[1] or found[2] or found[3]
    return next(f" {english} " for english, *signs in _DAYS if any(said in sign for sign in signs))


def _clock(found: re.Match[str]) -> str:
    minute = "30" if found[4] else f"{int(found[3] or 0):02d}"
    return f" {found[2]}:{minute} {_HALF.get(found[1] or '', '')} "
