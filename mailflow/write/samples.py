"""Sample facts for every text: ``mailflow check`` renders each text with them, and so do the tests."""

from collections.abc import Mapping

from mailflow.fields import CALL_REQUEST, NOTES_FORM, TRAINING_FORM, Form
from mailflow.model import Address, Finding, Outcome, Reply
from mailflow.write import samples_trust

LARRY = Address("Larry Swetman", "larry@example.org")
ANA = Address("Ana", "ana@example.org")
NOW = "2012-03-06T19:05:00+00:00"
_SPECS = CALL_REQUEST.by_key()
_TAMMY = {"name": "Tammy Shapiro", "email": "tammy@example.org", "phone": None}
_NATE = {"name": "Nate K", "email": "nate@example.org", "phone": "215-555-0100"}
VALUES: Mapping[str, object] = {
    "title": "Student debt check-in",
    "group": "Occupy Philly, Student Debt working group",
    "contact": [{"name": "Larry Swetman", "email": "larry@example.org", "phone": None}],
    "purpose": "Compare notes on March 1 and pick two joint actions",
    "date": "2012-03-15",
    "time": "20:00",
    "tz": "America/New_York",
    "facilitator": [_TAMMY],
    "backup": [_NATE],
    "tech": "NEED HELP",
    "length": 90,
    "expected": [30, 50],
    "alternatives": "Wed 14 March 9pm, Sun 18 March 5pm",
    "recurrence": None,
    "breakouts": "3: housing, debt, labor",
    "notetaker": [{"name": "Brandi M", "email": None, "phone": None}],
    "tech_trained": False,
    "list": "create",
    "help": ["agenda", "promotion"],
    "phone": "215-555-0199",
    "emergency": False,
    "public": True,
    "extra": "Thank you all",
    "agree": True,
}


def ask(
    key: str, reason: str = "missing", said: str = "", why: str = "", suggestion: object = None
) -> dict[str, object]:
    """One thing to ask, as a reply's facts have it."""
    spec = _SPECS[key]
    return {
        "n": spec.n, "key": key, "label": spec.label, "reason": reason, "said": said, "why": why,
        "suggestion": suggestion,
    }  # fmt: skip


def field(key: str, value: object = None, assumed: str = "") -> dict[str, object]:
    """One line that was understood, as a reply's facts have it."""
    spec = _SPECS[key]
    known = VALUES[key] if value is None else value
    return {"n": spec.n, "key": key, "label": spec.label, "value": known, "assumed": assumed}


def _line(form: Form, key: str, value: object, said: str = "", why: str = "") -> dict[str, object]:
    """One line of a form as staff are told of it."""
    spec = form.by_key()[key]
    return {"n": spec.n, "key": key, "label": spec.label, "value": value, "said": said, "why": why}


