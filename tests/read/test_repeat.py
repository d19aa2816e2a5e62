"""Recurrence as people write it, each with the rule it must be read as, or must be asked back."""

import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.times.repeat import fits, in_words, read_recurrence

THURSDAY = date(2012, 3, 15)
SENT = datetime(2012, 3, 6, 15, 0, tzinfo=UTC)


def value(result: Result) -> object:
    """The value, ``?`` for a doubt, ``nothing`` where nothing was said."""
    if result is None:
        return "nothing"
    return result.value if isinstance(result, Certain) else "?"


RULES = """
one time | None
One time | None
one-time | None
one time only | None
one time call | None
just once | None
once | None
one off | None
one time (for now) | None
no, one time | None
no - just once | None
nope | None
just the one | None
just this one time | None
it does not repeat | None
one-shot | None
una vez | None
one-off call | None
single call | None
no | None
none | None
not recurring | None
non-recurring | None
does not repeat | None
weekly | FREQ=WEEKLY;BYDAY=TH
Weekly | FREQ=WEEKLY;BYDAY=TH
every week | FREQ=WEEKLY;BYDAY=TH
once a week | FREQ=WEEKLY;BYDAY=TH
yes, weekly | FREQ=WEEKLY;BYDAY=TH
recurring weekly | FREQ=WEEKLY;BYDAY=TH
weekly call | FREQ=WEEKLY;BYDAY=TH
weekly, ongoing | FREQ=WEEKLY;BYDAY=TH
weekly until further notice | FREQ=WEEKLY;BYDAY=TH
every Thursday | FREQ=WEEKLY;BYDAY=TH
each Thursday | FREQ=WEEKLY;BYDAY=TH
every Thurs. | FREQ=WEEKLY;BYDAY=TH
Thursdays | FREQ=WEEKLY;BYDAY=TH
on Thursdays | FREQ=WEEKLY;BYDAY=TH
every Thursday night | FREQ=WEEKLY;BYDAY=TH
Thursday nights | FREQ=WEEKLY;BYDAY=TH
same time every Thursday | FREQ=WEEKLY;BYDAY=TH
each week, same day and time | FREQ=WEEKLY;BYDAY=TH
weekly x 4 | FREQ=WEEKLY;BYDAY=TH;COUNT=4
4 weeks in a row | FREQ=WEEKLY;BYDAY=TH;COUNT=4
next 4 Thursdays | FREQ=WEEKLY;BYDAY=TH;COUNT=4
every Thursday from March 15 to May 31 | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120531
every Thursday in March and April | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120430
every night | FREQ=DAILY
M/W/F | FREQ=WEEKLY;BYDAY=MO,WE,FR
T/Th | FREQ=WEEKLY;BYDAY=TU,TH
twice a month, first and third Thursday | FREQ=MONTHLY;BYDAY=1TH,3TH
once every two weeks | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
todos los jueves | FREQ=WEEKLY;BYDAY=TH
cada dos semanas | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
toutes les deux semaines | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
jeden Donnerstag | FREQ=WEEKLY;BYDAY=TH
every Thursday in May | ?
every 4 Thursdays | ?
weekly for 4 weeks then monthly | ?
every Thursday but the first | ?
one time, may repeat | ?
once we know more | ?
not weekly | ?
maybe | ?
see above | ?
every Thursday evening | FREQ=WEEKLY;BYDAY=TH
weekly, every Thursday | FREQ=WEEKLY;BYDAY=TH
weekly on Thursdays | FREQ=WEEKLY;BYDAY=TH
weekly (Thursdays) | FREQ=WEEKLY;BYDAY=TH
Weekly - Thursdays | FREQ=WEEKLY;BYDAY=TH
every week on Thursday | FREQ=WEEKLY;BYDAY=TH
every Monday | FREQ=WEEKLY;BYDAY=MO
Tuesdays and Thursdays | FREQ=WEEKLY;BYDAY=TU,TH
every Tuesday and Thursday | FREQ=WEEKLY;BYDAY=TU,TH
every Tues/Thurs | FREQ=WEEKLY;BYDAY=TU,TH
twice a week, Tuesday and Thursday | FREQ=WEEKLY;BYDAY=TU,TH
Mondays, Wednesdays and Fridays | FREQ=WEEKLY;BYDAY=MO,WE,FR
every other Thursday | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
Every other Thurs | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
alternate Thursdays | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
alternating Thursdays | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
every other week | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
every other week on Thursday | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
every two weeks | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
every 2 weeks | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
every two weeks on Thursday | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
Thursdays, every two weeks | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
fortnightly | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH
every three weeks | FREQ=WEEKLY;INTERVAL=3;BYDAY=TH
first Monday of the month | FREQ=MONTHLY;BYDAY=1MO
First Monday of each month | FREQ=MONTHLY;BYDAY=1MO
the first Monday of every month | FREQ=MONTHLY;BYDAY=1MO
1st Monday | FREQ=MONTHLY;BYDAY=1MO
every first Monday | FREQ=MONTHLY;BYDAY=1MO
monthly, first Monday | FREQ=MONTHLY;BYDAY=1MO
monthly on the first Monday | FREQ=MONTHLY;BYDAY=1MO
monthly (3rd Thursday) | FREQ=MONTHLY;BYDAY=3TH
3rd Thursday | FREQ=MONTHLY;BYDAY=3TH
third Thursday each month | FREQ=MONTHLY;BYDAY=3TH
every 2nd Thursday of the month | FREQ=MONTHLY;BYDAY=2TH
the second Tuesday of the month | FREQ=MONTHLY;BYDAY=2TU
last Friday of the month | FREQ=MONTHLY;BYDAY=-1FR
last Friday of each month | FREQ=MONTHLY;BYDAY=-1FR
every last Friday | FREQ=MONTHLY;BYDAY=-1FR
1st and 3rd Tuesdays | FREQ=MONTHLY;BYDAY=1TU,3TU
first and third Tuesday of every month | FREQ=MONTHLY;BYDAY=1TU,3TU
first Monday and third Thursday of the month | FREQ=MONTHLY;BYDAY=1MO,3TH
first Monday of every other month | FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO
daily | FREQ=DAILY
every day | FREQ=DAILY
weekdays | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
every weekday | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Mon-Fri | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
Monday through Friday | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
weekends | FREQ=WEEKLY;BYDAY=SA,SU
every other Thursday until June 14 | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20120614
every Thursday until 14 June 2012 | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120614
every Thursday until 6/14 | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120614
weekly through June 14th | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120614
weekly through June | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120630
weekly until the end of June | FREQ=WEEKLY;BYDAY=TH;UNTIL=20120630
weekly until end of February 2013 | FREQ=WEEKLY;BYDAY=TH;UNTIL=20130228
every Thursday, 6 times | FREQ=WEEKLY;BYDAY=TH;COUNT=6
every Thursday for 6 weeks | FREQ=WEEKLY;BYDAY=TH;COUNT=6
weekly for six weeks | FREQ=WEEKLY;BYDAY=TH;COUNT=6
weekly, 4 calls | FREQ=WEEKLY;BYDAY=TH;COUNT=4
first Monday of the month for 6 months | FREQ=MONTHLY;BYDAY=1MO;COUNT=6
every other Thursday, four times | FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=4
biweekly | ?
bi-weekly | ?
Bi-weekly on Thursdays | ?
every second week | ?
every second week or so | ?
every second Tuesday | ?
every 2nd Tuesday | ?
every third Thursday | ?
every 4th Thursday | ?
monthly | ?
once a month | ?
every month | ?
every other month | ?
quarterly | ?
bimonthly | ?
twice a month | ?
twice a week | ?
monthly on the 15th | ?
the 15th of every month | ?
monthly on the 31st | ?
fifth Monday of the month | ?
sixth Monday of the month | ?
recurring | ?
yes | ?
regularly | ?
often | ?
Thursday | ?
weekly for now | ?
weekly or every other week | ?
weekly maybe | ?
weekly? | ?
probably weekly | ?
weekly if people come | ?
every Thursday except holidays | ?
every other Thursday until June | ?
weekly until December | ?
weekly until we win | ?
weekly until March 1 | ?
every other week for 6 weeks | ?
weekly for a while | ?
weekly for 3 months | ?
one time, maybe recurring | ?
one time for now, weekly later | ?
every Thursday until June 14, 6 times | ?
every Friday the 13th | ?
TBD | nothing
- | nothing
n/a | nothing
not sure yet | nothing
"""


