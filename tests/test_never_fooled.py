"""Never answered, never fooled, through the whole pipe: what leaves, to whom, from whom, and what is noted."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailflow import pack
from mailflow import settings as settings_of
from mailflow.decide.limits import MAX_REACHED, Pace
from mailflow.mail.transport import Answer, Handover, SenderRefused
from mailflow.model import Arrival
from mailflow.pipe import Pipe
from mailflow.postman import Postman
from mailflow.store.outbox import UNLIMITED, Outbox
from mailflow.store.store import Store
from mailflow.wiring import instance_of
from tests.test_pipe import FORM, KEY, NOW, WHOLE, mail

US = "info@interoccupy.example"
ANA = "ana@example.org"
LARRY = "larry@example.org"
TRUST = ("trust.authserv_id=mx.interoccupy.example", "trust.border_host=mx.interoccupy.example")


class Server:
    """Takes mail and remembers sender, receiver and bytes; refuses what it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, bytes]] = []
        self.tried: list[tuple[str, str]] = []
        self.refusals: dict[str, Answer] = {}
        self.wants_sender: Exception | Answer | None = None

    def send(self, sender: str, to: str, raw: bytes) -> Answer:
        """Take or refuse a mail."""
        self.tried.append((sender, to))
        if not sender and isinstance(self.wants_sender, Exception):
            raise self.wants_sender
        refusal = self.refusals.get(to) or (self.wants_sender if not sender else None)
        if isinstance(refusal, Answer):
            return refusal
        self.taken.append((sender, to, raw))
        return Answer(Handover.SENT, 250, "taken")

    def login_check(self) -> str:
        """Nobody logs in here."""
        return ""

    def close(self) -> None:
        """Nothing is open."""

    @property
    def receivers(self) -> list[str]:
        """Everybody outside who got a mail, in order."""
        return [to for _sender, to, _raw in self.taken if to != ANA]

    def texts(self, to: str) -> list[str]:
        """What this address got, headers included."""
        return [raw.decode() for _sender, one, raw in self.taken if one == to]


class Desk:
    """An instance in memory."""

    def __init__(self, *changes: str, pace: Pace = UNLIMITED) -> None:
        settings = settings_of.without_instance([f"staff={ANA}", *changes])
        self.now = NOW
        self.server = Server()
        self.store = Store(":memory:", key=KEY)
        self.store.init_instance(NOW - timedelta(days=1))
        self.outbox = Outbox(self.store)
        self.pipe = Pipe(instance_of(settings, pack.load(), KEY), self.store, self.outbox)
        self.postman = Postman(self.outbox, self.server, clock=lambda: self.now, pace=pace, address=US)
        self.uid = 0

    def take(self, *raws: bytes, is_cut: bool = False) -> None:
        """Let these mails in, decide them, and send all that is due."""
        for raw in raws:
            self.uid += 1
            self.pipe.take_in(
                [
                    Arrival(
                        mailbox="INBOX", uidvalidity="1", uid=str(self.uid), received_at=self.now, size=len(raw),
                        raw=raw, is_cut=is_cut,
                    )
                ],
                self.now,
            )  # fmt: skip
        while self.pipe.work(self.now):
            pass
        self.post()

    def post(self) -> None:
        """Send all that is due now."""
        while self.postman.deliver() or self.pipe.telling.of_failures(self.now):
            pass

    def last(self, to: str) -> dict[str, str]:
        """The headers of the newest mail to somebody, names in lower case."""
        head = self.server.texts(to)[-1].partition("\r\n\r\n")[0]
        return {name.lower(): said for name, _, said in (line.partition(": ") for line in head.splitlines())}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An instance with one of the staff, and verdicts pinned."""
    one = Desk(*TRUST)
    yield one
    one.store.close()


def verdict(said: str) -> str:
    """What our own mail server writes above a mail."""
    return f"Authentication-Results: mx.interoccupy.example; {said}\nReceived: from x by mx.interoccupy.example; now"


def reply(desk: Desk, to: str, sender: str, body: str, number: int, subject: str = "Re: it") -> bytes:
    """An answer to the newest mail that somebody got."""
    answered = desk.last(to)["message-id"]
    return mail(sender, subject, body, f"In-Reply-To: {answered}", f"References: {answered}", number=number)


def bounce(desk: Desk, to: str, *, failed: str = "", number: int = 99, action: str = "failed") -> bytes:
    """A notice of the standard's kind about the newest mail to somebody (RFC 3464)."""
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nTo: {US}\nSubject: Undelivered Mail\n"
        f"Message-ID: <b{number}@mx.example.org>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\nIt did not arrive.\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {failed or to}\nAction: {action}\n"
        f"Status: {'5.1.1' if action == 'failed' else '4.2.0'}\n\n--b\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {desk.last(to)['message-id']}\n\n--b--\n"
    ).encode()


