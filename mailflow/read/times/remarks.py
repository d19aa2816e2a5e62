"""What people say around a clear day, hour, zone or recurrence that changes nothing: thanks, stress, "as discussed".

Only words a careful reader would pass over are in the tables; a hedge ("probably", "if possible") is never one.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from mailflow.read.answers.result import phrases, plain, words

_PASSED_OVER = (
    r"(?:this is |it's |it is )?(?:not an?|no) (?:april fool'?s? )?joke|(?:we're |we are |i'm )?(?:not|no) kidding",
    r"(?:yes,? )?(?:really|seriously|honest|honestly|i know|i checked|i double[- ]checked|i promise|of course)",
    r"on the dot|exactly|precisely|on the nose",
    r"as (?:we )?(?:discussed|agreed|planned|arranged|usual|always|announced)",
    r"same as (?:always|usual|last time|last week|last month|before)",
    r"works for (?:us|me|everyone|everybody|all of us|all|the group)",
    r"(?:we|i) (?:would|'d) like|we'd like|i'd like|let's do|let's make it|make it|(?:it|call|the call) will be",
    r"it's|it is|that's|thats|that is|which is|which would be|i\.e\.?|a\.?k\.?a\.?|that would be|will be",
    r"meaning|in other words",
    r"for the first (?:one|call)|(?:our |the )?first (?:call|one)|to (?:start|begin) with",
    r"(?:whichever|whatever) (?:applies|it is|is in effect)(?: then| by then| that day| at the time)?|by then",
    r"(?:many )?thanks(?: a lot| so much)?|thank you(?: so much)?|cheers|please and thank you",
    r"(?:each|every) time",
    r"sorry|fyi|nb|n\.b\.?",
)
_SLIP = (
    r"(?:(?:silly|stupid|dumb|foolish) (?:me|mistake|of me)|my (?:bad|mistake|error|fault|apologies|slip)|o+ps|whoops"
    r"|duh|d'oh|argh|ugh|ack|oh (?:dear|no|my|boy)|good catch|nice catch|well spotted|you(?:'re| are) (?:quite )?right"
    r"|correction|i (?:was|am) (?:so )?(?:sorry|wrong)|so sorry|i(?:'m| am) (?:so |very )?sorry|(?:my )?apologies)"
)
_YES = r"(?:yes|yep|yeah|yup|ok|okay|sure|right|correct|of course|si(?=,)|sí|oui|ja|sim)"
_MEANT = r"(?:i|we) (?:do |did )?(?:meant|mean)(?: to (?:say|write|type|put))?|(?:it|that) should (?:be|say|read)"
_LED_IN = re.compile(
    rf"\A(?:(?:{_SLIP}|{_YES}|{_MEANT}|oh|well|sorry)(?![\w'-])[\s,.;:!()\u2013\u2014-]*)+", re.IGNORECASE
)
"""What leads to an answer: a slip owned up to, a yes to what was asked, what was meant."""
_EXCUSED = re.compile(
    r"[\s,.;!(-]+(?:my (?:bad|mistake|error|fault)|silly me|(?:so )?sorry(?: about (?:that|it|this))?)[\s.!)]*\Z",
    re.IGNORECASE,
)
_LONE_DAY = re.compile(
    r"(?:(?:it|that)(?:'s| is|'ll be| will be) )?(?:on )?(?:the )?\d{1,2}(?:st|nd|rd|th)?[\s.!]*", re.IGNORECASE
)
_REMARKS = re.compile(rf"(?<![\w'-])(?:{'|'.join(_PASSED_OVER)})(?![\w'-])", re.IGNORECASE)
_SAME = re.compile(
    r"(?:(?:at|on) )?(?:the )?same (?:bat )?(?:time|day|hour|weekday)(?: and (?:the )?(?:same )?(?:time|day))?"
    r"(?: (?:and )?(?:place|number|line))?(?![\w'-])",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\w")

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_AMENDS = re.compile(
    r"[\d@?]"
    r"|\b(?:or|maybe|perhaps|but|not|\w+n't|cannot|unless|until|till?|except|no|yes|instead|actually|rather|either"
    r"|better|prefer\w*"
    r"|tentative\w*|probably|likely|possibly|hopefully|flexible|tb[acd]|confirm\w*|depend\w*|if|could|might"
    r"|alternative\w*|change[ds]?|changing|move[ds]?|moving|earl\w+|later?|latest|sooner|after|before|around|approx\w*"
    r"|get back|ish|noon\w*|midnight|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|today|tonight|tomorrow|yesterday|mornings?|afternoons?"
    r"|evenings?|nights?|week(?:s|ly|ends?|days?)?|month(?:s|ly)?|daily|next|every|each|am|pm|[ap]\.m|eastern|central"
    rf"|mountain|pacific|[ecmp][sd]?t|gmt|utc|back ?ups?|{_DAY})\b(?<!\bi am)",
    re.IGNORECASE,
)
"""Words below a value that may amend it."""
_I = r"(?:(?:and|so|also|btw|ps|p\.s\.?),? )?(?:i|we)"
_WHEN = (
    rf"(?:(?:later )?(?:today|tonight)|(?:by )?tomorrow(?: (?:morning|afternoon|evening|night))?|{_DAY}"
    rf"|(?:this|next|on|by|over)(?: the)? (?:week|weekend|evening|afternoon|morning|{_DAY})"
    r"|in (?:a|the) (?:bit|moment|morning|evening|few (?:hours|days|minutes)))"
)
_LATER = (
    rf"(?:,? (?:later|soon|shortly|asap|separately|in a separate (?:e-?mail|mail)|as soon as (?:i|we) can"
    rf"|when (?:i|we) (?:have|get|know) (?:it|them)|{_WHEN}))*+"
)
_THINGS = (
    r"(?:(?:the|our|my|an?|some|any|all|more|other|remaining|missing|full|whole|you|his|her|their"
    r"|tech|back ?up|facilitator|note ?taker|[^\W\d_]+'s?) )*"
    r"(?:rest|others?|more|details?|info(?:rmation)?|names?|agendas?|e-?mails?|addresses|address|phones?|numbers?"
    r"|phone numbers?|forms?|lists?|links?|flyers?|answers?|contacts?|everything|notes|docs?|documents?|files?"
    r"|questions?)"
    r"(?: (?:and|&) (?:the )?(?:rest|e-?mails?|phones?|numbers?|addresses|names?))?"
    r"(?: (?:of|for|about) (?:the |our |my )?(?:form|answers|info(?:rmation)?|names|people|others|facilitators?|tech"
    r"|back ?up|note ?taker|agenda|group|it|them))?"
)
_QUESTIONS = r"(?:you (?:have|need|want)|there are|anything|something|any|more|questions?)\b[^,;:\d]{0,40}"
_REMARKS_WHOLE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"{_I}(?:'ll| will| can| shall|(?:'m| am| are|'re) going to)(?: also| then| try to)*"
            r" (?:send|e-?mail|mail|forward|get|give|write|fill in|fill out|add|bring|supply|provide|finish|complete)"
            rf"(?: (?:you|in|over|out|along|back))* {_THINGS}(?: (?:to you|over|in|out|along))?{_LATER}"
        ),
        rf"{_THINGS} (?:will|is going to|to|coming|follows?|are coming|is coming)(?: follow| come| be sent)?{_LATER}",
        (
            r"(?:many |so |again,? )*(?:thanks|thank you|thx|cheers)\b(?:[\s,]+(?:so|very|much|many|a|lot|again"
            r"|everyone|every|all|you|for|everything|your|the|help|time|patience|work|doing|this|quick|reply|in"
            r"|advance))*"
        ),
        (
            r"(?:(?:i|we) )?(?:really )?hope(?:fully)? (?:that|this|it|these)(?:'s| is| will|'ll)?(?: all)?"
            r" (?:works?|ok|okay|fine|good|alright|all right|helps?|suits?)(?: out)?"
            r"(?: (?:for|with|to) (?:you|everyone|everybody|all|you all|you guys|y'all))?"
        ),
        (
            r"(?:please |just )?let (?:me|us) know(?: what you think| if (?:that|this|it)(?:'s| is)? (?:ok(?:ay)?|fine"
            rf"|good|alright|works?|a problem)(?: (?:for|with) (?:you|everyone))?| if (?P<open>{_QUESTIONS}))?"
        ),
        r"(?:(?:i|we)(?:'m| am|'re| are) )?(?:really |so |very )?looking forward\b(?P<open>[^,;:]{0,40})",
        (
            r"(?:(?:i|we)(?:'m| am|'re| are) )?(?:so |very |really )*(?:sorry|apologies)(?: again)?"
            r"(?: (?:for|about) (?:the |my |our |this |such |a |any )*(?:delay|wait|trouble|confusion|mess"
            r"|typos?|that|this"
            r"|it|mistake|mix-?up|error|slip"
            r"|(?:late|slow|short)(?: (?:reply|answer|response|notice|mail|e-?mail))?"
            r"|not (?:answering|replying|writing)(?: (?:back|sooner|earlier|yesterday|before))*))?"
        ),
        (
            r"(?:please |you can |feel free to |just )*(?:call|text|e-?mail|write|phone|reach|contact)(?: to)?"
            rf" (?:me|us)(?: any ?time)?{_LATER}(?: (?:if|with|for|about) (?P<open>{_QUESTIONS}))?"
        ),
        (
            r"(?:have|enjoy) (?:a|the|your) (?:(?:very )?(?:good|great|nice|lovely|wonderful) )?"
            r"(?:day|night|evening|week|weekend|one|rest of (?:your|the) (?:day|week|evening))"
        ),
        (
            r"(?:(?:i|we)(?:'m| am|'re| are) )?(?:so |very |really |all |super )*"
            r"(?:excited|thrilled|glad|grateful|thankful)(?: (?:about|for|to) (?P<open>[^,;:]{0,40}))?"
        ),
        r"(?:(?:i|we) )?can't wait(?: to (?:hear|meet|talk|see|get|work)\b(?P<open>[^,;:]{0,40}))?",
        (
            r"(?:many |so )?(?:thanks|thank you|thx)(?: so much| very much| a lot)? for"
            r" (?:catching|noticing|spotting|asking|checking|writing|reminding|pointing)"
            r"(?: (?:it|that|this|me|us|out|up|back|the mistake|my mistake|the error))*"
        ),
        _SLIP,
        rf"happy {_DAY}|good night|take care|all the best|talk (?:to you )?soon",
    )
)
"""Whole sentences of something else: a promise to send what is missing, thanks, hope, regret, a wish. What a sentence
leaves open must amend nothing."""
_ABOUT_US = re.compile(rf"{_I}(?:'m|'ve|'re|'ll)?\b(?: [^\W\d_][\w'-]*){{3,20}}", re.IGNORECASE)
_TOUCHES = re.compile(
    r"\b(?:sure|certain|know|agree\w*|decide\w*|settle\w*|final\w*|fix\w*|works?|possible|it|that|this|these|those"
    r"|then"
    r"|there|others?|another|different|same|day|date|time|hour|minute|zone|year|calls?|meet\w*|start\w*|begin\w*"
    r"|end\w*|make|come|coming|join|attend|available|free|busy|late|host\w*|push\w*|shift\w*|postpone\w*|cancel\w*"
    r"|resched\w*|want|need|do|can't|cannot|won't)s?\b",
    re.IGNORECASE,
)
_PASSING = re.compile(r"\b(?:not|\w+n't|no|but|back ?ups?|yes)\b", re.IGNORECASE)
"""Words that amend nothing where a whole sentence speaks of people: ``I have not talked to Nate yet``."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!;])\s+|\s+[-\u2013\u2014]+\s+")
_ELSEWHERE = phrases(
    """
    see above|as above|same as above|above|see date|see the date|see date above|see date line|see the date line|see time
    see start time|see time above|see the line above|see previous|see previous line|see the previous line|given above
    stated above|as stated above|as given above|already given|already given above|already stated|already stated above
    already said|already said above|said above|noted above|included above|mentioned above|as mentioned above|(above)
    (see above)|in the date|in the date above|in the date line|see below|below|as below|see notes|ditto|same line
    """
)


