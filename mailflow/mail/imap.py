"""The IMAP folder we watch (RFC 3501): what is new is handed over, what is done is filed.

The store knows what is archived; flags and folders on the server are decoration. Mails are named by UIDVALIDITY and
UID, and nothing that a mail says ever stands in a command.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailflow import log
from mailflow.mail import imap_fetch as fetch
from mailflow.mail.imap_connection import Client, Connection, ImapAccount, is_farewell, refuse_control
from mailflow.mail.imap_filing import file_into, mark, refusal, remove
from mailflow.mail.imap_idle import Idle
from mailflow.mail.imap_sent import SentFolder
from mailflow.mail.mailbox import MAX_BYTES, MailboxUnavailable
from mailflow.model import Arrival

__all__ = ["ImapAccount", "ImapMailbox", "SentFolder"]

SWEEP_SECONDS = 3600.0
_TRIES = 3
_WORD = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True)
class _Selected:
    """What SELECT told: UIDVALIDITY, UIDNEXT (``None`` where the server does not say), how many mails, its flags."""

    validity: str
    next_uid: int | None
    exists: int
    permanent_flags: tuple[bytes, ...]


class _Progress:
    """What this connection has seen of one UIDVALIDITY.

    next_uid: everything below it has been searched for; owed: the UIDs found that are not known to be archived;
    broke: how often the connection broke while this mail was fetched; refused: how often the server did not give it.
    """

    def __init__(self, made: int, validity: str) -> None:
        self.made = made
        self.validity = validity
        self.next_uid = 0
        self.swept_at = time.monotonic()
        self.owed: set[int] = set()
        self.broke: Counter[int] = Counter()
        self.refused: Counter[int] = Counter()

    def calm(self) -> list[int]:
        """What is owed, by UID, but for what is troubled."""
        return sorted(uid for uid in self.owed if self.broke[uid] < 2)

    def troubled(self) -> list[int]:
        """The mails at which the connection broke twice: each waits until no other is left that it would hold up."""
        return sorted((uid for uid in self.owed if self.broke[uid] >= 2), key=lambda uid: (self.broke[uid], uid))

    def is_suspect(self, found: fetch.Found) -> bool:
        """Whether something went wrong with this mail before: it is fetched alone then."""
        return bool(self.broke[found.uid] or self.refused[found.uid])


class ImapMailbox:
    """One folder of an IMAP account, see ``Mailbox``. It connects when it is first used, and belongs to one thread.

    folder: the one that is watched; done_folder: where filed mails go, made when it is missing (``None``: they stay
    and are marked); max_bytes: of a bigger mail only the beginning is fetched; poll_seconds: how often to look where
    the server has no IDLE; idle_seconds: the longest IDLE, far below the half hour after which servers hang up
    (RFC 2177), so that a connection that died without a word is noticed.
    """

    def __init__(
        self,
        account: ImapAccount,
        *,
        folder: str = "INBOX",
        done_folder: str | None = "Processed",
        max_bytes: int = MAX_BYTES,
        poll_seconds: float = 60.0,
        idle_seconds: float = 300.0,
    ) -> None:
        self.name = refuse_control(folder, "the watched folder's name")
        self._done_folder = refuse_control(done_folder, "the done folder's name") if done_folder else None
        self._max_bytes = max_bytes
        self._connection = Connection(account)
        self._idle = Idle(poll_seconds=poll_seconds, idle_seconds=idle_seconds)
        self._progress = _Progress(0, "")
        self._has_more = False

    # -- reading ---------------------------------------------------------------------------------------------------

    def arrivals(
        self,
        since: datetime,
        after: Callable[[str], int],
        known: Callable[[str, Collection[str]], set[str]],
        limit: int,
    ) -> Iterator[Arrival]:
        """Hand over what is not archived yet, see ``Mailbox.arrivals``; one mail, or 4 MB of small ones, in memory.

        After connecting, after a change of UIDVALIDITY, and once an hour the whole folder is compared with what is
        archived; otherwise only what has a new UID. Raises MailboxUnavailable and LoginRefused, while it is iterated
        too: what was handed over stays handed over.
        """
        with self._connection.use(f"looking for mail in {self.name}") as client:
            progress = self._look(client, self._select(client))
        highest = after(progress.validity)
        self._has_more = False
        room = limit
        for uids, is_troubled in ((progress.calm(), False), (progress.troubled(), True)):
            for fresh in self._not_archived(progress, uids, highest, known):
                rest = fresh
                while rest:
                    if not room or (is_troubled and room < limit):
                        self._has_more = True
                        return
                    now, rest = rest[:room], rest[room:]
                    for arrival in self._fetched(progress, now, since):
                        room -= 1
                        yield arrival

    def _not_archived(
        self, progress: _Progress, uids: Sequence[int], highest: int, known: Callable[[str, Collection[str]], set[str]]
    ) -> Iterator[list[int]]:
        """Those of these UIDs that are still owed, batch by batch; what turns out to be archived is owed no more."""
        for part in fetch.batches(uids, fetch.BATCH):
            asked = [str(uid) for uid in part if uid <= highest]
            archived = known(progress.validity, asked) if asked else set()
            progress.owed.difference_update(int(uid) for uid in archived)
            yield [uid for uid in part if str(uid) not in archived]

    def _select(self, client: Client) -> _Selected:
        told: Mapping[bytes, Any] = {}

        def select() -> None:
            nonlocal told
            told = client.select_folder(self._connection.full_name(client, self.name))

        if refused := refusal(select):
            raise MailboxUnavailable(
                f"The IMAP server of {self._connection.account.place} does not open {self.name!r} ({refused}): "
                "check mailbox.folder."
            )
        if b"UIDVALIDITY" not in told:
            raise MailboxUnavailable(
                f"The IMAP server of {self._connection.account.place} gives {self.name!r} no UIDVALIDITY, so its mails "
                "cannot be told apart: choose another folder."
            )
        return _Selected(
            str(told[b"UIDVALIDITY"]),
            told.get(b"UIDNEXT"),
            int(told.get(b"EXISTS", 0)),
            tuple(told.get(b"PERMANENTFLAGS", ())),
        )

    def _look(self, client: Client, selected: _Selected) -> _Progress:
        """Search for what is new, or for everything, and note what is owed."""
        old, made = self._progress, self._connection.made
        is_other = selected.validity != old.validity
        if is_other or made != old.made:
            self._progress = _Progress(made, selected.validity)
            if not is_other:  # what a mail did to the last connection is not forgotten
                self._progress.broke, self._progress.refused = old.broke, old.refused
        progress = self._progress
        if not progress.next_uid or time.monotonic() - progress.swept_at > SWEEP_SECONDS:
            found = fetch.find_all(client, selected.exists)
            progress.swept_at = time.monotonic()
        else:
            found = fetch.find_from(client, progress.next_uid)
        progress.owed |= found
        progress.next_uid = max(progress.next_uid, selected.next_uid or 1, max(found, default=0) + 1)
        return progress

    def _fetched(self, progress: _Progress, uids: Sequence[int], since: datetime) -> Iterator[Arrival]:
        """Fetch these, in order; one that is gone is owed no more."""
        if not uids:
            return
        with self._same(progress, f"listing mail in {self.name}") as client:
            mails = fetch.describe(client, uids)
        progress.owed.difference_update({*uids} - {mail.uid for mail in mails})
        for group in self._groups(progress, mails, since):
            if _is_before(group[0], since):
                yield from (self._arrival(progress, mail, since, None) for mail in group)
            else:
                yield from self._read(progress, group, since)

    @contextmanager
    def _same(self, progress: _Progress, doing: str) -> Iterator[Client]:
        """Use the connection only while it is the one where these UIDs were found: the next may know others."""
        with self._connection.use(doing) as client:
            if self._connection.made != progress.made:
                raise MailboxUnavailable(f"The connection to {self.name} was lost while {doing}: it is tried again.")
            yield client

    def _groups(
        self, progress: _Progress, mails: Sequence[fetch.Found], since: datetime
    ) -> Iterator[list[fetch.Found]]:
        """Cut into runs that one FETCH can bring: 50 small mails, or one that is big or suspect, or all too old."""
        group: list[fetch.Found] = []
        size = 0
        for mail in mails:
            is_alone = mail.size > min(fetch.PIECE_BYTES, self._max_bytes) or progress.is_suspect(mail)
            fits = (
                len(group) < fetch.GROUP_MAILS
                and size + mail.size <= fetch.GROUP_BYTES
                and not is_alone
                and (not group or _is_before(group[0], since) == _is_before(mail, since))
            )
            if group and not fits:
                yield group
                group, size = [], 0
            group.append(mail)
            size += fetch.GROUP_BYTES + 1 if is_alone else mail.size
        if group:
            yield group

    def _read(self, progress: _Progress, group: Sequence[fetch.Found], since: datetime) -> Iterator[Arrival]:
        uids = [mail.uid for mail in group]
        progress.broke.update(uids)
        try:
            with self._same(progress, f"fetching mail from {self.name}") as client:
                if len(group) == 1:
                    texts = self._read_one(client, group[0], progress.refused[group[0].uid])
                else:
                    texts = {uid: (raw, False) for uid, raw in fetch.whole(client, uids).items()}
        except MailboxUnavailable as error:
            if len(group) == 1 and is_farewell(error.__cause__):
                progress.refused[group[0].uid] += 1
            raise
        progress.refused.update(uid for uid in uids if uid not in texts)
        for uid in uids:
            del progress.broke[uid]
        for mail in group:
            if (text := texts.pop(mail.uid, None)) is not None:
                yield self._arrival(progress, mail, since, *text)

    def _read_one(self, client: Client, mail: fetch.Found, refused: int) -> dict[int, tuple[bytes, bool]]:
        """A mail and whether it is cut; of one that was refused three times its header section, and then nothing.

        Better a torn mail, which a person sees, than one that is lost silently or holds up all others.
        """
        if refused < _TRIES:
            text = fetch.in_pieces(client, mail, self._max_bytes)
            return {} if text is None else {mail.uid: text}
        log.trouble("mailbox.mail_refused", folder=self.name, uid=mail.uid, size=mail.size)
        return {mail.uid: (fetch.header_section(client, mail.uid) if refused == _TRIES else b"", True)}

    def _arrival(
        self, progress: _Progress, mail: fetch.Found, since: datetime, raw: bytes | None, is_cut: bool = False
    ) -> Arrival:
        return Arrival(
            mailbox=self.name,
            uidvalidity=progress.validity,
            uid=str(mail.uid),
            # An unreadable INTERNALDATE must not make a mail too old to be answered.
            received_at=mail.received_at or since,
            size=mail.size,
            raw=raw,
            is_cut=is_cut,
        )

    # -- waiting ---------------------------------------------------------------------------------------------------

    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Come back when something may have arrived, see ``Mailbox.wait``: by IDLE, else after ``poll_seconds``.

        It comes back early at the end of an IDLE, too. It looks at ``stopped`` once a second.
        """
        if self._has_more or stopped():
            return
        with self._connection.use(f"waiting for mail in {self.name}") as client:
            # A new mail may have been told during any command since the last search, and IDLE tells it only once. So
            # ask first how far the UIDs go, then IDLE with no command between.
            selected = self._select(client)
            progress = self._progress
            if (self._connection.made, selected.validity) != (progress.made, progress.validity):
                return
            if selected.next_uid is not None and selected.next_uid > progress.next_uid:
                return
            # Without UIDNEXT it cannot be known what came before the IDLE; a refused mail is worth another look soon.
            may_idle = selected.next_uid is not None and not progress.refused.keys() & progress.owed
            self._idle.wait(client, seconds, stopped, may_idle=may_idle)

    def close(self) -> None:
        """Log out. The next call connects anew. Never raises."""
        self._connection.close()

    # -- filing ----------------------------------------------------------------------------------------------------

    def file_done(self, uidvalidity: str, uids: Sequence[str]) -> None:
        """Move these mails to the done folder, or mark them, see ``Mailbox.file_done``.

        UIDs of another UIDVALIDITY than the folder has now name nothing any more: nothing happens. A server that
        refuses to move them gets them marked instead.
        """
        numbers = sorted({int(uid) for uid in uids})
        if not numbers:
            return
        with self._connection.use(f"filing done mail of {self.name}") as client:
            selected = self._select(client)
            if selected.validity != uidvalidity:
                return
            if self._done_folder and file_into(client, numbers, self._connection.full_name(client, self._done_folder)):
                return
            mark(client, numbers, selected.permanent_flags)

    # -- for ``mailflow check`` ------------------------------------------------------------------------------------

    def login_check(self) -> tuple[str, ...]:
        """Connect, log in and open the watched folder; which of IDLE, MOVE and UIDPLUS the server has.

        Raises LoginRefused and MailboxUnavailable.
        """
        with self._connection.use("logging in") as client:
            self._select(client)
            return tuple(name for name in ("IDLE", "MOVE", "UIDPLUS") if client.has_capability(name))

    def folders(self) -> tuple[str, ...]:
        """The names of the folders that can be opened, sorted."""
        with self._connection.use("listing folders") as client:
            return tuple(sorted(str(name) for flags, _, name in client.list_folders() if b"\\Noselect" not in flags))

    def find_by_word(self, word: str) -> str | None:
        """The UID of the newest mail in the watched folder with this word in its Subject, ``None`` when there is none.

        word: a random word of our own, 8 to 64 letters, digits and ``-``; ValueError for anything else.
        """
        if not _WORD.fullmatch(word):
            raise ValueError(f"{word!r} is no word of 8 to 64 letters, digits and -")
        with self._connection.use(f"searching {self.name}") as client:
            self._select(client)
            found = client.search(["SUBJECT", word])
            return str(max(found)) if found else None

    def delete(self, uid: str) -> None:
        """Delete this one mail from the watched folder. Where the server has no UIDPLUS it is only flagged."""
        number = int(uid)
        with self._connection.use(f"deleting our own mail from {self.name}") as client:
            self._select(client)
            remove(client, [number])

    def sample_headers(self, how_many: int) -> Iterator[bytes]:
        """The header sections, at most 64 KB each, of the newest mails of the watched folder, newest first."""
        with self._connection.use(f"reading headers in {self.name}") as client:
            uids = sorted(fetch.find_all(client, self._select(client).exists), reverse=True)[:how_many]
        for uid in uids:
            with self._connection.use(f"reading headers in {self.name}") as client:
                head = fetch.header_section(client, uid)
            if head:
                yield head


def _is_before(mail: fetch.Found, since: datetime) -> bool:
    return mail.received_at is not None and mail.received_at < since
