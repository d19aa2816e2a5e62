"""Show what one mail means and what would be done, without doing it (reading contract).

The mail goes through the whole pipe on a throw-away copy of what is stored, inside a transaction that is never
committed, so that what is shown is what would happen.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailflow.decide import facts
from mailflow.decide.decide import decide
from mailflow.decide.decision import Decision, Incoming
from mailflow.model import Field, Kind, Reply, Source, Unclear
from mailflow.pipe import Pipe
from mailflow.read import message
from mailflow.store.rows import Waiting

_HIDDEN_SOURCES = frozenset({"default", "from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What a mail means: the reading contract's object, and how it was understood, for a person."""

    data: Mapping[str, object]
    why: str
    sources: Mapping[str, Source]


def explain(pipe: Pipe, raw: bytes, *, received_at: datetime | None, now: datetime) -> Explained:
    """Read and decide one mail against what is stored, changing nothing.

    raw: the mail's bytes; received_at: when the server took it in, the mail's own Date where ``None``; now: the time
    to decide at where neither is known.
    """
    parsed = message.parse(raw)
    at = (received_at or parsed.date or now).astimezone(UTC)
    waiting = Waiting(mail_id=0, received_at=at, mailbox="", uidvalidity="", uid="", tries=0, is_cut=False)
    incoming, state = pipe.understand(raw, parsed, waiting, at)
    decision = decide(incoming, state, pipe.instance.desk, pipe.instance.rules, at)
    return Explained(
        data=_data(pipe, incoming, decision, state.case, at),
        why=incoming.reading.why,
        sources={**_sources(incoming.reading.fields), **_sources(incoming.reading.unclear)},
    )


def _sources(read: Mapping[str, Field] | Mapping[str, Unclear]) -> dict[str, Source]:
    return {key: one.source for key, one in read.items() if one.source.part not in _HIDDEN_SOURCES}


def _data(pipe: Pipe, incoming: Incoming, decision: Decision, case: str | None, at: datetime) -> dict[str, object]:
    """Make the contract's object: a call's own lines after merging where there is one, else what the mail says."""
    reading, call = incoming.reading, decision.call
    fields = call.fields if call else reading.fields
    unclear = call.unclear if call else reading.unclear
    texts, staff = pipe.instance.texts, frozenset(pipe.instance.desk.staff)
    is_new = reading.kind is Kind.CALL_REQUEST
    return {
        "kind": str(reading.kind),
        "case": case if not is_new or (call and decision.opens is None) else None,
        "fields": {key: facts.printed(one) for key, one in fields.items()},
        "missing": list(facts.missing(call)) if call else list(reading.missing),
        "unclear": {
            key: {"said": one.said, "why": one.why, "suggestion": facts.plain(one.suggestion)}
            for key, one in unclear.items()
        },
        "findings": [
            {"rule": one.rule, "outcome": str(one.outcome), "text": texts.finding(one)} for one in decision.findings
        ],
        "replies": [_mail(pipe, one, at) for one in decision.replies if one.to.email not in staff],
        "staff": [_mail(pipe, one, at) for one in decision.replies if one.to.email in staff],
    }


def _mail(pipe: Pipe, reply: Reply, at: datetime) -> dict[str, object]:
    written = pipe.instance.texts.write(reply, at)
    return {"template": reply.template, "to": [reply.to.email], "subject": written.subject, "body": written.text}


def as_json(explained: Explained) -> str:
    """The reading contract's object, as text."""
    return json.dumps(explained.data, ensure_ascii=False, indent=1)


def as_text(explained: Explained) -> str:
    """The same for a person: what was understood and from where, what is open, and the mails that would go."""
    data = explained.data
    lines = [f"kind: {data['kind']} ({explained.why})", f"case: {data['case'] or 'none yet'}", ""]
    fields = data["fields"]
    assert isinstance(fields, Mapping)
    lines += ["understood:"] if fields else []
    lines += [
        f"  {key}: {json.dumps(value, ensure_ascii=False)}{_where(explained, key)}" for key, value in fields.items()
    ]
    unclear = data["unclear"]
    assert isinstance(unclear, Mapping)
    lines += [f"unclear: {key}: {one['said']!r}: {one['why']}{_where(explained, key)}" for key, one in unclear.items()]
    missing = data["missing"]
    assert isinstance(missing, Sequence)
    lines += [f"missing: {', '.join(map(str, missing))}"] if missing else []
    findings = data["findings"]
    assert isinstance(findings, Sequence)
    lines += [f"{one['rule']} ({one['outcome']}): {one['text']}" for one in findings]
    for title, key in (("reply", "replies"), ("to staff", "staff")):
        mails = data[key]
        assert isinstance(mails, Sequence)
        for mail in mails:
            lines += [
                "",
                f"--- {title}: {mail['template']} to {', '.join(mail['to'])}",
                f"Subject: {mail['subject']}",
                "",
            ]
            lines += mail["body"].rstrip().splitlines()
    if not data["replies"] and not data["staff"]:
        lines += ["", "No mail would be sent."]
    return "\n".join(lines)


def _where(explained: Explained, key: str) -> str:
    source = explained.sources.get(key)
    return f"   [{source.part} line {source.line}, {source.grammar}: {source.said!r}]" if source else ""
