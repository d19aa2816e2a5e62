"""Which mails a machine sent."""

from datetime import UTC, datetime

import pytest

from mailflow.model import Address, Context, Kind
from mailflow.read.adapter import message
from mailflow.read.kinds import kind
from mailflow.read.kinds.behind import author_behind

OURS = frozenset({"info@interoccupy.example", "info@interoccupy.org"})
CONTEXT = Context(received_at=datetime(2012, 3, 5, tzinfo=UTC), ours=OURS, domain="interoccupy.example")
REPORT = (
    'Content-Type: multipart/report; report-type={}; boundary="b"\n\n--b\n\nnotice\n--b\nContent-Type: {}\n\n{}\n--b--'
)


def judge(headers: str, sender: str = "larry@example.org", body: str = "1. Call title: x") -> tuple[Kind, str] | None:
    """What kind a mail with these header lines is."""
    blank = "" if "\n\n" in headers else f"\n\n{body}"
    raw = f"From: {sender}\nTo: info@interoccupy.example\n{headers}{blank}".encode()
    return kind.machine_kind(message.parse(raw), CONTEXT, raw)


def kind_of(headers: str, sender: str = "larry@example.org") -> Kind | None:
    """The kind alone."""
    found = judge(headers, sender)
    return found[0] if found else None


@pytest.mark.parametrize(
    "headers",
    [
        "Subject: Call request",
        "Auto-Submitted: no",
        "Auto-Submitted: No",
        "Auto-Submitted: no; x=y",
        "Auto-Submitted: no (a person)",
        "Auto-Submitted: (a person) no",
        "Auto-Submitted:",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply\nSubject: Call request",
        "Precedence: normal",
        "Precedence: first-class",
        "Return-Path: <larry@example.org>",
        "Subject: Re: Out of office",
        "Subject: Out of office hours call",
        "Subject: Vacation schedule for the hub",
        "Subject: Automatic replies are annoying",
        "Subject: Ticket #42 for the call",
        "Subject: Delivery failure of our leaflets",
        "Subject: Re: Undelivered Mail Returned to Sender",
        "Subject: Read: the minutes",
        "X-Loop: larry@example.org",
        "Reply-To: group@example.org",
        "List-Id: <info.interoccupy.org>\nList-Unsubscribe: <mailto:x@y.org>\nPrecedence: list",
        "List-Post: <mailto:Info@InterOccupy.org>\nList-Id: Desk <desk.googlegroups.com>\nPrecedence: bulk",
        "X-BeenThere: info@interoccupy.example\nMailing-list: list info@interoccupy.example; contact x",
        "X-Autoreply: no",
        "Feedback-ID: 1:2:3:SES",
    ],
)
def test_a_person_is_nobody_s_machine(headers: str) -> None:
    """Signs that persons' mail has, too, make nobody a machine (a person taken for one is never answered)."""
    assert judge(headers) is None


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied",
        "auto-submitted: AUTO-REPLIED",
        "Auto-Submitted: auto-replied; owner-email=a@x.org",
        "Auto-Submitted: auto-generated (vacation)",
        "Auto-Submitted: (x) auto-notified",
        "Auto-Submitted: no\nAuto-Submitted: auto-replied",
        "Precedence: auto_reply",
        "Precedence: Bulk",
        "precedence: JUNK",
        "X-Precedence: junk",
        "X-Autoreply: yes",
        "X-AUTOREPLY: YES",
        "X-Autorespond: Call request",
        "X-Autoresponder: 1",
        "X-FC-MachineGenerated: true",
        "Return-Path: <>",
        "Return-Path: < >\nSubject: away",
        "X-Auto-Response-Suppress: All\nSubject: I am on leave until Monday",
        "X-Auto-Response-Suppress: All\nSubject: Read: Call request",
        "X-RT-Loop-Prevention: example\nSubject: [example.org #4711] AutoReply: Call request",
        "X-OTRS-Loop: yes\nSubject: [Ticket#2012030510000012] Call request",
        "Subject: Your email requires verification verify#x",
        "Subject: Please confirm your message",
    ],
)
def test_a_machine_s_answer_is_an_auto_reply(headers: str) -> None:
    """Every sign of RFC 3834 and of its forerunners counts, without case."""
    assert kind_of(headers) is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    [
        *(
            "Automatic reply: Call request",
            "Out of Office",
            "Out of Office: Call request",
            "Out of Office AutoReply: x",
        ),
        *("AutoReply: x", "Auto-Reply: x", "Auto Response: x", "Vacation reply", "automatic reply: RE: [IO-0001] x"),
        *(
            "Abwesenheitsnotiz: Anruf",
            "Automatische Antwort: Anruf",
            "Réponse automatique : appel",
            "Réponse automatique\u00a0: x",
        ),
        *("Respuesta automática: llamada", "Fuera de la oficina", "Risposta automatica: x", "Fuori sede: x"),
        *("Automatisch antwoord: x", "Afwezig: x", "Autosvar: x", "Automatiskt svar: x", "Automatisk svar: x"),
        *("Resposta automática: x", "Automatické odpovědi", "Automatická odpověď: x", "Odpowiedź automatyczna: x"),
        *("Automaattinen vastaus: x", "Автоматический ответ: x", "自動応答: x", "自动答复: x", "Otomatik yanıt: x"),
    ],
)
def test_a_vacation_notice_is_known_by_its_subject(subject: str) -> None:
    """The phrases that mail programs put in front of a subject count alone, in many languages."""
    assert kind_of(f"Subject: {subject}") is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("report", "part", "text", "expected"),
    [
        ("delivery-status", "message/delivery-status", "Action: failed\nFinal-Recipient: rfc822; a@x.org", Kind.BOUNCE),
        (
            "delivery-status",
            "message/delivery-status",
            "Action: delayed\nFinal-Recipient: rfc822; a@x.org",
            Kind.BOUNCE,
        ),
        (
            "delivery-status",
            "message/delivery-status",
            "Action: delivered\nFinal-Recipient: rfc822; a@x.org",
            Kind.BOUNCE,
        ),
        (
            "disposition-notification",
            "message/disposition-notification",
            "Disposition: manual-action/x; displayed",
            Kind.AUTO_REPLY,
        ),
        (
            "disposition-notification",
            "message/disposition-notification",
            "Disposition: automatic-action/x; deleted",
            Kind.BOUNCE,
        ),
        ("feedback-report", "message/feedback-report", "Feedback-Type: abuse", Kind.AUTO_REPLY),
        ("something-new", "text/plain", "x", Kind.AUTO_REPLY),
    ],
)
def test_a_report_is_what_its_type_says(report: str, part: str, text: str, expected: Kind) -> None:
    """Delivery reports and a filter's refusal are bounces; receipts and abuse reports are auto-replies."""
    assert kind_of(REPORT.format(report, part, text)) is expected


