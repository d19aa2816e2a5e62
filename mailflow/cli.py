"""The command line. Each command is short: it opens what it needs, calls one thing, and prints.

Exit statuses: 0 fine, 1 it did not work out (a difference, a failed check), 2 wrong usage or settings, 75 try again
later (EX_TEMPFAIL: the mailbox, the mail server or the store cannot be used at the moment).
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn, ParamSpec, TypeVar

import click

from mailflow import __version__, log, token
from mailflow import settings as settings_of
from mailflow.pack import PackWrong
from mailflow.pack import load as load_pack
from mailflow.settings import FILE_NAME, Settings, SettingsWrong

EX_USAGE = 2
EX_TEMPFAIL = 75

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the instance is, and what ``--set`` changes."""

    folder: Path
    changes: tuple[str, ...]

    def settings(self) -> Settings:
        """The instance's settings; ends the program with every problem told."""
        return settings_of.load(self.folder, self.changes)

    def settings_or_default(self) -> Settings:
        """The same, or those without an instance where the folder holds none."""
        if (self.folder / FILE_NAME).exists():
            return self.settings()
        return settings_of.without_instance(self.changes)


def _fail(status: int, *sentences: str) -> NoReturn:
    for sentence in sentences:
        click.echo(log_safe(sentence), err=True)
    sys.exit(status)


def log_safe(said: str) -> str:
    """Text from elsewhere, without what a terminal would act on and without reply tokens."""
    return token.without("".join(ch if ch.isprintable() or ch in "\n\t" else "�" for ch in said))


def json_safe(said: str) -> str:
    """JSON whose strings hold no character that a terminal would act on: such a one stands there as an escape."""
    return "".join(ch if ch.isprintable() or ch == "\n" else json.dumps(ch)[1:-1] for ch in said)


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Turn expected trouble into one line on standard error and an exit status."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from mailflow.conversation import Unreadable  # noqa: PLC0415 - the command line starts fast
        from mailflow.decide.decision import RuleBroken  # noqa: PLC0415
        from mailflow.mail.mailbox import MailboxError  # noqa: PLC0415
        from mailflow.mail.transport import TransportUnavailable  # noqa: PLC0415
        from mailflow.store.database import StoreUnavailable  # noqa: PLC0415
        from mailflow.wiring import AlreadyRunning  # noqa: PLC0415
        from mailflow.write.texts import BrokenText  # noqa: PLC0415

        try:
            return command(*args, **kwargs)
        except SettingsWrong as wrong:
            _fail(EX_USAGE, *wrong.problems)
        except (PackWrong, Unreadable, RuleBroken) as wrong:
            _fail(EX_USAGE, str(wrong))
        except AlreadyRunning as wrong:
            _fail(1, str(wrong))
        except (MailboxError, TransportUnavailable, StoreUnavailable, BrokenText) as wrong:
            _fail(EX_TEMPFAIL, str(wrong))

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mailflow")
@click.option("--in", "folder", type=click.Path(path_type=Path), default=Path(), help="The instance's folder.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change a setting for this command.")
@click.pass_context
def main(context: click.Context, folder: Path, changes: tuple[str, ...]) -> None:
    """Turn a volunteer organisation's mailbox into a workflow that never drops a request."""
    before = os.umask(0o077)  # whatever is made is for its owner only
    context.call_on_close(lambda: os.umask(before))
    context.obj = Place(folder, changes)


@main.command()
@click.option("--json-log", is_flag=True, help="Log lines as JSON objects.")
@click.pass_obj
@told
def run(place: Place, *, json_log: bool) -> None:
    """Watch the mailbox and serve until SIGTERM."""
    from mailflow.daemon import Daemon  # noqa: PLC0415

    settings = place.settings()
    log.start(as_json=json_log)
    daemon = Daemon(settings, load_pack(settings.pack))
    stop_on_signals(daemon.stop)
    daemon.run()


