"""The nouns of the protocol, as frozen values: what travels through the pipe from one section to the next.

Instants are timezone-aware datetimes in UTC unless a name says otherwise. Values of form fields are kept exactly as
the reading contract prints them (a date is ``"2012-03-15"``, a time ``"20:00"``, a zone an IANA name), so that the
store, the JSON of ``explain`` and the rules all see one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    """What sort of mail a mail is (reading contract, "kind")."""

    CALL_REQUEST = "call-request"
    ANSWER = "answer"
    NOTES = "notes"
    TRAINING = "training"
    FORM_WANTED = "form-wanted"
    COMMAND = "command"
    QUESTION = "question"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST_MAIL = "list-mail"
    OWN = "own"

    @property
    def is_automatic(self) -> bool:
        """Whether a mail of this kind is recorded and never answered (RFC 3834, section 2)."""
        return self in {Kind.AUTO_REPLY, Kind.BOUNCE, Kind.LIST_MAIL, Kind.OWN}


class Status(StrEnum):
    """Where a case stands: the lifecycle words of the protocol, section 3.1; a question is ``open`` or ``closed``."""

    INCOMPLETE = "incomplete"
    REVIEW = "review"
    WITHDRAWN = "withdrawn"
    OPEN = "open"
    CLOSED = "closed"


class Disposition(StrEnum):
    """How the handling of one mail ended. Every mail ends in exactly one."""

    PROCESSED = "processed"  # it was understood and did what it should
    RECORDED = "recorded"  # it is kept and nothing more: machines, lists, thanks
    DUPLICATE = "duplicate"  # the same mail was here before
    BEFORE_START = "before-start"  # it reached the server before the instance was made
    UNREADABLE = "unreadable"  # it could not be read; a person sees it
    QUARANTINED = "quarantined"  # reading or deciding it raised three times
    DROPPED = "dropped"  # a person dropped it from quarantine


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322, section 3.4: the display name (may be empty) and the addr-spec, lower-cased."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """The part after the last ``@``."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a form: what was said of them, ``None`` where it was not said."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether there is a way to reach them ("clearly identified", protocol N13)."""
        return bool(self.email or self.phone)


NEED_HELP = "NEED HELP"

Value: TypeAlias = str | int | bool | tuple[Person, ...] | tuple[int, ...] | tuple[str, ...] | None
"""A field's value as the reading contract prints it; lists are tuples here.

``contact`` is a tuple of one person. ``tech`` is a tuple of persons or ``NEED_HELP``. ``recurrence`` ``None`` means
one time."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from.

    part: the MIME part (``text/plain``, ``text/html``), a document's file name, or ``subject``, ``from``;
    line: its line there, from 1 (0 where there is none); grammar: the name of the grammar that read it;
    said: the author's own words.
    """

    part: str
    line: int
    grammar: str
    said: str

    @property
    def is_said(self) -> bool:
        """Whether somebody said it; the sender's own name and address come with the mail by themselves."""
        return self.part != "from"


