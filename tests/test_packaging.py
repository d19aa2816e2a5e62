"""What a stranger gets: the wheel, the exact set of libraries, and the one file that sets a clone up."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mailflow

ROOT = Path(__file__).parent.parent
SHIPPED = {"rules": "rules", "templates": "templates", "data/samples": "samples"}


def toml(name: str) -> dict[str, Any]:
    """A TOML file at the root."""
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def pins() -> dict[str, str]:
    """The version that constraints.txt fixes, by canonical name."""
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, version = line.partition(";")[0].strip().split("==")
        found[canonicalize_name(name)] = version
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this checkout without a network."""
    pytest.importorskip("hatchling", reason="hatchling, of the extra test, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.parametrize("folder", SHIPPED)
def test_the_wheel_carries_rules_texts_and_samples(wheel: zipfile.ZipFile, folder: str) -> None:
    """Every rule, text and sample mail lies in the wheel as it lies in the checkout."""
    here = {
        f"mailflow/_pack/{SHIPPED[folder]}/{path.relative_to(ROOT / folder).as_posix()}": path.read_bytes()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert here
    assert {name: wheel.read(name) for name in here} == here


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    """The wheel puts one package into a stranger's Python: no top-level ``rules``, ``templates`` or ``tests``."""
    tops = {name.split("/")[0] for name in wheel.namelist()}

    assert tops == {"mailflow", f"mailflow-{mailflow.__version__}.dist-info"}
    assert "mailflow/py.typed" in wheel.namelist()


def test_the_version_stands_in_two_places_and_is_one() -> None:
    """The package and its metadata name the same version."""
    assert toml("pyproject.toml")["project"]["version"] == mailflow.__version__


def test_every_dependency_is_fixed_within_its_range() -> None:
    """Each library that we name has an exact version in constraints.txt, and one that the range allows."""
    project = toml("pyproject.toml")["project"]
    named = [Requirement(one) for one in [*project["dependencies"], *project["optional-dependencies"]["test"]]]
    fixed = pins()

    assert [one.name for one in named if canonicalize_name(one.name) not in fixed] == []
    outside = [one for one in named if not one.specifier.contains(fixed[canonicalize_name(one.name)])]
    assert outside == []


def test_pip_and_uv_get_the_same_set() -> None:
    """constraints.txt is what uv.lock holds, library by library."""
    locked = {one["name"]: one["version"] for one in toml("uv.lock")["package"] if one["name"] != "mailflow"}

    assert pins() == locked


def test_the_lock_names_the_public_index_only() -> None:
    """uv.lock points at PyPI and at no folder or mirror of whoever made it."""
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = {re.sub(r"(?<=[^/:])/.*", "", url) for url in re.findall(r'"(\w+://[^"]*)"', text)}
    sources = [one["source"] for one in toml("uv.lock")["package"]]

    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}
    assert [one for one in sources if one not in ({"registry": "https://pypi.org/simple"}, {"editable": "."})] == []


@pytest.mark.parametrize("shell", ["sh", "dash", "bash", "busybox"])
def test_mf_is_plain_shell(shell: str) -> None:
    """Every POSIX shell that is here can read ``mf``."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not on this machine")
    command = [found, "sh", "-n"] if shell == "busybox" else [found, "-n"]

    subprocess.run([*command, str(ROOT / "mf")], check=True)
    assert os.access(ROOT / "mf", os.X_OK)


def test_mf_without_a_python_says_so_in_one_sentence(tmp_path: Path) -> None:
    """On a machine without Python and uv, ``mf`` says what is missing and changes nothing."""
    tools, clone = tmp_path / "bin", tmp_path / "a clone"
    tools.mkdir()
    clone.mkdir()
    for name in ("sh", "dirname", "cat", "cksum", "sed", "readlink", "mkdir"):
        (tools / name).symlink_to(shutil.which(name) or "missing")
    for name in ("mf", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, clone / name)
    done = subprocess.run(
        [clone / "mf", "demo"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "mailflow needs Python 3.11 or newer and there is none here: install it (Debian: apt install python3).\n"
    )
    assert sorted(path.name for path in clone.iterdir()) == ["constraints.txt", "mf", "pyproject.toml"]
