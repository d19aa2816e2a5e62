"""The form declarations: every line we ask for, its number, label, hint and the labels people use for it.

The blank form that we send and the labels that we can read both come from here, so that what we ask and what we can
read never differ (protocol, section 2.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What sort of value a line takes; the reader has one grammar for each."""

    LINE = "line"
    TEXT = "text"
    PERSON = "person"
    PERSONS = "persons"
    TECH = "tech"  # persons, or NEED HELP
    DATE = "date"
    TIME = "time"
    ZONE = "zone"
    DURATION = "duration"
    RANGE = "range"
    RECURRENCE = "recurrence"
    BOOL = "bool"
    LIST = "list"  # no, create, or addresses
    HELP = "help"  # a subset of agenda, facilitation, promotion, tech
    PHONE = "phone"
    REASON = "reason"  # yes or no, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """One line of a form.

    n: its number; key: its name in the reading contract; label: as printed; hint: what stands in parentheses behind
    it; ask: how a mail asks for it in a few words; example: a good answer; synonyms: other labels people use, in
    lower case. Days in hints and examples are those of the protocol's own form; what we send moves them ahead.
    """

    n: int
    key: str
    type: Type
    label: str
    hint: str = ""
    required: bool = False
    ask: str = ""
    example: str = ""
    synonyms: tuple[str, ...] = ()

    @property
    def prompt(self) -> str:
        """The line as it stands in the blank form: ``"5. Date (like Thursday 15 March 2012):"``."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.n}. {self.label}{hint}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: its code, its title and its lines in order. Lines from ``optional_from`` on need not be filled."""

    code: str
    title: str
    specs: tuple[Spec, ...]
    optional_from: int

    def by_key(self) -> Mapping[str, Spec]:
        """Every line under its key."""
        return {spec.key: spec for spec in self.specs}