@dataclass(frozen=True, slots=True)
class Field:
    """A value read with certainty. ``assumed`` says in words what was assumed in reading it, ``""`` for nothing."""

    key: str
    value: Value
    source: Source
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Something was said where a careful person would ask back.

    why: a short reason in words a requester understands, without a full stop (``"not sure yet"``);
    suggestion: the likely value, ``None`` where none is likely.
    """

    key: str
    said: str
    why: str
    source: Source
    suggestion: Value = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail's readable text.

    text: without quote marks, otherwise as written (no line end); depth: how deep it is quoted, 0 is the
    author's own; number: from 1 in its part; part: the MIME part it stands in.
    """

    text: str
    depth: int
    number: int
    part: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the mail's text. The name is safe to show and holds no path; the size is in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """An attached document: its text, line by line, or a sentence for a person why it has none for us.

    The part of each line is the document's name, which no other document of the mail has.
    """

    name: str
    media_type: str
    lines: tuple[Line, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail, parsed and bounded: what the rest of the program may know of it.

    headers: every header in order, name as written, value unfolded with encoded words left as they are;
    from_: the one author, ``None`` when there is none or more than one; delivered_to: the addresses of Delivered-To,
    X-Original-To, Envelope-To, X-Gm-Original-To; date: the Date header as an aware datetime in the sender's own offset;
    lines: the readable text, quote marks turned into depth; html_only: no usable text part;
    structure: the media type of every part, depth first, as ``multipart/report`` or ``message/delivery-status``;
    report: text of the delivery-status or disposition-notification part; returned_id: the Message-ID of a returned
    or attached message; content_hash: hex SHA-256 over what does not change on the way (trace headers left out);
    defects: what was wrong with it, in words; documents: what the attached documents say, once they were opened;
    has_unread: parts that may hold its text were not read, or show none: the mail is not empty, whatever its lines say.
    """

    message_id: str | None
    headers: tuple[tuple[str, str], ...]
    from_: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    subject: str
    date: datetime | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    lines: tuple[Line, ...]
    html_only: bool
    structure: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    report: str
    returned_id: str | None
    content_hash: str
    defects: tuple[str, ...]
    documents: tuple[Document, ...] = ()
    has_unread: bool = False

    def header(self, name: str) -> str:
        """The first header of this name, ``""`` when there is none."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")

    def header_all(self, name: str) -> tuple[str, ...]:
        """Every header of this name, topmost first."""
        return tuple(v for n, v in self.headers if n.lower() == name.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the reader may know beside the mail itself.

    received_at: when the server took the mail in (INTERNALDATE), UTC; ours: our own addresses, lower-cased;
    staff: staff addresses, lower-cased; our_ids: whether a Message-ID is one we gave out is answered by ``answers``;
    answers: the text we sent in the mail that this one answers (``""`` where it answers none of ours);
    asked: the keys we asked for there, in order; known: what the case already holds; doubts: what it asks back;
    case: its reference; domain: the domain of our Message-IDs; prefix: what the references of our calls begin with;
    read_as: the kind that staff say it is (``reclassify``, protocol 8.29), ``None`` where nobody has said.
    """

    received_at: datetime
    ours: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    answers: str = ""
    asked: tuple[str, ...] = ()
    known: Mapping[str, Field] = field(default_factory=dict)
    doubts: Mapping[str, Unclear] = field(default_factory=dict)
    case: str | None = None
    domain: str = ""
    prefix: str = "IO"
    read_as: Kind | None = None


class Partstat(StrEnum):
    """What somebody answers to an invitation (RFC 5545, section 3.2.12)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    DELEGATED = "delegated"
    NONE = "none"  # nothing yet, or nothing that can be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """A calendar program's answer to an invitation of ours (iTIP REPLY, RFC 5546, section 3.2.3; protocol 8.25).

    uid: of the invitation; attendee: whose answer it says it is; sender: the address in From, ``""`` for none; only
    who answers for himself counts. answer, sequence, comment: as said. Where the calendar does not say one thing of one
    person, uid and attendee are ``""`` and there is no answer.
    """

    sender: str
    uid: str = ""
    attendee: str = ""
    answer: Partstat = Partstat.NONE
    sequence: int | None = None
    comment: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the sender answers for himself."""
        return bool(self.sender) and self.sender == self.attendee


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one mail means.

    why: how the kind was decided, in words; own_text: the author's new words, quotes left out; tag: a case reference
    seen in the subject; is_thanks: nothing but thanks; is_untouched: our form came back as it was sent;
    asks_emergency: the subject says urgent; failed: the addresses that a bounce says failed; returned_id: the id of
    the mail of ours that came back; is_delay: a bounce that only says "later"; others: further requests that the same
    mail makes, each with its own values (protocol, section 4, case 26); attendance: what a calendar program answers,
    ``None`` for any other mail; unused: sentences of an answer that say something, and that no line of the form took.
    """

    kind: Kind
    why: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    unclear: Mapping[str, Unclear] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    own_text: str = ""
    tag: str | None = None
    is_thanks: bool = False
    is_untouched: bool = False
    asks_emergency: bool = False
    failed: tuple[str, ...] = ()
    returned_id: str | None = None
    is_delay: bool = False
    others: tuple["Reading", ...] = ()
    attendance: Attendance | None = None
    unused: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What a finding asks for (rule contract): who must act, and whether it holds the call up."""

    ASK = "ask"
    BLOCK = "block"
    WARN = "warn"
    REMIND = "remind"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. Its identity is rule, object and key, never its facts.

    facts hold numbers, words and times, never sentences; the sentence is ``templates/rules/<rule>.txt``.
    """

    outcome: Outcome
    key: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    rule: str = ""


class Verdict(StrEnum):
    """What our own mail server says of the sender (RFC 8601)."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    NONE = "none"


