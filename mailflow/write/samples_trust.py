"""Sample facts for the texts about who may do what: what is asked back, refused, handed over, withdrawn."""

from collections.abc import Mapping, Sequence

_CHANGED = [
    {"n": 6, "key": "time", "label": "Start time", "value": "21:00", "before": "20:00"},
    {"n": 9, "key": "backup", "label": "Backup facilitator", "before": None,
     "value": [{"name": "Nate K", "email": "nate@example.org", "phone": "215-555-0100"}]},
]  # fmt: skip
_TITLE = "Student debt check-in"
_CALLS = [{"ref": "IO-0042", "title": _TITLE}, {"ref": "IO-0043", "title": ""}]
_ROW: Mapping[str, object] = {
    "line": "take", "result": "done", "word": "take", "ref": "IO-0042", "title": _TITLE, "status": "review",
    "owner": "ana@example.org", "to": "ana@example.org",
}  # fmt: skip
_HELP = [{"usage": "take", "does": "makes you the one who looks after it"}]


def to_requesters() -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Names and facts of the texts to people outside (and to staff who are not proven yet)."""
    told = {"ref": "IO-0042", "title": _TITLE, "first_name": "Larry", "is_last_today": False}
    cancel = [{"said": "IO-0042 cancel", "does": "withdraws your call"}]
    late: list[dict[str, object]] = [
        {"reason": one, "lines": [], "ref": "IO-0042", "is_last_today": False} for one in ("settled", "changed")
    ]
    return (
        ("confirm", {**told, "lines": cancel, "is_staff": False}),
        ("confirm", {**told, "lines": [*cancel, *cancel], "is_staff": True}),
        ("offered", {**told, "by": "bo@example.org", "changed": _CHANGED, "is_own": False, "is_reopening": False}),
        *(
            ("offered", {**told, "by": "larry@example.org", "changed": rows, "is_own": True, "is_reopening": not rows})
            for rows in (_CHANGED, [])
        ),
        ("new_contact", {**told, "by": "nate@example.org", "to": "nate@example.org"}),
        ("which", {**told, "ref": None, "choices": ["IO-0042", "IO-0043"]}),
        ("not_done", {"reason": "no", "lines": ["IO-0042 cancel"], "ref": "IO-0042", "is_last_today": False}),
        ("not_done", {"reason": "expired", "lines": ["IO-0042 cancel"], "ref": None, "is_last_today": True}),
        *(("not_done", one) for one in late),
        ("withdrawn", {**told, "is_news": True, "by": ""}),
        ("withdrawn", {**told, "is_news": True, "by": "nate@example.org"}),
        ("withdrawn", {**told, "is_news": False, "by": "", "title": ""}),
        *(("status", {**told, "status": one}) for one in ("incomplete", "review", "withdrawn")),
        *(("unsubscribed", {"has_calls": one, "ref": None, "is_last_today": False}) for one in (True, False)),
        ("no_more_staff", {"ref": None, "is_last_today": False}),
        (
            "again",
            {
                "ref": "IO-0042",
                "failed": "larry@example.org",
                "subject": "[IO-0042] Debt: one thing missing",
                "text": "You need to answer one thing.\n\n10. Maestro tech supporter:",
            },
        ),
    )


def of_limits() -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Names and facts of the texts to staff about what is limited or did not arrive."""
    capped = {"address": "larry@example.org", "ref": None}
    crowd = {"who": "larry@example.org", "ref": None}
    return (
        ("undelivered", {"to": "larry@example.org", "template": "requester/incomplete", "ref": "IO-0042", "subject": "",
                         "answer": "the mail came back from mailer-daemon@example.org", "again": "l@example.net"}),
        ("capped", {**capped, "count": 10, "ref": "IO-0042", "of": "address"}),
        ("capped", {**capped, "count": 3, "of": "address"}),
        ("capped", {**capped, "count": 10, "ref": "IO-0042", "of": "thread"}),
        ("capped", {**capped, "count": 10, "of": "thread"}),
        ("capped", {**capped, "count": 2, "of": "words"}),
        ("held", {"by": "larry@example.org", "addresses": ["bo@example.org"], "ref": "IO-0042"}),
        ("held", {"by": "larry@example.org", "addresses": ["bo@example.org", "cy@example.org"], "ref": None}),
        ("many", {**crowd, "requests": 6, "is_emergency": False}),
        ("many", {**crowd, "who": "@example.org", "requests": 21, "is_emergency": True}),
        ("waiting", {"count": 75, "domains": ["example.org", "example.net"]}),
        ("waiting", {"count": 1, "domains": []}),
        ("bounce", {"from": "mailer-daemon@example.net", "subject": "Returned mail", "addresses": ["x@example.net"]}),
        ("bounce", {"from": "", "subject": "", "addresses": []}),
    )  # fmt: skip


