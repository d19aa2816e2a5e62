"""Group and purpose in plain sentences of other languages, in the author's own words."""

import re
from collections.abc import Iterator, Mapping, Sequence

from mailflow.read.answers import values
from mailflow.read.answers.result import Certain, Doubt, flat
from mailflow.read.persons.people import NOT_SURE
from mailflow.read.sentences.clauses import clauses, is_hedged, is_negative, is_past
from mailflow.read.sentences.prose_foreign import Gloss, in_english
from mailflow.read.sentences.prose_what import tells_more
from mailflow.read.sentences.prose_when import phrases
from mailflow.read.sentences.told import Told

# Who asks ------------------------------------------------------------------------------------------------------------

_SPEAKS_FOR: Mapping[str, str] = {
    "spanish": r"somos(?: parte)?(?: de(?:l| la| los| las)?)?|(?:en nombre|de parte|a nombre) de(?:l)?"
    r"|(?:escrib\w+|hablo|hablamos|llamamos) (?:de(?:sde|l)?(?! parte)|por|para)|(?:soy|me llamo"
    r"|les saluda) ^(?: ^){0,3},? (?:de|del|por)",
    "portuguese": r"somos(?: d[aeo]s?)?|em nome d[aeo]s?|(?:escrev\w+|falo|falamos) (?:pel[ao]s?|em nome d[aeo]s?"
    r"|d[aeo]s?)"
    r"|(?:sou|me chamo|aqui e) [ao]? ?^(?: ^){0,3},? d[aeo]s?",
    "french": r"nous sommes(?: du| des| de)?|on est|au nom d(?:e|u|es|')|(?:j'ecris|nous (?:vous )?ecrivons"
    r"|je vous ecris) (?:pour|au nom d(?:e|u|es|'))"
    r"|(?:je suis|je m'appelle|ici) ^(?: ^){0,3},? d(?:e|u|es|')",
    "german": r"wir sind|im namen (?:von|der|des)|(?:ich schreibe|wir schreiben)(?: euch)? (?:fur|im namen (?:von"
    r"|der|des))"
    r"|(?:ich bin|ich heisse|hier ist|hier schreibt) ^(?: ^){0,3},? (?:von|vom|aus)|konnten wir \((?:von )?",
    "italian": r"siamo|a nome d(?:i|el|ella|ell'|ei)|(?:scriv\w+) (?:a nome d(?:i|el|ella|ell'|ei)|per)"
    r"|(?:sono|mi chiamo) ^(?: ^){0,3},? d(?:i|el|ella|ell'|ei)",
    "dutch": r"(?:wij|we) zijn(?: van)?|namens|(?:ik schrijf|wij schrijven)(?: jullie)? (?:namens|voor|van)"
    r"|(?:ik ben|mijn naam is|hier) ^(?: ^){0,3},? van",
}
_ARTICLE = (
    r"(?:(?:el|la|los|las|o|a|os|as|le|les|die|das|der|den|dem|il|lo|gli|i|de|het|een|une?|eine?|uno|una)\s+|l')?"
)
_KIND = (
    r"colectiv[oa]|coletivo|collectif|kollektiv|collettivo|collectief|asamblea|assembleia|assemblee|assemblea"
    r"|versammlung|comit[eé]|komitee|comitato|comite|grup[op]|groupe|gruppe|groep|gruppo|red|rede|reseau|netzwerk"
    r"|rete"
    r"|netwerk|union|uniao|unione|sindicato|syndicat|gewerkschaft|sindacato|vakbond|asociacion|associacao|association"
    r"|verein|associazione|vereniging|coordinadora|coordenacao|coordination|coordinamento|coalicion|coalizao"
    r"|coalition"
    r"|bundnis|coalizione|coalitie|iniciativa|initiative|iniziativa|initiatief|movimiento|movimento|mouvement"
    r"|bewegung"
    r"|beweging|plataforma|plateforme|plattform|piattaforma|platform|frente|front|fronte|fundacion|fundacao|fondation"
    r"|stiftung|fondazione|stichting|cooperativa|cooperative|genossenschaft|cooperatie|federacion|federacao"
    r"|federation"
    r"|foderation|federazione|federatie|consejo|conselho|conseil|rat|consiglio|raad|taller|atelier|werkstatt|bund"
    r"|liga"
    r"|ligue|lega|bond|ocupa|ocupem|occupons|occupy|besetzt|acampada|brigada|brigade|centro|centre|zentrum|centrum"
    r"|campana|campanha|campagne|kampagne|campagna|aktionsgruppe|burgerinitiative|mieterverein|arbeitskreis"
    r"|arbeitsgruppe|werkgroep|huurdersvereniging|bewonersgroep|buurthuis|buurtcomite|actiegroep|bewonerscomite"
    r"|circolo|presidio|laboratorio|cercle|ronda|mesa|juntas?|junta|comision|comissao|commission|kommission"
    r"|commissione|commissie"
)
_NAME_END = r"(?=\s*(?:[.,;:!?()\n]|\Z|[-–—] ))"
_AND_WISHES: Mapping[str, str] = {
    "spanish": r"\s+(?:y|que)\s+(?:quer|quis|nos|les|neces|desea|pedi|solicit|estamos)",
    "portuguese": r"\s+e\s+(?:quer|gosta|nos|preci|pedi|estamos)",
    "french": r"\s+et\s+(?:nous|on|j')",
    "german": r"\s+und\s+(?:wir|mochten|wurden|wollen|brauchen|hatten|konnten|planen)",
    "italian": r"\s+e\s+(?:vor|vogli|ci|abbiamo|chied)",
    "dutch": r"\s+en\s+(?:wij|we|willen|zouden|hebben)",
}
_FROM = re.compile(r"\s+(?:aus|uit|from)\s+(?:(?:de|der|dem)\s+)?[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)?\Z")
_LINKS = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "e",
        "et",
        "en",
        "und",
        "a",
        "al",
        "du",
        "des",
        "le",
        "les",
        "l",
        "d",
        "da",
        "do",
        "das",
        "dos",
        "di",
        "della",
        "dei",
        "delle",
        "il",
        "lo",
        "von",
        "der",
        "die",
        "das",
        "im",
        "in",
        "am",
        "fur",
        "van",
        "het",
        "voor",
        "zu",
        "zum",
        "zur",
        "por",
        "pour",
        "per",
        "para",
        "contra",
        "contre",
        "gegen",
        "tegen",
        "sin",
        "sans",
    ]
)


