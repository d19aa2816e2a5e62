"""A real Postfix with OpenDKIM in front of a Dovecot: takes mail from the world, and ours by submission.

What comes to the MX port is verified and gets an Authentication-Results header; what is submitted is signed. The
domains' keys lie in files, no name server is asked, and no mail leaves this machine. Everything lives in a folder of
its own, is started as root only, and is gone afterwards. It starts in about a second: one for a whole test session.
"""

import base64
import grp
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import dkim

from tests.servers.dovecot import Dovecot, certificates, free_ports

AUTHSERV_ID = "mx.io.example"  # also the border host's name in its Received lines
DOMAINS = ("io.example", "req.example", "lists.example")
SELECTOR = "test"
START_SECONDS = 30.0
DAEMONS = Path("/usr/lib/postfix/sbin")
_SIGNED_HEADERS = (b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"reply-to")


def postfix_is_here() -> bool:
    """Whether Postfix, OpenDKIM and swaks are installed, and we may start them (Postfix insists on root)."""
    return os.geteuid() == 0 and (DAEMONS / "master").exists() and all(map(_program, ("opendkim", "swaks")))


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class Postfix:
    """MX, submission and submissions for the users of a running Dovecot, while the ``with`` block lasts.

    dovecot: keeps the mails (LMTP) and checks the passwords (SASL); domains: those that are ours to keep and to sign
    for; refusals: what to answer to RCPT, by address, as ``"450 4.2.0 try later"``; verdicts: what a policy server of
    ours says of an envelope sender, as ``"dmarc=fail header.from=req.example"``; delimiter: what begins the extension
    of an address, ``""`` for nothing; opendkim, main: further lines of their settings.
    """

    def __init__(
        self,
        dovecot: Dovecot,
        domains: Sequence[str] = DOMAINS,
        *,
        refusals: Mapping[str, str] | None = None,
        verdicts: Mapping[str, str] | None = None,
        delimiter: str = "+",
        opendkim: str = "",
        main: str = "",
    ) -> None:
        self.dovecot = dovecot
        self.verdicts = dict(verdicts or {})
        self.delimiter = delimiter
        self.opendkim, self.main = opendkim, main
        self.domains = tuple(domains)
        self.refusals = dict(refusals or {})
        self.host = "127.0.0.1"
        self.mx_port, self.submission_port, self.submissions_port, self._milter_port = free_ports(4)
        self.folder = Path(tempfile.mkdtemp(prefix="mfpf"))
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def ca_file(self) -> Path:
        """The certificate of the authority that signed the server's."""
        return certificates() / "ca.pem"

    def __enter__(self) -> Self:
        try:
            self._write_files()
            self._start("opendkim", "-f", "-x", str(self.folder / "opendkim.conf"), port=self._milter_port)
            self._start(str(DAEMONS / "master"), "-c", str(self.folder / "etc"), "-s", port=self.mx_port, greets=True)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop both servers and remove their folder. Stopping them twice is fine."""
        for process in reversed(self._processes):
            # The whole group at once: asked politely, OpenDKIM takes five seconds to go.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        self._processes.clear()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """What the servers have logged so far."""
        return "".join(one.read_text(errors="replace") for one in sorted(self.folder.glob("*.log")))

    def sign(self, raw: bytes, domain: str) -> bytes:
        """The mail with a DKIM-Signature of this domain on top; its line ends become CRLF."""
        whole = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
        present = {line.partition(b":")[0].lower() for line in whole.partition(b"\r\n\r\n")[0].split(b"\r\n")}
        signature: bytes = dkim.sign(
            whole,
            SELECTOR.encode(),
            domain.encode(),
            self._key.read_bytes(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in _SIGNED_HEADERS if name in present],
        )
        return signature + whole

    def verify(self, raw: bytes) -> bool:
        """Whether the mail's topmost DKIM-Signature is valid, going by the domains' test keys."""
        keys = dict(line.split(" ", 1) for line in (self.folder / "keys").read_text().splitlines())

        def look_up(name: bytes, timeout: float = 0) -> bytes:  # noqa: ARG001 - dkimpy's signature
            return keys.get(name.decode().rstrip("."), "").encode()

        return bool(dkim.verify(raw, dnsfunc=look_up))

    def send(self, sender: str, to: str, raw: bytes) -> None:
        """Hand a mail to the MX port as a stranger's server would, by swaks. Raises RuntimeError when it is refused."""
        path = self.folder / f"mail-{time.monotonic_ns()}.eml"
        whole = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
        path.write_bytes(re.sub(rb"(?m)^\.", b"..", whole).removesuffix(b"\r\n") + b"\r\n.\r\n")
        command = f"swaks --server {self.host}:{self.mx_port} --helo mail.example --no-data-fixup --silent 1".split()
        done = subprocess.run(
            [*command, "--from", sender or "<>", "--to", to, "--data", f"@{path}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        path.unlink()
        if done.returncode:
            raise RuntimeError(f"swaks ended with {done.returncode}: {done.stdout}{done.stderr}")

    def send_signed(self, sender: str, to: str, raw: bytes, *, domain: str = "") -> None:
        """Sign a mail for the sender's domain (or the one given), and hand it to the MX port, see ``send``."""
        self.send(sender, to, self.sign(raw, domain or sender.rpartition("@")[2]))

    def delivered(self, address: str, marker: bytes, seconds: float = 15.0) -> bytes:
        """Wait until a mail with these bytes in it lies in this user's inbox; the mail, its line ends CRLF again.

        Raises TimeoutError.
        """
        deadline = time.monotonic() + seconds
        while True:
            for raw in self.inbox(address):
                if marker in raw:
                    return raw
            if time.monotonic() > deadline:
                raise TimeoutError(f"no mail with {marker!r} came to {address}:\n{self.log()}")
            time.sleep(0.01)

    def inbox(self, address: str) -> list[bytes]:
        """The mails that lie in this user's inbox now, in no order, their line ends CRLF again."""
        found = []
        for path in self.dovecot.maildir(address).glob("[nc][eu][wr]/*"):
            with suppress(FileNotFoundError):  # it moves from new to cur when somebody looks
                found.append(path.read_bytes().replace(b"\n", b"\r\n"))  # Dovecot keeps them as LF
        return found

    def _start(self, *command: str, port: int, greets: bool = False) -> None:
        """Start a server and wait until its port answers. Raises RuntimeError with the log when it does not."""
        with (self.folder / "stderr.log").open("ab") as errors:
            process = subprocess.Popen(
                [_program(command[0]) or command[0], *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        self._processes.append(process)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(OSError), socket.create_connection((self.host, port), 1) as one:
                one.settimeout(START_SECONDS)
                if not greets or one.recv(1):
                    return
            time.sleep(0.01)
        raise RuntimeError(f"{command[0]} did not answer on port {port}:\n{self.log()}")

    @property
    def _key(self) -> Path:
        return self.folder / "private.pem"

    def _write_files(self) -> None:
        self.folder.chmod(0o755)
        self._make_keys()
        (self.folder / "opendkim.conf").write_text(_OPENDKIM.format(me=self, authserv_id=AUTHSERV_ID) + self.opendkim)
        etc = self.folder / "etc"
        etc.mkdir()
        (etc / "users").write_text("".join(f"{user} x\n" for user in self.dovecot.users))
        (etc / "refusals").write_text("".join(f"{to} {reply}\n" for to, reply in self.refusals.items()))
        header = f"PREPEND Authentication-Results: {AUTHSERV_ID};"
        (etc / "verdicts").write_text("".join(f"{sender} {header} {said}\n" for sender, said in self.verdicts.items()))
        tls = certificates()
        (etc / "main.cf").write_text(
            _MAIN_CF.format(me=self, etc=etc, tls=tls, domains=" ".join(self.domains), name=AUTHSERV_ID) + self.main
        )
        (etc / "master.cf").write_text(_MASTER_CF.format(me=self))
        self._make_queue()

    def _make_keys(self) -> None:
        """One key for all the domains, as making one takes long, and the tables that OpenDKIM reads."""
        _openssl("genrsa", "-traditional", "-out", str(self._key), "2048")
        der = _openssl("rsa", "-in", str(self._key), "-pubout", "-outform", "DER")
        public = f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"
        tables = {
            "keys": "{selector}._domainkey.{domain} {public}\n",
            "keytable": "{domain} {domain}:{selector}:{key}\n",
            "signing": "*@{domain} {domain}\n",
        }
        for name, line in tables.items():
            lines = [line.format(domain=one, selector=SELECTOR, public=public, key=self._key) for one in self.domains]
            (self.folder / name).write_text("".join(lines))
        # Nobody is internal by address: mail from loopback to the MX port is a stranger's and verified.
        (self.folder / "internal").write_text("192.0.2.1\n")

    def _make_queue(self) -> None:
        """The queue's folders with the owners of Postfix's own list (postfix-files)."""
        postfix, postdrop = pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postdrop").gr_gid
        queue = self.folder / "queue"
        queue.mkdir()
        names = "active bounce corrupt defer deferred flush hold incoming private saved trace"
        for name, mode, group in [*((one, 0o700, 0) for one in names.split()), ("maildrop", 0o730, postdrop),
                                  ("public", 0o710, postdrop)]:  # fmt: skip
            (queue / name).mkdir()
            os.chown(queue / name, postfix, group)
            (queue / name).chmod(mode)
        (queue / "pid").mkdir()
        (self.folder / "data").mkdir()
        os.chown(self.folder / "data", postfix, -1)


def _openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60).stdout


_OPENDKIM = """
Socket inet:{me._milter_port}@127.0.0.1
PidFile {me.folder}/opendkim.pid
Syslog no
Mode sv
Canonicalization relaxed/relaxed
AuthservID {authserv_id}
AlwaysAddARHeader yes
RequireSafeKeys no
KeyTable {me.folder}/keytable
SigningTable refile:{me.folder}/signing
InternalHosts {me.folder}/internal
ExternalIgnoreList {me.folder}/internal
TestPublicKeys {me.folder}/keys
Background no
"""

_MAIN_CF = """
compatibility_level = 3.6
queue_directory = {me.folder}/queue
data_directory = {me.folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {me.folder}/postfix.log
maillog_file_prefixes = {me.folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = {name}
myorigin = io.example
mydestination =
local_transport = error:no local delivery
alias_maps =
alias_database =
local_recipient_maps =
mynetworks = 192.0.2.1/32
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:{etc}/users
virtual_transport = lmtp:inet:127.0.0.1:{me.dovecot.lmtp_port}
relayhost =
default_transport = error:5.4.4 nothing leaves this machine
relay_transport = error:5.4.4 nothing leaves this machine
recipient_delimiter = {me.delimiter}
smtp_host_lookup = native
smtp_dns_support_level = disabled
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_tls_cert_file = {tls}/cert.pem
smtpd_tls_key_file = {tls}/key.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{me.dovecot.sasl_port}
smtpd_sasl_auth_enable = no
smtpd_relay_restrictions = reject_unauth_destination
smtpd_sender_restrictions = check_sender_access texthash:{etc}/verdicts
smtpd_recipient_restrictions = check_recipient_access texthash:{etc}/refusals
smtpd_milters = inet:127.0.0.1:{me._milter_port}
milter_default_action = tempfail
message_size_limit = 20480000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
minimal_backoff_time = 5s
maximal_backoff_time = 10s
queue_run_delay = 5s
"""

_MASTER_CF = """
127.0.0.1:{me.mx_port} inet n - n - - smtpd
127.0.0.1:{me.submission_port} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o milter_macro_daemon_name=ORIGINATING
127.0.0.1:{me.submissions_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o milter_macro_daemon_name=ORIGINATING
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
