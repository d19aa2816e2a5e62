"""Whom else a sentence signs up for a training: ``my colleagues Ana Ruiz (ana@example.org) and Bo Lee``.

Persons are named behind "sign up", before "would like to attend", or in a list behind the wish of the author.
"""

import re
from collections.abc import Iterator

from mailflow.read.sentences.prose_names import ADDRESS, PHONE

_NO_NAME = (
    r"(?:I|We|You|He|She|They|It|My|Our|Your|His|Her|Hers|Their|The|This|That|These|Those|An?|And|Or|But|Also|Please|Both"
    r"|All|Each|One|Two|Three|Hi|Hello|Hey|Dear|Thanks|Can|Could|May|Will|Would|Is|Are|Sign|Put|Add|Register|Me|Us"
    r"|Not|No|New|In|On|At|From|For|To|As|If|So|Next|Any|Some|Nobody|Somebody|Someone|Anyone|Everyone|Everybody|Who|What"
    r"|When|Where|How|Which|Occupy|OWS|IO|InterOccupy|Interoccupy|Maestro|Tech\w*|Facilitat\w*|Host\w*|Board|Calls?"
    r"|Trainings?|Sessions?|E-?mail|Mail|Address|Eastern|Central|Mountain|Pacific|[ECMP][SD]?T|UTC|GMT"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|June|July|August|September|October"
    r"|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b)"
)
_WORD = rf"(?-i:(?!{_NO_NAME}\b)[A-ZÀ-ÖØ-Þ][\w'’-]*\.?(?<!['’]s))"
_NAME = rf"{_WORD}(?: (?:(?:de|la|van|von|der|del|da) ){{0,2}}{_WORD}){{0,2}}(?<!\.)"
_REACH = rf"(?:,? ?[<(\[]{ADDRESS}[>)\]]|,? (?:at )?{ADDRESS}|,? ?\(?{PHONE}\)?|,? ?\(?no e-?mail(?: address)?\)?)"
_SOME = (
    r"(?:my|our|his|her|the|a|an|one|another|two|three|four|five|six|several|some|these|other|more|also|fellow|good|old"
    r"|new|of|local|young|following|both)"
)
_ONES = (
    r"(?:colleague|co-?worker|comrade|friend|member|volunteer|person|people|folk|activist|organi[sz]er|neighbou?r|room-?mate"
    r"|house-?mate|buddy|partner|husband|wife|spouse|sister|brother|mother|father|mom|mum|dad|son|daughter|cousin|aunt"
    r"|uncle|niece|nephew|boyfriend|girlfriend|co-?facilitator|facilitator|back-?up|supporter|student|assistant|teacher"
    r"|tech (?:person|supporter)|note-?taker|other)s?"
)
_OF_OURS = (
    r"(?: (?:of (?:mine|ours)|(?:of|from|in|at) (?:my|our|the) (?:[\w-]+ )?(?:group|committee|g\.?a\.?|team|town|camp"
    r"|circle|side|crew|collective)))?"
)
SOMEBODY_ELSE = rf"(?:(?:{_SOME} ){{1,4}}{_ONES}{_OF_OURS})"
"""Persons told by what they are to the author: ``my two colleagues``."""