ASKS = [
    ask("date", "unclear", "Friday 15 March", "15 March 2012 is a Thursday", "2012-03-15"),
    ask("time", "unclear", "8", "it could be morning or evening", "20:00"),
    ask("facilitator", "unreachable", "Tammy"),
    ask("backup"),
    ask("tech", "unclear", "Jay??", "not sure yet", [{"name": "Jay", "email": None, "phone": None}]),
]
SHORT: dict[str, object] = {
    "rule": "lead_time", "outcome": "warn", "key": "",
    "facts": {"days": 3, "hours": 77, "lead_days": 7, "emergency": False},
}  # fmt: skip
NEAR: dict[str, object] = {**SHORT, "facts": {"days": 0, "hours": 3, "lead_days": 7, "emergency": True}}
TWO_JOBS: dict[str, object] = {
    "rule": "required_roles", "outcome": "warn", "key": "two-jobs",
    "facts": {"role": "tech", "also": "facilitator", "name": "Tammy Shapiro"},
}  # fmt: skip
CALL: Mapping[str, object] = {
    "first_name": "Larry",
    "ref": "IO-0042",
    "title": "Student debt check-in",
    "status": "review",
    "asks": [],
    "fields": [field(key) for key in VALUES],
    "start": "2012-03-15T20:00:00-04:00",
    "tz": "America/New_York",
    "date": "2012-03-15",
    "received": NOW,
    "now": NOW,
    "findings": [],
    "is_emergency": False,
    "emergency_reason": "",
    "needs_tech": False,
    "is_last_today": False,
    "is_first": True,
    "is_reopened": False,
    "changed": [],
    "others": [],
    "beside": [],
    "unread": [],
    "is_partly_read": False,
}
OPEN: Mapping[str, object] = {
    **CALL,
    "title": "",
    "status": "incomplete",
    "asks": ASKS,
    "fields": [field("group"), field("length", 90, "we plan 90 minutes")],
    "start": None,
    "tz": None,
    "date": None,
    "is_first": False,
    "is_last_today": True,
    "beside": [{"ref": "IO-0043", "title": "Winter shelters"}, {"ref": "IO-0044", "title": ""}],
    "unread": ["The file form.jpg is a picture, and we cannot read pictures."],
    "is_partly_read": False,
}
ALARM: Mapping[str, object] = {
    **CALL,
    "fields": [field("title"), field("emergency", value=True)],
    "start": "2012-03-06T17:10:00-05:00",
    "date": "2012-03-06",
    "findings": [NEAR, TWO_JOBS],
    "is_emergency": True,
    "emergency_reason": "eviction expected Friday",
}
CARD: Mapping[str, object] = {
    "contact": {"name": "Larry Swetman", "email": "larry@example.org", "phone": "215-555-0199"},
    "requester": "larry@example.org",
    "is_complete": True,
    "is_changed": False,
    "owner": "ana@example.org",
    "others": [{"ref": "IO-0040", "title": "May Day planning", "status": "review"}],
    "text": "Hi all,\n\nplease set this up for us.\n\nLarry",
    "forwarded": "",
    "documents": [],
}
_CHANGED = [
    {"n": 6, "key": "time", "label": "Start time", "value": "21:00", "before": "20:00"},
    {"n": 16, "key": "notetaker", "label": "Note taker", "value": [_NATE], "before": None},
]
_QUESTION: Mapping[str, object] = {
    "ref": "Q-0002", "case": None, "from": "larry@example.org", "from_name": "Larry Swetman", "subject": "PIN trouble",
    "text": "Hello,\nI cannot get in.\n", "forwarded": "", "documents": [], "kind": "question", "why": "",
    "is_told": True, "read": [], "posting": "", "posting_said": "", "posting_why": "", "others": [],
    "attachments": ["screen.png"], "problems": ["The file screen.png is a picture, and we cannot read pictures."],
}  # fmt: skip
_NO_TEXT: Mapping[str, object] = {**_QUESTION, "text": "", "attachments": [], "problems": []}
_NOTES: Mapping[str, object] = {
    **_NO_TEXT, "ref": "Q-0003", "subject": "Minutes of Thursday", "kind": "notes",
    "read": [
        _line(NOTES_FORM, "call", "IO-0042"),
        _line(NOTES_FORM, "date", "2012-03-15"),
        _line(NOTES_FORM, "part", [1, 2]),
        _line(NOTES_FORM, "replaces", None, "maybe", "it may be yes or no"),
    ],
}  # fmt: skip
_SIGN_UP: Mapping[str, object] = {
    **_NO_TEXT, "ref": "Q-0004", "subject": "Maestro training", "kind": "training",
    "read": [
        _line(TRAINING_FORM, "name", "Larry Swetman"),
        _line(TRAINING_FORM, "email", "larry@example.org"),
        _line(TRAINING_FORM, "session", "next"),
        _line(TRAINING_FORM, "tz", "America/Chicago"),
        _line(TRAINING_FORM, "role", "tech"),
        _line(TRAINING_FORM, "experience", "ran-a-call"),
        _line(TRAINING_FORM, "others", [_NATE]),
    ],
    "text": "Attached.",
    "documents": [{"name": "sign-up.docx", "text": "1. Name: Larry Swetman\n5. Session: NEXT"}],
    "attachments": ["sign-up.docx"],
}  # fmt: skip
_GRANT: tuple[Mapping[str, object], ...] = (
    {"what": "refused", "provider": "Google", "said": "Google does not take the grant for info@example.org any more "
     "(Token has been expired or revoked.): it was withdrawn, it ran out, or a password was changed."},
    {"what": "refused", "provider": "Microsoft", "needs_login": False, "said": "Microsoft does not take our "
     "registration (invalid_client: AADSTS7000222: The provided client secret keys are expired.): check "
     "oauth.client_id and the client secret, which may have run out; docs/oauth.md tells what belongs to them."},
    {"what": "ending", "provider": "Google", "ends_on": "2012-03-15"},
    {"what": "secret", "provider": "Microsoft", "needs_login": False, "ends_on": "2012-03-15"},
)  # fmt: skip


def replies() -> tuple[Reply, ...]:
    """At least one reply for every text that is sent; together they meet every branch of ours."""
    return (
        *_to_requesters(),
        *(_outside(name, facts) for name, facts in samples_trust.to_requesters()),
        *_to_staff(),
        *(_inside(name, facts) for name, facts in samples_trust.to_staff()),
    )


def findings() -> tuple[Finding, ...]:
    """At least one finding for every rule of ours."""
    return (
        *(Finding(Outcome.WARN, "", {"days": n, "hours": 24 * n, "lead_days": 7}, "lead_time") for n in (0, 1, 3)),
        Finding(
            Outcome.ASK, "backup", {"role": "backup", "name": "Nate", "reason": "unreachable"}, "required_roles"
        ),
        Finding(
            Outcome.WARN, "two-jobs", {"role": "tech", "also": "facilitator", "name": "Tammy Shapiro"}, "required_roles"
        ),
    )  # fmt: skip


