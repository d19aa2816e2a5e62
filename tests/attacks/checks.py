"""What stops the attacks, each check with one way to break it: it says yes to everything, or does nothing.

A check of several layers is broken in all of them, because each is enough by itself. ``breaks`` is empty where nothing
can be taken away: values never become source text.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import jinja2
import pytest
import rich.text

from mailflow.decide import acts, bounces, calls, case, decide, identity, limits, pending
from mailflow.decide.case import Case
from mailflow.decide.commands import Order
from mailflow.model import Verdict
from mailflow.pipe import Pipe
from mailflow.read import letter, reading
from mailflow.read.adapter import authentication, header, html, message, mime, quote
from mailflow.read.kinds import commands as keywords
from mailflow.rule import Desk
from mailflow.store.cases import IS_OPEN, Cases
from mailflow.store.store import Store
from mailflow.understanding import Understanding
from mailflow.write import layout
from mailflow.write.texts import Texts

Break = tuple[object | str, str, object]


@dataclass(frozen=True, slots=True)
class Check:
    """says: what it is, for a person; breaks: object (or its path), name and what stands there while it is broken."""

    says: str
    breaks: tuple[Break, ...] = ()

    def take_away(self, patch: pytest.MonkeyPatch) -> None:
        """Break it until the patch is undone."""
        for place, name, instead in self.breaks:
            if isinstance(place, str):
                patch.setattr(f"{place}.{name}", instead)
            else:
                patch.setattr(place, name, instead)


class _Everybody(frozenset[str]):
    """A set of addresses that holds them all."""

    def __contains__(self, _one: object) -> bool:
        return True

    def __or__(self, _other: object) -> "_Everybody":
        return self


def _always(*_a: object, **_k: object) -> bool:
    return True


def _never(*_a: object, **_k: object) -> bool:
    return False


def _same(said: object, *_a: object, **_k: object) -> str:
    return str(said)


def _as_it_is(value: object, *_a: object) -> object:
    return value


def _last_author(top: Any) -> Any:
    found, _broken = header.addresses(", ".join(header.words(one) for one in top.all("from")))
    return next((one for one in found if one.email == "ana@desk.example"), found[-1] if found else None)


def _asked_for(message_: Any, *_ours: object) -> Any:
    return next(iter((*message_.reply_to, *message_.cc)), message_.from_)


def _anywhere(text: str, table: Any, prefix: str) -> tuple[Order, ...]:
    found: list[Order] = []
    for line in text.splitlines():
        for command in table:
            said = re.search(rf"\b({command.words[0]})(?: (\S+@\S+))?", line)
            if said and not found:
                found.append(Order(command, None, said[2] or "", line))
    del prefix
    return tuple(found)


def _all_own(lines: Any) -> str:
    return "\n".join(one.text for one in lines)


def _any_token(address: str, _ours: object) -> str | None:
    found = re.search(r"\+(\d{1,9}-[a-z2-7]{20})@", address)
    return found[1] if found else None


def _by_thread(self: Understanding, parsed: Any) -> Any:
    return self._store.sent_by_message_id(parsed.in_reply_to), True


def _of_all(self: Cases, _address: str) -> Any:
    return self._calls(IS_OPEN, ())


def _all_copied(case_: Case, _call: object) -> frozenset[str]:
    return frozenset(one.email for one in case_.incoming.message.cc)


_true_answers = Case.answers


def _to_anybody(self: Case, *args: Any, **more: Any) -> Any:
    return _true_answers(self, *args, **{**more, "to": None})


def _no_errors(self: Case, *args: Any, **more: Any) -> Any:
    return _true_answers(self, *args, **{**more, "is_error": False})


def _any_results(value: str) -> Any:
    for method, result in re.findall(r"(\w+)=(\w+)", value):
        yield method, result, {}


def _any_pass(said: Any) -> Verdict:
    return Verdict.PASS if any(one.dmarc == "pass" for one in said) else Verdict.NONE


def _wherever(message_: Any, authserv_id: str, _border: object) -> tuple[list[str], bool]:
    return authentication._by(message_.headers, authserv_id), True


_true_write = Texts.write


def _rendered_again(self: Texts, *args: Any, **more: Any) -> Any:
    written = _true_write(self, *args, **more)
    return replace(written, text=jinja2.Environment().from_string(written.text).render())


def _all_text(children: Any) -> Any:
    return [text for child in reversed(children) for text in child]


_true_block = layout._block


def _linked(line: str, gap: bool, above: Any) -> Any:
    is_link = "https://evil.example" in line
    return layout.Block(layout.Shape.LINK, "", line, gap) if is_link else _true_block(line, gap, above)


_true_letter = letter.open_letter


def _subject_too(message_: Any, context: Any) -> Any:
    read = _true_letter(message_, context)
    return replace(read, own=f"{message_.subject}\n{read.own}")


_NOTHING = re.compile(r"(?!)")
_ORDERS_ANYWHERE: tuple[Break, ...] = (
    (acts, "orders", _anywhere),
    (keywords, "_is_command_line", _always),
)

CHECKS: Mapping[str, Check] = {
    "proof": Check("A failed verdict proves nothing, an address alone too little (`identity.proof`)", (
        (identity, "proof", lambda *_a: identity.Proof.TOKEN),
    )),
    "alignment": Check("A pass counts for the domain in From only (`authentication._is_aligned`)", (
        (authentication, "_is_aligned", _always),
    )),
    "staff": Check("Staff are the addresses in the settings and no others (`Desk.is_staff`)", (
        (Desk, "is_staff", _always), (Desk, "staff_addresses", _Everybody()),
    )),
    "one-author": Check("A From that does not name one author names nobody (`message._author`)", (
        (message, "_author", _last_author),
    )),
    "former-staff": Check("Who was of the staff once is known and refused (`store.former_staff`)", (
        ("mailflow.store.pendings.Pendings", "former_staff", lambda _self: frozenset()),
    )),
    "failed-verdict": Check("What failed authentication is only shown to staff (`decide._unproven`)", (
        (decide, "_unproven", decide._from_person),
    )),
    "token-of-its-person": Check("A token and a yes count from the one person they were given to (`Desk.is_same`)", (
        (Desk, "is_same", _always),
    )),
    "token-of-its-case": Check("A token proves nothing about another call (`identity._is_about`)", (
        (identity, "_is_about", _always),
    )),
    "thread": Check("The mail whose token came back is the one that is answered (`Understanding.thread`)", (
        (Understanding, "thread", _by_thread),
    )),
    "genuine-token": Check("Tokens are HMACs over mail, case, person and purpose (`token.is_genuine`)", (
        ("mailflow.token", "is_genuine", _always),
    )),
    "own-address": Check("A token counts in an address of ours only (`token.in_address`)", (
        ("mailflow.token", "in_address", _any_token),
    )),
    "once-and-in-time": Check("A yes counts once, for a day, and while the case is unchanged (`pending._late`)", (
        (pending, "_late", lambda *_a: ""),
    )),
    "replacing": Check("To replace somebody needs proof (`calls.needs_proof`)", ((calls, "needs_proof", _never),)),
    "no-guess": Check("A number of no case is no reason to guess (`acts._own_call`)", (
        (acts, "_own_call", lambda one, _order: next(iter(one.state.open_calls), None)),
    )),
    "rivals": Check("A mail that names two cases is asked about (`pending.which`)", (
        (pending, "which", lambda one, _orders=(): acts._withdrawn(one, one.state.call)),
    )),
    "whose-act": Check("Only the people of a call steer it (`identity._is`)", (
        (identity, "_is", _always),
    )),
    "thanks": Check("Thanks do nothing (`decide._thanks`)", (
        (decide, "_thanks", decide._from_person),
    )),
    "belongs": Check("Who names a case that is not his gets one of his own (`decide._belongs`)", (
        (decide, "_belongs", _always),
    )),
    "own-calls": Check("A request repeats a call of its own sender only (`store.calls_of`)", (
        (Cases, "calls_of", _of_all),
    )),
    "sure-bounce": Check("A bounce counts for the address that the mail went to (`bounces._is_sure`)", (
        (bounces, "_is_sure", _always),
    )),
    "heard-from": Check("A mail from an address takes its mark away (`store.heard_from`)", (
        ("mailflow.store.addresses.Addresses", "heard_from", lambda *_a: None),
    )),
    "exact-words": Check("Commands are exact lines at the beginning of one's own words (`commands.orders`)", (
        *_ORDERS_ANYWHERE, (acts, "_FEW_LINES", 99),
    )),
    "proven-cc": Check("Only a proven contact lets others in by Cc (`decide._colleagues`)", (
        (decide, "_colleagues", _all_copied),
    )),
    "answer-to-author": Check("Answers go to the author, never to Cc (`identity.answer_address`)", (
        (case, "answer_address", _asked_for),
    )),
    "yes-from-author": Check("What asks for a yes goes to From itself (`pending.asked_back`)", (
        (Case, "answers", _to_anybody), (case, "answer_address", _asked_for),
    )),
    "machine": Check("Machines are known by every sign, and never heard (`kind.machine_kind`)", (
        (reading, "machine_kind", lambda *_a: None),
    )),
    "calendar": Check("A calendar program's answer says nothing itself (`itip.read`)", (
        ("mailflow.read.reading.itip", "read", lambda *_a: None),
    )),
    "receivers": Check("Staff's mail to people outside carries no command (`commands.is_command`)", (
        (keywords, "is_ours", _always), (decide, "_is_by_hand", _never),
    )),
    "by-hand": Check("Staff's letters to people outside are recorded only (`decide._is_by_hand`)", (
        (decide, "_is_by_hand", _never),
    )),
    "own-words": Check("Only unquoted words are the author's (`quote.own_text`)", (
        (quote, "own_text", _all_own),
    )),
    "displayed": Check("What is not displayed is dropped (`html._prepare`)", (
        (html, "_prepare", lambda _tree: None),
    )),
    "plain-part": Check("The plain part wins over the page beside it (`mime._richest`)", (
        (mime, "_richest", _all_text),
    )),
    "border": Check("Only verdicts above our border server's line count (`authentication._ours`)", (
        (authentication, "_ours", _wherever),
    )),
    "authserv-id": Check("Only the pinned server is believed (`authentication._is_by`)", (
        (authentication, "_server", lambda _value: "mx.interoccupy.example"),
    )),
    "header-name": Check("Only Authentication-Results are verdicts (`authentication._is_results`)", (
        (authentication, "_is_results", lambda name: "authentication-results" in name.lower()),
        (authentication, "_server", lambda _value: "mx.interoccupy.example"),
        (authentication, "_results", _any_results), (authentication, "_is_aligned", _always),
    )),
    "worse-wins": Check("Of several verdicts the worse wins (`authentication._weighed`)", (
        (authentication, "_weighed", _any_pass),
    )),
    "comments": Check("Verdicts are parsed, comments are none (`authentication._results`)", (
        (authentication, "_results", _any_results), (authentication, "_is_aligned", _always),
    )),
    "true-author": Check("A pass for our list proves nothing of the author behind it (`authentication._is_author`)", (
        (authentication, "_is_author", _always),
    )),
    "forged-copy": Check("A forged copy keeps no true mail out (`Pipe._was_forged`)", (
        (Pipe, "_was_forged", _never),
    )),
    "caps": Check("Answers are counted by address and thread (`limits.allowance`)", (
        (limits, "allowance", lambda *_a, **_k: limits.Allowance(99, 0, "address")),
    )),
    "loop": Check("The same words a third time are not answered (`limits.is_loop`)", (
        (limits, "is_loop", _never),
    )),
    "offers": Check("A contact is asked about strangers' values three times a day (`pending.MAX_OFFERS`)", (
        (pending, "MAX_OFFERS", 99),
    )),
    "crowd": Check("More than five open requests of one address make no cards (`limits.crowd`)", (
        (limits, "crowd", lambda *_a: None),
    )),
    "error-answer": Check("The answer to what cannot be read holds nothing of it (`Case.answers`)", (
        (Case, "answers", _no_errors),
    )),
    "one-line": Check("Values are one clean line, when read and when written (`header.one_line`, `safe.fold`)", (
        (header, "_CONTROL", _NOTHING), (header, "_BIDI", _NOTHING), ("mailflow.write.safe", "fold", _same),
        ("mailflow.write.render", "fold", _same), ("mailflow.write.facts", "fold", _same),
        ("mailflow.write.texts", "fold", _same), ("mailflow.write.texts", "harmless", _as_it_is),
        ("mailflow.write.facts", "harmless", _as_it_is),
        ("mailflow.log", "one_line", str), ("mailflow.report", "one_line", str),
    )),
    "addresses": Check("What is no plain address is nobody's (`header.addresses`)", (
        (header, "_ADDRESS", re.compile(r".+", re.DOTALL)),
    )),
    "known-ids": Check("Only an id that we gave out, as we gave it out, finds a mail (`store.sent_by_message_id`)", (
        (Store, "sent_by_message_id", lambda self, _ids: self.sent_by_number(6)),
    )),
    "body": Check("Commands stand in the text, never in the subject (`letter.open_letter`)", (
        ("mailflow.read.reading", "open_letter", _subject_too), *_ORDERS_ANYWHERE,
    )),
    "ids": Check("Ids of others are ids or left out (`header.ids`, `render._id`)", (
        (header, "_CONTROL", _NOTHING), (header, "_FOLD", _NOTHING), (header, "_ID", re.compile(r"<[^<>]++>")),
        ("mailflow.write.render", "_id", str),
    )),
    "mailto": Check("Addresses and subjects in links are percent-encoded (`write.facts`)", (
        ("mailflow.write.facts", "quote", _same),
    )),
    "template": Check("Values are never a template's source (`Texts.write`)", (
        (Texts, "write", _rendered_again),
    )),
    "bound": Check("Values are bound, never part of a statement (`store.database`)"),
    "escaped": Check("The HTML twin escapes every word (`write.html`)", (
        ("mailflow.write.html", "escape", _same),
    )),
    "links": Check("Only our own lines become links (`layout._block`)", (
        (layout, "_block", _linked),
    )),
    "terminal": Check("What is shown on a terminal or logged is one printable line (`log.one_line`, `cli.log_safe`)", (
        ("mailflow.report", "one_line", str), ("mailflow.log", "one_line", str), (header, "_CONTROL", _NOTHING),
        (mime, "clean", lambda text: text),
    )),
    "one-tag": Check("A subject of ours holds our own tag and no other (`texts._tagged`)", (
        ("mailflow.write.texts", "_TAG", _NOTHING),
    )),
    "log": Check("The log holds numbers and words of our own, every value as one line (`log.event`)"),
    "terminal-markup": Check("Nothing of others is markup for the terminal (`Text` in `report`)", (
        ("mailflow.report", "Text", lambda said="", **_k: rich.text.Text.from_markup(said)),
    )),
    "file-name": Check("File names hold no path and no control character (`mime.file_name`)", (
        (mime, "file_name", _same), ("mailflow.write.safe", "fold", _same),
    )),
    "dots": Check("Line ends are made whole and dots doubled (`SmtpTransport.send`)"),
    "bounds": Check("Headers are cut before they are parsed (`header.MAX_VALUE` and its like)"),
    "no-token-shown": Check("No text that we show holds a token (`token.without`)", (
        ("mailflow.token", "without", _same),
    )),
    "enclosed": Check("What is attached is nobody's command (`mime.walk`)"),
}  # fmt: skip
"""Every check, by the name that the table uses."""


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Nothing of these checks, while the block lasts."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in names:
            CHECKS[name].take_away(patch)
        yield
