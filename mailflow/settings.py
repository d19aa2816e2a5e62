"""The settings of one instance: ``mailflow.toml``, the environment and secret files, all problems told at once.

Every setting can also come from the environment, as ``MAILFLOW_STAFF`` or ``MAILFLOW_MAILBOX__HOST``, which wins over
the file. Passwords never stand in the file: they come from the environment (``MAILFLOW_MAILBOX__PASSWORD``) or from a
file of their own that a setting names (``mailbox.password_file``); the same holds for the secret of ``[oauth]``.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlsplit
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
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from mailflow.read.kinds.behind import is_ours

FILE_NAME = "mailflow.toml"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsWrong(Exception):
    """One or more settings are wrong or missing. ``problems`` has a sentence for each: which, where, and the cure."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def mail_address(said: str) -> str:
    """An addr-spec, checked and in lower case. Raises ValueError with a sentence."""
    try:
        return _checked(said)
    except EmailNotValidError as wrong:
        raise ValueError(f"{said!r} is no mail address ({wrong}); write it like info@example.org") from wrong


def _checked(said: str) -> str:
    return validate_email(said.strip(), check_deliverability=False, test_environment=True).normalized.lower()


def listed(said: str) -> list[str]:
    """The parts between commas, as ``--set`` and the environment give a list."""
    return [part.strip() for part in said.split(",") if part.strip()]


def _listed(said: object) -> object:
    return listed(said) if isinstance(said, str) else said


def _zone(said: str) -> str:
    try:
        return ZoneInfo(said).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as wrong:
        raise ValueError(f"{said!r} is no time zone; write one like America/New_York") from wrong


