"""Weighing the signs that a machine wrote a mail which does not declare itself (protocol, section 4, case 50).

Machines answered make loops, and persons taken for machines are never answered, so no sign below the limit decides
alone: a sign that a person's mail may have, too (a robot's name in front of the ``@``, ``Please do not reply``, a
subject with a ticket's number), wants another beside it, and what only a person does weighs against all of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.fields import CALL_REQUEST, NOTES_FORM, TRAINING_FORM
from mailflow.model import Address, Message
from mailflow.read.answers.result import words
from mailflow.read.forms.form import look
from mailflow.read.kinds import robot_words

ENOUGH = 4
"""The weight from which on a mail is a machine's."""
MAX_SCANNED = 6000
"""Characters of the author's words that are looked at; a machine says early what it is, or at the very end."""
MAX_TAIL = 1500

_NO_REPLY = re.compile(
    r"(?:.*[-_.+])?(?:(?:do[-_.]?)?not?[-_.]?repl(?:y|ies)|ne-?pas-?repondre|(?:keine?|nicht)-?antwort(?:en)?"
    r"|no-?(?:responder|responda|contestar)|nao-?respond[ae]r?|non-?rispondere|geen-?antwoord|niet-?beantwoorden"
    r"|svara-?(?:ej|inte)|ingen-?svar|nie-?odpowiada[cj]|neodpovidat)(?:[-_.+].*)?",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"(?:nagios|icinga|zabbix|cron|crond|anacron|munin|logwatch|monit|uptimerobot|sentry|jenkins|auto-?(?:mailer"
    r"|responder|reply)"
    r"|mailer|vacation|listserv|majordomo|mailman|sympa|ezmlm|www-data|apache|httpd|nobody|daemon|robot"
    r"|mailbot)(?:[-_.+].*)?",
    re.IGNORECASE,
)
_NOTIFIER = re.compile(
    r"(?:.*[-_.+])?(?:notif(?:y|ier|ications?)|alerts?|alerting|invitations?|reminders?|automated|system|root"
    r"|wordpress|jira|postmaster"
    r"|tickets?|autoconfirm|auto-confirm|receipts?|security-?alert)(?:[-_.+].*)?",
    re.IGNORECASE,
)
_CHALLENGER = re.compile(
    r"(?:.*[-_.+])?(?:verify|confirm|challenge|confirmation|validate|approve|whitelist|accept)(?:[-_+=.].+|\Z)",
    re.IGNORECASE,
)
_TICKET_HEADERS = (
    "x-rt-loop-prevention", "x-otrs-loop", "x-znuny-loop", "x-zammad-loop", "x-zendesk-from-account-id",
    "x-osticket-id", "x-freshdesk-ticket-id", "x-jira-fingerprint", "x-helpscout-origin", "x-ticket-id", "x-loop",
    "x-fd-spammer", "x-kayako-loop", "x-request-tracker", "rt-ticket", "x-otrs-ticketid", "x-mantis-loop",
)  # fmt: skip
_SCRIPT_HEADERS = ("x-php-script", "x-php-originating-script", "x-source-args", "errors-to", "feedback-id")
_SCRIPT_MAILER = re.compile(
    r"phpmailer|swiftmailer|wordpress|drupal|joomla|sendmail::|mime::lite|nodemailer|javamail|cgiemail|formmail"
    r"|osticket"
    r"|otrs|request tracker|jira|bugzilla|zuckmail|postmaster|autorespon",
    re.IGNORECASE,
)
_TICKET = re.compile(
    r"(?:re:\s*)?(?:auto:\s*|\[auto\]\s*)?(?:\[[^\]]{1,40}\d{2,}\]|[^\[\]]{0,40}\["
    r"(?:ticket|case|request|anfrage|vorgang)[^\]]{0,10}\d{2,}\]"
    r"|\(?(?:ticket|case|request|incident|issue|anfrage|vorgang|demande|caso|solicitud)\)?"
    r" ?(?:id|no\.?|number|nr\.?)? ?[:#]? ?#?\[?[a-z]{0,6}-?\d{2,}|(?:ticket|request|case) (?:received|created|opened)"
    r"|we(?:'ve| have)? received your|your (?:request|ticket|message|inquiry|e-?mail) (?:has been|was) received"
    r"|your (?:message|request|e-?mail|inquiry) to .{2,60}\((?:case|ticket|ref\w*)\.? ?#?\d+"
    r"|(?:thank you|thanks) for (?:contacting|writing|your (?:message|e-?mail|inquiry|enquiry|request|submission))"
    r"|ihre (?:anfrage|nachricht) (?:bei|an)|(?:eingangs|empfangs)bestatigung|accuse de reception|acuse de recibo)"
)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|sv|vs|rv|odp|ynt|tr|fwd?|wg|fw)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_OUR_TAG = re.compile(r"\[[a-z]{1,6}-\d{3,6}\]", re.IGNORECASE)
_COPY = re.compile(
    r"\W*(?:your (?:message|request|e-?mail) (?:was|is)|you wrote|you said|(?:this is )?a copy of|original message"
    r"|message body"
    r"|what we understood|ihre nachricht|vous avez écrit)\b",
    re.IGNORECASE,
)
_PERSONS_BUSINESS = re.compile(
    r"\b(?:facilitat\w+|back-?up|tech supporter|agenda|can (?:do|run|take|host) (?:it|the)|yes,|no,)"
)
_FORMS = (
    (CALL_REQUEST, frozenset({"backup", "tech"}), 4),
    (NOTES_FORM, frozenset({"post", "taker", "body"}), 3),
    (TRAINING_FORM, frozenset({"session", "role", "experience"}), 3),
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: how much it weighs (below zero: for a person) and what it is, in words."""

    weight: int
    why: str


_TEXT_SIGNS = (
    (robot_words.DECLARED, Sign(ENOUGH, "it says itself that it is automatic")),
    (robot_words.DO_NOT_REPLY, Sign(2, "it asks not to be answered")),
    (robot_words.RECEIVED, Sign(2, "it acknowledges a mail")),
    (robot_words.NUMBERED, Sign(2, "it gives a ticket's number")),
    (robot_words.THANKS, Sign(1, "it thanks for writing, as a desk does")),
    (robot_words.WAS_READ, Sign(3, "it says that a mail was read")),
    (robot_words.HELD, Sign(2, "it says that a mail is held back")),
    (robot_words.PROVE, Sign(2, "it asks the sender to prove who he is")),
    (robot_words.NOTICE_FOOT, Sign(2, "it has the foot of a service's notice")),
)


def automatic(message: Message) -> str:
    """The signs by which a machine wrote this mail, in words, ``""`` where they do not weigh enough."""
    subject, said = words(message.subject), said_by(message)
    signs = [*_of_sender(message), *_of_headers(message), *_of_subject(subject, message.subject)]
    signs += [*_of_text(said), *_of_absence(subject, said, message)]
    heavy = sum(sign.weight for sign in signs)
    if heavy < ENOUGH:
        return ""
    signs += _of_person(message, said, signs)
    if sum(sign.weight for sign in signs) < ENOUGH:
        return ""
    return max(signs, key=lambda sign: sign.weight).why


def automatic_on_list(message: Message) -> str:
    """The sign of an automatic mail among the mails with a list's headers, ``""`` for none.

    Only a vacation notice's subject and a notifier's name count: everything else lists and newsletters say, too.
    """
    sure = [one for one in _of_subject(words(message.subject), message.subject) if one.weight >= ENOUGH]
    if sure:
        return sure[0].why
    return "its sender is a program" if is_notifier(message) and not speaks_for(message) else ""


def is_notifier(message: Message) -> bool:
    """Whether the author is a program that tells of things (``notification+x@``, ``nagios@``), not a newsletter."""
    local = message.from_.email.partition("@")[0] if message.from_ else ""
    return bool(_ROBOT.fullmatch(local) or _NOTIFIER.fullmatch(local))


def speaks_for(message: Message) -> Address | None:
    """The person for whom a machine speaks, as a web form does: its Reply-To, where that is no machine's, too."""
    own = message.from_.email if message.from_ else ""
    others = [one for one in message.reply_to if one.email != own and not _is_machine(one)]
    return others[0] if others else None


def has_filled_form(message: Message) -> bool:
    """Whether the author's own words are one of our forms, filled in: no program but a person's sends that.

    A date, an hour and a host stand in any announcement: the numbers must be our form's, or lines be answered that only
    our forms have. What stands below "Your message was:" is a copy of somebody else's words.
    """
    lines = []
    for line in message.lines:
        if _COPY.match(line.text):
            break
        if not line.depth:
            lines.append(line)
    for form, telling, need in _FORMS:
        prompts = [prompt for prompt in look(lines, form).labelled() if prompt.value.strip()]
        filled = {prompt.spec.key for prompt in prompts}
        is_ours = sum(prompt.is_form_line for prompt in prompts) >= need
        if len(filled) >= need and (is_ours or filled & telling):
            return True
    return False


def said_by(message: Message) -> str:
    """The author's words, as the tables of ``robot_words`` want them: no quotes; a long mail's beginning and end."""
    text = "\n".join(line.text for line in message.lines[:2000] if not line.depth)
    if len(text) > MAX_SCANNED + MAX_TAIL:
        text = f"{text[:MAX_SCANNED]}\n{text[-MAX_TAIL:]}"
    return words(text)


def _is_machine(address: Address) -> bool:
    local = address.email.partition("@")[0]
    return any(kind.fullmatch(local) for kind in (_NO_REPLY, _ROBOT, _NOTIFIER, _CHALLENGER))


def _of_sender(message: Message) -> Iterator[Sign]:
    """Names that programs have. One that names a person to answer speaks for that person."""
    if message.from_ is None or speaks_for(message):
        return
    local = message.from_.email.partition("@")[0]
    if _NO_REPLY.fullmatch(local):
        yield Sign(ENOUGH, "nobody reads answers to its sender")
    elif _ROBOT.fullmatch(local):
        yield Sign(ENOUGH, f"its sender is a program ({local[:40]})")
    elif _NOTIFIER.fullmatch(local):
        yield Sign(3, f"its sender is a program ({local[:40]})")
    answers = [one.email.partition("@")[0] for one in message.reply_to if one.email != message.from_.email]
    if any(_NO_REPLY.fullmatch(one) for one in answers):
        yield Sign(3, "nobody reads answers to it")
    if any(_CHALLENGER.fullmatch(one) for one in answers):
        yield Sign(3, "its answers go to a challenge's address")


def _of_headers(message: Message) -> Iterator[Sign]:
    """What servers and scripts write; some servers write it into every mail of a person, too."""
    if suppress := message.header("x-auto-response-suppress"):
        yield Sign(2 if suppress.strip().lower() == "all" else 1, "it asks for no automatic answer")
    there = {name.lower() for name, value in message.headers if value}
    if there.intersection(_SCRIPT_HEADERS) or _SCRIPT_MAILER.search(message.header("x-mailer")[:200]):
        yield Sign(1, "a script sent it")
    if there.intersection(_TICKET_HEADERS):
        yield Sign(2, "it comes from a ticket system")


def _of_subject(subject: str, raw: str) -> Iterator[Sign]:
    """The signs of the subject (``words`` of it, and as it was written)."""
    if robot_words.AWAY_SUBJECT.match(subject):
        yield Sign(ENOUGH, f"its subject is a vacation notice's ({raw.strip()[:40]!r})")
    if raw.lstrip().startswith("AUTO") and robot_words.LOTUS_SUBJECT.match(subject):
        yield Sign(ENOUGH, "its subject is a vacation notice's (AUTO)")
    if robot_words.AWAY_SUFFIX.match(subject):
        yield Sign(3, "its subject ends as a vacation notice's")
    if robot_words.CHALLENGE_SUBJECT.match(subject):
        yield Sign(ENOUGH, "it is a challenge to the sender")
    if robot_words.ALERT_SUBJECT.match(subject):
        yield Sign(ENOUGH, "its subject is a monitor's")
    if robot_words.RECEIPT_SUBJECT.match(subject):
        yield Sign(2, "its subject is a receipt's")
    if _TICKET.match(_OUR_TAG.sub("", subject).strip()):
        yield Sign(2, "its subject is a ticket system's")


def _of_text(said: str) -> Iterator[Sign]:
    """The signs of the text, but for a person who shows us what a machine wrote to him."""
    if not robot_words.SHOWS_A_MACHINE.search(said):
        yield from (sign for pattern, sign in _TEXT_SIGNS if pattern.search(said))


def _of_absence(subject: str, said: str, message: Message) -> Iterator[Sign]:
    """A vacation notice by its words: an absence, and what people say of it (until when, no access, who instead).

    The words alone are not enough, for "I am out of the office until Monday, but Nate can do it" is an answer; they
    weigh together with a subject that speaks of the absence, or with a text that says nothing else.
    """
    is_answer = bool(_ANSWER.match(message.subject))
    if not is_answer and robot_words.AWAY_IN_SUBJECT.search(subject):
        yield Sign(2, "its subject is about an absence")
    if not robot_words.AWAY.search(said):
        return
    marks = sum(bool(mark.search(said)) for mark in robot_words.AWAY_MARKS)
    if marks:
        yield Sign(min(1 + marks, 3), "its text is a vacation notice's")
    is_unthreaded = not message.in_reply_to and not message.references
    if marks >= 3 and is_unthreaded and (is_answer or _OUR_TAG.search(message.subject)):
        yield Sign(1, "no mail program of a person answers without naming what it answers")


def _of_person(message: Message, said: str, signs: list[Sign]) -> Iterator[Sign]:
    """What only persons do."""
    if has_filled_form(message):
        yield Sign(-ENOUGH, "our form, filled in")
    if speaks_for(message):
        yield Sign(-3, "a web form speaks for a person")
    is_sure = any(sign.weight >= ENOUGH for sign in signs)
    if not is_sure and (_PERSONS_BUSINESS.search(said) or "?" in said):
        yield Sign(-1, "it speaks of the matter")