# -- error answers -----------------------------------------------------------------------------------------------------

PICTURE = (
    b'From: "SECRET Offer" <victim@example.net>\nTo: info@interoccupy.example\nSubject: SECRET pills\n'
    b"Message-ID: <p1@example.net>\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n\n--b\n'
    b'Content-Type: image/png; name="SECRET.png"\nContent-Disposition: attachment; filename="SECRET.png"\n\nSECRET\n'
    b"--b--\n"
)


@pytest.mark.parametrize("is_cut", [False, True])
def test_an_error_answer_repeats_nothing_and_has_no_sender(desk: Desk, is_cut: bool) -> None:
    """Not a word of a stranger's mail goes to who may not have sent it, and no bounce comes back (RFC 5321, 4.5.5)."""
    desk.take(PICTURE, is_cut=is_cut)

    [(sender, to, raw)] = [one for one in desk.server.taken if one[1] != ANA]
    assert ("", "victim@example.net") == (sender, to)
    assert b"secret" not in raw.lower()


def test_a_refused_command_repeats_nothing_either() -> None:
    """Who is not of the staff any more hears so without his own lines."""
    desk = Desk(*TRUST)
    desk.store.set_staff({"old@example.org": "old@example.org"}, NOW - timedelta(days=9))
    desk.store.set_staff({ANA: ANA}, NOW - timedelta(days=1))
    desk.take(mail("SECRET <old@example.org>", "[IO-0001] SECRET", "IO-0001 note SECRET", number=1))

    [(sender, to, raw)] = [one for one in desk.server.taken if one[1] != ANA]
    assert ("", "old@example.org") == (sender, to)
    assert b"secret" not in raw.lower()
    desk.store.close()


def test_other_answers_have_our_sender(desk: Desk) -> None:
    """A question that bounces must be heard of."""
    desk.take(mail(LARRY, "hello", "Who are you?", number=1))

    assert [(US, LARRY)] == [(sender, to) for sender, to, _raw in desk.server.taken if to != ANA]


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(SenderRefused("no mail with an empty envelope sender"), id="at-MAIL"),
        pytest.param(Answer(Handover.NEVER, 550, "5.7.1 sender required"), id="at-RCPT"),
    ],
)
def test_a_server_that_wants_a_sender_gets_ours_and_is_remembered(desk: Desk, refusal: Exception | Answer) -> None:
    """It is tried once more with our address; the next such mail begins with it, and after a month it is tried anew."""
    desk.server.wants_sender = refusal
    for number, later in enumerate((timedelta(0), timedelta(days=1), timedelta(days=40))):
        desk.now = NOW + later
        desk.take(PICTURE.replace(b"<p1@", b"<p%d@" % number).replace(b"victim@", b"v%d@" % number))

    tried = [(sender, to[:2]) for sender, to in desk.server.tried if to != ANA]
    assert [("", "v0"), (US, "v0"), (US, "v1"), ("", "v2"), (US, "v2")] == tried
    assert ["v0@example.net", "v1@example.net", "v2@example.net"] == desk.server.receivers


def test_a_dead_receiver_is_no_sign_that_a_sender_is_wanted(desk: Desk) -> None:
    """Refused both times: the mail is refused, and the next one is tried with the null sender as before."""
    desk.server.refusals["victim@example.net"] = Answer(Handover.NEVER, 550, "5.1.1 no such user")
    desk.take(PICTURE)

    assert not desk.outbox.wants_sender(desk.now)
    assert desk.store.is_failing("victim@example.net")