@pytest.mark.parametrize(
    "headers",
    [
        "List-Id: <occupy.lists.example.org>",
        "LIST-ID: Occupy <occupy.lists.example.org>",
        "List-Post: <mailto:occupy@lists.example.org>",
        "List-Unsubscribe: <https://example.org/u>",
        "Precedence: list",
        "Precedence: bulk\nList-Id: <news.example.org>",
        "Mailing-List: contact x@example.org",
        "List-Id: <occupy.lists.example.org>\nAuto-Submitted: auto-generated",
        "List-Id: <myinfo.interoccupy.org>",
        "List-Post: <mailto:myinfo@interoccupy.org>",
        "List-Post: <mailto:info@interoccupy.org.evil.example>",
    ],
)
def test_a_list_s_mail_is_list_mail(headers: str) -> None:
    """Lists and newsletters are known by their headers; a list is ours only by our whole address."""
    assert kind_of(headers) is Kind.LIST_MAIL


def test_a_vacation_notice_on_a_list_is_an_auto_reply() -> None:
    """A machine that answers a list is a machine."""
    assert kind_of("List-Id: <occupy.lists.example.org>\nAuto-Submitted: auto-replied") is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("sender", "headers", "expected"),
    [
        ("info@interoccupy.example", "", Kind.OWN),
        ("InterOccupy <INFO@InterOccupy.org>", "", Kind.OWN),
        ("info+42-abc@interoccupy.example", "", Kind.OWN),
        ("info+x@interoccupy.example", "Auto-Submitted: auto-replied", Kind.OWN),
        ("list@example.org", "X-Mailflow: 1\nMessage-ID: <42@interoccupy.example>", Kind.OWN),
        ("list@example.org", "Message-ID: <42@interoccupy.example>", None),
        ("list@example.org", "X-Mailflow: 1\nMessage-ID: <42@example.org>", None),
        ("info@interoccupy.example.evil.org", "", None),
        ("xinfo@interoccupy.example", "", None),
    ],
)
def test_our_own_mail_is_known(sender: str, headers: str, expected: Kind | None) -> None:
    """Mail from one of our addresses, or with our mark and id, is our own coming back."""
    assert kind_of(f"Subject: x\n{headers}" if headers else "Subject: x", sender) is expected