def volunteers(said: Sequence[str]) -> tuple[str, ...]:
    """Each of the staff with every address of theirs, the first for their mail, one blank between them.

    Raises ValueError with a sentence.
    """
    people = tuple(" ".join(_bare_address(one) for one in entry.split()) for entry in said)
    addresses = [one for person in people for one in person.split()]
    twice = sorted({one for one in addresses if addresses.count(one) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands there twice; name each address once")
    return people


def _bare_address(said: str) -> str:
    try:
        return _checked(said)
    except EmailNotValidError as wrong:
        raise ValueError(
            f"{said!r} is no mail address; addresses only: commas between volunteers, a blank between several of one "
            "volunteer"
        ) from wrong


MailAddress = Annotated[str, AfterValidator(mail_address)]
MailAddresses = Annotated[tuple[MailAddress, ...], NoDecode, BeforeValidator(_listed)]
Volunteers = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(volunteers)]
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
        return _secret_in(self.password_file, "password file")


def _secret_in(path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as wrong:
        sentence = f"The {what} {path} cannot be read ({wrong.strerror}); check its path and owner."
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
    if part.security is Security.PLAIN and part.host not in _LOOPBACK:
        raise ValueError('security = "plain" is taken for this machine only; write "tls" or "starttls"')


class Provider(StrEnum):
    """A mail provider whose way of writing verdicts about senders is known."""

    GOOGLE = "google"
    MICROSOFT365 = "microsoft365"


class TrustSettings(_Part):
    """``[trust]``: whose word about a sender counts. ``mailflow check`` learns it and offers to pin it."""

    preset: Provider | Literal[""] = ""
    authserv_id: str = ""
    border_host: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.preset and (self.authserv_id or self.border_host):
            raise ValueError(
                f'preset = "{self.preset}" says it all: take authserv_id and border_host out, or take preset out'
            )
        return self


class OAuthProvider(StrEnum):
    """A provider of grants whose addresses are known."""

    GOOGLE = "google"
    MICROSOFT = "microsoft"


class OAuthSettings(_Part):
    """``[oauth]``: how to get into the mailbox by a grant instead of a password. See ``docs/oauth.md``."""

    provider: OAuthProvider | None = None
    tenant: str = Field(default="common", pattern=r"^[A-Za-z0-9.-]+$")
    client_id: str = ""
    client_secret: SecretStr | None = None
    client_secret_file: Path | None = None
    secret_expires: date | None = None
    authorize_url: str = ""
    token_url: str = ""
    device_url: str = ""
    scope: str = ""
    redirect: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        own = {"authorize_url": self.authorize_url, "token_url": self.token_url, "scope": self.scope}
        if self.provider and any((*own.values(), self.device_url)):
            raise ValueError(f'provider = "{self.provider}" says the addresses and the scope: take those out')
        if (self.provider or any(own.values())) and not self.client_id:
            raise ValueError("client_id is missing: the provider gives it when you register mailflow there")
        if self.client_id and not self.provider and not all(own.values()):
            lacking = ", ".join(name for name, said in own.items() if not said)
            raise ValueError(f'provider is missing: write "google" or "microsoft", or else give {lacking}')
        for name in ("authorize_url", "token_url", "device_url"):
            _require_encrypted(name, getattr(self, name))
        parts = urlsplit(self.redirect)
        if self.redirect and (parts.scheme != "http" or parts.hostname not in _LOOPBACK or parts.query):
            raise ValueError(f"redirect is {self.redirect!r}; write it like http://127.0.0.1:8765/")
        return self

    def secret(self) -> str:
        """The client secret, read anew each time; ``""`` where there is none. Raises SettingsWrong."""
        if self.client_secret is not None:
            return self.client_secret.get_secret_value()
        return _secret_in(self.client_secret_file, "client secret's file") if self.client_secret_file else ""


def _require_encrypted(name: str, url: str) -> None:
    parts = urlsplit(url)
    if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError(f"{name} is {url!r}; it must begin with https://")


class LimitsSettings(_Part):
    """``[limits]``: how many automatic answers leave in an hour; what is over waits. 0 for no limit."""

    answers_per_hour: int = Field(default=60, ge=0, le=100_000)
    answers_per_domain: int = Field(default=10, ge=0, le=100_000)


class PrivacySettings(_Part):
    """``[privacy]``: how many days what is kept. See ``docs/privacy.md``."""

    raw_days: int = Field(default=180, ge=1, le=36_500)
    phone_days: int = Field(default=30, ge=1, le=36_500)
    people_days: int = Field(default=730, ge=1, le=36_500)


class Settings(BaseSettings):
    """Everything that can be set. See ``docs/settings.md``."""

    model_config = SettingsConfigDict(
        env_prefix="MAILFLOW_", env_nested_delimiter="__", extra="forbid", frozen=True
    )  # fmt: skip

    organisation: str = "InterOccupy"
    address: MailAddress
    also_addresses: MailAddresses = ()
    staff: Volunteers = ()
    zone: Zone = "America/New_York"
    ref_prefix: str = Field(default="IO", pattern=r"^[A-Z]{1,8}$")
    pack: Path | None = None
    data: Path = Path("data")
    mailbox: MailboxSettings
    outgoing: OutgoingSettings
    oauth: OAuthSettings = OAuthSettings()
    trust: TrustSettings = TrustSettings()
    privacy: PrivacySettings = PrivacySettings()
    limits: LimitsSettings = LimitsSettings()

    @field_validator("staff")
    @classmethod
    def _somebody_reads(cls, said: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Refuse ourselves among the staff: what we get from ourselves is never read as a person's mail."""
        ours = {info.data.get("address"), *info.data.get("also_addresses", ())}
        for one in " ".join(said).split():
            if is_ours(one, ours):
                raise ValueError(f"{one} is this mailbox itself; cards sent there are read by nobody")
        return said

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
    def staff_people(self) -> dict[str, str]:
        """Every address of the staff, with the first one of the same person, where their mail goes."""
        return {one: person.split()[0] for person in self.staff for one in person.split()}

    @property
    def ours(self) -> frozenset[str]:
        """Every address that is us."""
        return frozenset({self.address, *self.also_addresses})

    def uses_grant(self, account: MailboxSettings | OutgoingSettings) -> bool:
        """Whether one logs in there by the grant of ``[oauth]``: where there is one, and no password of its own."""
        has_password = account.password is not None or account.password_file is not None
        return bool(self.oauth.client_id and account.host and account.user) and not has_password

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
        f"{path}: {part}.{name} stands in the file; take it out, and put it into "
        f"MAILFLOW_{part.upper()}__{name.upper()} or a file of its own named by {part}.{name}_file."
        for part, name in (("mailbox", "password"), ("outgoing", "password"), ("oauth", "client_secret"))
        if isinstance(said.get(part), dict) and name in said[part]
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
        raise SettingsWrong(tuple(dict.fromkeys(_sentence(one, where) for one in wrong.errors()))) from wrong
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
    said = ".".join(str(part) for part in error["loc"])
    name = next((one for one in (*known_names(), *Settings.model_fields) if f"{said}.".startswith(f"{one}.")), said)
    match error["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(said, known_names(), n=1)
            hint = f"did you mean {near[0]}?" if near else "see docs/settings.md for those there are."
            return f"{where}: there is no setting {said}; {hint}"
        case "missing":
            return f"{where}: {said} is missing; {_EXAMPLES.get(said, 'add it.')}"
        case "value_error":
            return f"{where}: {name}: {error['msg'].removeprefix('Value error, ')}."
    return f"{where}: {name} must be {_must_be(name)}."


def _must_be(name: str) -> str:
    """What a setting looks like, in words, by its type and its bounds."""
    if name in _LOOKS:
        return _LOOKS[name]
    part, _, below = name.partition(".")
    info = Settings.model_fields[part]
    if below:
        info = info.annotation.model_fields[below]  # type: ignore[union-attr]
    kinds = [kind for kind in (get_args(info.annotation) or (info.annotation,)) if isinstance(kind, type)]
    for kind in kinds:
        if issubclass(kind, StrEnum):
            return " or ".join(f'"{one}"' for one in kind)
        if kind in _SAYS:
            return f"{_SAYS[kind]}{_measured(name, info)}"
    return f"a part of its own: [{name}]" if kinds and issubclass(kinds[0], BaseModel) else 'text in "double quotes"'


def _measured(name: str, info: FieldInfo) -> str:
    """Of what a number is one, and its bounds; nothing for what is no number."""
    bounds = [(words, getattr(one, key, None)) for one in info.metadata for key, words in _BOUNDS]
    return _UNITS.get(name.rpartition("_")[2], "") + "".join(
        f", {words.format(bound)}" for words, bound in bounds if bound is not None
    )


_SAYS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    Path: 'a path in "double quotes"',
    date: "a day, like 2028-03-01",
}
_UNITS = {"days": " of days", "seconds": " of seconds", "mb": " of megabytes"}
_BOUNDS = (("ge", "{} or more"), ("gt", "more than {}"), ("le", "at most {}"))
_LOOKS = {
    "also_addresses": 'a list of addresses, like ["info@example.org"]',
    "staff": 'a list of addresses, like ["ana@example.org", "bo@example.org"]',
    "ref_prefix": "one to eight capital letters",
    "oauth.tenant": "a domain or an ID: letters, digits, dots and hyphens",
}
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
            "oauth": settings.oauth.model_copy(
                update={"client_secret_file": rooted(settings.oauth.client_secret_file)}
            ),
        }
    )
