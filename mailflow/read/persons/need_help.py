"""Whether words are a plain wish that the organisation supplies the person: NEED HELP in people's own words."""

import re

from mailflow.read.answers.result import listed, plain, words
from mailflow.read.persons import tongues
from mailflow.read.persons.nobody import ANY_ROLE, nobody_for

LONGEST = 300
"""Characters. A wish is short."""

_US = r"(?:io|i\.o|inter ?occupy)(?:'?s)?"
_HAVE_NONE = re.compile(
    r"\b(?:we|i)? ?(?:do not|don't|dont|did not|didn't|haven't|have not|have|lack|can't|cannot|could not"
    r"|couldn't)(?: (?:have|got|find|know|yet))*"
    r" (?:a|an|no|any|one|no ?one|nobody|anyone|anybody|somebody|someone)\b"
    r"(?: (?:one|body|person|tech|technical|maestro|supporter|support|volunteer|yet|trained|for|this|that|it"
    r"|who|can|do|person|people|on|the|role|ourselves|here|available|in|our|group|so))*"
)
_ASKS = re.compile(
    rf"\b(?:help|assistance|assist|{'|'.join(sorted(tongues.ASKS_HELP))})\b"
    rf"|(?<!still )\bneed(?:s|ed)?\b(?! to)|\bplease (?:do )?(?:provide|supply"
    rf"|assign|send|find|give|lend|arrange)\b"
    rf"|\b(?:can|could|will|would) (?:you|{_US}|someone|somebody|one of you|anyone)\b.*\b(?:provide|supply"
    rf"|assign|send|find|give|lend|do|run|arrange|support|cover)\b"
    rf"|\b(?:one|someone|somebody|person|volunteer|volunteers|tech|techie|support|supporter)(?: person)? (?:of"
    rf"|from) (?:you|{_US}|yours?)\b"
    rf"|\b(?:need|want|like|request|requesting|love)\b.*\b(?:{_US}|you|your)\b|\bprovided by (?:you|{_US})\b"
    rf"|\bplease\b|\b{_US} to (?:provide|supply|assign|send|find)\b"
)
_OFFERS = re.compile(
    r"\b(?:i|we|he|she|they)(?:'ll| will| can| could| may| might| shall)\b(?! (?:need|use|like|want|love|really"
    r"|please|you|io|inter|have|get))"
    r"|\b(?:want|like|love|happy|need|going|willing) to (?:help|provide|find|supply|send|assign|do|run|ask)\b"
    r"|\b(?:have|has|got|getting) (?:help|someone|one|tech|a|somebody)\b"
)
_WISH_WORDS = (
    listed(
        """
    we i us our need needs needed needing help please pls plz thanks thank you your one ones someone somebody
    anyone a an the of from io io's interoccupy interoccupy's inter occupy can could would will like love want
    wanted request requested requesting provide provided supply assign find give send get have with for this to
    tech technical maestro support supporter person people board manager orchestrator volunteer volunteers
    assistance assist yes be great appreciated it that in on role call some any still also do so if possible by
    lend arrange help! run cover use really guys folks team may i'd we'd we'll i'll too two finding
    trained experienced people yours ya folk side end part thing job us here
    """
    )
    | tongues.WISH_WORDS
)
_DIRECT = frozenset(
    {
        "need help",
        "help",
        "help needed",
        "help wanted",
        "help please",
        "yes please",
        "need help please",
        "needed",
        "wanted",
    }
)
_ORGANISATION = re.compile(
    rf"(?:from |the )?{_US}(?: (?:tech|tech support|volunteer|team|support|person))?|you|you guys|your team"
)


def wish_in(said: str) -> bool | None:
    """True for a plain wish, False for what may be one ("IO", "we don't have anyone"), ``None`` for other words.

    Who says that nobody is there for the board (``no tech person``) answers the line as the form offers it.
    """
    if len(said) > LONGEST:
        return None
    polite = _POLITE.sub("", plain(said))
    parted = _parted(polite)
    text = " ".join(parted.replace(",", " ").split())
    if (
        text in _DIRECT
        or text in tongues.WISHES
        or is_literal(said)
        or nobody_for(polite) == "tech"
        or _is_wish(parted)
        or _is_wish_with_remark(polite)
    ):
        return True
    is_half = _ORGANISATION.fullmatch(text) or _HAVE_NONE.fullmatch(text) or nobody_for(polite) == ANY_ROLE
    if text and (is_half or _is_wish(f"{parted} please")):
        return False
    return None


def _parted(said: str) -> str:
    """The words in lower case, their marks as commas, without what people say before they ask."""
    parted = _BREAK.sub(" , ", words(said)).strip(" ,")
    return _NOBODY.sub("", _REGRET.sub("", parted))


def _is_wish_with_remark(said: str) -> bool:
    """``NEED HELP, none of us is any good at this!``: one clause is the wish, the others change nothing of it."""
    clauses = [one.strip(" .,;:!-()") for one in _CLAUSE.split(said) if one.strip(" .,;:!-()")]
    asking = [one for one in clauses if _asks_plainly(one)]
    return bool(asking) and len(clauses) > 1 and all(one in asking or _is_remark(one) for one in clauses)


