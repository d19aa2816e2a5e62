"""The simple values, each with what it must be read as, or must be asked back, and what says nothing at all."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.fields import CALL_REQUEST
from mailflow.read.answers.result import Certain, Doubt, Result, left_over, plain
from mailflow.read.answers.values import (
    address,
    asks_opposite,
    is_nothing,
    phone,
    read_bool,
    read_help,
    read_line,
    read_list,
    read_phone,
    read_range,
    read_reason,
    read_text,
)

SPECS = CALL_REQUEST.by_key()


def value(result: Result) -> object:
    """The value, ``?`` for a doubt, ``nothing`` where nothing was said."""
    if result is None:
        return "nothing"
    return result.value if isinstance(result, Certain) else "?"


@pytest.mark.parametrize(
    "said",
    ["", " ", "-", "--", "---", "?", "??", "n/a", "N/A", "na", "TBD", "tba", "TBC", "T.B.D.", "none yet", "None yet.",
     "to be determined", "to be decided", "to be announced", "not sure", "Not sure yet", "don't know",
     "we don't know yet",
     "don’t know", "will let you know", "unknown", "____", "_ _ _", ".....", "(TBD)", "*TBD*", "<tbd>", "\u2013",
     "\u2014", "\u00a0", "n.a.", "undecided", "[ ]", "...", "\u2026"],
)  # fmt: skip
def test_placeholders_say_nothing(said: str) -> None:
    """What people put where they have nothing to say counts as nothing, whatever is asked."""
    assert is_nothing(said)
    assert is_nothing(said, SPECS["title"])
    assert is_nothing(said, SPECS["date"])


@pytest.mark.parametrize("said", ["none", "no", "No.", "no thanks", "someone", "Anyone", "still looking", "nobody"])
@pytest.mark.parametrize("key", ["facilitator", "tech", "breakouts", "extra", "title", "date", "phone"])
def test_no_and_someone_say_nothing_where_a_text_or_a_person_is_asked(said: str, key: str) -> None:
    """``none`` and ``someone`` are no person's name and no text."""
    assert is_nothing(said, SPECS[key])


@pytest.mark.parametrize("key", ["public", "list", "emergency", "recurrence", "agree", "tech_trained"])
def test_no_is_an_answer_where_it_may_be_one(key: str) -> None:
    """``no`` answers a question of yes or no."""
    assert not is_nothing("no", SPECS[key])


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("like Thursday 15 March 2012", "date"),
        ("(like Thursday 15 March 2012)", "date"),
        ("like 8pm", "time"),
        ("name and email", "facilitator"),
        ("(name and email, or NEED HELP)", "tech"),
        ("minutes", "length"),
        ("yes or no", "public"),
        ("like weekly, every Thursday", "recurrence"),
        ("never published", "phone"),
        ("yes and why", "emergency"),
    ],
)
def test_a_hint_left_in_place_says_nothing(said: str, key: str) -> None:
    """The form's own hint is nobody's answer."""
    assert is_nothing(said, SPECS[key])