CALL_REQUEST = Form(
    code="IO-CALL-1",
    title="CALL REQUEST FORM",
    optional_from=11,
    specs=(
        Spec(n=1, key="title", type=Type.LINE, label="Call title", required=True,
             ask="What is the call named?", example="Student debt check-in",
             synonyms=("title", "name of call", "call name", "conference name", "subject of call", "title of call",
                       "title of the call", "name of the call", "conference title")),
        Spec(n=2, key="group", type=Type.LINE, label="Group or occupation", required=True,
             ask="Which group or occupation is asking?", example="Occupy Philly, Student Debt working group",
             synonyms=("group", "occupation", "organization", "organisation", "working group", "wg", "ga",
                       "general assembly", "hub", "group name", "name of group", "hosting", "hosted by",
                       "hosting group", "requesting group", "our group", "org")),
        Spec(n=3, key="contact", type=Type.PERSON, label="Contact person",
             ask="Who should we write to about this call?", example="Larry Swetman <larry@example.org>",
             synonyms=("contact", "your name", "name", "requester", "requested by", "point person", "contact name",
                       "submitted by", "my name", "who should we contact", "group contact")),
        Spec(n=4, key="purpose", type=Type.TEXT, label="Purpose", required=True,
             ask="What is the call for?", example="Compare notes on the debt strike and pick two joint actions",
             synonyms=("purpose of call", "what is the call about", "description", "topic", "objectives",
                       "call objectives", "desired outcomes", "purpose of the call", "call purpose", "goal", "goals",
                       "reason for the call", "reason for call", "why", "why the call", "why this call",
                       "why we want it", "why we want a call", "what for", "what is it for", "what it is for",
                       "what is it about", "what it is about")),
        Spec(n=5, key="date", type=Type.DATE, label="Date", hint="like Thursday 15 March 2012", required=True,
             ask="Which day?", example="Thursday 15 March 2012",
             synonyms=("call date", "date of call", "proposed date", "day", "when", "date and time", "date & time",
                       "date/time", "day and time", "when is the call", "preferred date")),
        Spec(n=6, key="time", type=Type.TIME, label="Start time", hint="like 8pm", required=True,
             ask="When does it start?", example="8pm",
             synonyms=("time", "call time", "time of call", "start", "starts at", "proposed time",
                       "start time and time zone", "time and time zone", "begins at", "begins", "start time and zone")),
        Spec(n=7, key="tz", type=Type.ZONE, label="Time zone", hint="like Eastern", required=True,
             ask="In which time zone is that?", example="Eastern", synonyms=("timezone", "tz", "zone")),
        Spec(n=8, key="facilitator", type=Type.PERSONS, label="Facilitator", hint="name and email", required=True,
             ask="Who facilitates the call?", example="Tammy Shapiro <tammy@example.org>",
             synonyms=("facilitators", "call facilitator", "primary facilitator", "host", "call host", "conductor",
                       "facilitated by", "who will facilitate", "facilitator name", "main facilitator")),
        Spec(n=9, key="backup", type=Type.PERSONS, label="Backup facilitator", hint="name and email", required=True,
             ask="Who steps in if the facilitator cannot?", example="Nate K, nate@example.org, 215-555-0100",
             synonyms=("back-up facilitator", "back up facilitator", "backup", "alternate facilitator",
                       "co-facilitator", "secondary facilitator", "backup host", "backup facilitators",
                       "facilitator backup", "second facilitator", "back up")),
        Spec(n=10, key="tech", type=Type.TECH, label="Maestro tech supporter", required=True,
             hint="name and email, or NEED HELP", ask="Who runs the Maestro board?",
             example="Walt R <walt@example.org>, or NEED HELP",
             synonyms=("tech supporter", "tech support", "maestro tech", "tech", "maestro tech point person",
                       "tech point person", "maestro board manager", "board manager", "tech orchestrator",
                       "maestro supporter", "tech person", "tech supporters", "tech contact", "technical support")),
        Spec(n=11, key="length", type=Type.DURATION, label="Length", hint="minutes",
             ask="How long is the call?", example="90",
             synonyms=("length of call", "duration", "how long", "ends at", "end time", "call length",
                       "expected length", "how long is the call", "ends")),
        Spec(n=12, key="expected", type=Type.RANGE, label="How many people",
             ask="How many people do you expect?", example="30-50",
             synonyms=("expected participants", "expected number", "participants", "attendance", "number of callers",
                       "number of people", "number of participants", "expected attendance", "how many",
                       "expected", "expecting", "expected people", "people expected", "expected turnout", "turnout",
                       "headcount", "how many do you expect", "how many will join", "number expected",
                       "how many will be on the call", "expected callers", "how many participants",
                       "how many callers", "of people")),
        Spec(n=13, key="alternatives", type=Type.TEXT, label="Other dates or times that would work",
             ask="Which other dates or times would work?", example="Wed 14 March 9pm, Sun 18 March 5pm",
             synonyms=("other dates", "alternatives", "alternative dates", "second choice", "backup date")),
        Spec(n=14, key="recurrence", type=Type.RECURRENCE, label="One time or recurring",
             hint="like weekly, every Thursday", ask="Is it one call, or does it repeat?",
             example="every other Thursday",
             synonyms=("recurring", "recurrence", "frequency", "repeats", "how often", "weekly", "recurring call",
                       "one time or recurring call", "recurring or one time")),
        Spec(n=15, key="breakouts", type=Type.TEXT, label="Breakout groups", hint="number or topics",
             ask="Do you want breakout groups?", example="3: housing, debt, labor",
             synonyms=("breakouts", "break out groups", "break-out groups", "breakout topics")),
        Spec(n=16, key="notetaker", type=Type.PERSONS, label="Note taker", hint="name and email",
             ask="Who takes notes?", example="Brandi M <brandi@example.org>",
             synonyms=("notetaker", "note takers", "minutes taker", "scribe", "minutes", "who takes notes",
                       "who will take notes")),
        Spec(n=17, key="tech_trained", type=Type.BOOL, label="Tech supporter trained on Maestro", hint="yes or no",
             ask="Is the tech supporter trained on Maestro?", example="no",
             synonyms=("trained on maestro", "maestro trained", "tech trained", "trained")),
        Spec(n=18, key="list", type=Type.LIST, label="Email list / Google Group",
             hint="no, yes please create, or its address", ask="Do you want an email list for the call?",
             example="yes please create",
             synonyms=("email list", "google group", "mailing list", "list", "listserv", "googlegroup")),
        Spec(n=19, key="help", type=Type.HELP, label="Help wanted",
             hint="any of agenda doc, promotion, facilitation, tech", ask="Which help would you like?",
             example="agenda doc, promotion",
             synonyms=("help", "help needed", "help from io", "support needed", "need help with")),
        Spec(n=20, key="phone", type=Type.PHONE, label="Phone for urgent questions", hint="never published",
             ask="Which phone number may we call?", example="215-555-0100",
             synonyms=("phone", "telephone", "cell", "mobile", "phone number", "cell phone", "contact phone",
                       "urgent phone")),
        Spec(n=21, key="emergency", type=Type.REASON, label="Emergency", hint="yes and why",
             ask="Is it an emergency, and why?", example="yes - eviction expected Friday",
             synonyms=("urgent", "emergency call", "short notice", "is this an emergency", "is it an emergency")),
        Spec(n=22, key="public", type=Type.BOOL, label="List this call publicly", hint="yes or no",
             ask="May we list the call publicly?", example="yes",
             synonyms=("public", "public call", "list publicly", "open call", "private")),
        Spec(n=23, key="extra", type=Type.TEXT, label="Anything else", ask="Anything else?", example="",
             synonyms=("comments", "notes for io", "other", "additional information")),
        Spec(n=24, key="agree", type=Type.BOOL, label="We have read the guidelines below", hint="yes",
             ask="Have you read the guidelines?", example="yes",
             synonyms=("guidelines", "agree to guidelines", "i agree", "agree", "we have read the guidelines",
                       "i have read the guidelines", "read the guidelines", "we agree")),
    ),
)  # fmt: skip