def _asks_plainly(clause: str) -> bool:
    text = words(clause)
    if "?" in text:
        return False
    return text in _DIRECT or bool(_IT_IS.fullmatch(text)) or nobody_for(clause) == "tech" or _is_wish(text)


def _is_remark(clause: str) -> bool:
    """Whether a clause names nobody, offers nothing, and makes no condition."""
    first, _, _ = clause.partition(" ")
    is_plain_start = first.istitle() and first.lower().strip("'") in _STARTS
    if _DECLINES.fullmatch(clause) and not _CHANGES.search(_AFTER_ALL.sub("", words(clause))):
        return True
    said = clause.lower() if clause.isupper() else clause
    if _NAMED.search(first.lower() + said[len(first) :] if is_plain_start else said):
        return False
    text = words(clause)
    return not _CHANGES.search(text) and (not _ABLE.search(text) or bool(_NOT_ABLE.search(text)))


def is_literal(said: str) -> bool:
    """Whether the words are the form's own NEED HELP, in any case, at most with a "please" or one mark behind."""
    return bool(_LITERAL.fullmatch(plain(said)))


_LITERAL = re.compile(
    r"\W{0,3}need help(?:,? (?:please|pls|plz|thanks|thank you))?[.!]*\??\W{0,3}(?<!\?\?)", re.IGNORECASE
)
_NOBODY = re.compile(r"\A(?:nobody|no ?one|none)(?: yet| so far)? ?, ")
_REGRET = re.compile(
    r"\A(?:(?:i'?m|i am|we are|we're) )?(?:afraid|sorry|so sorry|unfortunately|alas|sadly|regrettably|honestly)"
    r"(?: (?:but|that|to say))? ?,? "
)
_POLITE = re.compile(
    r",? ?\bif (?:at all )?(?:possible"
    r"|you (?:(?:can|could)(?: (?:spare|lend|find|provide|send)(?: us)?(?: (?:one|someone|somebody|a person))?)?"
    r"|would|please|do not mind|don't mind|have (?:one|someone|anyone))"
    r"|(?:that|it)(?:'s| is|s)? (?:ok|okay|o\.k\.|all ?right|fine|possible|not too much(?: trouble)?)"
    r"(?: with you| by you)?)(?=\W*$|[,.;!)])",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*[,.;:!()\"-]+(?:\s+|$)|\s+-+\s+")
_CLAUSE = re.compile(
    r"[,.;:!()]+(?:\s+|$)|(?<=\s)[(-]+|\s+(?=(?:because|since|as|but|so) )"
    r"|(?<=need help)\s+(?=(?:i|we|i'm|we're|we've|i've|none|nobody|no|not|this|it|it's|our|never)\b)",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    r"(?:so |then |thus )?(?:i guess )?(?:it is |it's )?(?:need|needs) help(?: (?:it is|then|here|for us|please))*"
)
_NAMED = re.compile(r"[@\d]|(?<![\w'])(?!(?:I|I'\w+|IO|Maestro|InterOccupy|Interoccupy)\b)[A-Z]\w")
_DECLINES = re.compile(
    r"(?:[^\W\d_][\w'-]*\s){1,5}?(?:can't|cannot|won't|isn't able to|is not able to|is unable to|dropped out|backed out"
    r"|is out|has dropped out|is sick|said no|quit|fell through|has quit|has to work)(?: (?:do|make) (?:it|that|this))?"
    r"(?: (?:any ?more|now|after all|this time|sorry))?",
    re.IGNORECASE,
)
"""Somebody who will not do it is nobody's name for it: ``Jay can't after all, please give us someone``."""
_AFTER_ALL = re.compile(r"\bafter all\b")
_STARTS = _WISH_WORDS | listed(
    """
    none nobody no not never we've i've we're i'm there there's first all thanks sorry happy willing but because since
    as so it's too desperately badly
    """
)
"""Words that begin a sentence with a capital and are no names."""
_CHANGES = re.compile(
    r"\b(?:or|if|unless|until|till|maybe|perhaps|might|probably|hopefully|except|only|when|once|after|actually|scratch"
    r"|never ?mind|found|ask(?:ed|ing)?|he|she|they|him|her|someone|somebody|friend|wait|no longer|not any ?more"
    r"|already|not need(?:ed)?|don't need|no need|will|would(?! not)|yes|instead|though|although|however|changed)\b|\?"
)
_ABLE = re.compile(r"\b(?:can|could|able|do it|have|has|got|knows?)\b")
_NOT_ABLE = re.compile(r"\b(?:no|none|nobody|no ?one|nothing|not|never|cannot|nor|neither)\b|n't\b")
_QUESTION = re.compile(r"\b(?:can|could|would|will|may)\b")


def _is_wish(text: str) -> bool:
    """Whether every word belongs to a wish for help and none to an offer or a condition."""
    left = (
        re.sub(r"\s+", " ", _HAVE_NONE.sub(" ", text)).strip()
        if not re.match(r"(?:can|could|may) (?:we|i) have", text)
        else text
    )
    if "?" in left and not _QUESTION.search(left):
        return False
    if not left or "?" in left.rstrip("?") or not _ASKS.search(left) or _OFFERS.search(left):
        return False
    listed = [word.strip("?',") for word in left.split()]
    return len(listed) <= 25 and all(word in _WISH_WORDS for word in listed if word) and set(listed) != {"please"}
