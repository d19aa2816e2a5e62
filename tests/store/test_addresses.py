"""What is known of an address: marks that come and go, and who made us write there."""

from datetime import timedelta

from mailflow.store import Store
from tests.store.making import NOW, settle, take_in

LARRY = "larry@example.org"
MALLORY = "mallory@example.net"


def test_a_reminder_asks_for_both_marks(store: Store) -> None:
    """No reminder goes where none is wanted or none arrives; the case of letters does not matter."""
    assert store.may_remind(LARRY)
    store.mark_failed(LARRY, "550 5.1.1", NOW)
    assert (True, False) == (store.is_failing("Larry@Example.org"), store.may_remind("Larry@Example.org"))
    with store.transaction():
        store.heard_from(LARRY.upper())
        assert store.may_remind(LARRY)
        store.silence(LARRY, NOW)
        store.heard_from(LARRY)
    assert (False, False) == (store.is_failing(LARRY), store.may_remind(LARRY))


def test_the_first_mail_to_an_address_counts_for_who_caused_it(store: Store) -> None:
    """Later mails to it count for nobody, and nobody's own address counts for himself."""
    with store.transaction():
        for number, (to, by) in enumerate([("a", MALLORY), ("a", LARRY), ("b", MALLORY), (MALLORY, MALLORY)]):
            store.meet(to, by, NOW + timedelta(hours=number))
    assert (2, 0) == (store.reached_by(MALLORY, NOW), store.reached_by(LARRY, NOW))
    assert 1 == store.reached_by(MALLORY, NOW + timedelta(hours=1))


def test_known_is_who_wrote_to_us_or_was_written_to(store: Store) -> None:
    """A mark alone makes nobody known."""
    mail_id = take_in(store)
    with store.transaction():
        settle(store, mail_id)
        store.meet("met@example.org", MALLORY, NOW)
        store.silence("silent@example.org", NOW)
    told = {one: store.is_known(one) for one in (LARRY, "met@example.org", "silent@example.org", MALLORY, "")}
    assert {LARRY: True, "met@example.org": True, "silent@example.org": False, MALLORY: False, "": False} == told


def test_words_are_kept_as_a_hash_only(store: Store) -> None:
    """The same words of one sender are found, and the database holds none of them."""
    mail_id = take_in(store)
    with store.transaction():
        settle(store, mail_id)
        store.note_words(mail_id, "the matter lies with bob")
    found = [store.same_words(*one, NOW) for one in ((LARRY, "the matter lies with bob"), (LARRY, "the matter"))]
    assert [1, 0] == found
    assert 0 == store.same_words(MALLORY, "the matter lies with bob", NOW)
    assert 0 == store.same_words(LARRY, "the matter lies with bob", NOW + timedelta(seconds=1))
    [row] = store.db.rows("SELECT * FROM mail")
    assert not any("bob" in str(value) for value in tuple(row))