@pytest.mark.parametrize(
    ("said", "key"),
    [("yes", "agree"), ("8pm", "time"), ("Eastern", "tz"), ("90", "length"), ("Student debt check-in", "title"),
     ("NEED HELP", "tech"), ("\u2713", "agree"), ("x", "agree"), ("[x]", "agree"), ("Tammy", "facilitator"),
     ("\U0001f389", "title"), ("0", "expected"), ("not yet", "tech_trained")],
)  # fmt: skip
def test_an_answer_is_no_placeholder(said: str, key: str) -> None:
    """What answers the line counts, even where it equals an example or holds no letter."""
    assert not is_nothing(said, SPECS[key])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yes", True), ("Yes.", True), ("YES!", True), ("y", True), ("yep", True), ("sure", True), ("ok", True),
        ("yes please", True), ("Yes, please!", True), ("of course", True), ("yes, we have", True), ("agreed", True),
        ("x", True), ("[x]", True), ("\u2713", True), ("yes, Walt took the course in February", True),
        ("yes - list it everywhere", True), ("public", True), ("open", True), ("trained", True),
        ("no", False), ("No.", False), ("NO", False), ("n", False), ("nope", False), ("no thanks", False),
        ("no thank you", False), ("not yet", False), ("No, not yet", False), ("private", False), ("not trained", False),
        ("no, it is an internal matter", False),
        ("yes?", "?"), ("yes, if possible", "?"), ("yes but not the date", "?"), ("yes, unless Nate objects", "?"),
        ("probably", "?"), ("probably yes", "?"), ("maybe", "?"), ("I think so", "?"), ("yes and no", "?"),
        ("no, but he will be by then", "?"), ("no, only members", False), ("yes, please keep it private", "?"),
        ("not sure if yes or no", "?"), ("partly", "?"), ("next week", "?"), ("ask Walt", "?"), ("who knows", "?"),
        ("yes, please hold until Friday", "?"), ("no problem", "?"), ("no worries", "?"),
        ("no, private please", False), ("No - invitation only", False), ("no. It is a closed meeting.", False),
        ("no, not yet, sorry", False), ("no, but willing to learn", False), ("Read them. Yes.", True),
        ("yes, we've read them twice", True), ("yes, public", True), ("sure, go ahead", True), ("nein danke", False),
        ("no, open", "?"), ("yes, private", "?"), ("no, public", "?"), ("yes but don't list names", "?"),
        ("no, but willing if Walt is", "?"), ("yes. no.", "?"),
        ("-", "nothing"), ("TBD", "nothing"), ("not sure", "nothing"), ("n/a", "nothing"),
    ],
)  # fmt: skip
def test_yes_and_no(said: str, meant: object) -> None:
    """A plain yes or no counts, explained or not; a condition, a hedge or a contrast is asked back."""
    assert meant == value(read_bool(said))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yes", False),
        ("no", True),
        ("private", False),
        ("public", True),
        ("maybe", "?"),
        ("yes, private", False),
        ("no, open to all", True),
        ("no, private", "?"),
        ("yes, public", "?"),
    ],
)
def test_a_label_that_asks_the_opposite_turns_the_answer(said: str, meant: object) -> None:
    """``Private: yes`` is public no; the words public and private mean themselves."""
    assert meant == value(read_bool(said, negated=True))


@pytest.mark.parametrize(
    ("said", "meant", "reason"),
    [
        ("no", False, None),
        ("No.", False, None),
        ("not an emergency", False, None),
        ("no, plenty of time", False, None),
        ("no, not an emergency", False, None),
        ("No, thank God.", False, None),
        ("sort of", "?", None),
        ("yes", True, None),
        ("yes - eviction expected Friday", True, "eviction expected Friday"),
        ("Yes. Eviction expected Friday.", True, "Eviction expected Friday."),
        ("YES: raid tonight", True, "raid tonight"),
        ("yes, because the hearing is on Friday", True, "the hearing is on Friday"),
        ("yes \u2013 police raid, people are scared", True, "police raid, people are scared"),
        ("yes (eviction notice)", True, "eviction notice"),
        ("eviction expected Friday", "?", "eviction expected Friday"),
        ("yes if the eviction goes ahead", "?", None),
        ("yes and no", "?", None),
        ("maybe", "?", None),
        ("not really urgent but soon", "?", None),
        ("yes its an emergency, people are in jail", True, "its an emergency, people are in jail"),
        ("it is an emergency, people are in jail", True, "it is an emergency, people are in jail"),
        ("Yes, it's an emergency.", True, None),
        ("This is really urgent", True, None),
        ("no it's not an emergency", False, None),
        ("it isn't urgent", False, None),
        ("it isn't an emergency but we are in a hurry", "?", None),
        ("I don't think it's an emergency", "?", None),
        ("yes, it's not an emergency", "?", None),
        ("no, it's urgent", "?", None),
        ("it is urgent isn't it?", "?", None),
        ("it's urgent, maybe", "?", None),
        ("it's not", "?", None),
        ("no, but we would like it soon", "?", None),
        ("yes?", "?", None),
        ("-", "nothing", None),
        ("n/a", "nothing", None),
    ],
)
def test_an_emergency_is_yes_or_no_and_why(said: str, meant: object, reason: str | None) -> None:
    """The reason is kept as written; a reason without a yes, or a yes with a condition, is asked back."""
    found = read_reason(said)
    also = found.also if found else {}
    assert (meant, reason) == (value(found), also.get("emergency_reason"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no", "no"), ("No thanks", "no"), ("none", "no"), ("not needed", "no"), ("no need", "no"),
        ("yes", "create"), ("yes please", "create"), ("create", "create"), ("yes please create", "create"),
        ("Yes, please create one", "create"), ("please create a list", "create"),
        ("create one for us please", "create"),
        ("a new one please", "create"), ("set one up please", "create"), ("please make a Google Group", "create"),
        ("debt@lists.example.org", ("debt@lists.example.org",)),
        ("Debt@Lists.Example.org", ("debt@lists.example.org",)),
        ("our list is debt@lists.example.org", ("debt@lists.example.org",)),
        ("yes: debt@lists.example.org", ("debt@lists.example.org",)),
        ("a@example.org, b@example.org", ("a@example.org", "b@example.org")),
        ("a@example.org and b@example.org", ("a@example.org", "b@example.org")),
        ("we already have one", "?"), ("yes, it exists", "?"), ("maybe later", "?"), ("yes if we get big", "?"),
        ("Do not want one.", "no"), ("no need for one", "no"), ("not at this time, thanks", "no"),
        ("already exists, debt@lists.example.org", ("debt@lists.example.org",)), ("private", "?"), ("open", "?"),
        ("please set up debt@lists.example.org", "?"), ("no, we already have debt@lists.example.org", "?"),
        ("create debt@lists.example.org", "?"), ("not debt@lists.example.org", "?"), ("debt@lists", "?"),
        ("debt@@lists.example.org", "?"), ("yes?", "?"), ("googlegroups.com/group/debt", "?"),
        ("TBD", "nothing"), ("-", "nothing"),
    ],
)  # fmt: skip
def test_the_list_is_no_create_or_addresses(said: str, meant: object) -> None:
    """A bare yes is to create; addresses are existing lists; everything else is asked back."""
    assert meant == value(read_list(said))


