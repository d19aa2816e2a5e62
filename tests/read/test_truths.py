"""Mails as different people really write them, each beside the truth a careful person wrote: ``tests/truth.py``."""

import json
from pathlib import Path

import pytest

from mailflow.settings import without_instance
from mailflow.wiring import throwaway_pipe
from tests.truth import MAILS, Verdict, judge, pack, told, truths

ALL = truths()
SETTINGS = without_instance(())
RULES = pack()


@pytest.mark.parametrize("mail", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_mail_is_understood_as_a_careful_person_would(mail: Path) -> None:
    """Kind and values are the truth's, with LF and CRLF; nothing is asked but what the truth asks or is known to."""
    known = set(json.loads(mail.with_suffix(".json").read_text()).get("asks", ()))
    raw = mail.read_bytes().replace(b"\r\n", b"\n")
    for end in (b"\n", b"\r\n"):
        with throwaway_pipe(SETTINGS, RULES) as pipe:
            verdicts = judge(mail, told(pipe, raw.replace(b"\n", end)))
        assert verdicts.kind_is_right, list(verdicts.faults())
        faults = {key for key, verdict, _, _ in verdicts.keys if verdict is not Verdict.RIGHT}
        worse = {key for key, verdict, _, _ in verdicts.keys if verdict in {Verdict.WRONG, Verdict.MISSED}}
        assert (set(), known) == (worse, faults), list(verdicts.faults())


def test_there_are_many_mails_and_each_has_its_truth() -> None:
    """More than two hundred different mails, none without its truth."""
    assert len(ALL) >= 200
    beside = {path for folder in MAILS.iterdir() if folder.is_dir() for path in folder.glob("*.eml")}
    assert beside == {path for path in ALL if path.parent != MAILS}
