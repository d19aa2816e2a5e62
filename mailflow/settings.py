"""The settings of one instance: ``mailflow.toml``, the environment and secret files, all problems told at once.

Every setting can also come from the environment, as ``MAILFLOW_STAFF`` or ``MAILFLOW_MAILBOX__HOST``, which wins over
the file. Passwords never stand in the file: they come from the environment (``MAILFLOW_MAILBOX__PASSWORD``) or from a
file of their own that a setting names (``mailbox.password_file``).
"""

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

FILE_NAME = "mailflow.toml"


class SettingsWrong(Exception):
    """One or more settings are wrong or missing. ``problems`` has a sentence for each: which, where, and the cure."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def mail_address(said: str) -> str:
    """An addr-spec, checked and in lower case. Raises ValueError with a sentence."""
    try:
        return validate_email(said.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as wrong:
        raise ValueError(f"{said!r} is no mail address ({wrong}); write it like info@example.org") from wrong


def _listed(said: object) -> object:
    return [part.strip() for part in said.split(",") if part.strip()] if isinstance(said, str) else said


def _zone(said: str) -> str:
    try:
        return ZoneInfo(said).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise ValueError(f"{said!r} is no time zone; write one like America/New_York") from wrong


MailAddress = Annotated[str, AfterValidator(mail_address)]
MailAddresses = Annotated[tuple[MailAddress, ...], NoDecode, BeforeValidator(_listed)]
Zone = Annotated[str, AfterValidator(_zone)]


class BoxKind(StrEnum):
    """Where mail comes from."""

    IMAP = "imap"
    MAILDIR = "maildir"


class OutKind(StrEnum):
    """Where mail goes to."""

    SMTP = "smtp"
    MAILDIR = "maildir"


class Security(StrEnum):
    """How a connection is protected. ``plain`` is taken for this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Account(_Part):
    """What a server and a person's account there need."""

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    security: Security = Security.TLS
    user: str = ""
    password: SecretStr | None = None
    password_file: Path | None = None
    ca_file: Path | None = None
    path: Path | None = None

    def secret(self) -> str:
        """The password, read anew each time so that a changed file is seen.

        Raises SettingsWrong when there is none, or its file cannot be read.
        """
        if self.password is not None:
            return self.password.get_secret_value()
        if self.password_file is None:
            raise SettingsWrong(
                [f"There is no password for {self.user}: set the environment variable or password_file."]
            )
        try:
            return self.password_file.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as wrong:
            sentence = (
                f"The password file {self.password_file} cannot be read ({wrong.strerror}); check its path and owner."
            )
            raise SettingsWrong([sentence]) from wrong


class MailboxSettings(_Account):
    """``[mailbox]``: where mail arrives."""

    kind: BoxKind = BoxKind.MAILDIR
    folder: str = "INBOX"
    done_folder: str = "Processed"
    poll_seconds: float = Field(default=60, gt=0, le=3600)
    max_mb: int = Field(default=25, ge=1, le=200)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _need(self, BoxKind.IMAP, "path", {"host": "imap.example.org", "user": "info@example.org"})
        return self

    @property
    def server_port(self) -> int:
        """The port: as set, else the usual one."""
        return self.port or (993 if self.security is Security.TLS else 143)


class SentCopy(StrEnum):
    """Who keeps a copy of what we send in the Sent folder: we do, or the provider does by itself."""

    APPEND = "append"
    PROVIDER = "provider"
    NONE = "none"


class OutgoingSettings(_Account):
    """``[outgoing]``: how our mail leaves."""

    kind: OutKind = OutKind.MAILDIR
    security: Security = Security.STARTTLS
    per_hour: int = Field(default=300, ge=1, le=100_000)
    plus_addressing: bool = True
    sent_copy: SentCopy = SentCopy.APPEND
    sent_folder: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _need(self, OutKind.SMTP, "path", {"host": "smtp.example.org"})
        return self

    @property
    def server_port(self) -> int:
        """The port: as set, else the usual one."""
        return self.port or (465 if self.security is Security.TLS else 587)


def _need(part: Any, server_kind: StrEnum, folder: str, examples: Mapping[str, str]) -> None:
    """Raise ValueError naming every setting that this kind needs and that is missing."""
    if part.kind is not server_kind:
        if getattr(part, folder) is None:
            raise ValueError('path is missing: the Maildir\'s folder, like path = "data/in"')
        return
    lacking = [name for name in examples if not getattr(part, name)]
    if lacking:
        raise ValueError("; ".join(f'{name} is missing: write it like {name} = "{examples[name]}"' for name in lacking))
    if part.security is Security.PLAIN and part.host not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError('security = "plain" is taken for this machine only; write "tls" or "starttls"')


class TrustSettings(_Part):
    """``[trust]``: whose word about a sender counts. ``mailflow check`` learns both and offers to pin them."""

    authserv_id: str = ""
    border_host: str = ""


