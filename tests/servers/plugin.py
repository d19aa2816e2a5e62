"""Which tests need mail servers, what becomes of them where there are none, and a Postfix for the whole session.

A test marked ``servers`` needs Dovecot; one that uses the fixture ``postfix`` needs Postfix, OpenDKIM, swaks and root
too. Where they are not here the test is skipped, all with one line; ``--require-servers`` makes that a failure.
"""

import os
from collections.abc import Generator, Iterator

import pytest

from tests.servers.dovecot import Dovecot, dovecot_is_here
from tests.servers.postfix import Postfix, postfix_is_here

USERS = {
    "info@io.example": "info-word",
    "staff@io.example": "staff-word",
    "alice@req.example": "alice-word",
    "bob@req.example": "bob-word",
    "desk@lists.example": "desk-word",
}
VERDICTS = {"forger@else.example": "dmarc=fail header.from=req.example"}
"""What a policy server says of these envelope senders, in a header above Postfix's own Received line."""
REFUSALS = {"later@req.example": "450 4.2.0 try later", "never@req.example": "550 5.1.1 no such user"}
_HOW = "these tests need mail servers; `./mf test --install-servers`, as root on Debian or Ubuntu, gets them"


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    """Postfix with OpenDKIM before a Dovecot (``postfix.dovecot``), with the mailboxes of USERS, for all tests.

    Who uses it tells its own mails apart from other tests'.
    """
    with Dovecot(USERS) as dovecot, Postfix(dovecot, refusals=REFUSALS, verdicts=VERDICTS) as one:
        yield one


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--require-servers``, for continuous integration."""
    parser.addoption("--require-servers", action="store_true", help="fail where a test of real mail servers is skipped")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose servers are not here: all from this one line, so that the summary shows one."""
    needs_postfix = "postfix" in getattr(item, "fixturenames", ())
    if not needs_postfix and item.get_closest_marker("servers") is None:
        return
    if not dovecot_is_here() or (needs_postfix and not postfix_is_here()):
        pytest.skip(_HOW)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where servers are required, a skipped test of servers has failed, whoever skipped it."""
    report = yield
    needs = item.get_closest_marker("servers") is not None or "postfix" in getattr(item, "fixturenames", ())
    if needs and report.skipped and item.config.getoption("--require-servers"):
        report.outcome = "failed"
        report.longrepr = f"skipped although servers are required (root: {os.geteuid() == 0}): {report.longrepr}"
    return report