# -- whom we write to --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        FORM,
        WHOLE,
        "Who are you?",
        "Please send me the form.",
        "cancel",
        "unsubscribe",
        "IO-0001 take",
        "Notes:\nWe met.",
    ],
)
def test_an_address_found_in_cc_is_never_written_to(desk: Desk, body: str) -> None:
    """Whoever writes is answered, nobody else (protocol 8.7), first mail and answer alike."""
    copied = ("Cc: x@example.com, y@example.com", verdict("dmarc=pass header.from=example.org"))
    desk.take(mail(LARRY, "Call request", body, *copied, number=1))
    answered = desk.last(LARRY)["message-id"]
    more = ("Cc: z@example.com", f"In-Reply-To: {answered}")
    desk.take(mail(LARRY, "Re: it", "9. Nate, nate@example.net\n", *more, number=2))

    assert {LARRY} == {*desk.server.receivers}


def contact(number: int) -> str:
    """A request in somebody else's name."""
    return FORM.replace("Rent strike", f"Rent strike {number}") + f"3. Contact: Victim, v{number}@example.net\n"


def test_one_sender_cannot_make_us_write_to_many(desk: Desk) -> None:
    """Ten addresses that are new to us a day hear from us by one sender; the others stand with staff (8.30)."""
    rest = WHOLE.removeprefix(FORM)
    for number in range(MAX_REACHED + 2):
        desk.take(mail(LARRY, "Call request", contact(number), number=2 * number))
        if number < 5:
            desk.take(reply(desk, LARRY, LARRY, rest, 2 * number + 1))
    # Answers to oneself end at the cap; what goes to others is held at its own number.
    victims = [to for to in desk.server.receivers if to.startswith("v")]
    assert 5 == len(victims)
    with desk.store.transaction():
        for number in range(MAX_REACHED - 5):
            desk.store.meet(f"w{number}@example.net", LARRY, desk.now)
    answered = desk.store.calls_of(LARRY)[0].ref
    desk.take(mail(LARRY, f"Re: [{answered}] x", rest, number=900))

    assert 5 == len([to for to in desk.server.receivers if to.startswith("v")])
    told = [one for one in desk.server.texts(ANA) if "Subject: " in one and "is held" in one]
    assert 1 == len(told)
    story = desk.store.story(answered)
    assert story
    assert ["held back"] == [row.event.what for row in story.history if row.event.actor == "mailflow"]
    desk.now += timedelta(days=1, minutes=1)
    answered = desk.store.calls_of(LARRY)[1].ref
    desk.take(mail(LARRY, f"Re: [{answered}] x", rest, number=901))
    assert 6 == len([to for to in desk.server.receivers if to.startswith("v")])


def test_who_is_known_to_us_is_written_to_whoever_causes_it(desk: Desk) -> None:
    """The limit is for addresses that never had to do with us (8.30)."""
    desk.take(mail("v1@example.net", "hello", "Who are you?", number=1))
    with desk.store.transaction():
        for number in range(MAX_REACHED):
            desk.store.meet(f"w{number}@example.net", LARRY, desk.now)
    desk.take(mail(LARRY, "Call request", contact(1), number=2))
    desk.take(reply(desk, LARRY, LARRY, WHOLE.removeprefix(FORM), 3))

    assert ["v1@example.net", LARRY, LARRY, "v1@example.net"] == desk.server.receivers


def test_a_reply_to_that_changes_is_no_way_around_the_caps(desk: Desk) -> None:
    """One sender whose Reply-To names another mailbox of his domain each time reaches ten of them a day at most."""
    for number in range(15):
        said = f"Who are you, {'abcdefghijklmno'[number] * 4}?"
        desk.take(mail("mallory@example.net", "hello", said, f"Reply-To: v{number}@example.net", number=number))

    assert MAX_REACHED == len(desk.server.receivers)


def test_the_caps_count_who_gets_the_answers(desk: Desk) -> None:
    """A Reply-To that names somebody else of the domain gets three a day, as he would by himself (protocol 8.4)."""
    for number in range(6):
        said = f"Who are you, {'abcdef'[number] * 4}?"
        desk.take(mail("mallory@example.net", "hello", said, "Reply-To: victim@example.net", number=number))

    assert ["victim@example.net"] * 3 == desk.server.receivers


