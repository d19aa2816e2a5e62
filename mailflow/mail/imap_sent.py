"""The Sent folder: copies of what we sent, and the place to look before a doubtful mail is sent again."""

import re
from collections.abc import Sequence

from imapclient.imapclient import SENT

from mailflow.mail.imap_connection import Client, Connection, ImapAccount, refuse_control, said_no
from mailflow.mail.imap_filing import make_folder, refusal
from mailflow.mail.mailbox import MailboxUnavailable

_OUR_ID = re.compile(r"<[A-Za-z0-9.@_-]+>")
_BATCH_MAILS = 50
_BATCH_BYTES = 4 * 1024 * 1024


class SentFolder:
    """The Sent folder of an account, over a connection of its own. It belongs to one thread.

    folder: its name, ``None`` for the one that the server calls its Sent folder (SPECIAL-USE, RFC 6154), else
    ``Sent``. Every method raises MailboxUnavailable and LoginRefused.
    """

    def __init__(self, account: ImapAccount, folder: str | None = None) -> None:
        self._connection = Connection(account)
        self._wanted = refuse_control(folder, "the Sent folder's name") if folder else None
        self._found: tuple[int, str] = (0, "")

    def append(self, raws: Sequence[bytes]) -> None:
        """Put copies of sent mails there, marked as seen: in one command where the server can (MULTIAPPEND, RFC 3502).

        When it raises, some of them may be there already: ``holds`` tells.
        """
        with self._connection.use("keeping copies of sent mail") as client:
            folder = self._folder(client)
            for batch in _batches([_with_crlf(raw) for raw in raws]):
                self._append(client, folder, batch)

    def holds(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID, one of ours, is there.

        Raises ValueError for anything but letters, digits and ``. @ _ -`` in angle brackets: it stands in a command.
        """
        if not _OUR_ID.fullmatch(message_id):
            raise ValueError(f"{message_id!r} is no Message-ID that we give out")
        with self._connection.use("looking for a sent mail") as client:
            folder = self._folder(client)
            if refused := refusal(client.select_folder, folder, True):  # EXAMINE: looking changes nothing
                if not _is_there(client, folder):
                    return False
                raise self._refused(folder, refused)
            return bool(client.search(["HEADER", "Message-ID", message_id]))

    def name(self) -> str:
        """Its full name on the server."""
        with self._connection.use("looking for the Sent folder") as client:
            return self._folder(client)

    def close(self) -> None:
        """Let go of the server. The next call connects anew. Never raises."""
        self._connection.close()

    def _folder(self, client: Client) -> str:
        made, name = self._found
        if made != self._connection.made:
            name = (
                self._connection.full_name(client, self._wanted) if self._wanted else client.find_special_folder(SENT)
            )
            name = name or self._connection.full_name(client, "Sent")
            self._found = (self._connection.made, name)
        return name

    def _append(self, client: Client, folder: str, raws: Sequence[bytes]) -> None:
        refused = refusal(_append_all, client, folder, raws)
        if refused and not _is_there(client, folder):
            make_folder(client, folder)
            refused = refusal(_append_all, client, folder, raws)
        if refused:
            raise self._refused(folder, refused)

    def _refused(self, folder: str, refused: str) -> MailboxUnavailable:
        place = self._connection.account.place
        return MailboxUnavailable(
            f"The IMAP server of {place} refused the Sent folder {folder!r} ({refused}): "
            "check sent_folder and the quota."
        )


def _is_there(client: Client, folder: str) -> bool:
    """Whether the server lists this folder; not every server says TRYCREATE or NONEXISTENT."""
    return any(name == folder for _, _, name in client.list_folders())


def _append_all(client: Client, folder: str, raws: Sequence[bytes]) -> None:
    if len(raws) > 1 and client.has_capability("MULTIAPPEND"):
        status, words = client.multiappend(folder, [{"msg": raw, "flags": ["\\Seen"]} for raw in raws])
        if status != "OK":  # the library does not look
            raise said_no("multiappend", words)
        return
    for raw in raws:
        client.append(folder, raw, flags=["\\Seen"])


def _batches(raws: Sequence[bytes]) -> list[list[bytes]]:
    """Cut into runs of at most 50 mails and 4 MB (or one mail)."""
    runs: list[list[bytes]] = []
    room = 0
    for raw in raws:
        if not runs or len(runs[-1]) == _BATCH_MAILS or len(raw) > room:
            runs.append([])
            room = _BATCH_BYTES
        runs[-1].append(raw)
        room -= len(raw)
    return runs


def _with_crlf(raw: bytes) -> bytes:
    """With the line ends that RFC 3501 wants in a literal of APPEND."""
    return re.sub(rb"\r?\n", b"\r\n", raw)
