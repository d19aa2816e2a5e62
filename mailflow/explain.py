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
from mailflow.documents.enclosures import with_documents
from mailflow.model import Field, Kind, Reading, Reply, Source, Unclear
from mailflow.pipe import Pipe
from mailflow.read.adapter import message
from mailflow.store.rows import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What a mail means: the reading contract's object, how it was understood, and whom a bounce says it failed for.

    sources: where each value came from, for each request that the mail makes.
    """

    data: Mapping[str, object]
    why: str
    failed: tuple[str, ...]
    sources: Sequence[Mapping[str, Source]]


def explain(pipe: Pipe, raw: bytes, *, received_at: datetime | None, now: datetime) -> Explained:
    """Read and decide one mail against what is stored, changing nothing.

    raw: the mail's bytes; received_at: when the server took it in, the mail's own Date where ``None``; now: the time
    to decide at where neither is known.
    """
    parsed = with_documents(message.parse(raw), raw)
    at = (received_at or parsed.date or now).astimezone(UTC)
    waiting = Waiting(mail_id=0, received_at=at, mailbox="", uidvalidity="", uid="", tries=0, is_cut=False)
    incoming, state = pipe.understanding.understand(raw, parsed, waiting, at)
    decision = decide(incoming, state, pipe.instance.desk, pipe.instance.rules, at)
    return Explained(
        data=_data(pipe, incoming, decision, state.case, at),
        why=incoming.reading.why,
        failed=incoming.reading.failed,
        sources=[
            {**_sources(one.fields), **_sources(one.unclear)} for one in (incoming.reading, *incoming.reading.others)
        ],
    )


def _sources(read: Mapping[str, Field] | Mapping[str, Unclear]) -> dict[str, Source]:
    return {key: one.source for key, one in read.items() if one.source.is_said}


def _data(pipe: Pipe, incoming: Incoming, decision: Decision, case: str | None, at: datetime) -> dict[str, object]:
    """Make the contract's object; further requests of the mail stand under ``further``, where it makes any."""
    staff = frozenset(pipe.instance.desk.staff)
    first, *more = zip((incoming.reading, *incoming.reading.others), (decision, *decision.further), strict=False)
    replies = [reply for one in (decision, *decision.further) for reply in one.replies]
    further = [_understood(pipe, reading, one, case) for reading, one in more]
    return {
        "kind": str(incoming.reading.kind),
        **_understood(pipe, *first, case),
        **({"further": further} if further else {}),
        "replies": [_mail(pipe, one, at) for one in replies if one.to.email not in staff],
        "staff": [_mail(pipe, one, at) for one in replies if one.to.email in staff],
    }


def _understood(pipe: Pipe, reading: Reading, decision: Decision, case: str | None) -> dict[str, object]:
    """What is understood of one request: the mail's lines, merged with those of the call where it is no new one."""
    call = decision.call if decision.opens is None else None
    fields = call.fields if call else reading.fields
    unclear = call.unclear if call else reading.unclear
    is_new = reading.kind is Kind.CALL_REQUEST
    return {
        "case": case if not is_new or call else None,
        "fields": {key: facts.printed(one) for key, one in fields.items()},
        "missing": list(facts.missing(call)) if call else list(reading.missing),
        "unclear": {
            key: {"said": one.said, "why": one.why, "suggestion": facts.plain(one.suggestion)}
            for key, one in unclear.items()
        },
        "findings": [
            {"rule": one.rule, "outcome": str(one.outcome), "text": pipe.instance.texts.finding(one)}
            for one in decision.findings
        ],
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
    lines = [f"kind: {data['kind']} ({explained.why})", f"case: {data['case'] or 'none yet'}"]
    lines += [f"failed: {', '.join(explained.failed)}"] if explained.failed else []
    lines.append("")
    lines += _as_lines(data, explained.sources[0])
    further = data.get("further", ())
    assert isinstance(further, Sequence)
    for one, sources in zip(further, explained.sources[1:], strict=True):
        lines += ["", "another request in the same mail", *_as_lines(one, sources)]
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


def _as_lines(one: Mapping[str, object], sources: Mapping[str, Source]) -> list[str]:
    """One request's lines for a person: what was understood and from where, and what is open."""
    fields, unclear, missing, findings = (one[key] for key in ("fields", "unclear", "missing", "findings"))
    assert isinstance(fields, Mapping)
    assert isinstance(unclear, Mapping)
    assert isinstance(missing, Sequence)
    assert isinstance(findings, Sequence)
    lines = ["understood:"] if fields else []
    lines += [
        f"  {key}: {json.dumps(value, ensure_ascii=False)}{_where(sources, key)}" for key, value in fields.items()
    ]
    lines += [
        f"unclear: {key}: {doubt['said']!r}: {doubt['why']}{_where(sources, key)}" for key, doubt in unclear.items()
    ]
    lines += [f"missing: {', '.join(map(str, missing))}"] if missing else []
    return lines + [f"{found['rule']} ({found['outcome']}): {found['text']}" for found in findings]


def _where(sources: Mapping[str, Source], key: str) -> str:
    source = sources.get(key)
    return f"   [{source.part} line {source.line}, {source.grammar}: {source.said!r}]" if source else ""
