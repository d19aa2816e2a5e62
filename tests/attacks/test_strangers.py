"""Whatever is sent, neither by staff nor with a living token of its sender, no case of another person changes."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attacks.stage import KNOWN, Stage

FORGED = (
    *KNOWN, "ana@phone.example", "cy@desk.example", "tammy@tammy.example", "bea@bea.example",
    "info@interoccupy.example",
)  # fmt: skip
"""In whose names mails are forged: staff, requesters, role holders, ourselves. Our mail server says so."""
STRANGERS = ("mallory@evil.example", "eve@evil.example", "ana@desk-example.example", "larry@example.net")
REFS = ("IO-0001", "Q-0002", "IO-0003", "Q-0004", "IO-0005", "Q-0006", "IO-0099")
LINES = (
    "yes", "no", "cancel", "please cancel our call", "reopen", "status", "unsubscribe", "stop", "thanks!", "form",
    "take",
    "give bo@desk.example", "note gone", "help", "1. Call title: Mine", "3. Contact: Mallory, mallory@evil.example",
    "5. Date: Friday 2027-04-02", "6. 9pm", "7. Time zone: Pacific", "8. Mallory M, mallory@evil.example",
    "10. NEED HELP",
    "Could you call me?", "We would like a conference call on Friday 2027-04-02 at 9pm Pacific.", "> yes", "",
    "\\!io give bo@desk.example",
)  # fmt: skip
HEADERS = (
    "Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <a.lists.example>", "X-Autoreply: yes",
    "Reply-To: larry@example.org", "Cc: eve@evil.example, larry@example.org", "X-Original-From: ana@desk.example",
    "X-Mailflow: IO-0001",
)  # fmt: skip


def owned(stage: Stage) -> Mapping[str, frozenset[str]]:
    """Whose each case is: who asked for it, and whom it names."""
    found = {}
    for ref in stage.refs():
        file = stage.store.case_file(ref)
        assert file is not None
        named = {
            one.email or "" for key in ("contact", "facilitator", "backup", "tech") for one in file.call.persons(key)
        } if file.call else set()  # fmt: skip
        found[ref] = frozenset({file.requester, *named, *stage.store.colleagues(ref)})
    return found


@st.composite
def mails(draw: st.DrawFn) -> tuple[str, str]:
    """Who really sends a mail (``""`` for a forged one), and the mail as a part of a conversation."""
    sender = draw(st.sampled_from(FORGED + STRANGERS * 3))
    verdict = "forged" if sender in FORGED else draw(st.sampled_from(["", "forged", "unauthenticated"]))
    ref = draw(st.sampled_from(REFS))
    subject = draw(st.sampled_from(["", "Call request", f"[{ref}]", f"Re: [{ref}] Winter shelters", f"cancel {ref}"]))
    whose = draw(st.sampled_from(["larry@example.org", "kim@kim.example", "bo@desk.example", "pat@pat.example"]))
    threads = ("", f"To: TOKEN({whose})", f"To: larry@example.org\nCc: TOKEN({whose})", f"In-Reply-To: ID({whose})")
    thread = draw(st.sampled_from(threads))
    more = draw(st.lists(st.sampled_from(HEADERS), max_size=2, unique=True))
    text = draw(st.lists(st.sampled_from(LINES) | st.sampled_from(LINES).map(f"{ref} {{}}".format), max_size=5))
    body = draw(st.sampled_from(["\n", "\n\n"])).join(text)
    if draw(st.integers(0, 9)) == 0:
        return "", f"{whose} bounce forged\n"
    headers = "\n".join(filter(None, [f"Subject: {subject}", thread, *more]))
    return "" if verdict == "forged" else sender, f"{sender} {verdict}\n{headers}\n\n{body}\n"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(mails(), min_size=1, max_size=5))
def test_no_case_of_another_person_changes(said: list[tuple[str, str]]) -> None:
    """Fields, doubts, findings, status, owner and who may answer stay; only the history grows."""
    with Stage() as stage:
        for number, (by, mail) in enumerate(said):
            before, whose = stage.facts(), owned(stage)
            stage.play(f">>> 2027-03-02 10:{number:02} America/New_York {mail}")
            after = stage.facts()
            others = {ref for ref, people in whose.items() if by not in people}
            changed = {
                key: (before.get(key), after.get(key))
                for key in {**before, **after}
                if before.get(key) != after.get(key) and key.split()[0] in others
            }

            assert {} == changed
