"""Waiting before the next try, and what is kept of a mail that is too big."""

import random

from hypothesis import given
from hypothesis import strategies as st

from mailflow.mail.mailbox import CUT_BYTES, Backoff, LoginRefused, MailboxUnavailable, cut

BROKEN = MailboxUnavailable("broken")
REFUSED = LoginRefused("refused")


class TestBackoff:
    """Neither hammering nor forgetting."""

    @given(seed=st.integers(), tries=st.integers(1, 40))
    def test_it_doubles_to_five_minutes_with_jitter(self, seed: int, tries: int) -> None:
        """The n-th failure waits between half of 2^n seconds and all of it, and never over five minutes."""
        backoff = Backoff(random.Random(seed))
        for number in range(tries):
            step = min(2.0**number, 300.0)
            assert step / 2 <= backoff.seconds_after(BROKEN) <= step

    @given(seed=st.integers(), before=st.integers(0, 12))
    def test_a_refused_login_waits_a_quarter_of_an_hour(self, seed: int, before: int) -> None:
        """However many failures there were, a refused login waits 15 minutes at least and changes no other step."""
        backoff = Backoff(random.Random(seed))
        for _ in range(before):
            backoff.seconds_after(BROKEN)
        assert 900 <= backoff.seconds_after(REFUSED) <= 990
        step = min(2.0**before, 300.0)
        assert step / 2 <= backoff.seconds_after(BROKEN) <= step

    def test_it_is_the_same_for_the_same_seed_and_starts_again(self) -> None:
        """The delays depend on the seed alone; after ``reset`` the first step comes again."""
        first, second = (Backoff(random.Random(3)) for _ in range(2))
        assert [first.seconds_after(BROKEN) for _ in range(9)] == [second.seconds_after(BROKEN) for _ in range(9)]
        first.reset()
        assert first.seconds_after(BROKEN) <= 1.0


class TestCut:
    """The beginning of a big mail."""

    @given(
        header=st.integers(0, CUT_BYTES + 5000),
        body=st.integers(0, 2 * CUT_BYTES),
        end=st.sampled_from([b"\r\n", b"\n"]),
    )
    def test_the_header_and_64_kb_are_kept(self, header: int, body: int, end: bytes) -> None:
        """What is kept is the beginning: the header section (64 KB of it at most) and 64 KB that follow it."""
        top = b"X: " + b"h" * header + 2 * end
        raw = top + b"b" * body
        assert raw[: min(len(top), CUT_BYTES) + CUT_BYTES] == cut(raw[: 2 * CUT_BYTES])