class Waits(StrEnum):
    """What waits for an answer to a mail of ours."""

    ORDERS = "orders"  # commands whose sender was not proven
    VALUES = "values"  # a stranger's values for somebody's call
    WHICH = "which"  # values, while it is not sure for which call


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Something that was said, is not done yet, and waits for one person's answer.

    actor: the address that said it; mail_id: in which mail; case: what it is about; revision: how that case stood,
    as the store tells it; asked_at, ends_at: from when until when an answer counts (UTC); orders: commands, each as a
    line that says its case; fields, unclear: values; choices: the cases it may be for; number: of the mail that asks,
    0 before it is written; is_settled: it was answered before.
    """

    waits: Waits
    actor: str
    mail_id: int
    case: str | None
    revision: str
    asked_at: datetime
    ends_at: datetime
    orders: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    unclear: Mapping[str, Unclear] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    number: int = 0
    is_settled: bool = False


class InviteMethod(StrEnum):
    """What an invitation asks of the receiver's calendar (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"  # enter it, or change it
    CANCEL = "CANCEL"


class GuestRole(StrEnum):
    """The part of an invited person (RFC 5545, section 3.2.16)."""

    CHAIR = "CHAIR"
    REQUIRED = "REQ-PARTICIPANT"
    OPTIONAL = "OPT-PARTICIPANT"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited: name and address, which every other guest sees, and nothing more of them."""

    address: Address
    role: GuestRole = GuestRole.REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A call as it stands in its people's calendars (protocol 3.1: CONFIRM, CHANGED, CANCELLED).

    uid: ``<ref>@<domain>``, the same for the life of the call; sequence: 0, and one more with each change; starts_at:
    aware, in the call's own IANA zone; link: the public one, ``""`` until there is one; organiser: where answers go;
    stamp: when this version was made (DTSTAMP). Phone numbers and the conductor's link have no place here: every guest
    and all who share their calendars see what it holds.
    """

    uid: str
    sequence: int
    method: InviteMethod
    starts_at: datetime
    length: timedelta
    title: str
    organiser: Address
    guests: tuple[Guest, ...]
    stamp: datetime
    description: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A mail to be written: facts for a template, and where it goes. It holds no text of its own.

    template: its path below ``templates/`` without ending, as ``requester/incomplete``; to: its one receiver;
    case: the reference in the subject's tag, ``None`` for none; answers: the mail it answers (its Message-ID and
    References) or empty; automatic: it counts for the receiver's daily cap; asked: the keys it asks for;
    priority: lower goes first; key: what makes it one of a kind, ``""`` for the mail that causes it, the template, the
    receiver and place together; place: which request of that mail it is about, from 1; facts: plain values only;
    pending: what waits for the receiver's answer to it; is_error: it tells that a mail was refused, quotes nothing of
    it and leaves with the null reverse-path, so that it makes no further mail (RFC 5321, section 4.5.5; RFC 3834);
    invite: the calendar invitation that goes with it.
    """

    template: str
    to: Address
    case: str | None = None
    answers: tuple[str, ...] = ()
    automatic: bool = True
    asked: tuple[str, ...] = ()
    priority: int = 5
    purpose: str = "values"
    key: str = ""
    place: int = 1
    facts: Mapping[str, object] = field(default_factory=dict)
    pending: Pending | None = None
    is_error: bool = False
    invite: Invite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One mail as a mailbox hands it over, before anything is known of it.

    mailbox: the name of the folder; uidvalidity, uid: its identity there, as text (RFC 3501, section 2.3.1.1; a
    Maildir uses its unique file name); received_at: INTERNALDATE in UTC; size: in bytes on the server; raw: its
    bytes, ``None`` for one from before the instance was made; is_cut: raw holds only the beginning of a mail over the
    size limit.
    """

    mailbox: str
    uidvalidity: str
    uid: str
    received_at: datetime
    size: int
    raw: bytes | None
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of a case's history: who did what, and on what proof it rested.

    actor: an address, ``mailflow`` for the program; what: a past participle (``received``, ``answered``,
    ``completed``); before, after: the status around it (the same where it did not change); proof: ``address``,
    ``aligned pass``, ``reply token``, ``none``; detail: facts in words for a person to read.
    """

    actor: str
    what: str
    before: Status | None = None
    after: Status | None = None
    proof: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mail of ours that somebody answers, as the store remembers it.

    number: its place in the outbox; case: its reference; template; to: who got it; asked: the keys it asked for;
    text: its plain text as sent; purpose: what its reply token is for; sent_at: when a server took it, ``None`` where
    none has; thread: the number of the mail of ours that its thread began with.
    """

    number: int
    case: str | None
    template: str
    to: str
    asked: tuple[str, ...]
    text: str
    purpose: str = "values"
    subject: str = ""
    sent_at: datetime | None = None
    thread: int | None = None