_ITEM = rf"(?:(?:{SOMEBODY_ELSE})[,:]? )?(?P<name>{_NAME})(?P<reach>{_REACH}{{0,2}})"
_PLAIN_ITEM = re.sub(r"\?P<\w+>", "?:", _ITEM)
_JOINT = r"(?:,? (?:and|&|plus|as well as|along with)(?: also| for)? |[,;] )"
_ME = r"(?:me|myself|us|I)"
_LISTED = rf"(?:{_ME}{_JOINT})?{_PLAIN_ITEM}(?:{_JOINT}{_PLAIN_ITEM}){{0,9}}(?:{_JOINT}{_ME}\b)?"
_WHO = rf"(?P<who>{_LISTED})"
_SIGN = r"(?:sign|put|add|register|enroll?|book|include|pencil)(?: (?:up|in|down))?(?: also)?"
_ATTEND = (
    r"(?:attend(?:ing)?|tak(?:e|ing)(?: part)?|join(?:ing)?|com(?:e|ing)|do(?:ing)?|be there|participat(?:e|ing)"
    r"|sign(?:ing)? up|get trained|be trained|be (?:added|signed up|registered|included)|learn(?:ing)?|register)\b"
    r"(?=\s*(?:[.,;:!?)]|\Z|too\b|also\b|as well\b|along\b|it\b|me\b|us\b|with (?:me|us)\b|how\b"
    r"|(?:in |to |for |at |on )?(?:[\w'’/-]+ ){0,5}?(?:trainings?|sessions?|class(?:es)?|one|course|workshop)\b"
    r"|(?<=learn)(?: how to (?:use|run|work))? (?:the |your )?(?:maestro )?board\b))"
)
"""What people do in a training; a call, a meeting or a march is attended, too, and is none."""
_WISH_TO = (
    r"(?:,? (?:who|both|all|each|also|too|as well))*,? (?:would(?: also| all| both| really)? (?:like|love) to|wants? to"
    r"|wish(?:es)? to|hopes? to|needs? to|(?:is|are) interested in|(?:is|are) (?:eager|keen|happy) to)"
    r"(?: also| all| both)? "
)
_COME_TOO = (
    r"(?:,? (?:both|all|also|too))*,? (?:will|can|is|are|would|should|might|may)"
    r"(?: also| both| all| going to| want to| like to| be)? "
)
_ENDS = (
    r"(?=\s*(?:[.!?;:]|\Z|,?\s*\b(?:because|so|she|he|they|both|up|down|in|for|to|on|into|onto|as well"
    r"|too|also|please|who"
    r"|(?:her|his|their) (?:e-?mail|mail|address|phone|number)|and (?:she|he|they|we|i|please|could|can|let|tell))\b))"
)
_PLACES = tuple(
    re.compile(place, re.IGNORECASE)
    for place in (
        rf"\b{_SIGN} {_WHO}{_ENDS}",
        rf"(?<![\w@.])(?<!and )(?<!& ){_WHO}(?:{_WISH_TO}|{_COME_TOO}){_ATTEND}",
        rf"\b(?:can|could|may) {_WHO}(?: (?:please|also|both|all))* {_ATTEND}",
        rf"\bbring(?:ing)?(?: along| also)? {_WHO}(?: along| with (?:me|us)| too| as well|(?=\s*(?:[.!;]|\Z)))",
    )
)
_BEHIND_A_WISH = tuple(
    re.compile(place, re.IGNORECASE)
    for place in (
        rf": {_WHO}(?=\s*(?:[.!;]|\Z))",
        rf",? (?:and also|and|plus|as well as|along with|together with)(?: also| for| with)? {_WHO}{_ENDS}",
    )
)
_WISH = re.compile(
    rf"\b(?:{_SIGN} (?:me|us|myself|ourselves|{SOMEBODY_ELSE})|(?:i|we)(?:['’]d| would| want| wish)\b"
    rf"|{SOMEBODY_ELSE}(?:{_WISH_TO}| want to ){_ATTEND})",
    re.IGNORECASE,
)
WISHES = (
    rf"\b{_SIGN} (?:{_PLAIN_ITEM}|{SOMEBODY_ELSE})",
    rf"(?<![\w@.])(?:{_PLAIN_ITEM}|{SOMEBODY_ELSE}){_WISH_TO}{_ATTEND}",
    rf"\b(?:can|could|may) (?:{_PLAIN_ITEM}|{SOMEBODY_ELSE})(?: (?:please|also|both|all))* {_ATTEND}",
)
"""How people ask that others be signed up."""
_SPEAKS_OF_OTHERS = re.compile(
    "|".join((*WISHES, rf"\b{SOMEBODY_ELSE}{_COME_TOO}{_ATTEND}", rf"\bwith {_PLAIN_ITEM}{_ENDS}")), re.IGNORECASE
)
_ONE = re.compile(_ITEM, re.IGNORECASE)


def company(sentence: str) -> Iterator[str]:
    """Each person whom a sentence names beside the author, with the address or the number told right there."""
    found = [one for place in _PLACES for one in place.finditer(sentence)]
    if not found and _WISH.search(sentence):
        found = [one for place in _BEHIND_A_WISH for one in place.finditer(sentence) if _is_plain(one["who"])]
    for place in found:
        for one in _ONE.finditer(place["who"]):
            yield f"{one['name']} {one['reach'].strip(' ,')}".strip()


def speaks_of_others(sentence: str) -> bool:
    """Whether a sentence speaks of somebody else who would come, named or not: ``my colleague wants to come``."""
    return bool(_SPEAKS_OF_OTHERS.search(sentence))


def _is_plain(who: str) -> bool:
    """Whether each name is a whole one or stands with an address: behind a wish one word may be any."""
    return all(" " in one["name"] or one["reach"] for one in _ONE.finditer(who))
