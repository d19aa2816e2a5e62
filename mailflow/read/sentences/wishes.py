"""The grammar of asking: who wishes, for a call to be made, and not for something about a call that exists.

It works on the parts of words as ``lexicon.py`` gives them, one character for each. English has a grammar of its own;
the other languages share a smaller one, in which German and Dutch may put the verb last. Every repetition is bounded.
"""

import re
from collections.abc import Iterator

from mailflow.read.sentences.lexicon import (
    DUTCH,
    ENGLISH,
    FRENCH,
    GERMAN,
    ITALIAN,
    PORTUGUESE,
    SPANISH,
    Language,
    parts,
)

_START = r"(?:^|(?<=\.))"
_INSIDE = r"[wnz0AV1LPO&,sutfM5]"
_NOTHING_ELSE = r"(?!B?[Xf]|T[AO]?K)"
"""After a call: no number of it, and no appeal."""
_CALLS_NOBODY = r"(?!B?[XfUYyDOQ]|T[AO]?K)"
"""The same where nothing stands before the word, so that it may be the verb."""

_THING = (
    rf"(?:[A3]{_INSIDE}{{0,7}}?[CcpLE]{_NOTHING_ELSE}"  # a national conference call
    rf"|A[nw0]{{0,2}}Y[CcLp]{_NOTHING_ELSE}"  # an InterOccupy call
    rf"|F{_INSIDE}{{0,5}}?[CL]{_NOTHING_ELSE}"  # our next call
    rf"|[nP0]{{0,3}}L{_NOTHING_ELSE}"  # (need) conference call
    rf"|(?<=V)c{_NOTHING_ELSE}|(?<=[WVR1])C{_CALLS_NOBODY})"  # (hold) calls, (need) call
)
_CHAIN = (
    r"(?:[TVhkW1UPR,&iS9]|n{1,4}w?|G(?=[Un]{0,3}[AP]{0,2}[LE])|Y(?=P?[TPMl])|(?<=[YSn])[Ml](?=P?[VkR1h])|HU"
    r"|(?<=[WyAY])H|[yA](?=H)|i[Yy]w?"
    r"|Aw{0,2}s[TB]){0,12}?"
)
_CALL = (
    rf"{_CHAIN}(?:{_THING}"
    rf"|[Vh][UPT]{{0,3}}O{_INSIDE}{{0,5}}?[CcL]{_NOTHING_ELSE}(?![^.]{{0,8}}Z)"  # hold our weekly call
    rf"|1[yDPO]{_INSIDE}{{0,4}}?[LEc]{_NOTHING_ELSE})"  # use your line
)
_MAKE = r"(?=[VkR1GW]|HU)"
_MAKE_OR_HAVE = r"(?=[VkR1GWh]|HU)"
_SOMEBODY = r"[SYUwnAODPz20y,6]"

_DECLARED = (
    rf"(?<![YQNd])(?<!lS)(?<!N[wP])(?<![YQ][l9])(?<![YQN]WT)(?<!jAw)(?<!jQ)W{_CALL}"  # we would like a call
    rf"|(?<![YQN])M1(?=[A3L]){_CALL}"  # we could use a call
    rf"|(?<![AODyzNYQd])R(?=[A3L]){_CALL}"  # the tenants request a call
)
_ASKED = (
    rf"(?<![qaotB2T])M(?!0){_SOMEBODY}{{1,10}}?{_MAKE_OR_HAVE}{_CALL}"  # could Occupy Tulsa have a call
    rf"|(?<![qaotB2T])lYP{{0,2}}{_MAKE}{_CALL}"  # would you host a call
    rf"|(?<!q)e[TSYUwMPnDAOj06,z]{{0,8}}?{_MAKE_OR_HAVE}{_CALL}|(?<!q)e[T6P]{{0,2}}{_THING}"  # any chance of a call
    rf"|j{_SOMEBODY}{{1,8}}?(?:[Ml]P{{0,2}}{_MAKE}|MP{{0,2}}h){_CALL}"  # whether you would host a call
    rf"|(?<![qaot])[Ml][A3]{_INSIDE}{{0,6}}?[CL]{_NOTHING_ELSE}9[V1]"  # could a call be set up
)
_ORDERED = (
    rf"4P{{0,2}}{_MAKE}{_CALL}|{_START}(?=[V1GH]U){_CALL}|{_START}u,?{_THING}"  # please set up a call; book us a call
    rf"|(?:{_START}|(?<=[ST4PW]))RT?{_THING}"  # request for a call
    rf"|(?:b[AO]?|hA)[wP]{{0,2}}(?:RT?{_THING}|[LC]R)"  # this is our call request
    rf"|{_START}(?:[AF3]{_INSIDE}{{0,5}}?|[wn]{{0,2}})[CpLE]{_CALLS_NOBODY}[^.XZN]{{0,14}}?u(?!B?Y)"  # call needed
    rf"|{_START}(?:[AF3]{_INSIDE}{{0,5}}?|n{{0,2}})[CpLE]{_CALLS_NOBODY}[^.XZNVkw]{{0,14}}?4(?=[.,TBP]|$)"
)
_OUR_OWN = (  # we were on your calls and would like our own
    r"[CcLp][^.]{0,50}\.?[^.]{0,14}?(?<![YQN])[WM][SPTVh]{0,6}?3(?=[,.TB&]|$)"
)
_ASKS = re.compile(f"{_DECLARED}|{_ASKED}|{_ORDERED}|{_OUR_OWN}")
_TELLS = re.compile(rf"[Sn][9lPWT]{{0,4}}(?=[Vhk]){_CALL}")
_TELEPHONES = re.compile(r"p[^.L]{0,4}?iP?[YU]")
"""A phone call with somebody is that, whatever else a mail tells of conferences."""
_RINGS = re.compile(r"[Cp][^.L]{0,4}?[i27]P?[YUy]|7|[Cp]T[wV]{1,3}B?y|G[Un]{1,3}P?A?[wP]{0,2}[Cp]|4[^.]?CU|YCU")