def is_elsewhere(said: str) -> bool:
    """Whether the words only point to another line: ``see above``."""
    return words(said).strip("^ ()[]<>-*") in _ELSEWHERE


def without_remarks(said: str, *, series: bool = False) -> str:
    """The words without what changes nothing; as they are where nothing else would be left.

    said: ``result.plain`` or shorter; series: whether they say how often, where ``same time`` changes nothing either.
    """
    left = _REMARKS.sub(" ", _without_lead(said))
    if series:
        left = _SAME.sub(" ", left)
    return left if _SAYS.search(left) else said


def _without_lead(said: str) -> str:
    """The words without what leads to them and what excuses them; a day without its month may be another month's."""
    left = _EXCUSED.sub("", _LED_IN.sub("", said, count=1), count=1)
    return said if _LONE_DAY.fullmatch(left.strip()) else left


def is_remark(sentence: str) -> bool:
    """Whether a sentence beside a value plainly speaks of something else: ``I will send the rest tomorrow``."""
    text = plain(sentence).strip(" ,.;:!()~-*")
    found = next(filter(None, (whole.fullmatch(text) for whole in _REMARKS_WHOLE)), None)
    if found:
        return not _AMENDS.search(found.groupdict().get("open") or "")
    return bool(_ABOUT_US.fullmatch(text)) and not _TOUCHES.search(text) and not _AMENDS.search(_PASSING.sub(" ", text))


