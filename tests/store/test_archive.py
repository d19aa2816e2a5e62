"""The archive: nothing lost, nothing twice, nothing from before the start, trouble set aside."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mailflow.model import Arrival, Disposition
from mailflow.store import AlreadyDecided, Duplicate, Store
from tests.store.making import KEY, MINUTE, NOW, arrival, contents, decide, parsed, settle, take_in


def _ids(store: Store, now: timedelta = timedelta(0), limit: int = 10) -> list[int]:
    return [one.mail_id for one in store.waiting(NOW + now, limit)]


def test_a_mail_is_kept_to_the_byte(store: Store) -> None:
    """The bytes of a mail come back as they arrived."""
    raw = bytes(range(256)) * 10
    assert store.raw(take_in(store, raw=raw)) == raw


def test_a_mail_waits_with_what_is_known_of_it(store: Store) -> None:
    """A mail taken in waits with its place, its time and whether it was cut."""
    cut = Arrival(mailbox="INBOX", uidvalidity="7", uid="9", received_at=NOW, size=99, raw=b"x", is_cut=True)
    store.archive([cut], NOW)
    [one] = store.waiting(NOW, 10)
    assert (one.mail_id, one.mailbox, one.uidvalidity, one.uid, one.received_at, one.tries, one.is_cut) == (
        *(1, "INBOX", "7", "9", NOW, 0),
        True,
    )


def test_a_batch_is_taken_in_once(store: Store) -> None:
    """Mails that are there already by folder, UIDVALIDITY and UID are skipped; the others are new."""
    store.archive([arrival("1"), arrival("2")], NOW)
    new = store.archive([arrival("2"), arrival("3"), arrival("2", validity="8"), arrival("3")], NOW)
    waiting = store.waiting(NOW, 9)
    assert [(one.uidvalidity, one.uid) for one in waiting] == [("7", "1"), ("7", "2"), ("7", "3"), ("8", "2")]
    assert [one.mail_id for one in waiting[2:]] == new


def test_a_batch_is_whole(store: Store) -> None:
    """When one mail of a batch cannot be fetched, none of it is archived, and the lock was never taken."""

    def fetch() -> Iterator[Arrival]:
        yield arrival("1")
        assert not store.db.is_in_transaction
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.archive(fetch(), NOW)
    assert _ids(store) == []


def test_mail_from_before_the_start_is_never_handled(store: Store) -> None:
    """A mail without bytes is noted as before-start: it neither waits nor is filed, and is known."""
    [mail_id] = store.archive([arrival("5", None)], NOW)
    assert (_ids(store), store.unfiled("INBOX", 9), store.position("INBOX", "7")) == ([], [], 5)
    assert [(one.mail_id, one.disposition) for one in store.mails(9)] == [(mail_id, Disposition.BEFORE_START)]
    with pytest.raises(LookupError, match="no bytes of mail 1 are kept"):
        store.raw(mail_id)


def test_the_position_is_the_highest_number(store: Store) -> None:
    """UIDs are compared as numbers, for each folder and UIDVALIDITY alone."""
    store.archive([arrival("9"), arrival("10"), arrival("77", validity="8")], NOW)
    assert [store.position("INBOX", validity) for validity in ("7", "8", "9")] == [10, 77, 0]


def test_known_names_are_told(store: Store) -> None:
    """Of many file names, those archived are told, odd bytes and quotes among them."""
    odd = "1700000000.caf\udce9.host"
    store.archive([arrival(odd), arrival('"quoted"'), arrival("plain")], NOW)
    known = store.known_uids("INBOX", "7", [odd, '"quoted"', "plain", "1700000000.caf�.host", "new"])
    assert known == {odd, '"quoted"', "plain"}
    assert [one.uid for one in store.waiting(NOW, 10)] == [odd, '"quoted"', "plain"]


def test_mails_wait_in_the_order_of_arrival(store: Store) -> None:
    """The oldest come first, as many as asked for, even with a clock that was set back."""
    store.archive([arrival(str(n)) for n in range(5)], NOW)
    assert _ids(store, now=timedelta(days=-400), limit=3) == [1, 2, 3]


def test_a_mail_is_decided_once(store: Store) -> None:
    """A second decision on the same mail is refused and changes nothing."""
    mail_id = take_in(store)
    with store.transaction():
        decide(store, mail_id)
    before = contents(store)
    with pytest.raises(AlreadyDecided), store.transaction():
        decide(store, mail_id)
    assert contents(store) == before


def test_a_decided_mail_is_filed_once(store: Store) -> None:
    """What is decided is to be filed, what waits is not; what was filed is done with."""
    first, second = take_in(store, "1"), take_in(store, "2")
    with store.transaction():
        settle(store, first)
    assert store.unfiled("INBOX", 9) == [(first, "7", "1")]
    assert store.unfiled("Other", 9) == []
    store.filed([first])
    assert store.unfiled("INBOX", 9) == []
    assert _ids(store) == [second]


def test_trouble_is_set_aside_and_then_quarantined(store: Store) -> None:
    """A mail that raises rests a minute, then ten; the third time it is quarantined and the next goes on."""
    bad, good = take_in(store, "1"), take_in(store, "2")
    assert store.failed(bad, "boom 1", NOW) == 1
    assert (_ids(store), _ids(store, now=MINUTE)) == ([good], [bad, good])
    assert store.failed(bad, "boom 2", NOW) == 2
    assert (_ids(store, now=9 * MINUTE), _ids(store, now=10 * MINUTE)) == ([good], [bad, good])
    assert store.is_quarantined(bad) is False
    assert store.failed(bad, "Traceback\n  boom 3\nValueError: odd\n", NOW + MINUTE) == 3
    assert (_ids(store, now=timedelta(days=9)), store.is_quarantined(bad)) == ([good], True)
    [row] = store.quarantined()
    assert (row.mail_id, row.uid, row.tries, row.quarantined_at, row.error) == (
        *(bad, "1", 3, NOW + MINUTE),
        "ValueError: odd",
    )


def test_the_next_try_is_told(store: Store) -> None:
    """The time of the next mail to decide is known: long past for a new one, none where none waits."""
    assert store.next_try_at() is None
    mail_id = take_in(store)
    new = store.next_try_at()
    store.failed(mail_id, "boom", NOW)
    assert (new is not None and new < NOW, store.next_try_at()) == (True, NOW + MINUTE)


def test_quarantined_mail_is_neither_decided_nor_filed(store: Store) -> None:
    """A mail in quarantine is left for a person."""
    mail_id = take_in(store)
    for _ in range(3):
        store.failed(mail_id, "boom", NOW)
    assert store.unfiled("INBOX", 9) == []
    with pytest.raises(AlreadyDecided):
        store.failed(mail_id, "boom", NOW)
    with pytest.raises(AlreadyDecided), store.transaction():
        settle(store, mail_id)


def test_a_quarantined_mail_is_tried_again(store: Store) -> None:
    """Retry lets it wait again at once, with three new tries; then it can be decided."""
    mail_id = take_in(store)
    for _ in range(3):
        store.failed(mail_id, "boom", NOW)
    store.quarantine_retry(mail_id)
    assert ([(one.mail_id, one.tries) for one in store.waiting(NOW, 9)], store.quarantined()) == ([(mail_id, 0)], [])
    with store.transaction():
        settle(store, mail_id)
    assert store.unfiled("INBOX", 9) == [(mail_id, "7", "1")]


def test_a_quarantined_mail_is_dropped(store: Store) -> None:
    """Drop settles it: it waits no more, is filed, and its bytes are kept."""
    mail_id = take_in(store)
    for _ in range(3):
        store.failed(mail_id, "boom", NOW)
    assert store.quarantine_show(mail_id).trouble == "boom"
    store.quarantine_drop(mail_id, NOW)
    assert (store.quarantined(), _ids(store), store.unfiled("INBOX", 9)) == ([], [], [(mail_id, "7", "1")])
    assert (store.mails(1)[0].disposition, store.raw(mail_id)[:7]) == (Disposition.DROPPED, b"Subject")


def test_what_is_not_in_quarantine_cannot_be_settled_there(store: Store) -> None:
    """Show, retry and drop name a mail that is not there."""
    mail_id = take_in(store)
    for call in (store.quarantine_show, store.quarantine_retry, lambda n: store.quarantine_drop(n, NOW)):
        with pytest.raises(LookupError, match="mail 1 is not in quarantine: see `mailflow quarantine list`"):
            call(mail_id)


def test_a_huge_traceback_keeps_its_end(store: Store) -> None:
    """Of a traceback without end the last part is kept, where the error stands."""
    mail_id = take_in(store)
    for _ in range(3):
        store.failed(mail_id, "x" * 1_000_000 + "\nValueError: odd", NOW)
    [row] = store.quarantined()
    assert (len(row.trouble), row.error) == (65_536, "ValueError: odd")


def test_failing_inside_a_batch_belongs_to_the_batch(store: Store) -> None:
    """A failure noted inside a transaction is undone with it."""
    mail_id = take_in(store)
    with pytest.raises(ZeroDivisionError), store.transaction():
        _fail_and_raise(store, mail_id)
    assert [one.tries for one in store.waiting(NOW, 9)] == [0]


def _fail_and_raise(store: Store, mail_id: int) -> None:
    store.failed(mail_id, "boom", NOW)
    raise ZeroDivisionError


def _decided(store: Store, uid: str, message_id: str | None, content: str) -> int:
    mail_id = take_in(store, uid)
    with store.transaction():
        settle(store, mail_id, parsed(message_id, content))
    return mail_id


def test_the_same_mail_again_is_known(store: Store) -> None:
    """The same Message-ID with the same content is the same mail."""
    first = _decided(store, "1", "<a@x>", "c")
    assert store.duplicate_of(take_in(store, "2"), "<a@x>", "c") == Duplicate(mail_id=first, same_content=True)


def test_another_mail_under_the_same_id_is_told_apart(store: Store) -> None:
    """The same Message-ID with other content is told as such; once kept, its own copies are found under it."""
    first = _decided(store, "1", "<a@x>", "c")
    second = take_in(store, "2")
    assert store.duplicate_of(second, "<a@x>", "d") == Duplicate(mail_id=first, same_content=False)
    with store.transaction():
        settle(store, second, parsed("<a@x>", "d"), copy_of=first)
    assert store.duplicate_of(take_in(store, "3"), "<a@x>", "d") == Duplicate(mail_id=second, same_content=True)


def test_a_mail_without_id_is_known_by_its_content(store: Store) -> None:
    """Where there is no Message-ID, the content alone decides."""
    first = _decided(store, "1", None, "c")
    second = take_in(store, "2")
    assert store.duplicate_of(second, None, "c") == Duplicate(mail_id=first, same_content=True)
    assert store.duplicate_of(second, None, "d") is None


def test_the_same_content_under_another_id_is_another_mail(store: Store) -> None:
    """With Message-IDs on both, equal content does not make them one."""
    _decided(store, "1", "<a@x>", "c")
    assert store.duplicate_of(take_in(store, "2"), "<b@x>", "c") is None


def test_a_mail_is_no_duplicate_of_itself_or_of_what_waits(store: Store) -> None:
    """Only decided mails count: of two copies that wait, whichever is decided first is the original."""
    first, second = take_in(store, "1"), take_in(store, "2")
    assert store.duplicate_of(second, "<a@x>", "c") is None
    with store.transaction():
        settle(store, second, parsed("<a@x>", "c"))
    assert store.duplicate_of(second, "<a@x>", "c") is None
    assert store.duplicate_of(first, "<a@x>", "c") == Duplicate(mail_id=second, same_content=True)


def test_a_copy_of_a_copy_is_a_copy_of_the_original(store: Store) -> None:
    """A copy that was decided late, with a lower number, leads to the original too."""
    early, original = take_in(store, "1"), take_in(store, "2")
    with store.transaction():
        settle(store, original, parsed("<a@x>", "c"))
        settle(store, early, parsed("<a@x>", "c"), disposition=Disposition.DUPLICATE, copy_of=original)
    assert store.duplicate_of(take_in(store, "3"), "<a@x>", "c") == Duplicate(mail_id=original, same_content=True)


def test_hashes_are_keyed(store: Store) -> None:
    """Who has the database without the secret cannot test a guess at a mail; equal mails hash equally."""
    _decided(store, "1", "<a@x>", "c")
    _decided(store, "2", "<a@x>", "c")
    other = Store(":memory:", key=KEY + b"!")
    _decided(other, "1", "<a@x>", "c")
    mine = {tuple(row) for row in store.db.rows("SELECT message_id_hash, content_hash FROM mail")}
    theirs = {tuple(row) for row in other.db.rows("SELECT message_id_hash, content_hash FROM mail")}
    other.close()
    assert (len(mine), len(mine | theirs), len(set(next(iter(mine))))) == (1, 2, 2)


def test_a_mail_of_odd_text_is_decided(store: Store) -> None:
    """Surrogates in a Message-ID make nothing raise, and the mail is known again."""
    first = _decided(store, "1", "<\udce9@x>", "c")
    assert store.duplicate_of(take_in(store, "2"), "<\udce9@x>", "c") == Duplicate(mail_id=first, same_content=True)