NOTES_FORM = Form(
    code="IO-NOTES-1",
    title="NOTES FORM",
    optional_from=1,
    specs=(
        Spec(n=1, key="call", type=Type.LINE, label="Call number or title",
             synonyms=("call number", "call id", "call", "call title", "meeting", "call name", "name of call",
                       "name of the call", "title", "title of call", "title of the call", "which call",
                       "meeting name", "meeting title", "conference call", "conference name", "call reference")),
        Spec(n=2, key="date", type=Type.DATE, label="Call date",
             synonyms=("date", "date of call", "meeting date", "date of the call", "date of meeting",
                       "date of the meeting", "day", "held on", "date and time", "date & time", "date/time", "when")),
        Spec(n=3, key="breakout", type=Type.LINE, label="Breakout group", hint="blank = main call",
             synonyms=("breakout", "break out group", "group", "subgroup", "breakout session", "breakout room",
                       "breakout name", "name of breakout", "name of breakout group", "breakout topic", "break out")),
        Spec(n=4, key="taker", type=Type.LINE, label="Note taker", hint="name to show, or anonymous",
             synonyms=("notetaker", "minutes taker", "notes by", "scribe", "note takers", "minute taker", "minutes by",
                       "notes taken by", "minutes taken by", "taken by", "recorder", "recorded by",
                       "minutes recorded by", "notes recorded by", "secretary", "recording secretary", "scribes",
                       "note taker name", "name of note taker")),
        Spec(n=5, key="attendees", type=Type.TEXT, label="Attendees", hint="number or first names",
             synonyms=("present", "attended by", "participants", "attendance", "in attendance", "people present",
                       "number present", "number of participants", "number of people", "number of attendees",
                       "people on the call", "on the call", "who was there", "who was on", "who was on the call",
                       "callers", "attending", "those present", "participating", "attended")),
        Spec(n=6, key="post", type=Type.BOOL, label="Post on InterOccupy.org", hint="yes or no",
             synonyms=("post on interoccupy", "post publicly", "ok to post", "post", "public", "okay to post",
                       "post online", "post on site", "post on the site", "post on website", "post on the website",
                       "post on io", "post to io", "post to site", "post to the site", "post to website",
                       "post to the website", "post to interoccupy", "post to interoccupy.org", "post these",
                       "post these notes", "post notes", "may we post", "can we post", "publish", "ok to publish",
                       "okay to publish", "fine to post", "for posting", "posting")),
        Spec(n=7, key="part", type=Type.LINE, label="Part", hint="like 1 of 2, blank = complete",
             synonyms=("part number", "parts")),
        Spec(n=8, key="replaces", type=Type.BOOL, label="Replaces earlier notes", hint="yes or no",
             synonyms=("replaces", "correction", "updated version", "replaces earlier", "replaces old notes",
                       "replaces previous notes", "replaces the earlier notes", "corrected version", "replacement")),
        Spec(n=9, key="links", type=Type.TEXT, label="Links", hint="agenda doc, audio",
             synonyms=("agenda", "agenda doc", "audio", "link", "agenda link", "link to agenda", "audio link",
                       "recording", "recordings", "agenda document", "link to audio", "link to recording", "pad")),
        Spec(n=10, key="body", type=Type.TEXT, label="Notes", hint="everything below this line", required=True,
             synonyms=("minutes", "report back", "notes from breakout", "the notes", "the minutes", "reportback")),
    ),
)  # fmt: skip
"""The notes form: its lines and the labels people use for them (protocol, section 2.2)."""