@pytest.mark.parametrize(
    ("sender", "headers", "expected"),
    [
        ("noreply@example.org", "", Kind.AUTO_REPLY),
        ("Do-Not-Reply@example.org", "Reply-To: no-reply@example.org", Kind.AUTO_REPLY),
        ("noreply@example.org", "Reply-To: Larry <larry@example.org>", None),
        ("noreply@example.org", "List-Unsubscribe: <https://example.org/u>", Kind.LIST_MAIL),
        ("notification+k4@example.org", "X-Auto-Response-Suppress: All", Kind.AUTO_REPLY),
        ("nagios@example.org", "", Kind.AUTO_REPLY),
        ("alerts@example.org", "", None),
        ("norep@example.org", "", None),
    ],
)
def test_a_web_form_speaks_for_the_person_in_reply_to(sender: str, headers: str, expected: Kind | None) -> None:
    """A sender that takes no answers is a machine, unless it names a person who does."""
    assert kind_of(f"Subject: x\n{headers}" if headers else "Subject: x", sender) is expected


@pytest.mark.parametrize("method", ["REPLY", '"reply"', "COUNTER"])
def test_a_calendar_s_answer_is_a_person_s(method: str) -> None:
    """An iTIP REPLY says what a person clicked, whatever else it says of itself."""
    part = f"Content-Type: text/calendar; method={method}\n\nBEGIN:VCALENDAR"
    headers = (
        f'Auto-Submitted: auto-generated\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nyes\n--b\n{part}\n--b--'
    )
    assert judge(headers) is None


def test_a_calendar_s_invitation_is_no_exception() -> None:
    """A machine that invites us is a machine."""
    headers = "Auto-Submitted: auto-generated\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR"
    assert kind_of(headers) is Kind.AUTO_REPLY


def test_the_reason_is_in_words() -> None:
    """Every decision names its sign."""
    assert judge("Auto-Submitted: auto-replied; x") == (Kind.AUTO_REPLY, "Auto-Submitted: auto-replied")
    assert judge("List-Id: <a.b>") == (Kind.LIST_MAIL, "it has the header list-id")
    assert judge("Precedence: junk") == (Kind.AUTO_REPLY, "Precedence: junk")


FORM = """1. Call title: Worker co-ops
2. Group or occupation: Valley
5. Date: Tuesday, May 14, 2013
6. Start time: 2pm
8. Facilitator: Priya <priya@example.org>
10. Maestro tech supporter: NEED HELP"""
FULL_NOTICE = (
    "Thank you for your email. I am currently out of the office until August 20 with limited access to email. "
    "For urgent matters contact Bob at bob@example.org. I will respond upon my return."
)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Your message to FoodShare (case 1147)",
            "This is an automatic confirmation.\nPlease do not reply to this email.",
        ),
        ("Re: call", "Dies ist eine automatische Antwort auf Ihre Nachricht."),
        ("Re: call", "Este es un mensaje autom\u00e1tico."),
        ("Re: call", "Ce message a \u00e9t\u00e9 g\u00e9n\u00e9r\u00e9 automatiquement."),
        ("Re: call", "Dit is een automatisch antwoord."),
        (
            "Re: call",
            "Это автоматический ответ.",
        ),
        ("Thanks for contacting us", "Thank you for contacting us. We have received your message."),
        ("[#88123] Your call", "Your request has been received. Your ticket number is 88123."),
        ("I'm on vacation", "I am on vacation until August 20 and will not be checking email."),
        ("Absent", "Je suis absent(e) du bureau jusqu'au 14 mai. En cas d'urgence, contactez Marie."),
        ("Re: [IO-0042] call", FULL_NOTICE),
        ("Yahoo! Auto Response", "Hi! I'm hiking."),
        ("AUTO: Gerda Lohse ist au\u00dfer Haus. (R\u00fcckkehr am 10.04.2012)", "Ich kehre zur\u00fcck."),
        ("OOO: Re: call", "back monday"),
        ("RE: call (Out of Office)", "I'm away until 3/12."),
        ("Re: call (verification required)", "Please click the link below."),
        ("Re: call", "Your message is being held until you confirm that you are a person."),
        ("Read: call", "Your message\n\nTo: Jo\n\nwas read on Monday."),
        ("** PROBLEM Service Alert: web1/HTTP is CRITICAL **", "State: CRITICAL"),
        ("Cron <www@box> backup.sh", "failed"),
    ],
)
def test_a_machine_without_headers_is_known_by_its_words(subject: str, text: str) -> None:
    """What a program says of itself counts, in many languages, and weak words count beside other signs."""
    found = judge(f"Subject: {subject}", body=text)
    assert found is not None
    assert found[0] is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: [IO-0042] call", "I am out of the office on Friday, but yes Nate can do it."),
        ("away next week", "I am on vacation until Tuesday. Can somebody facilitate the call on the 10th?"),
        ("Your robot", "I keep getting this:\n\nThis is an automatic reply. Please do not reply to this message."),
        ("my new address", "Please do not reply to this address, write to larry2@example.org instead."),
        ("Automatic reply test?", "Is a person there?"),
        ("AUTO: workers strike call", "We would like a call (next week)."),
        ("ticket #88 for the train", "My ticket number is 8812 and I need the call at 9pm."),
        ("Re: one thing missing [#4821]", "We have received your question. The backup is Omar."),
        ("newsletter", "We want a call about a newsletter. How do people unsubscribe from the old one?"),
        ("Thank you for your message", "We got it, our backup is Joe Hill."),
        ("Fwd: Out of Office: call", "Joan is away, so Bob will do tech."),
    ],
)
def test_a_person_s_words_that_machines_use_are_a_person_s(subject: str, text: str) -> None:
    """One sign that persons give, too, makes nobody a machine."""
    assert judge(f"Subject: {subject}", body=text) is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("List-Unsubscribe: <mailto:u@crm.example>", None),
        ("Precedence: bulk", None),
        ("Precedence: bulk\nList-Unsubscribe: <mailto:u@crm.example>", None),
        ("List-Id: <x.lists.example.org>\nPrecedence: bulk", Kind.LIST_MAIL),
        ("Auto-Submitted: auto-replied\nPrecedence: bulk", Kind.AUTO_REPLY),
        ("X-Campaign-Id: 4", Kind.LIST_MAIL),
    ],
)
def test_a_form_filled_in_for_us_outweighs_the_signs_of_bulk(headers: str, expected: Kind | None) -> None:
    """A person who sends our form with a bulk program is answered; what a list or a robot declares still decides."""
    found = judge(headers, body=FORM)
    assert expected is (found[0] if found else None)


