"""What all tests share."""

import pytest

pytest_plugins = ["tests.servers.plugin"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--rewrite`` writes what the golden mails are read as now beside them, for a person to compare and commit."""
    parser.addoption("--rewrite", action="store_true", help="write the expected readings of tests/mails anew")
