"""The last automatic answer of a day says that it is the last (protocol 8.4): every text that may be it can say so."""

from dataclasses import replace

import pytest

from tests.write.test_texts import NAMED, NOW, TEXTS

NOT_AUTOMATIC = frozenset({"requester/offered", "requester/again", "requester/new_contact"})
"""Texts that answer nobody's own mail: they count for no cap."""

SAID = "This is our last automatic answer to you for today."


@pytest.mark.parametrize("name", sorted(name for name, one in NAMED.items() if one.template.startswith("requester/")))
def test_every_answer_can_say_that_it_is_the_last(name: str) -> None:
    """It says so where it is, once, and not where it is not."""
    reply = NAMED[name]
    said = [
        " ".join(TEXTS.write(replace(reply, facts={**reply.facts, "is_last_today": is_last}), NOW).text.split())
        for is_last in (False, True)
    ]

    is_answer = reply.template not in NOT_AUTOMATIC or bool(reply.facts.get("is_own"))
    assert [0, int(is_answer)] == [one.count(SAID) for one in said]
