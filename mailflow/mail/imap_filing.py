r"""What is changed on an IMAP server: done mails move to a folder, or get a mark. Never a bare EXPUNGE.

MOVE (RFC 6851); else COPY, ``\Deleted`` and UID EXPUNGE (UIDPLUS, RFC 4315); else a mark only, for a bare EXPUNGE
would remove what other people have deleted as well.
"""

import imaplib
from collections.abc import Callable, Sequence

from mailflow import log
from mailflow.mail.imap_connection import Client, is_refusal, said
from mailflow.mail.imap_fetch import batches

DONE = "$MailflowDone"
_BATCH = 500  # MOVE one by one in a big folder is hundreds of times slower


def make_folder(client: Client, name: str) -> None:
    """Create this folder and subscribe to it, so that people see it; one that is there already is no error."""
    for command in (client.create_folder, client.subscribe_folder):
        # ALREADYEXISTS, or no permission: whoever needs the folder finds out and says so.
        refusal(command, name)


def file_into(client: Client, uids: Sequence[int], folder: str) -> bool:
    """Move these mails of the selected folder, making the other where it is missing; whether the server did.

    UIDs that are gone are no error. A COPY that is cut off before its UID EXPUNGE comes twice into the folder when it
    is repeated: rather there twice than nowhere.
    """
    if client.has_capability("MOVE"):
        move: Callable[[Sequence[int], str], object] = client.move
    elif client.has_capability("UIDPLUS"):

        def move(part: Sequence[int], into: str) -> None:
            client.copy(part, into)
            remove(client, part)

    else:
        return False
    for part in batches(uids, _BATCH):
        refused = refusal(move, part, folder)
        if refused:
            make_folder(client, folder)
            refused = refusal(move, part, folder)
        if refused:
            log.trouble("mailbox.filing_refused", folder=folder, said=refused)
            return False
    return True


def mark(client: Client, uids: Sequence[int], permanent_flags: Sequence[bytes]) -> None:
    r"""Mark these mails as seen and done. A server that will not is left in peace: the store knows what is done.

    permanent_flags: what the selected folder keeps; a keyword only where it holds ``\*``.
    """
    flags = ["\\Seen", *([DONE] if b"\\*" in permanent_flags else [])]
    for part in batches(uids, _BATCH):
        if refused := refusal(lambda part=part: client.add_flags(part, flags, silent=True)):
            log.trouble("mailbox.marking_refused", said=refused)
            return


def remove(client: Client, uids: Sequence[int]) -> None:
    """Delete exactly these mails where the server has UID EXPUNGE; else flag them and leave them there."""
    client.add_flags(uids, ["\\Deleted"], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)


def refusal(command: Callable[..., object], *arguments: object) -> str:
    """Give this command; what the server says when it refuses (NO, BAD), ``""`` when it obeys."""
    try:
        command(*arguments)
    except imaplib.IMAP4.error as error:
        if not is_refusal(error):
            raise
        return said(error)
    return ""