def stop_on_signals(stop: Callable[[], None]) -> None:
    """Let SIGTERM and Ctrl-C ask for an orderly end."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)


@main.command()
@click.option("--json-log", is_flag=True, help="Log lines as JSON objects.")
@click.pass_obj
@told
def once(place: Place, *, json_log: bool) -> None:
    """Make one pass: fetch, decide, send what is due, and end. For cron."""
    from mailflow.daemon import Daemon  # noqa: PLC0415

    settings = place.settings()
    log.start(as_json=json_log)
    Daemon(settings, load_pack(settings.pack)).once()


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--address", help="Your mailbox's address, like info@example.org.")
@click.option("--organisation", help="What you are called in our mails.")
@click.option("--staff", help="The volunteers' addresses, separated by commas.")
@click.option("--imap", metavar="HOST", help="The IMAP server that the mailbox is on.")
@click.option("--smtp", metavar="HOST", help="The server that takes your outgoing mail.")
@click.option("--user", help="The user name on both; the address where it is left out.")
@click.option("--password-file", type=click.Path(path_type=Path), help="A file that holds the password.")
@click.option("--oauth", type=click.Choice(["google", "microsoft"]), help="A grant instead of a password (`login`).")
@click.option("--client-id", metavar="ID", help="With --oauth: how the provider knows your mailflow.")
@click.option("--maildir", nargs=2, metavar="IN OUT", help="Two Maildirs instead of servers.")
@click.option("--own-rules", is_flag=True, help="Copy rules/ and templates/ into the folder, to be changed.")
@click.pass_obj
@told
def init(place: Place, /, folder: Path | None, **said: object) -> None:
    """Make an instance in FOLDER: its settings, its secret and its store."""
    from mailflow import instance  # noqa: PLC0415

    target = folder or place.folder
    answers = instance.Answers.of(said, ask=instance.ask_on_terminal if sys.stdin.isatty() else None)
    for line in instance.make(target, answers):
        click.echo(line)


@main.command()
@click.option("--pin", is_flag=True, help="Write the learned authserv-id and border host into the settings.")
@click.option("--no-round-trip", is_flag=True, help="Send no mail to ourselves.")
@click.option("--wait", default=90.0, show_default=True, help="Seconds to wait for the round trip's mail.")
@click.pass_obj
@told
def check(place: Place, *, pin: bool, no_round_trip: bool, wait: float) -> None:
    """Prove that the instance works: settings, texts, store, login, a real round trip."""
    from mailflow import check as checks  # noqa: PLC0415

    failed = 0
    for line in checks.run(place.folder, place.changes, round_trip=not no_round_trip, wait=wait, pin=pin):
        click.echo(log_safe(line.as_text()))
        failed += line.is_failure
    sys.exit(1 if failed else 0)


@main.command()
@click.option("--paste", is_flag=True, help="Log in with a browser elsewhere, and paste the address it ends at.")
@click.option("--device", is_flag=True, help="Log in elsewhere with a short code (Microsoft).")
@click.pass_obj
@told
def login(place: Place, *, paste: bool, device: bool) -> None:
    """Get the grant that lets mailflow into the mailbox without a password."""
    from mailflow import login as logins  # noqa: PLC0415
    from mailflow.daemon import utc_now  # noqa: PLC0415
    from mailflow.mail.oauth_client import GrantRefused, GrantUnavailable  # noqa: PLC0415

    way = logins.Way.DEVICE if device else logins.Way.PASTE if paste else logins.Way.BROWSER
    terminal = logins.Terminal(
        say=lambda line: click.echo(log_safe(line)),
        ask=lambda prompt: str(click.prompt(prompt, default="", show_default=False)),
        open_page=logins.open_page,
        clock=utc_now,
        sleep=time.sleep,
    )
    again = "Nothing was changed; run `mailflow login` again."
    try:
        is_well = logins.log_in(place.settings(), way, terminal)
    except GrantRefused as wrong:
        _fail(1, str(wrong), again)
    except GrantUnavailable as wrong:
        _fail(EX_TEMPFAIL, str(wrong), again)
    except (click.Abort, KeyboardInterrupt):
        _fail(1, "", f"The login was broken off. {again}")
    sys.exit(0 if is_well else 1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.pass_obj
@told
def rules(place: Place, folder: Path | None) -> None:
    """List the organisation's rules, in the order they are asked."""
    pack = load_pack(folder or place.settings_or_default().pack)
    width = max((len(name) for name, _sentence in pack.lines), default=0)
    for name, sentence in pack.lines:
        click.echo(f"{name:<{width}}  {sentence}")


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--received", metavar="ISO-8601", help="When the server took it in; the mail's own Date by default.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change a setting.")
@click.pass_obj
@told
def explain(place: Place, file: BinaryIO, *, as_json: bool, received: str | None, changes: tuple[str, ...]) -> None:
    """Show what one mail means and what would be done, without doing it. FILE may be - for standard input."""
    from mailflow import explain as explaining  # noqa: PLC0415
    from mailflow.daemon import utc_now  # noqa: PLC0415
    from mailflow.wiring import throwaway_pipe  # noqa: PLC0415

    settings = Place(place.folder, (*place.changes, *changes)).settings_or_default()
    at = _instant(received) if received else None
    with throwaway_pipe(settings, load_pack(settings.pack)) as pipe:
        found = explaining.explain(pipe, file.read(), received_at=at, now=utc_now())
    click.echo(json_safe(explaining.as_json(found)) if as_json else log_safe(explaining.as_text(found)))


