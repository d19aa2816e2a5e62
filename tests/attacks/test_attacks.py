"""Every attack of the table comes to nothing more than it says, and every check that stops one matters."""

import pytest

from tests.attacks.checks import CHECKS, without
from tests.attacks.stage import HERE, Attack, Outcome, Stage, table
from tests.attacks.surface import logged, of_stage

ATTACKS = [pytest.param(one, id=one.name) for one in table()]
BREAKABLE = [name for name, check in CHECKS.items() if check.breaks]


def played(attack: Attack) -> tuple[Outcome, list[str]]:
    """What an attack brings about, and what is wrong afterwards with what people and programs see."""
    with Stage() as stage, logged() as lines:
        outcome = stage.play(attack.text)
        told = [
            f"{stage.template(out)} to {out.to}: holds {one!r}"
            for out in stage.sent
            for one in attack.nowhere + (() if stage.template(out).startswith("staff/") else attack.never)
            if one in f"{out.subject}\n{out.text}\n{out.parsed.get_body(('html',))}"
        ]
        return outcome, [*told, *of_stage(stage, lines)]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_comes_to_nothing_more_than_the_table_says(attack: Attack) -> None:
    """What it changes, opens, sends and shows is what the table says; nothing, where the table says nothing."""
    assert (attack.outcome, []) == played(attack)


def test_the_table_is_whole() -> None:
    """Names are unlike, every check is known and stops something, every file beside the table is played."""
    attacks = table()
    names = [one.name for one in attacks]
    files = {one.file for one in attacks}
    beside = {path.name for path in HERE.iterdir() if path.suffix in {".txt", ".eml"}}
    texts = "".join(one.text for one in attacks)

    assert len(attacks) >= 60
    assert len(names) == len(set(names))
    assert {check for one in attacks for check in one.checks} == set(CHECKS)
    assert all(one.checks for one in attacks)
    assert {name for name in beside - files if f"file:{name}" not in texts} == {"scene.txt"}


def is_other(attack: Attack) -> bool:
    """Whether an attack comes to something else than the table says."""
    try:
        return played(attack) != (attack.outcome, [])
    except Exception:  # noqa: BLE001 - a broken check may end anyhow
        return True


@pytest.mark.parametrize("name", BREAKABLE)
def test_without_a_check_its_attacks_succeed(name: str) -> None:
    """Where a check says yes to everything or does nothing, every attack that it stops comes to something else.

    Where each of several checks stops an attack, all of them are broken.
    """
    stopped = [one for one in table() if one.checks[0] == name]
    unmoved = []
    for one in stopped:
        with without(*one.checks):
            unmoved += [] if is_other(one) else [one.name]

    assert any(one.checks == (name,) for one in stopped)
    assert unmoved == []


def test_a_stranger_learns_not_even_whether_a_case_exists() -> None:
    """The answer to a mail that names a case is the same where there is none (protocol 8.39)."""
    attack = next(one for one in table() if one.name == "stranger-question")
    answers = []
    for text in (attack.text, attack.text.replace("IO-0001", "IO-0099")):
        with Stage() as stage:
            stage.play(text)
            answers.append([(out.subject, out.text) for out in stage.sent if out.to == "mallory@evil.example"])

    assert answers[0] == answers[1]
    assert 1 == len(answers[0])