def test_a_form_that_does_not_come_to_us_is_a_list_s() -> None:
    """Signs of bulk hold where To does not name us."""
    raw = f"From: a@x.org\nTo: all@x.org\nList-Unsubscribe: <mailto:u@x.org>\n\n{FORM}".encode()
    assert kind.machine_kind(message.parse(raw), CONTEXT, raw) == (Kind.LIST_MAIL, "it has the header list-unsubscribe")


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ("Return-Path: <labor-bounces@lists.example.org>\nSubject: call?", "bob@example.org"),
        ("Return-Path: <bounce-44-x=y.org@mailer.example>\nSubject: Green Weekly newsletter", "news@green.example"),
    ],
)
def test_a_list_without_its_headers_is_known_by_its_envelope(headers: str, sender: str) -> None:
    """Old lists and newsletters give themselves away by the envelope and the foot."""
    found = judge(headers, sender, "View this email in your browser\n\nUnsubscribe from this list")
    assert found is not None
    assert found[0] is Kind.LIST_MAIL


VIA = "Subject: call\nX-Original-From: Ann <ann@example.org>"


@pytest.mark.parametrize(
    ("sender", "headers", "expected"),
    [
        ("'Ann Lee' via Info <info@interoccupy.org>", VIA, Address("Ann", "ann@example.org")),
        (
            "'Ann Lee' via Info <info@interoccupy.org>",
            "Reply-To: ann@example.org",
            Address("Ann Lee", "ann@example.org"),
        ),
        ("info@interoccupy.org", "X-Original-Sender: ann@example.org", Address("", "ann@example.org")),
        ("info@interoccupy.org", "Reply-To: ann@example.org", None),
        ("info@interoccupy.org", "X-Original-Sender: info@interoccupy.org\nReply-To: ann@example.org", None),
        ("'Ann' via Info <info@interoccupy.org>", f"{VIA}\nX-Mailflow: 1", None),
        ("'Ann' via Debt <debt@example.org>", VIA, None),
    ],
)
def test_our_own_list_hides_no_author(sender: str, headers: str, expected: Address | None) -> None:
    """Where our list put our address into From, the author is whom the list's headers name (protocol, 8.24)."""
    raw = f"From: {sender}\nTo: info@interoccupy.org\n{headers}\n\nWe want a call.".encode()
    parsed = message.parse(raw)
    assert expected == author_behind(parsed, OURS)
    found = kind.machine_kind(parsed, CONTEXT, raw)
    is_own = found is not None and found[0] is Kind.OWN
    assert is_own is (expected is None and "interoccupy" in sender)