ALL = ("agenda", "facilitation", "promotion", "tech")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("agenda doc, promotion", ("agenda", "promotion")), ("promotion and agenda", ("agenda", "promotion")),
        ("tech", ("tech",)), ("Tech support please", ("tech",)), ("tech & facilitation", ("facilitation", "tech")),
        ("help with the agenda document", ("agenda",)), ("yes, promotion", ("promotion",)),
        ("agenda doc; promotion; facilitation; tech", ALL), ("all", ALL), ("all of it", ALL), ("All four", ALL),
        ("everything", ALL), ("all of the above", ALL),
        ("outreach", ("promotion",)), ("facilitator", ("facilitation",)),
        ("yes", "?"), ("yes please", "?"), ("please", "?"), ("everything but tech", "?"), ("not tech", "?"),
        ("just promotion", ("promotion",)), ("facilitation if possible", ("facilitation",)), ("all of them", ALL),
        ("someone for tech, thank you", ("tech",)), ("none thanks", "nothing"), ("None, thank you.", "nothing"),
        ("no help needed", "nothing"), ("we're all set", "nothing"), ("help needed", "?"), ("tech if Walt can't", "?"),
        ("agenda or promotion", "?"), ("agenda maybe", "?"), ("a hug", "?"), ("agenda, childcare", "?"),
        ("none", "nothing"), ("no", "nothing"), ("no thanks", "nothing"), ("-", "nothing"), ("not sure", "nothing"),
    ],
)  # fmt: skip
def test_help_is_a_sorted_choice_of_four(said: str, meant: object) -> None:
    """Yes without saying which is asked back; what is not understood is, too."""
    assert meant == value(read_help(said))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("40", (40, 40)), ("about 40", (40, 40)), ("around 40 people", (40, 40)), ("~40", (40, 40)),
        ("40ish", (40, 40)),
        ("approximately 40", (40, 40)), ("40 or so", (40, 40)), ("roughly 40 participants", (40, 40)),
        ("30-50", (30, 50)), ("30 - 50", (30, 50)), ("30\u201350", (30, 50)), ("30 to 50", (30, 50)),
        ("30 to 50 people", (30, 50)), ("between 30 and 50", (30, 50)), ("20 or 30", (20, 30)),
        ("about 30-50", (30, 50)),
        ("1,000", (1000, 1000)), ("twenty", (20, 20)), ("a dozen", (12, 12)), ("two dozen", (24, 24)),
        ("a hundred", (100, 100)), ("we expect 40", (40, 40)),
        ("maybe 15", (15, 15)), ("perhaps 40", (40, 40)), ("30, give or take", (30, 30)), ("25 à 30", (25, 30)),
        ("entre 30 y 40", (30, 40)), ("zwischen 20 und 30", (20, 30)), ("between 60 and 70 now", (60, 70)),
        ("twenty-five", (25, 25)), ("20-25 max", (20, 25)), ("20 max", "?"), ("10 to 12 of us", (10, 12)),
        ("less than 20", "?"), ("50+", "?"), ("50 or more", "?"), ("at least 50", "?"), ("up to 50", "?"),
        ("more than 50", "?"),
        ("50-30", "?"), ("0", "?"), ("a few", "?"), ("many", "?"), ("lots", "?"), ("a couple dozen", "?"),
        ("50, maybe 60", "?"), ("30-50 per group", "?"), ("40?", "?"), ("10 groups", "?"), ("9999999", "?"),
        ("TBD", "nothing"), ("not sure", "nothing"), ("none", "nothing"),
    ],
)  # fmt: skip
def test_a_number_of_people_is_a_range(said: str, meant: object) -> None:
    """One number is a range of itself; an open end or a word not understood is asked back."""
    assert meant == value(read_range(said))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("215-555-0100", "215-555-0100"),
        ("215\u2011555\u20110100", "215-555-0100"),
        ("(215)\u00a0555-0100", "(215) 555-0100"),
        ("+49 30 1234567", "+49 30 1234567"),
        ("215.555.0100 x12", "215.555.0100 x12"),
        ("215-555-0100 (cell, text first)", "215-555-0100 (cell, text first)"),
        ("call me", "?"),
        ("555", "?"),
        ("12345678901234567890", "?"),
        ("-", "nothing"),
        ("none", "nothing"),
        ("TBD", "nothing"),
    ],
)
def test_a_phone_is_kept_as_written(said: str, meant: str) -> None:
    """Odd hyphens and blanks are made plain; words without a whole number are asked back."""
    assert meant == value(read_phone(said))