def told_foreign_group(spoken: Gloss) -> Iterator[Told]:
    """The group that the author speaks for: whole where its end is plain, else to be asked."""
    pattern = _GROUP_OF[spoken.language]
    for sentence, english in zip(spoken.sentences, spoken.english, strict=True):
        plain = flat(sentence)
        own = sentence if len(plain) == len(sentence) else plain
        for found in pattern.finditer(plain):
            name = _FROM.sub("", own[found.start("group") : found.end("group")]).strip()
            if is_negative(english[:40]) and english.lower().startswith("not"):
                continue
            if (result := _group(name)) is not None:
                yield Told("group", sentence, result)
                return


def _group(name: str) -> Certain | Doubt | None:
    """A name that is plainly a group's; a doubt where words in it may be no part of it."""
    said = flat(name).split()
    has_kind = bool(re.search(rf"\b(?:{_KIND})\b", flat(name), re.IGNORECASE))
    begins = bool(re.match(rf"(?:{_KIND})\b", flat(name), re.IGNORECASE)) or name[:1].isupper()
    if not has_kind or not begins or not 2 <= len(said) <= 10:
        return None
    result = values.read_line(name)
    loose = [word for word in said[1:] if word[:1].islower() and word.strip("'") not in _LINKS]
    if not isinstance(result, Certain):
        return None
    if len(loose) > 1 or re.search(r"\d", name) or not any(word[:1].isupper() for word in said[-2:]):
        return Doubt(why="we are not sure where its name ends", suggestion=result.value)
    return result


def _group_pattern(language: str) -> re.Pattern[str]:
    speaks = _SPEAKS_FOR[language].replace("^", r"(?-i:[A-Z])[\w'-]*")
    ends = rf"(?:{_NAME_END}|(?={_AND_WISHES[language]}))"
    return re.compile(
        rf"(?<![\w'])(?:{speaks})(?:(?<=['(])|\s+){_ARTICLE}(?P<group>(?-i:[A-Za-z])[^.,;:!?()\n\"]{{3,80}}?){ends}",
        re.IGNORECASE,
    )


_GROUP_OF = {language: _group_pattern(language) for language in _SPEAKS_FOR}

# What it is for ------------------------------------------------------------------------------------------------------