TRAINING_FORM = Form(
    code="IO-TRAIN-1",
    title="MAESTRO TRAINING SIGN-UP",
    optional_from=3,
    specs=(
        Spec(n=1, key="name", type=Type.LINE, label="Name", required=True,
             synonyms=("your name", "my name", "full name", "name of trainee", "trainee")),
        Spec(n=2, key="email", type=Type.LINE, label="Email", hint="blank = this address", required=True,
             synonyms=("e-mail", "email address", "mail", "my email", "e-mail address")),
        Spec(n=3, key="group", type=Type.LINE, label="Group or occupation",
             synonyms=("group", "occupation", "my group", "our group", "group name", "name of group", "organization",
                       "organisation", "working group", "group/occupation")),
        Spec(n=4, key="call", type=Type.LINE, label="Call number or title, if you are training for one",
             synonyms=("call number or title", "call number", "call", "call title", "training for", "call id")),
        Spec(n=5, key="session", type=Type.DATE, label="Session", hint="NEXT, a date, or ANY",
             synonyms=("training date", "date", "which session", "training session", "session date",
                       "preferred session", "preferred date", "training", "which training", "day", "when")),
        Spec(n=6, key="tz", type=Type.ZONE, label="Time zone", hint="like Eastern",
             synonyms=("timezone", "tz", "zone", "my time zone")),
        Spec(n=7, key="role", type=Type.LINE, label="I will be", hint="tech supporter, facilitator, or both",
             synonyms=("role", "my role", "i'll be", "i am", "i want to be", "i would be")),
        Spec(n=8, key="experience", type=Type.LINE, label="Experience", hint="none, videos, simulator, ran a call",
             synonyms=("my experience", "maestro experience", "experience with maestro", "prior experience",
                       "experience so far", "previous experience")),
        Spec(n=9, key="others", type=Type.PERSONS, label="Others from my group",
             hint="one name and email per line",
             synonyms=("others", "also", "other people", "others from our group", "also attending", "with me",
                       "others coming", "also coming", "other participants")),
    ),
)  # fmt: skip
"""The training sign-up: its lines and the labels people use for them (protocol, section 2.3)."""

REQUIRED = tuple(spec.key for spec in CALL_REQUEST.specs if spec.required)
"""The keys without which a call request is incomplete (reading contract, "fields, missing, unclear")."""

ROLES = ("facilitator", "backup", "tech")
"""The roles that must be clearly identified before a call is scheduled (protocol N13)."""

LABELS_OF_A_VALUE: Mapping[str, str] = {"weekly": "FREQ=WEEKLY"}
"""Labels that say the value themselves when answered with yes: ``Weekly: yes``."""