def test_a_thread_without_a_case_ends_too(desk: Desk) -> None:
    """A robot that answers from another address each time gets ten mails in one thread (protocol, case 52)."""
    desk.take(mail("r0@robot.example", "form", "Please send me the form for a call.", number=1000))
    for number in range(15):
        last = desk.server.receivers[-1]
        said = f"Please send me the form for {'abcdefghijklmno'[number] * 4}."
        desk.take(reply(desk, last, f"r{number + 1}@robot.example", said, number + 1))

    assert 10 == len(desk.server.receivers)
    assert "last automatic answer" in desk.server.texts(desk.server.receivers[-1])[0]
    assert "last automatic answer" not in desk.server.texts(desk.server.receivers[-2])[0]


# -- loops -------------------------------------------------------------------------------------------------------------


def test_two_robots_part_by_the_third_mail(desk: Desk) -> None:
    """A robot without any sign, that answers each mail of ours with its own numbers, hears twice from us."""
    robot = "desk@robot.example"
    desk.take(mail(robot, "Your matter 1", "The matter lies with Bob now, under 4711.", number=1))
    for number in range(2, 8):
        desk.take(reply(desk, robot, robot, f"The matter lies with BOB now, under {4711 + number}.", number))

    assert [robot, robot] == desk.server.receivers
    assert 1 == sum("the same words" in " ".join(one.lower().split()) for one in desk.server.texts(ANA))


def test_a_robot_that_sends_our_text_back_hears_twice(desk: Desk) -> None:
    """A reply whose whole text is ours, marked or not, says nothing: the third is not answered."""
    robot = "desk@robot.example"
    desk.take(mail(robot, "Who?", "Who are you?", number=1))
    for number in range(2, 8):
        ours = desk.server.texts(robot)[-1].partition("\r\n\r\n")[2]
        text = ours.split("Content-Transfer-Encoding: 7bit\r\n\r\n")[1].partition("--=_")[0].replace("\r\n", "\n")
        said = "".join(f"> {line}\n" for line in text.splitlines()) if number % 2 else text
        desk.take(reply(desk, robot, robot, said, number))

    assert 3 == len(desk.server.receivers), "the first question, and two of what came after it"


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_our_own_mail_that_comes_back_is_ours(desk: Desk, change: object) -> None:
    """Whatever a forwarder does to the case of header names and of our address, we do not answer ourselves."""
    desk.take(mail(LARRY, "hello", "Who are you?", number=1))
    assert callable(change)
    head, _, body = desk.server.texts(LARRY)[0].partition("\r\n\r\n")
    names = re.sub(r"(?m)^[A-Za-z-]+(?=: )", lambda one: change(one[0]), head)
    names = names.replace(US, US.upper()).replace("<mailflow.", "<again.mailflow.", 1)
    before = len(desk.server.taken)
    desk.take(f"Received: from elsewhere\r\n{names}\r\n\r\n{body}".encode())

    assert before == len(desk.server.taken)
    assert "own" == desk.store.mails(1)[0].kind


# -- mail that came back -----------------------------------------------------------------------------------------------


def test_an_address_is_marked_until_a_person_writes_from_it(desk: Desk) -> None:
    """No reminder goes to it; a forged mail from there does not clear it, a person's does."""
    desk.take(mail(LARRY, "Call request", FORM, number=1))
    assert desk.store.may_remind(LARRY)
    desk.take(bounce(desk, LARRY, action="delayed", number=1))
    assert desk.store.may_remind(LARRY)
    desk.take(bounce(desk, LARRY, number=2))
    assert (True, False) == (desk.store.is_failing(LARRY), desk.store.may_remind(LARRY))
    desk.take(mail(LARRY, "hello", "Me!", verdict("dmarc=fail header.from=example.org"), number=2))
    assert desk.store.is_failing(LARRY)
    desk.take(mail(LARRY, "Out of office", "Away.", "Auto-Submitted: auto-replied", number=3))
    assert desk.store.is_failing(LARRY)
    desk.take(mail(LARRY, "hello", "I am back.", number=4))
    assert (False, True) == (desk.store.is_failing(LARRY), desk.store.may_remind(LARRY))


@pytest.mark.parametrize("failed", ["tammy@example.org", "v1@example.net"])
def test_a_notice_marks_only_whom_we_wrote_to(desk: Desk, failed: str) -> None:
    """A genuine number of ours with another address in it marks neither."""
    desk.take(mail(LARRY, "Call request", FORM, number=1))
    desk.take(bounce(desk, LARRY, failed=failed))

    assert (False, False) == (desk.store.is_failing(LARRY), desk.store.is_failing(failed))


