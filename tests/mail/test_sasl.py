"""What is said in a login by access token, word for word."""

import pytest

from mailflow.mail.sasl import BearerExchange, bearer_mechanism


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        (["PLAIN", "LOGIN"], None),
        (["PLAIN", "XOAUTH2"], "XOAUTH2"),
        (["xoauth2", "oauthbearer"], "OAUTHBEARER"),
        (["OAUTHBEARER"], "OAUTHBEARER"),
        ([], None),
    ],
)
def test_the_mechanism_is_one_that_the_server_offers(offered: list[str], expected: str | None) -> None:
    """The standard one goes first; without either there is none."""
    assert expected == bearer_mechanism(offered)


def test_the_words_are_those_of_the_standard() -> None:
    """The examples of RFC 7628, section 4.1, and of Google's page on XOAUTH2."""
    token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
    bearer = BearerExchange("OAUTHBEARER", user="user@example.com", token=token, host="server.example.com", port=143)
    google = BearerExchange("XOAUTH2", user="someuser@example.com", token="ya29.vF9dft4q", host="h", port=1)

    assert f"n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer {token}\x01\x01" == bearer(b"")
    assert "user=someuser@example.com\x01auth=Bearer ya29.vF9dft4q\x01\x01" == google(b"")


def test_a_name_with_a_comma_ends_no_field() -> None:
    """Commas and equals signs in a user name are written as RFC 5801, section 4, wants."""
    exchange = BearerExchange("OAUTHBEARER", user="a,b=c", token="t", host="h", port=1)

    assert exchange(b"").startswith("n,a=a=2Cb=3Dc,\x01")


@pytest.mark.parametrize(("mechanism", "last"), [("OAUTHBEARER", "\x01"), ("XOAUTH2", "")])
def test_a_refusal_is_taken_in_and_the_token_is_not_said_again(mechanism: str, last: str) -> None:
    """After the server's reason we say what lets it say no (RFC 7628, section 3.2.3)."""
    exchange = BearerExchange(mechanism, user="u", token="secret-token", host="h", port=1)
    exchange(b"")

    assert last == exchange(b'{"status":"invalid_token","scope":"example_scope"}')
    assert "invalid_token" == exchange.said


@pytest.mark.parametrize("challenge", [b"", b"[]", b"{}", b"\xff", b'{"status": null}', b"not json"])
def test_a_refusal_without_a_reason_is_a_refusal(challenge: bytes) -> None:
    """Whatever stands in the challenge, nothing breaks."""
    exchange = BearerExchange("XOAUTH2", user="u", token="t", host="h", port=1)
    exchange(b"")

    assert "" == exchange(challenge)
    assert "" == exchange.said