@pytest.mark.parametrize(
    ("said", "meant"), [tuple(part.strip() for part in row.rsplit("|", 1)) for row in RULES.strip().splitlines()]
)
def test_a_recurrence_is_read_as_people_mean_it_or_asked(said: str, meant: str) -> None:
    """For a first call on Thursday 15 March each way to say how often gives the rule, or a doubt."""
    assert meant == str(value(read_recurrence(said, day=THURSDAY, sent=SENT)))


@pytest.mark.parametrize(
    ("said", "meant"),
    [("weekly", "FREQ=WEEKLY"), ("every two weeks", "?"), ("fortnightly", "?"), ("every Thursday until June 14", "?")],
)
def test_without_a_certain_day_nothing_is_taken_from_it(said: str, meant: str) -> None:
    """Every two weeks needs a weekday, a last day without its year needs a day to count from."""
    assert meant == value(read_recurrence(said, day=None))


@pytest.mark.parametrize(
    ("said", "suggestion"),
    [
        ("biweekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("monthly", "FREQ=MONTHLY;BYDAY=3TH"),
        ("every second Tuesday", None),
        ("every other Thursday until June", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20120630"),
        ("every other week for 6 weeks", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3"),
        ("Thursday", "FREQ=WEEKLY;BYDAY=TH"),
        ("recurring", None),
    ],
)
def test_a_doubtful_recurrence_offers_the_likely_one(said: str, suggestion: str | None) -> None:
    """A doubt suggests a rule only where one is likely."""
    doubt = read_recurrence(said, day=THURSDAY)
    assert isinstance(doubt, Doubt)
    assert suggestion == doubt.suggestion


def test_an_hour_and_a_first_day_beside_the_rule_are_kept() -> None:
    """``every Thursday at 8pm Eastern starting March 15`` fills date, time and zone, too."""
    found = read_recurrence("every Thursday at 8pm Eastern starting March 15", day=None, sent=SENT)
    assert isinstance(found, Certain)
    assert found.value == "FREQ=WEEKLY;BYDAY=TH"
    assert dict(found.also) == {"date": "2012-03-15", "time": "20:00", "tz": "America/New_York"}


def test_an_unclear_hour_beside_the_rule_is_told() -> None:
    """``every Thursday at 8`` is a certain rule and an uncertain hour; ``evening at 8`` is certain."""
    bare = read_recurrence("every Thursday at 8", day=None)
    evening = read_recurrence("every Thursday evening at 8", day=None)
    assert isinstance(bare, Certain)
    assert isinstance(evening, Certain)
    assert (list(bare.unsure), dict(bare.also)) == (["time"], {})
    assert dict(evening.also) == {"time": "20:00"}


@pytest.mark.parametrize(
    ("rrule", "day", "does"),
    [
        ("FREQ=WEEKLY;BYDAY=TH", date(2012, 3, 15), True),
        ("FREQ=WEEKLY;BYDAY=TH", date(2012, 3, 16), False),
        ("FREQ=WEEKLY;BYDAY=TU,TH", date(2012, 3, 13), True),
        ("FREQ=WEEKLY", date(2012, 3, 16), True),
        ("FREQ=DAILY", date(2012, 3, 16), True),
        ("FREQ=MONTHLY;BYDAY=3TH", date(2012, 3, 15), True),
        ("FREQ=MONTHLY;BYDAY=2TH", date(2012, 3, 15), False),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2012, 3, 30), True),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2012, 3, 23), False),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2012, 3, 15), True),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2012, 3, 16), False),
        ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20120314", date(2012, 3, 15), False),
        ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20120315", date(2012, 3, 15), True),
    ],
)
def test_a_day_fits_a_rule_by_weekday_week_and_end(rrule: str, day: date, *, does: bool) -> None:
    """A day fits where its weekday, its week in the month and the rule's end allow it."""
    assert does is fits(rrule, day)


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        (None, "one time"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;BYDAY=TH", "every Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20120614", "every other Thursday until 14 June 2012"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE", "every 3 weeks on Monday and Wednesday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3TU;COUNT=6", "the first Monday and third Tuesday of every month, 6 times"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR", "the last Friday of every other month"),
        ("FREQ=MONTHLY;BYMONTHDAY=22", "the 22nd of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=11", "the 11th of every month"),
        ("FREQ=DAILY;COUNT=5", "every day, 5 times"),
    ],
)
def test_a_rule_in_words(rrule: str | None, said: str) -> None:
    """A rule is told in the words a person would use."""
    assert said == in_words(rrule)


CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ENDS = st.one_of(
    st.just(""),
    st.integers(2, 60).map(lambda number: f";COUNT={number}"),
    st.dates(date(2012, 4, 1), date(2013, 12, 31)).map(lambda day: f";UNTIL={day:%Y%m%d}"),
)
EVERY = st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=4"])
WEEKLY = st.builds(
    lambda every, days: f"FREQ=WEEKLY{every};BYDAY={','.join(days)}",
    EVERY,
    st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True),
)
MONTHLY = st.builds(
    lambda every, days: f"FREQ=MONTHLY{every};BYDAY={','.join(days)}",
    EVERY,
    st.lists(
        st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(CODES)),
        min_size=1,
        max_size=2,
        unique=True,
    ),
)


@given(st.one_of(WEEKLY, MONTHLY), ENDS)
def test_a_rule_in_words_is_read_back(rule: str, end: str) -> None:
    """What we tell a requester of a rule is read as that rule when it comes back."""
    assert rule + end == value(read_recurrence(in_words(rule + end), day=THURSDAY))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "every",
                "other",
                "second",
                "Thursday",
                "and",
                "until",
                "June",
                "14",
                "for",
                "6",
                "weeks",
                "monthly",
                "at 8pm",
            ]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1))))
def test_no_text_makes_the_grammar_raise(said: str, day: date | None) -> None:
    """Whatever is written, the answer is a rule with its parts in order, a doubt with a reason, or nothing."""
    result = read_recurrence(said, day=day, sent=SENT)
    if isinstance(result, Doubt):
        assert result.why
    elif result is not None and result.value is not None:
        names = [part.partition("=")[0] for part in str(result.value).split(";")]
        assert [n for n in ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT") if n in names] == names
        assert in_words(str(result.value))


@pytest.mark.parametrize("piece", ["every ", "Thursday and ", "until ", "first ", "6 ", "& ", "just a "])
def test_no_text_takes_long(piece: str) -> None:
    """Half a thousand characters of any one thing are read in a moment, and more are not read at all."""
    began = time.perf_counter()
    for length in (490, 100_000):
        read_recurrence((piece * length)[:length], day=THURSDAY, sent=SENT)
    assert time.perf_counter() - began < 1