@pytest.mark.parametrize(
    ("said", "meant"),
    [("215-555-0100", "215-555-0100"), ("555-0100", "555-0100"), ("1234567890123456", None), ("12", None)],
)
def test_a_phone_number_has_seven_to_fifteen_digits(said: str, meant: str | None) -> None:
    """ITU-T E.164 allows fifteen digits, a local number has seven."""
    assert meant == phone(said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Tammy@Example.ORG", "tammy@example.org"),
        ("<tammy@example.org>", "tammy@example.org"),
        ("mailto:tammy@example.org", "tammy@example.org"),
        ("tammy@example.org.", "tammy@example.org"),
        ("tammy+list@sub.example.org", "tammy+list@sub.example.org"),
        ("tammy@example", None),
        ("tammy@@example.org", None),
        ("tammy@example..org", None),
        ("tammy", None),
        ("@example.org", None),
        ("tammy@", None),
        ("a b@example.org", None),
        (f"{'a' * 300}@example.org", None),
    ],
)
def test_an_address_is_checked_by_its_syntax(said: str, meant: str | None) -> None:
    """A whole address is lower-cased, a mangled one is none."""
    assert meant == address(said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("  Student   debt\n check-in ", "Student debt check-in"),
        ("“Debt” – what next? \U0001f389", "“Debt” – what next? \U0001f389"),
        ("*Debt*", "*Debt*"),
        ("No Borders", "No Borders"),
        ("none", "nothing"),
        ("TBD", "nothing"),
        ("-", "nothing"),
    ],
)
def test_text_is_kept_as_written(said: str, meant: str) -> None:
    """White space is folded and nothing else; a placeholder is nothing."""
    assert meant == value(read_line(said))
    assert meant == value(read_text(said))


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_a_range_is_read_back(one: int, other: int) -> None:
    """Every range of people is read as itself."""
    low, high = sorted((one, other))
    assert (low, high) == value(read_range(f"{low}-{high}"))


GRAMMARS = [read_bool, read_help, read_line, read_list, read_phone, read_range, read_reason, read_text]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80), st.lists(st.sampled_from(["yes", "no", "50", "-", "a@b.c", "if", "agenda"])).map(" ".join)
    )
)
def test_no_text_makes_a_grammar_raise(said: str) -> None:
    """Whatever is written, each grammar answers a value, a doubt with a reason, or nothing."""
    for read in GRAMMARS:
        result = read(said)
        assert not isinstance(result, Doubt) or (result.why and not result.why.endswith("."))
    assert plain(plain(said)) == plain(said) or "*" in said or "_" in said


@pytest.mark.parametrize("piece", ["*a ", "yes ", "1-", "a@b.", "create ", "_", " ", "(1) "])
def test_no_text_takes_long(piece: str) -> None:
    """A hundred thousand characters of any one thing are read in a moment."""
    began = time.perf_counter()
    for length in (490, 100_000):
        for read in GRAMMARS:
            read((piece * length)[:length])
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "said",
    """nobody, no notes|whoever volunteers|rotating|we rotate|we take turns|a volunteer from the call
    will ask on the call
    we'll find someone on the night|someone from the group|no notes please|it rotates each week""".replace(
        "\n", "|"
    ).split("|"),
)
def test_whoever_is_there_is_no_note_taker(said: str) -> None:
    """Where nobody is named and nobody asked for, nothing was said of the note taker."""
    assert is_nothing(said.strip(), SPECS["notetaker"])