def _instant(said: str) -> datetime:
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        _fail(EX_USAGE, f"--received: {said!r} is no time; write it like 2027-03-02T09:05:00-05:00.")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what happened as one JSON object; compare nothing.")
@click.option("--rewrite", is_flag=True, help="Write what was really sent into the files.")
@click.option("--until", metavar="TIME", help="Let time pass until then, at the end.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="Change a setting.")
@click.pass_obj
@told
def rehearse(
    place: Place, files: tuple[Path, ...], *, as_json: bool, rewrite: bool, until: str | None, changes: tuple[str, ...]
) -> None:
    """Play conversations through the whole program on a throw-away store; nothing leaves the machine."""
    from mailflow import rehearse as rehearsing  # noqa: PLC0415

    settings = Place(place.folder, (*place.changes, *changes)).settings_or_default()
    pack = load_pack(settings.pack)
    differs = False
    for path in files:
        played = rehearsing.rehearse(path, settings, pack, until)
        if as_json:
            click.echo(json_safe(json.dumps(played.data, ensure_ascii=False, indent=1)))
        elif rewrite:
            path.write_text(played.rewritten(), encoding="utf-8")
        elif diff := played.differences(str(path)):
            differs = True
            click.echo(log_safe(diff))
    sys.exit(1 if differs else 0)


@main.command()
@click.argument("ref")
@click.pass_obj
@told
def show(place: Place, ref: str) -> None:
    """Tell a case's story: its lines and where each came from, findings, history, mails out and their answer."""
    from mailflow import report  # noqa: PLC0415
    from mailflow.wiring import reading_store  # noqa: PLC0415

    settings = place.settings()
    with reading_store(settings) as store:
        story = store.story(_whole_ref(ref))
        if story is None:
            _fail(1, f"There is no case {_whole_ref(ref)}; `mailflow list` shows the open ones.")
        report.print_story(story, settings)


def _whole_ref(said: str) -> str:
    """A reference as people type it, made whole: ``io-6`` is ``IO-0006``."""
    letters, digits = said.upper().rstrip("0123456789").rstrip("- "), said[len(said.rstrip("0123456789")) :]
    return f"{letters}-{int(digits):04d}" if letters and digits else said.upper()


@main.command(name="list")
@click.pass_obj
@told
def list_(place: Place) -> None:
    """List the open cases."""
    from mailflow import report  # noqa: PLC0415
    from mailflow.wiring import reading_store  # noqa: PLC0415

    settings = place.settings()
    with reading_store(settings) as store:
        report.print_cases(store.open_cases(), settings)
        report.print_waiting(store.tried_count())


@main.group()
def quarantine() -> None:
    """Mails that could not be handled: look at them, try again, or drop them."""


@quarantine.command(name="list")
@click.pass_obj
@told
def quarantine_list(place: Place) -> None:
    """List the mails in quarantine."""
    from mailflow import report  # noqa: PLC0415
    from mailflow.wiring import reading_store  # noqa: PLC0415

    settings = place.settings()
    with reading_store(settings) as store:
        report.print_quarantine(store.quarantined(), settings)
        report.print_waiting(store.tried_count())


@quarantine.command(name="show")
@click.argument("number", type=int)
@click.option("--raw", is_flag=True, help="The mail itself, as it came.")
@click.pass_obj
@told
def quarantine_show(place: Place, number: int, *, raw: bool) -> None:
    """Show why mail NUMBER is in quarantine, or the mail itself."""
    from mailflow.wiring import reading_store  # noqa: PLC0415

    with reading_store(place.settings()) as store:
        try:
            found = store.quarantine_show(number)
        except LookupError as wrong:
            _fail(1, str(wrong.args[0]))
        if raw and sys.stdout.isatty():
            click.echo(log_safe(store.raw(number).decode("utf-8", "replace")))
        elif raw:
            sys.stdout.buffer.write(store.raw(number))
        else:
            click.echo(log_safe(found.trouble.rstrip()))


@quarantine.command(name="retry")
@click.argument("numbers", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="All of them, as after an update.")
@click.pass_obj
@told
def quarantine_retry(place: Place, numbers: tuple[int, ...], *, every: bool) -> None:
    """Put mails back, to be handled at the next pass."""
    from mailflow.wiring import reading_store  # noqa: PLC0415

    with reading_store(place.settings()) as store:
        chosen = [row.mail_id for row in store.quarantined()] if every else list(numbers)
        for number in chosen:
            try:
                store.quarantine_retry(number)
            except LookupError as wrong:
                _fail(1, str(wrong.args[0]))
            click.echo(f"Mail {number} will be tried again at the next pass.")


@quarantine.command(name="drop")
@click.argument("numbers", nargs=-1, type=int, required=True)
@click.pass_obj
@told
def quarantine_drop(place: Place, numbers: tuple[int, ...]) -> None:
    """Set mails aside for good. The archive keeps them, and so does the mailbox."""
    from mailflow.daemon import utc_now  # noqa: PLC0415
    from mailflow.wiring import reading_store  # noqa: PLC0415

    with reading_store(place.settings()) as store:
        for number in numbers:
            try:
                store.quarantine_drop(number, utc_now())
            except LookupError as wrong:
                _fail(1, str(wrong.args[0]))
            click.echo(f"Mail {number} is dropped; the archive keeps it.")


@main.command()
@click.argument("address")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@click.option("--even-open", is_flag=True, help="Withdraw the person's open cases first.")
@click.pass_obj
@told
def forget(place: Place, address: str, *, is_sure: bool, even_open: bool) -> None:
    """Take a person out of everything that is kept: mails, answers, names, the mailbox's folders."""
    from mailflow import forget as forgetting  # noqa: PLC0415
    from mailflow.daemon import utc_now  # noqa: PLC0415
    from mailflow.wiring import grant_of, reading_store, sweeps_of  # noqa: PLC0415

    settings = place.settings()
    who = forgetting.checked(address, settings)
    sweeps = sweeps_of(settings, grant_of(settings, utc_now))
    with reading_store(settings) as store, ExitStack() as opened:
        for sweep in sweeps:
            opened.callback(sweep.close)
        work = forgetting.Forget(store, who, sweeps)
        plan = work.look()
        if plan.is_empty and not work.remains():
            _fail(1, "We know nobody of that address; nothing was changed.")
        for line in plan.lines(who, even_open=even_open):
            click.echo(log_safe(line))
        if plan.open and not even_open:
            _fail(1, f"Nothing was changed. Open cases stand in the way: {', '.join(plan.open)}.",
                  "Run it again with --even-open, which withdraws them.")  # fmt: skip
        if not is_sure and not click.confirm("Go on?"):
            _fail(1, "Nothing was changed.")
        for _step in work.steps(plan, utc_now()):
            pass
        marked = [one.name for one in sweeps if not one.is_final()]
        remains = work.remains()
    for name in marked:
        click.echo(log_safe(f"The server only marks mails as deleted: empty the folder {name} with your mail program."))
    if remains:
        _fail(1, f"Not all is done: mails that wait, or came meanwhile, hold the address ({', '.join(remains)}).",
              "Run it again when they are handled.")  # fmt: skip
    click.echo("Done. What is left of them are numbers, dates and keyed hashes.")


@main.group()
def key() -> None:
    """The keys of reply tokens, by which an answer proves who could read our mail."""


@key.command(name="rotate")
@click.option("--drop-old", is_flag=True, help="Take no token of an earlier key any more, as after a theft.")
@click.pass_obj
@told
def key_rotate(place: Place, *, drop_old: bool) -> None:
    """Make a new key. Mails sent before stay good, unless the old keys are dropped."""
    from mailflow import keyring  # noqa: PLC0415
    from mailflow.wiring import held  # noqa: PLC0415

    settings = place.settings()
    with held(settings.data):
        older = keyring.rotate(settings.data, drop_old=drop_old)
    click.echo("A new key signs the reply tokens of all mails from now on.")
    if older:
        told_of = "The earlier key is" if older == 1 else f"The {older} earlier keys are"
        click.echo(f"{told_of} still taken, so answers to mails sent before prove their sender as they did.")
        click.echo("If a key may have been stolen, run it again with --drop-old.")
    else:
        click.echo("The earlier keys are gone: tokens in mails sent before prove nothing any more.")
        click.echo("Answers to them still find their case; where a proof is needed, we ask back with a fresh mail.")
    click.echo("Back up the file data/key again.")


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="Where.")
@told
def demo(folder: Path) -> None:
    """Run the daemon for real on a mailbox of sample mails, and show every answer as its reader gets it."""
    from mailflow import demo as demonstration  # noqa: PLC0415

    demonstration.play(folder, is_terminal=sys.stdin.isatty() and sys.stdout.isatty())