def test_a_refusal_at_the_server_marks_and_tries_the_other_address(desk: Desk) -> None:
    """550 at RCPT is as good as a bounce; the same text goes to the contact's address, and its answer counts."""
    whole = WHOLE.replace("10. Maestro tech supporter: NEED HELP\n", "") + "3. Contact: Larry, larry@new.example\n"
    desk.server.refusals[LARRY] = Answer(Handover.NEVER, 550, "5.1.1 User unknown")
    desk.take(mail(LARRY, "Call request", whole, number=1))

    assert desk.store.is_failing(LARRY)
    assert ["larry@new.example"] == desk.server.receivers
    assert "larry@new.example" in desk.server.texts(ANA)[-1]
    desk.take(reply(desk, "larry@new.example", "larry@new.example", "NEED HELP", 2))
    held = desk.store.call("IO-0001")
    assert held
    assert "NEED HELP" == held.value("tech")


def test_a_full_mailbox_is_not_a_dead_one(desk: Desk) -> None:
    """Staff hear of it, and the address is not marked."""
    desk.server.refusals[LARRY] = Answer(Handover.NEVER, 552, "5.2.2 mailbox full")
    desk.take(mail(LARRY, "Call request", FORM, number=1))

    assert desk.store.may_remind(LARRY)
    assert any("did not arrive" in one for one in desk.server.texts(ANA))


def test_unsubscribe_ends_reminders_and_not_answers(desk: Desk) -> None:
    """Whoever writes it gets no more reminders, and is answered as ever (protocol 8.29)."""
    desk.take(mail(LARRY, "please", "unsubscribe", number=1))

    assert (False, True) == (desk.store.may_remind(LARRY), desk.store.may_remind("nate@example.org"))
    desk.take(mail(LARRY, "hello", "Who are you?", number=2))
    assert [LARRY, LARRY] == desk.server.receivers
    assert not desk.store.may_remind(LARRY), "a later mail does not bring reminders back"


# -- pace --------------------------------------------------------------------------------------------------------------


def test_what_is_over_waits_and_staff_hear_once_a_day() -> None:
    """Five an hour, two to a domain: nothing is dropped, the first free moment is taken, staff get one mail a day."""
    desk = Desk(*TRUST, pace=Pace(answers=5, answers_to_domain=2))
    desk.take(
        *(mail(f"p{n}@one.example", "form", "Please send me the form for a call.", number=n) for n in range(5)),
        *(mail(f"p{n}@gmail.com", "form", "Please send me the form for a call.", number=n) for n in range(7)),
    )
    per_hour = []
    for _hour in range(4):
        per_hour.append(len(desk.server.receivers))
        desk.now += timedelta(hours=1)
        desk.post()
    told = [one for one in desk.server.texts(ANA) if "Subject: Automatic answers wait" in one]

    assert [5, 10, 12, 12] == per_hour
    assert {f"p{n}@one.example" for n in range(5)} < {*desk.server.receivers}
    assert 1 == len(told)
    assert "one.example" in told[0]
    desk.store.close()


def test_staff_are_told_at_once_whatever_waits() -> None:
    """Cards and alerts are no automatic answers."""
    desk = Desk(*TRUST, pace=Pace(answers=1, answers_to_domain=1))
    for number in range(6):
        desk.take(mail(f"p{number}@{number}.example", "Who?", "Who are you?", number=number))

    assert 1 == len(desk.server.receivers)
    assert 6 == sum("needs a person" in one for one in desk.server.texts(ANA))
    desk.store.close()


def test_a_restart_forgets_no_pace(tmp_path: Path) -> None:
    """What left within the hour counts though another program sent it."""
    key = tmp_path / "store.sqlite"
    for number, expected in ((1, 1), (2, 0)):
        store = Store(key, key=KEY)
        store.init_instance(NOW - timedelta(days=1))
        desk = Desk(pace=Pace(answers=1))
        desk.store.close()
        desk.store, desk.outbox = store, Outbox(store)
        desk.pipe = Pipe(desk.pipe.instance, store, desk.outbox)
        desk.postman.outbox, desk.uid = desk.outbox, number
        desk.take(mail(f"p{number}@example.org", "Who?", "Who are you?", number=number))
        assert expected == len(desk.server.receivers)
        store.close()