_STATED: Mapping[str, str] = {
    "spanish": r"(?:el |nuestro |la )?(?:proposito|objetivo|motivo|fin|finalidad|meta|idea)(?: de (?:la|esta"
    r"|nuestra) (?:llamada|conferencia|reunion))?"
    r" (?:es|seria|sera|:)\s|(?:la llamada|es|seria) (?:es |sera |seria )?para (?=[a-z]+(?:ar|er|ir)\b)|se trata de ",
    "portuguese": r"(?:o |nosso |a )?(?:proposito|objetivo|motivo|finalidade|meta|ideia)(?: d[ae] (?:chamada"
    r"|conferencia|ligacao|reuniao))?"
    r" (?:e|seria|sera|:)\s|(?:a chamada|e|seria) (?:e |sera |seria )?para (?=[a-z]+(?:ar|er|ir)\b)|trata-se de ",
    "french": r"(?:le |notre |l')?(?:but|objectif|idee|objet)(?: de (?:l'|cet )appel)? (?:est|serait|sera"
    r"|c'est)(?: de| d')?\s?|il s'agit (?:de |d')|c'est pour (?=[a-z]+(?:er|ir|re)\b)",
    "german": r"(?:das |unser |der )?(?:ziel|zweck|thema)(?: (?:der|des) (?:konferenz|gesprachs|telko"
    r"|telefonkonferenz))? (?:ist|ware)(?: es)?,? |es (?:geht|ginge|soll)(?: dabei| darin| uns)? um "
    r"|wir (?:mochten|wollen) (?:dabei |darin )?uber (?=[^.?!]{5,200} (?:sprechen|reden)\b)",
    "italian": r"(?:lo |il |l'|la |nostro )?(?:scopo|obiettivo|fine|idea|tema)(?: della (?:chiamata|conferenza"
    r"|call|riunione))? (?:e|sarebbe|sara)(?: di| quello di)?\s|si tratta di |(?:la chiamata|e|sarebbe) (?:e "
    r"|sara )?per (?=[a-z]+(?:are|ere|ire)\b)",
    "dutch": r"(?:het |ons )?(?:doel|onderwerp|thema)(?: van (?:de|het) (?:gesprek|call|conferentie"
    r"|overleg))? (?:is|wordt|zou zijn)(?: om)?\s|het gaat (?:om|over) ",
}
_BY_THE_WAY: Mapping[str, str] = {
    "spanish": r"\bpara (?=[a-z]+(?:ar|er|ir)(?:nos|se|lo|la)?\b)",
    "portuguese": r"\bpara (?=[a-z]+(?:ar|er|ir)\b)",
    "french": r"\b(?:pour|afin de|afin d') ?(?=[a-z]+(?:er|ir|re)\b)",
    "german": r"\bum (?=[^.?!,]{5,200} zu [a-z]+en\b)",
    "italian": r"\bper (?=[a-z]+(?:are|ere|ire|arci|erci|irci)\b)",
    "dutch": r"\bom (?=[^.?!,]{5,200} te [a-z]+n\b)",
}
_NOT_FOR: Mapping[str, str] = {
    "spanish": "tener|hacer|organizar|pedir|solicitar|programar|reservar|facilitar|moderar"
    "|saber|poder|empezar|participar|llamar",
    "portuguese": "ter|fazer|organizar|pedir|solicitar|marcar|agendar|facilitar|moderar"
    "|saber|poder|comecar|participar|ligar",
    "french": "avoir|faire|organiser|demander|reserver|animer|savoir|pouvoir|commencer|participer|s'occuper|gerer|etre",
    "german": "haben",
    "italian": "avere|fare|organizzare|chiedere|prenotare|moderare|sapere|potere|iniziare|partecipare",
    "dutch": "hebben",
}


def told_foreign_purpose(spoken: Gloss) -> Iterator[Told]:
    """What the call is for, the plainest of the places that say it."""
    language = spoken.language
    for is_stated, pattern in ((True, _STATED_IN[language]), (False, _BESIDE_IN[language])):
        for sentence in spoken.sentences:
            plain = flat(sentence)
            found = pattern.search(plain)
            if not found or (sentence.endswith("?") and is_stated):
                continue
            before = in_english(plain[: found.start()], language)
            if is_past(before) or is_negative(before[-20:]) or (not is_stated and not re.search(r"\bcall\b", before)):
                continue
            if not is_stated and re.search(rf"\A(?:{_NOT_FOR[language]})\b", plain[found.end() :], re.IGNORECASE):
                continue
            own = sentence if len(plain) == len(sentence) else plain
            said = own[found.end() :].strip().rstrip(" .,;?!")
            if said:
                yield Told("purpose", sentence, _purpose(said, language, is_stated=is_stated, hedged=is_hedged(before)))
                return


def _purpose(said: str, language: str, *, is_stated: bool, hedged: bool) -> Certain | Doubt:
    """The words, where their end is plain: no other value stands in them."""
    result = values.read_text(said)
    if not isinstance(result, Certain) or len(said) < _LEAST:
        return Doubt(why="we could not tell what the call is for")
    english = in_english(flat(said), language)
    days = phrases(english)
    if hedged:
        return Doubt(why=NOT_SURE, suggestion=result.value)
    if tells_more(english) or _ROLE.search(english) or len(clauses(english)) > 1 or (days and not is_stated):
        return Doubt(why="we are not sure where it ends", suggestion=result.value)
    return result if not any("time" in one.kinds for one in days) else Doubt(why="we are not sure where it ends")


_LEAST = 8
_ROLE = re.compile(r"\b(?:facilitat\w*|backup|the tech|we need|we expect|lasts|a call)\b")
_STATED_IN = {name: re.compile(rf"(?<![\w'])(?:{text})", re.IGNORECASE) for name, text in _STATED.items()}
_BESIDE_IN = {name: re.compile(text, re.IGNORECASE) for name, text in _BY_THE_WAY.items()}
__all__: Sequence[str] = ("told_foreign_group", "told_foreign_purpose")
