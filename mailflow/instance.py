"""Make an instance: one folder with ``mailflow.toml`` beside ``data/``, its secret and its store."""

import os
import shutil
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import click

from mailflow import pack as packs
from mailflow import settings as settings_of
from mailflow.daemon import utc_now
from mailflow.keyring import make_key
from mailflow.settings import FILE_NAME, OAuthProvider, SettingsWrong
from mailflow.wiring import open_store

PASSWORD_FILE = "secrets/password"  # noqa: S105 - where it is kept, not what it is
CLIENT_FILE = "secrets/client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an instance is made from; empty where nobody said.

    password: only ever written to a file of its own; oauth: the provider of a grant that takes its place; client_id:
    how that provider knows us.
    """

    address: str = ""
    organisation: str = ""
    staff: str = ""
    imap: str = ""
    smtp: str = ""
    user: str = ""
    password_file: Path | None = None
    password: str = ""
    oauth: str = ""
    client_id: str = ""
    maildir: tuple[str, str] | None = None
    own_rules: bool = False

    @classmethod
    def of(cls, said: Mapping[str, object], ask: Callable[["Answers"], "Answers"] | None) -> "Answers":
        """Take the flags given; on a terminal (``ask``) the rest is asked."""
        names = {one.name for one in fields(cls)}
        given = cls(**{name: value for name, value in said.items() if name in names and value})  # type: ignore[arg-type]
        return ask(given) if ask else given


def ask_on_terminal(given: Answers) -> Answers:
    """Ask for what was not given as a flag."""
    answers = given
    if not answers.address:
        answers = replace(
            answers, address=click.prompt("The mailbox's address, like info@example.org", value_proc=_one_address)
        )
    if not answers.organisation:
        answers = replace(answers, organisation=click.prompt("What you are called in mails", default="InterOccupy"))
    if not answers.staff:
        said = click.prompt(
            "The volunteers' addresses, separated by commas", default="", show_default=False, value_proc=_addresses
        )
        answers = replace(answers, staff=said)
    if answers.maildir is None and not answers.imap:
        domain = answers.address.rpartition("@")[2]
        answers = replace(answers, imap=click.prompt("The IMAP server", default=f"imap.{domain}"))
    if answers.maildir is None and not answers.smtp:
        answers = replace(
            answers, smtp=click.prompt("The SMTP server", default=answers.imap.replace("imap", "smtp", 1))
        )
    if answers.maildir is None and answers.password_file is None and not answers.oauth:
        said = click.prompt("The mailbox's password (an app password where there is one)", hide_input=True)
        answers = replace(answers, password=said)
    return answers


def _one_address(said: str) -> str:
    try:
        return settings_of.mail_address(said)
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _addresses(said: str) -> str:
    try:
        return ",".join(settings_of.volunteers(settings_of.listed(said)))
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong


def make(folder: Path, answers: Answers) -> list[str]:
    """Make the instance; the lines say what was made and what to do next. Raises SettingsWrong, changing nothing."""
    path = folder / FILE_NAME
    if path.exists():
        raise SettingsWrong([f"{path} is there already; change it with an editor, or choose another folder."])
    _need(answers)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        path.write_text(_toml(answers), encoding="utf-8")
        (folder / ".gitignore").write_text("# What must not leave this machine.\nsecrets/\ndata/\n", encoding="utf-8")
        settings = settings_of.load(folder)
    except SettingsWrong:
        path.unlink()
        raise
    lines = [f"Made {path}."]
    if answers.password:
        _write_secret(folder / PASSWORD_FILE, answers.password)
        lines.append(f"The password is in {folder / PASSWORD_FILE}, readable by you only.")
    if answers.own_rules:
        _copy_pack(folder)
        lines.append(f"rules/ and templates/ are copied into {folder}; they are yours to change.")
    maildirs = filter(None, (settings.mailbox.path, settings.outgoing.path))
    lines += [f"Made a new, empty Maildir at {path}." for path in maildirs if _make_maildir(path)]
    open_store(settings, make_key(settings.data), utc_now()).close()
    command = os.environ.get("MF_COMMAND", "mailflow")
    lines += [
        f"The store is in {settings.data}. Mail that is in the mailbox already will never be answered.",
        *([f"First: {command} --in {folder} login (see docs/oauth.md)"] if answers.oauth else []),
        f"Next: {command} --in {folder} check",
        f"Then: {command} --in {folder} run",
    ]
    return lines


def _make_maildir(path: Path) -> bool:
    """Make what is missing of a Maildir; whether there was none, which may be a slip of the path's writer."""
    is_new = not (path / "new").is_dir()
    for part in ("tmp", "new", "cur"):
        (path / part).mkdir(parents=True, exist_ok=True, mode=0o700)
    return is_new