@pytest.mark.parametrize("said", ["Fay and whoever volunteers", "Dana or whoever is free", "ask Fay", "Fay, we rotate"])
def test_a_name_beside_whoever_is_there_is_something(said: str) -> None:
    """A name said beside it is asked."""
    assert not is_nothing(said, SPECS["notetaker"])


def test_a_facilitator_who_rotates_is_asked() -> None:
    """A required line needs a name."""
    assert not is_nothing("we rotate", SPECS["facilitator"])


@pytest.mark.parametrize(
    ("label", "expected"),
    [("private", True), ("keep this call private", True), ("unlisted", True), ("list this call publicly", False)],
)
def test_a_label_says_whether_its_yes_means_no(label: str, *, expected: bool) -> None:
    """``Keep private: yes`` is a call that is not public."""
    assert asks_opposite(label) is expected


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("unas 30", (30, 30)),
        ("umas 30", (30, 30)),
        ("rund 30 Leute", (30, 30)),
        ("ongeveer 30", (30, 30)),
        ("cerca de 30", (30, 30)),
        ("like 30", (30, 30)),
        ("unas pocas", "?"),
    ],
)
def test_about_so_many_in_other_languages(said: str, meant: object) -> None:
    """What says "about" there changes no number; without a number there is none."""
    assert meant == value(read_range(said))


@pytest.mark.parametrize(
    ("said", "plainly", "private"),
    [
        ("no, please do not post", False, "?"),
        ("No - don't list it publicly", False, "?"),
        ("please do not post", False, "?"),
        ("no, don't post names", "?", "?"),
        ("do not post until Friday", "?", "?"),
    ],
)
def test_a_no_in_the_words_of_the_line(said: str, plainly: object, private: object) -> None:
    """``Post: no, please do not post`` is a no; part of it or a condition is none, nor under "Private"."""
    assert (plainly, private) == (value(read_bool(said)), value(read_bool(said, negated=True)))


@pytest.mark.parametrize(
    ("key", "said", "says_nothing"),
    [
        ("date", "like Thursday 9 July 2026", True),
        ("date", "(like Thursday 9 July 2026)", True),
        ("time", "6. Start time (like 8pm):", True),
        ("time", "Start time (like 8pm):", True),
        ("time", "like 8pm", True),
        ("time", "like 7pm", False),
        ("date", "Thursday 9 July 2026", False),
        ("agree", "yes", False),
    ],
)
def test_a_hint_with_another_example_says_nothing(key: str, said: str, says_nothing: bool) -> None:
    """Whatever day stands in it as the example, and with the line around it."""
    assert says_nothing == is_nothing(said, SPECS[key])


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("we'd say Debt talk", "Debt talk"),
        ("I'd call it \u201cDebt talk\u201d", "Debt talk"),
        ("Let's call it Debt talk", "Debt talk"),
        ("Let's say no to coal", "Let's say no to coal"),
        ("We say no", "We say no"),
        ("We will say no to coal", "We will say no to coal"),
        ("What we'd say to the banks", "What we'd say to the banks"),
    ],
)
def test_what_only_leads_to_a_title_is_none_of_it(said: str, meant: str) -> None:
    """Words of the form's author around the value are no value."""
    assert meant == value(read_line(said))


def test_a_line_of_the_form_has_a_longest_length() -> None:
    """Nobody gives a call a name of three hundred characters: it is asked back."""
    assert value(read_line("A " * 150)) == ("A " * 150).strip()
    assert value(read_line("A " * 200)) == "?"


@pytest.mark.parametrize(
    ("said", "expected"),
    [("hopefully 50", (50, 50)), ("no more than 20", "?"), ("not more than 20", "?"), ("fewer than 20", "?")],
)
def test_a_hope_is_a_number_and_a_bound_is_asked(said: str, expected: object) -> None:
    """Who hopes for fifty expects fifty; one end alone is asked, with the number suggested."""
    assert value(read_range(said)) == expected


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("or", "that leaves more than one answer open"),
        ("if", "that depends on something that we cannot tell"),
        ("but", "it says something more that may change the answer"),
        ("them", "we could not tell which of these you mean"),
        ("10", "we could not tell which of these you mean"),
        ("rain", 'we are not sure what "rain" means here'),
    ],
)
def test_a_mere_particle_is_not_called_unknown(word: str, why: str) -> None:
    """Nobody is told that we do not know what "but" means."""
    assert left_over(word) == why
