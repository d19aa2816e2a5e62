"""What the tests of the store are made of: mails, parsed mails, letters and a whole decision."""

from datetime import UTC, datetime, timedelta

from mailflow.model import Address, Arrival, Disposition, Event, Field, Finding, Message, Outcome, Source, Status
from mailflow.store import NewLetter, Outbox, Store

KEY = b"the secret of an instance"
NOW = datetime(2027, 3, 2, 14, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SOURCE = Source(part="text/plain", line=3, grammar="line", said="1. Call title: Debt")


def arrival(uid: str = "1", raw: bytes | None = b"Subject: hi\r\n\r\nhello\r\n", *, validity: str = "7") -> Arrival:
    """A mail as a mailbox hands it over."""
    size = len(raw or b"")
    return Arrival(mailbox="INBOX", uidvalidity=validity, uid=uid, received_at=NOW, size=size, raw=raw)


def parsed(
    message_id: str | None = "<1@example.org>", content: str = "c1", sender: str = "larry@example.org"
) -> Message:
    """A mail as the reader hands it over."""
    return Message(
        message_id=message_id,
        headers=(),
        from_=Address("Larry", sender),
        reply_to=(),
        to=(),
        cc=(),
        delivered_to=(),
        subject="Call request",
        date=NOW,
        in_reply_to=(),
        references=(),
        lines=(),
        html_only=False,
        structure=(),
        attachments=(),
        report="",
        returned_id=None,
        content_hash=content,
        defects=(),
    )


def take_in(store: Store, uid: str = "1", raw: bytes = b"Subject: hi\r\n\r\nhello\r\n") -> int:
    """Archive one mail; its id."""
    [mail_id] = store.archive([arrival(uid, raw)], NOW)
    return mail_id


def settle(
    store: Store,
    mail_id: int,
    message: Message | None = None,
    *,
    disposition: Disposition = Disposition.PROCESSED,
    case: str | None = None,
    copy_of: int | None = None,
) -> None:
    """Note how one mail ended; inside a transaction."""
    store.decided(
        mail_id,
        kind="call-request",
        disposition=disposition,
        case=case,
        message=message or parsed(f"<{mail_id}@example.org>", f"c{mail_id}"),
        why="a filled form",
        at=NOW,
        copy_of=copy_of,
    )


def open_call(store: Store, ref: str = "IO-0001", requester: str = "larry@example.org") -> int:
    """Archive a mail and open a call for it, in one transaction; the mail's id."""
    mail_id = take_in(store, f"for {ref}")
    with store.transaction():
        store.open_case(ref, "call", opened_by=mail_id, at=NOW, requester=requester, asked_at=NOW)
    return mail_id


def put(
    outbox: Outbox,
    *,
    key: str = "mail 1",
    case: str | None = None,
    to: str = "larry@example.org",
    priority: int = 5,
    at: datetime = NOW,
    not_before: datetime | None = None,
    automatic: bool = True,
) -> int | None:
    """Put a letter into the outbox; inside a transaction. Its number, ``None`` when it was there before."""
    number = outbox.next_number()
    letter = NewLetter(
        number=number,
        key=key,
        case=case,
        template="requester/incomplete",
        to=to,
        purpose="values",
        asked=("backup", "tech"),
        text="We have your request.",
        raw=b"Subject: hi\r\n\r\nWe have your request.\r\n",
        message_id=f"<{number}@interoccupy.example>",
        sender="info@interoccupy.example",
        automatic=automatic,
        priority=priority,
        not_before=not_before,
        subject="[IO-0001] hi",
    )
    return number if outbox.put(letter, at) else None


def post(
    store: Store,
    *,
    key: str = "mail 1",
    case: str | None = None,
    to: str = "larry@example.org",
    priority: int = 5,
    at: datetime = NOW,
    not_before: datetime | None = None,
    automatic: bool = True,
) -> int:
    """Put a new letter into the outbox in a transaction of its own; its number."""
    with store.transaction():
        number = put(
            Outbox(store),
            key=key,
            case=case,
            to=to,
            priority=priority,
            at=at,
            not_before=not_before,
            automatic=automatic,
        )
    assert number is not None
    return number


def decide(store: Store, mail_id: int) -> None:
    """Apply a whole decision to one mail: a call, its fields, history, findings and an answer; inside a transaction."""
    outbox = Outbox(store)
    ref = f"IO-{store.next_number():04}"
    store.open_case(ref, "call", opened_by=mail_id, at=NOW, requester="larry@example.org", asked_at=NOW)
    fields = {"title": Field("title", "Debt", SOURCE), "length": Field("length", 90, SOURCE)}
    store.save_fields(ref, fields, {}, mail_id=mail_id, at=NOW)
    event = Event(actor="larry@example.org", what="received", after=Status.REVIEW, proof="aligned pass")
    store.add_event(ref, event, mail_id=mail_id, at=NOW)
    store.save_findings(ref, [Finding(Outcome.WARN, "", {"days": 3}, "lead_time")], NOW)
    put(outbox, key=f"mail {mail_id}", case=ref)
    settle(store, mail_id, case=ref)


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, for comparing two stores."""
    names = store.db.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"
    )
    return {
        row["name"]: sorted((tuple(one) for one in store.db.rows(f"SELECT * FROM {row['name']}")), key=repr)
        for row in names
    }
