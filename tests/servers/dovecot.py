"""A real Dovecot for one test: its own folder, its own ports on loopback, gone afterwards.

It starts in a tenth of a second, as root or as an ordinary user, and touches nothing outside its folder.
"""

import atexit
import functools
import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

MAIL_USER = "mail"  # who owns the mails where root starts the server: Dovecot serves nobody's mail as root
START_SECONDS = 15.0
_numbers = count(1)


def dovecot_is_here() -> bool:
    """Whether Dovecot with IMAP and LMTP is installed on this machine."""
    return _program() is not None and all(
        Path("/usr/lib/dovecot", name).exists() or Path("/usr/libexec/dovecot", name).exists()
        for name in ("imap", "lmtp")
    )


def _program() -> str | None:
    """The path of the dovecot program; an ordinary user's PATH often lacks sbin."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


def free_ports(how_many: int) -> list[int]:
    """TCP ports of 127.0.0.1 that nobody listens on at this moment, all different."""
    sockets = [socket.socket() for _ in range(how_many)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@functools.cache
def certificates() -> Path:
    """A folder with ``ca.pem`` and, signed by it for localhost and 127.0.0.1, ``cert.pem`` and ``key.pem``.

    Made once a process and removed when it ends.
    """
    folder = Path(tempfile.mkdtemp(prefix="mfca"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_ca(folder)
    curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    _openssl(folder, f"req {curve} -subj /CN=localhost -keyout key.pem -out csr")
    (folder / "ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    _openssl(folder, "x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out cert.pem")
    return folder


def make_ca(folder: Path) -> Path:
    """Make a certification authority in this folder; hands back its certificate, ``ca.pem``."""
    _openssl(
        folder,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=throw-away-CA"
        " -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.pem",
    )
    return folder / "ca.pem"


def _openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True, timeout=30)


class Dovecot:
    """IMAP, IMAPS, LMTP and a SASL listener for the users given, while the ``with`` block lasts.

    users: password by address; folder: where everything lives (default: a short one of its own below the temporary
    folder, removed at the end; one of your own must be short, for unix sockets, and open to others when root starts
    it); capability: what the server says it can do instead of everything, as ``"IMAP4rev1 UIDPLUS"``; prefix: of the
    personal namespace, as ``"INBOX/"`` where the server wants its folders below the inbox; introspection: where to ask
    about access tokens (RFC 7662), for logins by the mechanisms ``xoauth2`` and ``oauthbearer``.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        folder: Path | None = None,
        *,
        capability: str = "",
        prefix: str = "",
        introspection: str = "",
        mechanisms: str = "plain login",
    ) -> None:
        self.users = dict(users)
        self.host = "127.0.0.1"
        self._own_folder = folder is None
        self.folder = Path(tempfile.mkdtemp(prefix="mfdc")) if folder is None else folder.resolve()
        self._capability = capability
        self._prefix = prefix
        self._introspection = introspection
        self._mechanisms = mechanisms
        self._process: subprocess.Popen[bytes] | None = None
        self._lmtp: smtplib.LMTP | None = None
        self.imap_port, self.imaps_port, self.lmtp_port, self.sasl_port = free_ports(4)

    @property
    def ca_file(self) -> Path:
        """The certificate of the authority that signed the server's."""
        return certificates() / "ca.pem"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start the server and wait until it answers; raises RuntimeError with its log when it does not."""
        program = _program()
        if program is None:
            raise RuntimeError("dovecot is not installed")
        self._write_files()
        with (self.folder / "stderr.log").open("ab") as errors:
            self._process = subprocess.Popen(
                [program, "-F", "-c", str(self.folder / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        for port in (self.imap_port, self.lmtp_port):
            self._wait_for(port)

    def stop(self) -> None:
        """Stop the server and cut its connections; the mails stay. Stopping it twice is fine."""
        if self._lmtp is not None:
            self._lmtp.close()
            self._lmtp = None
        if self._process is None:
            return
        # The whole group at once, and soon for good: told alone, the master waits seconds for its children.
        for number, patience in ((signal.SIGTERM, 0.2), (signal.SIGKILL, 10)):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
                break
        self._process = None

    def log(self) -> str:
        """What the server has logged so far."""
        files = (self.folder / "stderr.log", self.folder / "dovecot.log")
        return "".join(one.read_text(errors="replace") for one in files if one.exists())

    def maildir(self, address: str) -> Path:
        """The Maildir of this user, as it lies on the disk."""
        return self.folder / "home" / address / "Maildir"

    def deliver(self, address: str, raw: bytes, *, sender: str = "") -> None:
        """Hand one mail in by LMTP (RFC 2033): it is in the inbox when this returns. ``+detail`` addresses work."""
        if self._lmtp is None:
            self._lmtp = smtplib.LMTP(self.host, self.lmtp_port)
        self._lmtp.sendmail(sender, [address], raw)

    def put(self, address: str, raw: bytes, *, received_at: datetime | None = None, folder: str = "") -> None:
        """Lay one mail straight into the Maildir; its INTERNALDATE is ``received_at``, an aware datetime (or now).

        folder: below the inbox (Maildir++), ``""`` for the inbox itself.
        """
        maildir = self.maildir(address) / (f".{folder}" if folder else "")
        for name in ("tmp", "new", "cur"):
            (maildir / name).mkdir(parents=True, exist_ok=True)
        self._give_to_mail_user(self.folder / "home" / address)
        name = f"{int(time.time())}.M{next(_numbers)}P{os.getpid()}.test"
        path = maildir / "tmp" / name
        path.write_bytes(raw)
        if received_at is not None:
            os.utime(path, (received_at.timestamp(), received_at.timestamp()))
        if os.geteuid() == 0:
            shutil.chown(path, MAIL_USER, _group(MAIL_USER))
        path.rename(maildir / "new" / name)

    def _give_to_mail_user(self, top: Path) -> None:
        if os.geteuid() != 0:
            return
        for one in [top, *top.rglob("*")]:
            if one.is_dir():
                shutil.chown(one, MAIL_USER, _group(MAIL_USER))

    def _wait_for(self, port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            with suppress(OSError), socket.create_connection((self.host, port), 1) as one:
                one.settimeout(START_SECONDS)
                if one.recv(1):
                    return
            time.sleep(0.01)
        text = self.log()
        self.stop()
        raise RuntimeError(f"dovecot did not answer on port {port}:\n{text}")

    def _write_files(self) -> None:
        for name in ("run", "state", "home"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self._give_to_mail_user(self.folder / "home")
        (self.folder / "users").write_text("".join(f"{user}:{{PLAIN}}{word}\n" for user, word in self.users.items()))
        (self.folder / "oauth2.conf").write_text(_OAUTH2.format(url=self._introspection))
        (self.folder / "dovecot.conf").write_text(self._configuration())

    def _configuration(self) -> str:
        is_root = os.geteuid() == 0
        mail_user = MAIL_USER if is_root else pwd.getpwuid(os.geteuid()).pw_name
        internal, login = ("dovecot", "dovenull") if is_root else (mail_user, mail_user)
        return _CONFIGURATION.format(
            dir=self.folder,
            tls=certificates(),
            mail_user=mail_user,
            mail_group=_group(mail_user),
            internal_user=internal,
            internal_group=_group(internal),
            login_user=login,
            capability=f"imap_capability = {self._capability}" if self._capability else "",
            prefix=self._prefix,
            mechanisms=self._mechanisms,
            oauth2=_OAUTH2_PASSDB.format(dir=self.folder) if self._introspection else "",
            imap_port=self.imap_port,
            imaps_port=self.imaps_port,
            lmtp_port=self.lmtp_port,
            sasl_port=self.sasl_port,
        )


def _group(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


# No chroot and no penalty for wrong passwords: both would need root, or make a test wait.
_CONFIGURATION = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{dir}/home/%u/Maildir
mail_fsync = never
ssl = yes
ssl_cert = <{tls}/cert.pem
ssl_key = <{tls}/key.pem
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
mail_max_userip_connections = 200
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
lmtp_hdr_delivery_address = final
lda_original_recipient_header = X-Original-To
shutdown_clients = yes
{capability}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {dir}/users
}}
{oauth2}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={dir}/home/%u allow_all_users=no
}}
namespace inbox {{
  inbox = yes
  separator = /
  prefix = {prefix}
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Archive {{
    auto = subscribe
    special_use = \\Archive
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {sasl_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

_OAUTH2_PASSDB = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {dir}/oauth2.conf
}}
"""

_OAUTH2 = """
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
force_introspection = yes
"""