_A_FORM = r"(?:[ADyaO][5CLRPp]{0,3}|[5CLRPp]{1,3})f(?!6)"
_FORM = r"[ADya]?[5CLRPp]{0,3}f(?!6)"
_HOW = (
    rf"q[^.qN]{{0,12}}?{_MAKE_OR_HAVE}{_CALL}"  # how does one get a call
    rf"|[ao][^.]{{0,10}}?[WrkRv][^.]{{0,10}}?{_MAKE_OR_HAVE}{_CALL}"  # what do you need to set up a call
    rf"|[ao][^.]{{0,10}}?WT{_THING}"  # what do you need for a call
    rf"|r[^.]{{0,4}}?T{_CALL}|r[^.]{{0,4}}?{_MAKE_OR_HAVE}{_CALL}"  # the procedure for a call
    rf"|o[^.]{{0,8}}?(?=[VR1W]){_CALL}|o[^.]{{0,6}}?[BT]{_THING}"  # whom do we ask about a call
)
_SENDS_FORM = (
    rf"(?<![Sdl9T])x[UPT4]{{0,4}}{_FORM}|YTx[UPT4]{{0,3}}{_FORM}"  # send me the form
    rf"|M[SYUQwn2]{{1,5}}?[hV1x][UP]{{0,2}}{_A_FORM}|W[TVhUP]{{0,4}}{_A_FORM}"  # can I have a form, we need the form
    rf"|gP?{_A_FORM}|o[^.]{{0,6}}{_A_FORM}|{_START}P?{_FORM}P?4|(?:N[wP]?I|8){_A_FORM}"  # is there a form, form please
    r"|[dag][^.]{0,8}?v"  # what do we fill in
    rf"|(?:Y9?h|w9|g){_A_FORM}[^N]{{0,60}}?(?:[lM]YP{{0,2}}|4P?)x"  # you have a form: would you send it
)
_WANTS_HOW = re.compile(_HOW)
_WANTS_FORM = re.compile(f"{_HOW}|{_SENDS_FORM}")

_OTHER_THING = r"(?:(?<!B)A[wn0P]{0,4}[CL]|(?<![ABD])L)"
_VERB_FIRST = re.compile(
    rf"(?<![Nq])(?<!N.)W[SYUPTV,W6]{{0,4}}?{_OTHER_THING}|(?<!q)M[^.NqM]{{0,8}}?V[PYTUS]{{0,3}}{_OTHER_THING}"
    rf"|4[wnVY]{{0,3}}{_OTHER_THING}"
)
_VERB_LAST = re.compile(
    rf"(?<![Nq])W[^.Nq,]{{0,14}}?{_OTHER_THING}|M[^.Nq,]{{0,14}}?{_OTHER_THING}[^.N]{{0,16}}?V"
    rf"|4[wnYS0]{{0,3}}{_OTHER_THING}"
)
_OTHER_HOW = re.compile(rf"q[^.N]{{0,8}}?{_OTHER_THING}")
_OTHER_FORM = re.compile(r"x[^N]{0,16}?f|f[^N]{0,16}?x")
_OTHERS: tuple[tuple[Language, re.Pattern[str]], ...] = (
    (SPANISH, _VERB_FIRST),
    (FRENCH, _VERB_FIRST),
    (PORTUGUESE, _VERB_FIRST),
    (ITALIAN, _VERB_FIRST),
    (GERMAN, _VERB_LAST),
    (DUTCH, _VERB_LAST),
)


def wishes_for_call(text: str, *, is_conference: bool) -> bool:
    """Whether somebody asks that a call be made for him. is_conference: the text speaks of one, not of a telephone."""
    said = _without(_WANTS_HOW, parts(text, ENGLISH))
    if any(not (_TELEPHONES if is_conference else _RINGS).search(clause) for clause in _clauses(said, _ASKS)):
        return True
    return any(grammar.search(_without(_OTHER_HOW, parts(text, language))) for language, grammar in _OTHERS)


def tells_of_call(text: str) -> bool:
    """Whether somebody says that he makes a call, without asking for anything: ``we are hosting a call``."""
    return bool(_TELLS.search(parts(text, ENGLISH)))


def wishes_to_be_rung(text: str) -> bool:
    """Whether a call is one that a person makes to another."""
    return bool(_RINGS.search(parts(text, ENGLISH)))


def wishes_for_form(text: str) -> bool:
    """Whether somebody asks for the form, or how one asks for a call."""
    if _WANTS_FORM.search(parts(text, ENGLISH)):
        return True
    others = [parts(text, language) for language, _ in _OTHERS]
    if any(_OTHER_HOW.search(said) for said in others):
        return True
    return not any("Z" in said for said in others) and any(_OTHER_FORM.search(said) for said in others)


def _clauses(said: str, grammar: re.Pattern[str]) -> Iterator[str]:
    """What matches, each with the rest of its sentence."""
    for found in grammar.finditer(said):
        end = said.find(".", found.end())
        yield said[found.start() : end if end >= 0 else len(said)]


def _without(grammar: re.Pattern[str], said: str) -> str:
    """The sentences in which a grammar finds nothing."""
    return ".".join(sentence for sentence in said.split(".") if not grammar.search(sentence))