def _need(answers: Answers) -> None:
    """Raise SettingsWrong naming every flag that is missing."""
    lacking = [] if answers.address else ["--address info@example.org"]
    if answers.maildir is None:
        lacking += [] if answers.imap else ["--imap imap.example.org (or --maildir IN OUT)"]
        lacking += [] if answers.smtp else ["--smtp smtp.example.org"]
        if answers.oauth:
            lacking += [] if answers.client_id else ["--client-id ID"]
        elif not answers.password and answers.password_file is None:
            lacking.append("--password-file FILE (or --oauth PROVIDER)")
    if answers.password_file is not None and not answers.password_file.is_file():
        raise SettingsWrong([f"--password-file: there is no file {answers.password_file}."])
    if lacking:
        raise SettingsWrong([f"Without a terminal to ask on, init needs {one}." for one in lacking])


def _quoted(said: str) -> str:
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _toml(answers: Answers) -> str:
    staff = settings_of.listed(answers.staff)
    lines = [
        "# The settings of this instance. Every setting is told in docs/settings.md.",
        f"organisation = {_quoted(answers.organisation or 'InterOccupy')}",
        f"address = {_quoted(answers.address)}",
        f"staff = [{', '.join(map(_quoted, staff))}]",
        'zone = "America/New_York"',
    ]
    lines += ['pack = "."'] if answers.own_rules else []
    user = answers.user or answers.address
    if answers.maildir:
        incoming, outgoing = answers.maildir
        lines += ["", "[mailbox]", 'kind = "maildir"', f"path = {_quoted(incoming)}"]
        lines += ["", "[outgoing]", 'kind = "maildir"', f"path = {_quoted(outgoing)}"]
        return "\n".join(lines) + "\n"
    secret = _quoted(str(answers.password_file.resolve() if answers.password_file else PASSWORD_FILE))
    for part, kind, host in (("mailbox", "imap", answers.imap), ("outgoing", "smtp", answers.smtp)):
        name, _, port = host.partition(":")
        lines += ["", f"[{part}]", f'kind = "{kind}"', f"host = {_quoted(name)}"]
        lines += [f"port = {port}"] if port else []
        lines += [f"user = {_quoted(user)}", *([] if answers.oauth else [f"password_file = {secret}"])]
    if answers.oauth:
        lines += ["", "[oauth]", f"provider = {_quoted(answers.oauth)}", f"client_id = {_quoted(answers.client_id)}"]
        lines += [f"client_secret_file = {_quoted(CLIENT_FILE)}"] if answers.oauth == OAuthProvider.GOOGLE else []
    return "\n".join(lines) + "\n"


def _write_secret(path: Path, said: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(said + "\n")


def _copy_pack(folder: Path) -> None:
    root = packs.shipped()
    for part in ("rules", "templates"):
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def _written(said: str | bool) -> str:
    return _quoted(said) if isinstance(said, str) else str(said).lower()


def pin(folder: Path, part: str, values: Mapping[str, str | bool], *, drop: Collection[str] = ()) -> None:
    """Write settings into one part of the file, as ``[trust]``, keeping all else as it stands.

    drop: names in that part that go. Raises SettingsWrong, changing nothing, where the file is written in a way that
    this would break.
    """
    path = folder / FILE_NAME
    lines = path.read_text(encoding="utf-8").splitlines()
    fresh = [f"{name} = {_written(said)}" for name, said in values.items()]
    at = next((number for number, line in enumerate(lines) if line.partition("#")[0].strip() == f"[{part}]"), None)
    if at is None:
        lines += ["", f"[{part}]", *fresh]
    else:
        end = next((n for n in range(at + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
        kept = [line for line in lines[at + 1 : end] if line.partition("=")[0].strip() not in {*values, *drop}]
        lines[at + 1 : end] = [*fresh, *kept]
    text = "\n".join(lines) + "\n"
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong([f"{path}: write this into its part [{part}] by hand: {'; '.join(fresh)}"]) from wrong
    path.write_text(text, encoding="utf-8")