def _to_requesters() -> tuple[Reply, ...]:
    call, open_, alarm, short = dict(CALL), dict(OPEN), dict(ALARM), {**CALL, "findings": [SHORT]}
    locked = "The file notes.docx is protected by a password."
    about: list[dict[str, object]] = [
        {"first_name": "", "ref": None, "about": "notes", "is_last_today": True, "unread": []},
        {"first_name": "", "ref": None, "about": "training", "is_last_today": True, "unread": []},
        {"first_name": "Larry", "ref": "Q-0002", "about": "question", "is_last_today": False, "unread": []},
        {"first_name": "Larry", "ref": "Q-0002", "about": "command", "is_last_today": False, "unread": []},
        {"first_name": "Larry", "ref": "Q-0002", "about": "notes", "is_last_today": False, "unread": [locked]},
        {"first_name": "Larry", "ref": "Q-0002", "about": "question", "is_last_today": True, "unread": [],
         "calls": CARD["others"]},
    ]  # fmt: skip
    form = {"first_name": "Larry", "is_untouched": False, "is_empty": False, "is_last_today": False}
    return (
        _outside("incomplete", open_),
        _outside("incomplete", {**call, **_asking("backup"), "findings": [SHORT]}),
        _outside("incomplete", {**alarm, "asks": ASKS[3:4]}),
        _outside("incomplete", {**open_, "is_emergency": True, "first_name": ""}),
        _outside("still_incomplete", {**call, **_asking("tech")}),
        _outside("still_incomplete", {**call, **_asking("tech"), "is_reopened": True}),
        _outside("complete", {**call, "is_first": False, "is_reopened": True}),
        *(_outside("complete", one) for one in (call, alarm, short, {**call, "is_first": False, "is_emergency": True})),
        *(_outside("noted", {**call, "changed": rows}) for rows in (_CHANGED, [])),
        _outside("noted", {**short, "changed": _CHANGED}),
        *(_outside("duplicate", one) for one in (call, open_)),
        *(_outside("form", {**form, **one}) for one in ({}, {"is_untouched": True}, {"is_empty": True})),
        *(_outside("question", {"calls": [], **one}) for one in about),
        *(_outside("unreadable", {"reason": one, "limit_mb": 25, "is_last_today": one == "damaged"})
          for one in ("too-large", "damaged", "no-text")),
    )  # fmt: skip


def _to_staff() -> tuple[Reply, ...]:
    card = {**CALL, **CARD}
    return (
        _inside("card", card),
        _inside("card", {**card, "is_changed": True, "others": [], "text": "", "findings": [SHORT, TWO_JOBS]}),
        _inside("card", {**card, **ALARM, "asks": ASKS, "is_complete": False, "owner": "bo@example.org"}),
        _inside("card", {**card, **OPEN, "is_emergency": True, "contact": None, "owner": None}),
        _inside("question", _QUESTION),
        _inside("question", {**_NO_TEXT, "ref": None, "case": "IO-0042", "subject": "", "from": "", "from_name": "",
                             "kind": "notes", "why": "damaged", "is_told": False, "posting": "unsaid"}),
        _inside("question", {**_NOTES, "posting": "no", "text": "Notes:\nWe met."}),
        _inside("question", {**_NOTES, "posting": "unclear", "posting_said": "yes, once Ann agrees",
                             "posting_why": "it is a yes with a condition", "forwarded": "We met."}),
        _inside("question", {**_NOTES, "posting": "yes"}),
        _inside("question", _SIGN_UP),
        _inside("question", {**_QUESTION, "subject": "Please cancel our call", "others": CARD["others"]}),
        _inside("quarantine", {"mail_id": 17, "from": "larry@example.org", "subject": "Call request",
                               "trouble": "ValueError: 31 is no month", "tries": 3}),
        _inside("undelivered", {"to": "larry@example.org", "template": "requester/complete", "ref": "IO-0042",
                                "answer": "550 5.1.1 User unknown", "subject": "Student debt check-in", "again": ""}),
        *(_inside(*one) for one in samples_trust.of_limits()),
        *(_inside("grant", {"account": "info@example.org", "ends_on": None, "said": "", "needs_login": True, **one})
          for one in _GRANT),
    )  # fmt: skip


def _asking(key: str) -> dict[str, object]:
    """One thing asked, all else understood."""
    return {
        "asks": [one for one in ASKS if one["key"] == key],
        "fields": [field(other) for other in VALUES if other != key],
    }


def _outside(name: str, facts: Mapping[str, object]) -> Reply:
    case = str(facts["ref"]) if facts.get("ref") else None
    return Reply(template=f"requester/{name}", to=LARRY, case=case, answers=("<1@example.org>",), facts=facts)


def _inside(name: str, facts: Mapping[str, object]) -> Reply:
    case = facts.get("case") or facts.get("ref")
    return Reply(
        template=f"staff/{name}", to=ANA, case=str(case) if case else None, automatic=False, purpose="card",
        facts=facts,
    )  # fmt: skip
