"""Who writes, where a mail shows an address and no name."""

import pytest

from mailflow.model import Person
from mailflow.read.sentences.introduced import introduced


@pytest.mark.parametrize(
    ("email", "text", "name"),
    [
        ("kb@example.org", "hi this is Keisha Brandt from Occupy Gainesville we want a call", "Keisha Brandt"),
        ("kb@example.org", "My name is Keisha Brandt. We want a call.", "Keisha Brandt"),
        ("bao@example.org", "Hi all, Bao from Occupy Fresno here.\n\nWe need a call.", "Bao"),
        ("estrandberg1941@example.org", "We want a call.\n\nYours in peace,\nEdith Strandberg", "Edith Strandberg"),
        ("office@example.org", "We want a call.\n\nYours in peace,\nEdith Strandberg", None),
        ("kb@example.org", "Hi, this is Occupy Gainesville. We want a call.", None),
        ("kb@example.org", "We want a call. This is Friday at 8pm.", None),
        ("kb@example.org", "We want a call. I heard of it. This is Ann Lee who told me.", None),
    ],
)
def test_a_sender_is_named_by_the_text(email: str, text: str, name: str | None) -> None:
    """Outright, or by a signature that the address bears out; a group or a day is nobody."""
    assert name == introduced(Person(email=email), text).name


def test_a_name_that_the_mail_shows_stays() -> None:
    """Whoever else is spoken of."""
    assert introduced(Person("Bo", "bo@example.org"), "This is Ann Lee from Occupy Reno.").name == "Bo"
