"""Which mail of ours a mail answers, and what proves that its sender could read it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailflow import token
from mailflow.decide.identity import CONFIRM
from mailflow.decide.staff import quarantined
from mailflow.model import Address, Event, Sent, Status
from mailflow.pipe import Pipe
from mailflow.read.adapter import message
from mailflow.store.rows import Waiting
from tests.test_pipe import KEY, MAILS, NOW, Desk, Server, arrivals, mail

ANN, BOB = "ann@example.org", "bob@example.org"
OURS = "info@interoccupy.example"


@pytest.fixture(params=[True, False], ids=["plus", "no-plus"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """An instance that has answered Ann's request, with and without plus-addresses."""
    one = Desk(tmp_path / "store.sqlite", Server())
    instance = one.pipe.instance
    changed = replace(instance, sender=replace(instance.sender, plus_addressing=request.param))
    one.pipe = Pipe(changed, one.store, one.outbox)
    one.pipe.take_in(arrivals(MAILS[:1]), NOW)
    one.pipe.work(NOW)
    yield one
    one.store.close()


def has_plus(desk: Desk) -> bool:
    """Whether this instance uses plus-addresses."""
    return desk.pipe.instance.sender.plus_addressing


def post(desk: Desk, to: str, purpose: str, case: str | None = None) -> dict[str, str]:
    """Write a mail of ours for one purpose, about a case that is opened for it; its headers."""
    told = quarantined(mail_id=1, sender=ANN, subject="x", trouble="x", tries=3, owner=to)
    told = replace(told, purpose=purpose, key=f"{to}{purpose}", to=Address("", to), case=case)
    with desk.store.transaction():
        if case:
            desk.store.open_case(case, "question", opened_by=1, at=NOW, requester=to, asked_at=NOW)
        desk.pipe._letters.post(told, 1, NOW)
    raw = desk.outbox.lease("test", NOW, 10)[-1].raw
    return dict(message.parse(raw).headers)


def read(desk: Desk, *headers: str, sender: str = ANN) -> tuple[Sent | None, bool]:
    """What a mail with these headers answers, and whether it proves its sender."""
    raw = mail(sender, "Re: x", "yes", *headers)
    waiting = Waiting(
        mail_id=1, received_at=NOW, mailbox="INBOX", uidvalidity="1", uid="9", tries=0, is_cut=False
    )  # fmt: skip
    incoming, _state = desk.pipe.understanding.understand(raw, message.parse(raw), waiting, NOW)
    return incoming.answers, incoming.has_token


def number(answered: Sent | None) -> int:
    """The number of the mail of ours that was answered, 0 for none."""
    return answered.number if answered else 0


def given(desk: Desk, to: str, purpose: str, key: bytes = KEY, case: str | None = None) -> tuple[int, str]:
    """The number and the token of a mail that is posted now."""
    headers = post(desk, to, purpose, case)
    last = desk.store.sent_by_message_id((headers["Message-ID"],))
    assert last is not None
    return last.number, token.sign(key, number=last.number, case=last.case, person=to, purpose=purpose)


@pytest.mark.parametrize("name", ["Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Gm-Original-To"])
def test_a_token_is_found_wherever_servers_write_the_receiver(desk: Desk, name: str) -> None:
    """Some servers leave To alone and write the plus-address elsewhere; some write it in capitals."""
    mine, said = given(desk, ANN, "values")

    for written in (said, said.upper()):
        answered, is_proven = read(desk, f"{name}: {OURS.replace('@', f'+{written}@')}")
        assert (mine, True) == (number(answered), is_proven)


def test_a_token_proves_only_who_it_was_given_to(desk: Desk) -> None:
    """Somebody else's token finds the case and proves nothing; beside it one's own counts."""
    mine, said = given(desk, ANN, "values")
    other, his = given(desk, BOB, "values")
    hers, theirs = f"Cc: {OURS.replace('@', f'+{said}@')}", f"Delivered-To: {OURS.replace('@', f'+{his}@')}"

    assert (other, False) == (number(read(desk, theirs)[0]), read(desk, theirs)[1])
    assert (mine, True) == (number(read(desk, theirs, hers)[0]), read(desk, theirs, hers)[1])
    assert not read(desk, theirs, hers, sender="eve@example.org")[1]


