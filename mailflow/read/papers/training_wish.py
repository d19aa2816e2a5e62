"""Whether plain words ask for a place in a training, for the author or for others."""

import re

from mailflow.read.papers import training_company
from mailflow.read.papers.training_text import Told

TRAINING = re.compile(
    r"\btrainings?\b|\bIO-TRAIN-\d|\bmaestro (?:sessions?|class(?:es)?|lessons?|courses?|workshops?)\b", re.IGNORECASE
)
"""A word for a training."""

_US = r"(?:me|us|myself|ourselves|(?:both|all|the \w+|two|three|four|five|six|some|several) of us)\b"
_SOMEBODY = r"(?-i:[A-Z])[\w'’.-]+(?:[ ,]+[\w'’.()@<>+-]+){0,8}?,? (?:and|&) (?:me|I|myself)\b"
_WISHES = (
    rf"\b(?:sign|put|add|register|enroll?|book|count|include|pencil)(?: up)? (?:{_US}|{_SOMEBODY})",
    (
        r"\b(?:i|we)(?:['’]d|['’]m| would| am| are| do)?(?: (?:both|all|really|also|very much|just|hereby))*"
        r" (?:like|love|want|wish|hope|hoping|writing|looking|ready|here)(?: \w+)? to (?:please )?"
        r"(?:sign(?: \w+)? up|register|enroll?|attend|take(?: part)?|join|do|come|get in|be in|be part|participate"
        r"|be trained|get trained)\b"
    ),
    (
        r"\b(?:can|could|may|might) (?:i|we|\w+ and i) (?:please |still |also |both )*"
        r"(?:sign up|register|enroll?|attend|take|join|come|get (?:in|on|into|a spot)|be (?:in|added|signed up))\b"
    ),
    r"\b(?:save|reserve|hold|book|keep) (?:me|us|a|one|two|three)\b[^.?!\n]{0,20}?\b(?:spots?|seats?|places?)\b",
    (
        r"\b(?:i|we)(?:['’]d| would)(?: (?:both|all|really|also|very much|just))* (?:like|love|want) to"
        r" (?:learn(?: how)? to|train (?:to|as|for)|get trained (?:to|as|for)|become) [^.?!]{0,30}?\b(?:tech\w*|maestro"
        r"|board)\b"
    ),
    r"\binterested in (?:taking|attending|doing|joining|signing up)\b",
    r"\b(?:i|we)(?:['’]ll| will| am|['’]m| are|['’]re) (?:take|signing up|registering|enroll?ing)\b|\A\W*signing up\b",
)
_WISH = re.compile("|".join((*_WISHES, *training_company.WISHES)), re.IGNORECASE)
_LEARNS = re.compile(r"\blearn how to\b", re.IGNORECASE)
_NO_WISH = re.compile(
    r"\b(?:how|where|why|what|whether|if (?:i|we)|do (?:i|we)|should (?:i|we)|signed up|registered|cancel\w*"
    r"|unsubscribe|remove"
    r"|take \w+ off|thinking (?:of|about)|not sure|maybe|might want|no longer|can['’]?t (?:make|come|attend)|cannot)\b"
    r"|n['’]t (?:want|sign|put|add|know)\b|\A\W*(?:when|which|who)\b"
    r"|\b(?:for|to|on) (?:the|your) (?:newsletters?|(?:mailing|e-?mail) list|announcements?)\b",
    re.IGNORECASE,
)
_OTHER_TRAINING = re.compile(
    r"\b(?:non-?violen\w+|direct action|civil disobedience|legal(?: observer)?|media|medic\w*|first aid|marshal|job"
    r"|know your rights) trainings?\b",
    re.IGNORECASE,
)
_SIGN_UP = re.compile(
    r"\btrainings?\b.{0,20}\b(?:sign[- ]?ups?|registration|enrol?lment|form)\b"
    r"|\b(?:sign[- ]?up|register|registration|registering)\b.{0,20}\btrainings?\b",
    re.IGNORECASE,
)


def wishes(told: Told) -> bool:
    """Whether the words plainly ask to be signed up for a training."""
    about = bool(TRAINING.search(told.subject))
    for one in (told.subject, *told.sentences):
        found = _WISH.search(one)
        if not found or _NO_WISH.search(_LEARNS.sub(" ", one)) or _OTHER_TRAINING.search(one):
            continue
        if one is told.subject:
            return "?" not in told.text and bool(about or TRAINING.search(told.text))
        if about or TRAINING.search(one):
            return True
    return False


def is_headed(told: Told) -> bool:
    """Whether the subject says that the mail signs up for a training, and the text asks nothing."""
    return bool(_SIGN_UP.search(told.subject)) and "?" not in told.text + told.subject
