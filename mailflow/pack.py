"""Find the organisation's folder of rules and texts, shipped or its own, and load it.

The folder is taken whole or not at all: nothing is merged, so an organisation owns exactly what it sees. Its rules are
code, so it should be writable by its operator only.
"""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from mailflow.decide.decision import Rules


class PackWrong(Exception):
    """The folder of rules and texts cannot be used; the sentence says which file and why."""


@dataclass(frozen=True, slots=True)
class Pack:
    """An organisation's rules, in order, and the folder of its texts; ``lines`` has each rule's first sentence."""

    folder: Path
    rules: Rules
    lines: tuple[tuple[str, str], ...]

    @property
    def templates(self) -> Path:
        """Where its texts are."""
        return self.folder / "templates"


def shipped() -> Path:
    """The folder that holds the shipped ``rules`` and ``templates``: the checkout's own, else the installed ones."""
    package = Path(__file__).parent
    if (package.parent / "rules" / "__init__.py").is_file() and (package.parent / "templates").is_dir():
        return package.parent
    return package / "_pack"


def samples() -> Path:
    """The folder of the demo's sample mails."""
    root = shipped()
    return root / "samples" if root.name == "_pack" else root / "data" / "samples"


def load(folder: Path | None = None) -> Pack:
    """Load a folder with ``rules/`` and ``templates/``, or the shipped one. Raises PackWrong."""
    root = folder or shipped()
    if not (root / "rules" / "__init__.py").is_file():
        raise PackWrong(f"{root / 'rules' / '__init__.py'} is missing: it lists the rules in the order they are asked.")
    if not (root / "templates").is_dir():
        raise PackWrong(f"{root / 'templates'} is missing: it holds every text we send.")
    modules = _rules(root / "rules")
    return Pack(
        folder=root,
        rules=tuple((_name(one), one.check) for one in modules),
        lines=tuple((_name(one), _first_sentence(one)) for one in modules),
    )


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _rules(folder: Path) -> tuple[ModuleType, ...]:
    """Import the folder as a package of its own, whatever its path, so that relative imports work anywhere."""
    for name in [one for one in sys.modules if one == "mailflow_rules" or one.startswith("mailflow_rules.")]:
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location(
        "mailflow_rules", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise PackWrong(f"{folder} cannot be loaded as a folder of rules.")
    package = importlib.util.module_from_spec(spec)
    sys.modules["mailflow_rules"] = package
    try:
        spec.loader.exec_module(package)
    except Exception as wrong:  # a rule's own mistake, whatever it is, is told with its file
        raise PackWrong(f"A rule in {folder} cannot be loaded: {type(wrong).__name__}: {wrong}") from wrong
    listed = getattr(package, "RULES", None)
    if not isinstance(listed, tuple) or not all(callable(getattr(one, "check", None)) for one in listed):
        raise PackWrong(f"{folder / '__init__.py'} must set RULES to a tuple of modules that each have a check().")
    return listed


def _first_sentence(module: ModuleType) -> str:
    lines = (module.__doc__ or "").strip().splitlines()
    return lines[0].strip() if lines else ""
