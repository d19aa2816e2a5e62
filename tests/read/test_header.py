"""Header fields: addresses as they stand there."""

import pytest

from mailflow.model import Address
from mailflow.read.adapter.header import addresses


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("Bo <BO@Example.ORG>", "bo@example.org"),
        ("kim@Bücher.example", "kim@bücher.example"),
        ("\u212aim@example.org", "\u212aim@example.org"),
    ],
)
def test_an_address_is_lower_cased_and_stays_its_own(said: str, email: str) -> None:
    """No letter from beyond ASCII becomes one of ASCII: the Kelvin sign does not make somebody Kim."""
    assert ([email], 0) == ([one.email for one in addresses(said)[0]], addresses(said)[1])


def test_a_display_name_is_no_address() -> None:
    """What stands before the brackets is only shown."""
    assert ([Address("ana@example.org", "mallory@example.net")], 0) == addresses(
        '"ana@example.org" <mallory@example.net>'
    )