def test_a_token_dies_with_its_case(desk: Desk) -> None:
    """When the case is closed for good, a mail that carries its token still finds it and proves nothing."""
    _mine, said = given(desk, ANN, "values", case="Q-0009")
    header = f"Cc: {OURS.replace('@', f'+{said}@')}"
    assert read(desk, header)[1]

    with desk.store.transaction():
        desk.store.add_event("Q-0009", Event(actor=ANN, what="closed", after=Status.CLOSED), mail_id=None, at=NOW)
    answered, is_proven = read(desk, header)

    assert answered is not None
    assert ("Q-0009", False) == (answered.case, is_proven)


def test_a_token_of_an_earlier_key_counts_until_it_is_dropped(desk: Desk) -> None:
    """After a rotation mails that went out before still prove who answers them; after ``--drop-old`` they do not."""
    _mine, said = given(desk, ANN, "values")
    header = f"Cc: {OURS.replace('@', f'+{said}@')}"
    keys = desk.pipe.instance.keys

    desk.pipe = Pipe(replace(desk.pipe.instance, keys=(b"new" * 11, *keys)), desk.store, desk.outbox)
    assert read(desk, header)[1]
    assert keys[0] != desk.pipe.instance.keys[0]
    desk.pipe = Pipe(replace(desk.pipe.instance, keys=(b"new" * 11,)), desk.store, desk.outbox)
    assert (0, False) == (number(read(desk, header)[0]), read(desk, header)[1])


def test_without_plus_addresses_a_mail_that_asks_for_a_yes_proves_by_its_id(desk: Desk) -> None:
    """Its Message-ID holds the token, so who answers it could read it; with plus-addresses the Reply-To holds it."""
    headers = post(desk, ANN, CONFIRM)
    own_id = headers["Message-ID"]
    has_token_in_id = token.in_message_id(own_id) is not None

    assert has_plus(desk) is ("+" in headers["Reply-To"])
    assert has_plus(desk) is not has_token_in_id
    for threading in (f"In-Reply-To: {own_id}", f"References: <a@b> {own_id} <c@d>"):
        answered, is_proven = read(desk, threading)
        assert number(answered)
        assert is_proven is has_token_in_id
        assert not read(desk, threading, sender=BOB)[1], "it was not given to Bob"


def test_ordinary_ids_prove_nothing(desk: Desk) -> None:
    """The id of any other mail is a number that anybody can guess."""
    own_id = post(desk, ANN, "values")["Message-ID"]
    assert token.in_message_id(own_id) is None
    answered, is_proven = read(desk, f"In-Reply-To: {own_id}")
    assert number(answered)
    assert not is_proven


def test_a_made_up_id_finds_and_proves_nothing(desk: Desk) -> None:
    """Only an id that we gave out counts: the number with another token, or a token in another mail's id, does not."""
    own_id = post(desk, ANN, CONFIRM)["Message-ID"]
    carried = token.in_message_id(own_id) or ""
    wrong = own_id.replace(carried, carried[:-1] + ("a" if carried[-1:] != "a" else "b")) if carried else "<x@y>"
    bare = token.message_id(1, name=desk.pipe.instance.name, domain="interoccupy.example", token=carried or "1")

    assert (0, False) == (number(read(desk, f"In-Reply-To: {wrong}")[0]), read(desk, f"In-Reply-To: {wrong}")[1])
    assert not read(desk, f"In-Reply-To: {bare}", sender=BOB)[1]


def test_the_mail_that_is_answered_is_the_one_that_is_proven(desk: Desk) -> None:
    """An answer to an ordinary mail proves nothing, though a mail that asked for a yes stands further up the thread."""
    asked, plain = post(desk, ANN, CONFIRM)["Message-ID"], post(desk, ANN, "values")["Message-ID"]

    answered, is_proven = read(desk, f"In-Reply-To: {plain}", f"References: {asked} {plain}")

    assert number(answered)
    assert not is_proven


def test_many_addresses_cost_little(desk: Desk) -> None:
    """Of hundreds of tokens that anybody can write only a few are looked up."""
    _mine, said = given(desk, ANN, "values")
    made_up = ", ".join(OURS.replace("@", f"+{n}-{'a' * 20}@") for n in range(1, 150))

    assert not read(desk, f"Cc: {made_up}, {OURS.replace('@', f'+{said}@')}")[1]
