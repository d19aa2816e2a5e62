"""SECURITY.md says what the table of attacks says."""

import re

import pytest

from tests.attacks.security import PAGE, made_anew


def test_the_threat_model_is_the_table(request: pytest.FixtureRequest) -> None:
    """Its tables are made from tests/attacks/table.toml; ``pytest --rewrite`` makes them anew."""
    page = PAGE.read_text(encoding="utf-8")
    expected = made_anew(page)
    if request.config.getoption("--rewrite"):
        PAGE.write_text(expected, encoding="utf-8")

    assert expected == PAGE.read_text(encoding="utf-8")


def test_every_file_it_names_is_there() -> None:
    """A reader can open every attack, and every other page it leads to."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / target).exists(), target


def test_the_readme_leads_to_it() -> None:
    """Who looks for it finds it."""
    assert "(SECURITY.md)" in (PAGE.parent / "README.md").read_text(encoding="utf-8")