def to_staff() -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Names and facts of the texts to staff."""
    told = {"ref": "IO-0042", "title": _TITLE, "by": "larry@example.org"}
    refused = [
        {**_ROW, "line": "IO-0099 take", "result": "no-such-case", "ref": "IO-0099"},
        {**_ROW, "line": "note call her", "result": "which-case", "word": "note", "ref": None},
        {**_ROW, "line": "give zoe@example.org", "result": "not-staff", "word": "give", "to": "zoe@example.org"},
        {**_ROW, "result": "already"},
        {**_ROW, "line": "give ana@example.org", "result": "already", "word": "give"},
        {**_ROW, "line": "tkae", "result": "unknown", "word": "", "to": "take"},
        {**_ROW, "line": "approve", "result": "unknown", "word": "", "to": ""},
        {**_ROW, "line": "reclassify notes", "result": "no-open-question", "word": "reclassify"},
        {**_ROW, "line": "reclassify notes", "result": "not-kept", "word": "reclassify", "ref": "Q-0005"},
    ]
    done = [
        _ROW,
        {**_ROW, "line": "give bo@example.org", "word": "give", "to": "bo@example.org"},
        {**_ROW, "line": "note call her", "word": "note"},
        {**_ROW, "line": "status", "word": "status"},
        {**_ROW, "line": "status", "word": "status", "owner": None, "title": ""},
        {**_ROW, "line": "reclassify Q-0005 notes", "word": "reclassify", "ref": "Q-0005", "to": "notes"},
    ]
    helped: Mapping[str, object] = {**_ROW, "line": "help", "word": "help"}
    return (
        ("withdrawn", told),
        (
            "again",
            {"ref": "IO-0042", "failed": "bo@example.org", "subject": "[IO-0042] x: ready", "text": "It is."},
        ),
        *(("unsubscribed", {"by": "larry@example.org", "calls": one, "ref": None}) for one in (_CALLS, [])),
        *(("former", {"by": "cy@example.org", "lines": ["IO-0042 take"], "ref": one}) for one in ("IO-0042", None)),
        *(
            ("handed", {**told, "by": "ana@example.org", "to": "bo@example.org", "is_yours": one})
            for one in (True, False)
        ),
        ("receipt", _receipt(done, 6)),
        ("receipt", _receipt([_ROW], 1)),
        ("receipt", {**_receipt([_ROW], 1), "rest": ["tkae", "Larry called"], "meant": "take"}),
        ("receipt", {**_receipt([_ROW], 1), "rest": ["Larry called"], "is_noted": False}),
        ("receipt", _receipt([_ROW, *refused], 1)),
        ("receipt", _receipt(refused, 0)),
        ("receipt", {**_receipt([helped], 1), "commands": _HELP}),
    )


def _receipt(rows: Sequence[Mapping[str, object]], done: int) -> dict[str, object]:
    return {
        "rows": [dict(one) for one in rows],
        "done_count": done,
        "row_count": len(rows),
        "commands": [],
        "rest": [],
        "is_noted": True,
        "meant": "",
        "ref": "IO-0042",
    }