def is_aside(said: str) -> bool:
    """Whether words on the lines below a value say nothing of it: remarks, or no word that may amend a value."""
    sentences = _SENTENCE_ENDS.split(said.strip(" ,;"))
    return all(is_remark(one) or not _AMENDS.search(plain(one)) for one in sentences)


def value_beside_remarks(said: str) -> str:
    """The one sentence that is no remark, where others stand around it; else ``""``."""
    sentences = [one for one in _SENTENCE_ENDS.split(said) if one.strip()]
    left = [one for one in sentences if not is_remark(one)]
    return left[0] if len(left) == 1 < len(sentences) else ""


T = TypeVar("T")


def without_contrasts(
    found: Sequence[T], *, is_not: Callable[[T], bool], family: Callable[[T], Hashable | None]
) -> list[T]:
    """The items without ``not Wednesday`` behind ``Thursday``: what the author rules out says nothing more.

    family: what an item says, ``None`` for a mere word; only another item of a family that was named before is ruled
    out, one of each, and never the very same one again.
    """
    kept: list[T] = []
    here = 0
    while here < len(found):
        behind = _ruled_out(found, here, kept, family) if is_not(found[here]) else here
        if behind == here:
            kept.append(found[here])
            here += 1
        else:
            here = behind
    return kept


def _ruled_out(found: Sequence[T], at: int, kept: Sequence[T], family: Callable[[T], Hashable | None]) -> int:
    """The index behind what is ruled out from ``at`` on, ``at`` itself where nothing is."""
    named = {family(item) for item in kept} - {None}
    here = at + 1
    out: set[Hashable] = set()
    while here < len(found):
        kind = family(found[here])
        if kind is None or kind in out or kind not in named or found[here] in kept:
            break
        out.add(kind)
        here += 1
    return here if out else at