class Settings(BaseSettings):
    """Everything that can be set. See ``docs/settings.md``."""

    model_config = SettingsConfigDict(
        env_prefix="MAILFLOW_", env_nested_delimiter="__", extra="forbid", frozen=True
    )  # fmt: skip

    organisation: str = "InterOccupy"
    address: MailAddress
    also_addresses: MailAddresses = ()
    staff: MailAddresses = ()
    zone: Zone = "America/New_York"
    ref_prefix: str = Field(default="IO", pattern=r"^[A-Z]{1,8}$")
    pack: Path | None = None
    data: Path = Path("data")
    mailbox: MailboxSettings
    outgoing: OutgoingSettings
    trust: TrustSettings = TrustSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over what stands in the file."""
        return env_settings, init_settings

    @property
    def ours(self) -> frozenset[str]:
        """Every address that is us."""
        return frozenset({self.address, *self.also_addresses})

    @property
    def domain(self) -> str:
        """The domain of our address, for Message-IDs."""
        return self.address.rpartition("@")[2]


WITHOUT_INSTANCE: Mapping[str, Any] = {
    "address": "info@interoccupy.example",
    "also_addresses": ["info@interoccupy.org", "info@interoccupy.net"],
    "mailbox": {"kind": "maildir", "path": "in"},
    "outgoing": {"kind": "maildir", "path": "out"},
}
"""What ``explain`` and ``rehearse`` work with where there is no instance (reading contract)."""


def load(folder: Path, changes: Sequence[str] = ()) -> Settings:
    """Read the settings of the instance in a folder; paths in them count from that folder.

    changes: ``NAME=VALUE`` with dotted names, as ``--set`` takes them. Raises SettingsWrong with every problem.
    """
    path = folder / FILE_NAME
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as wrong:
        raise SettingsWrong(
            [f"There is no {FILE_NAME} in {folder.resolve()}: make one with `mailflow init`, or name it with --in."]
        ) from wrong  # fmt: skip
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsWrong([f"{path} cannot be read ({wrong}); check its owner and its encoding (UTF-8)."]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsWrong([f"{path} is not valid TOML: {wrong}. Text values stand in double quotes."]) from wrong
    problems = [
        f"{path}: {part}.password stands in the file; take it out, and put it into MAILFLOW_{part.upper()}__PASSWORD "
        f"or a file of its own named by {part}.password_file."
        for part in ("mailbox", "outgoing")
        if isinstance(said.get(part), dict) and "password" in said[part]
    ]
    if problems:
        raise SettingsWrong(problems)
    return _rooted(_made(said, changes, str(path)), folder)


def without_instance(changes: Sequence[str] = ()) -> Settings:
    """The settings where there is no instance, with changes. Raises SettingsWrong."""
    return _made(WITHOUT_INSTANCE, changes, "--set")


def changed(settings: Settings, changes: Sequence[str]) -> Settings:
    """Settings with ``NAME=VALUE`` changes, as a rehearsal's ``!`` lines give them. Raises SettingsWrong."""
    return _made(settings.model_dump(exclude_unset=True), changes, "the rehearsal")


def _made(said: Mapping[str, Any], changes: Sequence[str], where: str) -> Settings:
    tree = {key: dict(value) if isinstance(value, dict) else value for key, value in said.items()}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise SettingsWrong([f"{change!r} sets nothing; write NAME=VALUE, like staff=ana@example.org."])
        _put(tree, name.strip(), value.strip().strip('"'))
    try:
        made: Settings = _SETTINGS(**tree)
    except ValidationError as wrong:
        raise SettingsWrong([_sentence(one, where) for one in wrong.errors()]) from wrong
    return made


_SETTINGS: Any = Settings  # its constructor takes the settings and the library's own options alike


def _put(tree: dict[str, Any], name: str, value: str) -> None:
    *parts, last = name.split(".")
    for part in parts:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            raise SettingsWrong([f"{name} is no setting: {part} holds a value of its own."])
        tree = below
    tree[last] = value


def _sentence(error: Any, where: str) -> str:
    """One problem as a sentence: which setting, in which file, and the cure."""
    name = ".".join(str(part) for part in error["loc"]) or "the settings"
    kind, message = error["type"], error["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(name, known_names(), n=1)
        hint = f"did you mean {near[0]}?" if near else "see docs/settings.md for those there are."
        return f"{where}: there is no setting {name}; {hint}"
    if kind == "missing":
        return f"{where}: {name} is missing; {_EXAMPLES.get(name, 'add it.')}"
    return f"{where}: {name}: {message}."


_EXAMPLES = {
    "address": 'add a line like address = "info@example.org".',
    "mailbox": 'add a part like [mailbox] with kind = "imap" and host, user.',
    "outgoing": 'add a part like [outgoing] with kind = "smtp" and host, user.',
}


def known_names() -> tuple[str, ...]:
    """Every setting's dotted name."""
    names: list[str] = []
    for name, info in Settings.model_fields.items():
        below = info.annotation
        if isinstance(below, type) and issubclass(below, BaseModel):
            names.extend(f"{name}.{one}" for one in below.model_fields)
        else:
            names.append(name)
    return tuple(names)


def _rooted(settings: Settings, folder: Path) -> Settings:
    """Relative paths count from the instance's folder, wherever the command is run."""

    def rooted(path: Path | None) -> Path | None:
        return None if path is None else Path(os.path.normpath(folder.resolve() / path.expanduser()))

    def part(one: _Account) -> dict[str, Path | None]:
        return {name: rooted(getattr(one, name)) for name in ("path", "password_file", "ca_file")}

    return settings.model_copy(
        update={
            "data": rooted(settings.data),
            "pack": rooted(settings.pack),
            "mailbox": settings.mailbox.model_copy(update=part(settings.mailbox)),
            "outgoing": settings.outgoing.model_copy(update=part(settings.outgoing)),
        }
    )
