"""Dates, times, zones and lengths as people write them, each with what it must be read as, or must be asked back."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.times.when import gap_or_fold, read_date, read_length, read_time, read_zone, start
from mailflow.read.times.zone_names import PLACES

NEW_YORK = "America/New_York"
TUESDAY = datetime(2012, 3, 6, 10, 0, tzinfo=timezone(timedelta(hours=-5)))
"""The day most mails of these tests were sent: Tuesday 6 March 2012."""


def value(result: Result) -> object:
    """The value, ``?`` for a doubt, ``nothing`` where nothing was said."""
    if result is None:
        return "nothing"
    return result.value if isinstance(result, Certain) else "?"


def rows(table: str) -> Iterator[tuple[str, str]]:
    """The rows of a table: what was written and what it is, a bar between."""
    for line in table.strip().splitlines():
        said, _, meant = line.rpartition("|")
        yield said.strip(), meant.strip()


DATES = """
2012-03-15 | 2012-03-15
2012/03/15 | 2012-03-15
20120315 | 2012-03-15
15 March | 2012-03-15
March 15th | 2012-03-15
march 15 | 2012-03-15
MARCH 15 | 2012-03-15
15th of March 2012 | 2012-03-15
the 15th of March | 2012-03-15
15th March '12 | 2012-03-15
15-Mar-12 | 2012-03-15
15-Mar-2012 | 2012-03-15
Mar 15, 2012 | 2012-03-15
Mar. 15 | 2012-03-15
Mar-15-2012 | 2012-03-15
3/15 | 2012-03-15
3/15/12 | 2012-03-15
3/15/2012 | 2012-03-15
03/15/2012 | 2012-03-15
3-15-2012 | 2012-03-15
3-15 | 2012-03-15
15/3/2012 | 2012-03-15
15.3.2012 | 2012-03-15
15.03.2012 | 2012-03-15
15.3. | 2012-03-15
Thu 3/15 | 2012-03-15
Thurs. 3/15 | 2012-03-15
Thurs 3/15/12 | 2012-03-15
Thursday | 2012-03-08
on Thursday | 2012-03-08
this Thursday | 2012-03-08
this coming Thursday | 2012-03-08
Monday | 2012-03-12
this Monday | 2012-03-12
next Monday | 2012-03-12
next Tuesday | 2012-03-13
next week Thursday | 2012-03-15
Thursday next week | 2012-03-15
Thursday of next week | 2012-03-15
a week from Thursday | 2012-03-15
two weeks from Thursday | 2012-03-22
two weeks from today | 2012-03-20
10 days from now | 2012-03-16
today | 2012-03-06
tomorrow | 2012-03-07
day after tomorrow | 2012-03-08
the day after tomorrow | 2012-03-08
Thursday March 15, 2012 | 2012-03-15
Thursday, March 15th, 2012 | 2012-03-15
Thursday 15 March 2012 | 2012-03-15
March 15 (Thursday) | 2012-03-15
March 15 (Thu) | 2012-03-15
*Thursday*, March 15 | 2012-03-15
"Thursday March 15" | 2012-03-15
March 15, please | 2012-03-15
the 15th | 2012-03-15
Thursday the 15th | 2012-03-15
Tue 3/6 | 2012-03-06
1 April | 2012-04-01
April 1st | 2012-04-01
4th of July | 2012-07-04
May 1 | 2012-05-01
Sept 5 | 2012-09-05
September 5th, 2012 | 2012-09-05
12/3/12 | 2012-12-03
3/7 | 2012-03-07
tomorrow (Wednesday) | 2012-03-07
tomorrow, March 7 | 2012-03-07
3/15 (March 15) | 2012-03-15
March 15\u00a02012 | 2012-03-15
Thursday \u2013 March 15 | 2012-03-15
this Thursday, March 8 | 2012-03-08
next Thursday, March 15 | 2012-03-15
Thursday the 15th (not a joke) | 2012-03-15
Thursday March 29 (not Wednesday) | 2012-03-29
Thursday, March 29, as discussed | 2012-03-29
We'd like Thursday 3/29 | 2012-03-29
first call Thursday 3/29 | 2012-03-29
Starting Thursday 3/29 | 2012-03-29
March 29, a Thursday | 2012-03-29
22 MAR 12 | 2012-03-22
Thr 3/29 | 2012-03-29
Thursday 29 | 2012-03-29
Thursday, the fifteenth of March | 2012-03-15
the twenty-second of March | 2012-03-22
March fifteenth | 2012-03-15
first Thursday in April | 2012-04-05
last Friday of March | 2012-03-30
Thursday, April 5 (first Thursday in April) | 2012-04-05
2012\u5e743\u670823\u65e5 (Fri) | 2012-03-23
3\u670823\u65e5\uff08\u91d1\uff09 | 2012-03-23
jueves 29 de marzo | 2012-03-29
el jueves 15 de marzo | 2012-03-15
jeudi 22 mars | 2012-03-22
Donnerstag, 15. M\u00e4rz 2012 | 2012-03-15
am Donnerstag, den 15. M\u00e4rz | 2012-03-15
gioved\u00ec 15 marzo | 2012-03-15
quinta-feira, 15 de mar\u00e7o de 2012 | 2012-03-15
donderdag 15 maart | 2012-03-15
Not Thursday, Friday March 30 | ?
Thursday March 29 (not Thursday) | ?
Thursday March 29, not before 8pm | ?
preferably Thursday 3/29 | ?
Friday 29 | ?
29 March 8 | ?
until March 29 | ?
March 29 through April 5 | ?
the second call | ?
pr\u00f3ximo jueves | ?
el 29 de marzo o el 5 de abril | ?
Feb 29 2012 | ?
January 10, 2013 | 2013-01-10
next Thursday | ?
next Friday | ?
Tuesday | ?
this Tuesday | ?
March 15 or 16 | ?
March 15 or March 16 | ?
March 15-16 | ?
March 15 - 17 | ?
15-16 March | ?
15 and 16 March | ?
3/15 or 3/16 | ?
3/15-3/16 | ?
Thursday or Friday | ?
Thu/Fri | ?
Tues 3/13 or Wed 3/14 | ?
Thursday March 15 - Friday March 16 | ?
in two weeks | ?
in 10 days | ?
ASAP | ?
soon | ?
sometime next week | ?
next week | ?
this weekend | ?
week of March 12 | ?
the week of March 12 | ?
any day in March | ?
mid March | ?
early March | ?
end of March | ?
March | ?
March 2012 | ?
flexible | ?
whenever | ?
15 | ?
3-4 | ?
Friday 4 December | ?
Friday March 15 | ?
Fri 3/15 | ?
Wednesday, March 15, 2012 | ?
3/4 | ?
March 1 | ?
2011-03-15 | ?
March 15, 2011 | ?
2/30 | ?
February 30 | ?
2012-15-03 | ?
13/13 | ?
31 June | ?
October 15 | ?
September 6 | ?
March 15, 2019 | ?
around March 15 | ?
about March 15 | ?
March 15? | ?
March 15th?? | ?
maybe March 15 | ?
probably Thursday | ?
not March 15 | ?
after March 15 | ?
before 3/15 | ?
by 3/15 | ?
March 15 unless Nate can't | ?
March 15 if possible | ?
Thursdays | ?
every Thursday | ?
every Friday starting March 15 | ?
the day of the march | ?
see above | nothing
Ides of March | ?
2012 | ?
12:30 | ?
8pm | ?
- | nothing
TBD | nothing
tba | nothing
n/a | nothing
? | nothing
?? | nothing
not sure yet | nothing
to be determined | nothing
____ | nothing
"""


@pytest.mark.parametrize(("said", "meant"), list(rows(DATES)))
def test_a_date_is_read_as_people_mean_it_or_asked(said: str, meant: str) -> None:
    """In a US zone each way to write a day gives that day, or a doubt where a careful person would ask."""
    said = said.encode().decode("unicode_escape") if "\\u" in said else said
    assert meant == value(read_date(said, sent=TUESDAY, zone=NEW_YORK))


@pytest.mark.parametrize(
    ("said", "zone", "meant"),
    [
        ("3/4", None, "?"),
        ("3/4", "Europe/London", "?"),
        ("3/4", "America/Toronto", "?"),
        ("3/4", NEW_YORK, "2012-03-04"),
        ("3/4", "Pacific/Honolulu", "2012-03-04"),
        ("3/4", "America/Phoenix", "2012-03-04"),
        ("3/4/2012", "Europe/London", "?"),
        ("3.4.2012", NEW_YORK, "?"),
        ("3/3", None, "2012-03-03"),
        ("15/3", None, "2012-03-15"),
        ("3/15", "Europe/London", "2012-03-15"),
        ("Sun 3/4", None, "2012-03-04"),
        ("Tue 3/4", "Europe/London", "2012-04-03"),
        ("Tue 3/4", NEW_YORK, "?"),
        ("Fri 3/4", None, "?"),
        ("3/4 8pm Eastern", None, "2012-03-04"),
    ],
)
def test_figures_are_read_in_the_order_of_the_zone(said: str, zone: str | None, meant: str) -> None:
    """``3/4`` is March 4 in the US, elsewhere a doubt unless the weekday or the figures leave one order."""
    sent = datetime(2012, 2, 20, 10, 0, tzinfo=UTC)
    assert meant == value(read_date(said, sent=sent, zone=zone))


@pytest.mark.parametrize(
    ("said", "why", "suggestion"),
    [
        ("Friday 4 December", "4 December is a Tuesday", None),
        ("Fri 3/15", "15 March is a Thursday", "2012-03-15"),
        ("next Thursday", "that could be 8 March or 15 March", None),
        ("2011-03-15", "that day is already past", "2012-03-15"),
        ("March 1", "that day is already past", None),
        ("March 15?", "not sure yet", "2012-03-15"),
        ("Tuesday", "that could be 6 March or 13 March", "2012-03-13"),
        ("15", "we need the month, too", "2012-03-15"),
        ("October 15", "that is six months ahead or more, and we need its year", "2012-10-15"),
        ("ASAP", '"asap" is no certain day', None),
        ("not March 15", "it says something more that may change the answer", None),
        ("2/30", "there is no 30 February", None),
    ],
)
def test_a_doubtful_date_says_why_and_offers_the_likely_one(said: str, why: str, suggestion: str | None) -> None:
    """A doubt says why in a requester's words and suggests a day only where one is likely."""
    doubt = read_date(said, sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(doubt, Doubt)
    assert (why, suggestion) == (doubt.why, doubt.suggestion)


def test_relative_words_count_in_the_stated_zone() -> None:
    """``tomorrow`` at 01:30 UTC is counted from the evening before in the East, whichever place states the zone."""
    sent = datetime(2012, 3, 16, 1, 30, tzinfo=UTC)
    assert value(read_date("tomorrow", sent=sent, zone=None)) == "2012-03-17"
    assert value(read_date("tomorrow", sent=sent, zone=NEW_YORK)) == "2012-03-16"
    assert value(read_date("tomorrow 8pm EST", sent=sent, zone=None)) == "2012-03-16"


@pytest.mark.parametrize(
    ("said", "also", "unsure"),
    [
        ("Thursday March 15 at 8pm Eastern", {"time": "20:00", "tz": NEW_YORK}, set()),
        ("2012-03-15T20:00", {"time": "20:00"}, set()),
        ("Thursday 3/15, 8-9:30pm ET", {"time": "20:00", "tz": NEW_YORK, "length": 90}, set()),
        ("3/15 8pm EST / 5pm PST", {"time": "20:00", "tz": NEW_YORK}, set()),
        ("March 15 at 8", {}, {"time"}),
        ("Thursday 3/15 in the evening", {}, {"time"}),
        ("Thursday March 15 at 8 or 9pm", {}, {"time"}),
        ("3/15 8pm IST", {"time": "20:00"}, {"tz"}),
        ("every Thursday starting March 15", {"recurrence": "FREQ=WEEKLY;BYDAY=TH"}, set()),
        (
            "every other Thursday starting 3/15 at 8pm ET",
            {"recurrence": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "time": "20:00", "tz": NEW_YORK},
            set(),
        ),
    ],
)
def test_an_hour_beside_the_date_is_kept(said: str, also: dict[str, object], unsure: set[str]) -> None:
    """The date is certain, and whatever else the words say is filled in or told as unsure, never lost."""
    found = read_date(said, sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(found, Certain)
    assert ("2012-03-15", also, unsure) == (found.value, dict(found.also), set(found.unsure))


def test_tonight_says_the_half_of_the_day() -> None:
    """``tonight at 8`` is this evening at eight."""
    found = read_date("tonight at 8", sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(found, Certain)
    assert (found.value, dict(found.also)) == ("2012-03-06", {"time": "20:00"})


TIMES = """
8pm | 20:00
8 PM | 20:00
8 pm | 20:00
8PM. | 20:00
8p | 20:00
8p.m. | 20:00
8:00 p.m. | 20:00
8:00pm | 20:00
8.30pm | 20:30
08:30 PM | 20:30
8:00:00 PM | 20:00
20:00 | 20:00
20.00 | 20:00
20h | 20:00
20h30 | 20:30
20:00h | 20:00
20:00 h | 20:00
8:00h | ?
2000 hrs | 20:00
20:00 hrs | 20:00
20:00pm | 20:00
7am | 07:00
7 a.m. | 07:00
9:15 AM | 09:15
noon | 12:00
12 noon | 12:00
12:00 noon | 12:00
12pm | 12:00
12:30pm | 12:30
12:30 am | 00:30
00:30 | 00:30
8-9:30pm | 20:00 90
8 - 9:30 pm | 20:00 90
8\u20139:30pm | 20:00 90
8pm-9:30pm | 20:00 90
8pm to 10pm | 20:00 120
8pm until 10pm | 20:00 120
8 pm till 9.30 pm | 20:00 90
from 8pm to 9:30pm | 20:00 90
8pm-9:30 | 20:00 90
20:00-21:30 | 20:00 90
20h-21h30 | 20:00 90
9:00-13:00 | 09:00 240
10pm-12am | 22:00 120
11pm-1am | 23:00 120
10pm-midnight | 22:00 120
11-1pm | 11:00 120
11am-1pm | 11:00 120
12-1pm | 12:00 60
noon-1pm | 12:00 60
8pm for 90 minutes | 20:00 90
8pm for an hour | 20:00 60
8pm (90 min) | 20:00 90
8pm sharp | 20:00
at 8pm | 20:00
@ 8pm | 20:00
starting at 8pm | 20:00
starts 8pm | 20:00
8 in the evening | 20:00
8 in the morning | 08:00
8 o'clock in the evening | 20:00
8 at night | 20:00
3 in the afternoon | 15:00
eight pm | 20:00
seven thirty pm | 19:30
8pm local time | 20:00
8pm our time | 20:00
8pm ET | 20:00 America/New_York
8pm EST | 20:00 America/New_York
8pm EDT | 20:00 America/New_York
8pm Eastern | 20:00 America/New_York
8pm (Eastern) | 20:00 America/New_York
8PM Eastern Standard Time | 20:00 America/New_York
8pm US Eastern | 20:00 America/New_York
8pm Eastern Time (US & Canada) | 20:00 America/New_York
8pm New York time | 20:00 America/New_York
5pm Pacific | 17:00 America/Los_Angeles
7pm Central | 19:00 America/Chicago
Eastern 8pm | 20:00 America/New_York
20:00 UTC | 20:00 UTC
8pm UTC-5 | 20:00 Etc/GMT+5
8pm America/New_York | 20:00 America/New_York
8pm ET / 5pm PT | 20:00 America/New_York
8pm ET/5pm PT | 20:00 America/New_York
8pm ET or 5pm PT | 20:00 America/New_York
8pm ET - 5pm PT | 20:00 America/New_York
8pm EST, 5pm PST | 20:00 America/New_York
8pm Eastern (5 Pacific) | 20:00 America/New_York
8 ET / 5pm PT | 20:00 America/New_York
5pm PT / 8pm ET | 17:00 America/Los_Angeles
ET 8pm / PT 5pm | 20:00 America/New_York
2000 | 20:00
1930-2100 | 19:30 90
0800 | 08:00
630pm | 18:30
8 (pm) | 20:00
8 o'clock pm | 20:00
7:30 P | 19:30
8pm exactly | 20:00
8pm as usual | 20:00
8pm not 9pm | 20:00
8pm Eastern, not Central | 20:00 America/New_York
8 PM EST, which is 5 PM PST | 20:00 America/New_York
8pm, ends at 10pm | 20:00 120
20 Uhr | 20:00
20 heures 30 | 20:30
8 de la tarde | 20:00
a las 8 de la noche | 20:00
7 Uhr abends | 19:00
8pm Hutto, MN | 20:00 America/Chicago
ends at 10pm | ?
until 10pm | ?
8 Uhr | ?
1030 | ?
630 | ?
8pm-ish | ?
not 8pm but 9pm | ?
8pm until late | ?
8PM EST (7PM CST, 6PM MST, 5PM PST) | 20:00 America/New_York
8pm Eastern/7pm Central/6pm Mountain/5pm Pacific | 20:00 America/New_York
8-9:30pm ET / 5-6:30pm PT | 20:00 America/New_York 90
7 to 8:30 pm Central | 19:00 America/Chicago 90
8pm ET - 9:30pm ET | 20:00 America/New_York 90
20:00 ET (01:00 UTC) | 20:00 America/New_York
8:00 (20:00) | 20:00
8 | ?
8:30 | ?
8.30 | ?
8h30 | ?
08:00 | ?
12 | ?
12:30 | ?
20 | ?
8 o'clock | ?
eight | ?
midnight | ?
12am | ?
00:00 | ?
8ish | ?
8pmish | ?
around 8pm | ?
about 8pm | ?
~8pm | ?
8pm or so | ?
evening | ?
in the evening | ?
Thursday evening | ?
8pm or 9pm | ?
8 or 9pm | ?
8pm, 9pm | ?
between 8 and 9pm | ?
after 8pm | ?
8pm? | ?
8pm at the latest | ?
10-12pm | ?
8-9:30 | ?
8:00-9:30 | ?
20:00-9:30 | ?
8pm-8pm | ?
8am in the evening | ?
25:00 | ?
8:75pm | ?
8pm ET/6pm PT | ?
8pm ET/PT | ?
8 ET / 5 PT | ?
8/7c | ?
8pm-9pm ET / 5-7pm PT | ?
whenever | ?
flexible | ?
8pm if Nate can | ?
not 8pm | ?
- | nothing
TBD | nothing
? | nothing
"""


@pytest.mark.parametrize(("said", "meant"), list(rows(TIMES)))
def test_a_time_is_read_as_people_mean_it_or_asked(said: str, meant: str) -> None:
    """Each way to write an hour gives it in 24 hours, with its zone and length where they are said."""
    said = said.encode().decode("unicode_escape") if "\\u" in said else said
    found = read_time(said, sent=TUESDAY, zone=None)
    also = found.also if isinstance(found, Certain) else {}
    got = [str(value(found))] + [str(also[key]) for key in ("tz", "length") if key in also]
    assert meant == " ".join(got)


@pytest.mark.parametrize(
    ("said", "suggestion"),
    [
        ("8", "20:00"),
        ("8:30", "20:30"),
        ("8-9:30", "20:00"),
        ("08:00", None),
        ("12", None),
        ("midnight", None),
        ("around 8pm", "20:00"),
        ("8pm?", "20:00"),
        ("8pm or 9pm", None),
        ("8pm ET/6pm PT", None),
        ("half past seven", "19:30"),
        ("a quarter to 8", "19:45"),
        ("half eight pm", None),
        ("ten past 8pm", None),
        ("ten to eight", None),
        ("quarter to twelve pm", None),
        ("after 8pm", None),
    ],
)
def test_a_doubtful_time_offers_the_likely_one(said: str, suggestion: str | None) -> None:
    """A bare hour suggests the evening; what has no likely answer suggests none."""
    doubt = read_time(said, sent=TUESDAY, zone=None)
    assert isinstance(doubt, Doubt)
    assert suggestion == doubt.suggestion


def test_a_length_is_certain_where_only_the_half_of_the_day_is_open() -> None:
    """``8-9:30`` leaves morning or evening open, and lasts ninety minutes either way."""
    doubt = read_time("8-9:30", sent=TUESDAY, zone=None)
    assert isinstance(doubt, Doubt)
    assert dict(doubt.also) == {"length": 90}


@pytest.mark.parametrize(("day", "meant"), [(date(2012, 3, 8), "20:00"), (date(2012, 3, 20), "?")])
def test_two_zones_are_compared_on_the_day_of_the_call(day: date, meant: str) -> None:
    """8pm Eastern is 6pm in Arizona in winter and 5pm in summer: the day of the call decides."""
    assert meant == value(read_time("8pm ET / 6pm Arizona", sent=TUESDAY, zone=None, day=day))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("quarter to eight pm", "19:45"),
        ("a quarter past 8pm", "20:15"),
        ("half past seven pm ET", "19:30"),
        ("quarter to one pm", "12:45"),
    ],
)
def test_an_hour_said_by_its_quarters_is_that_hour(said: str, meant: str) -> None:
    """``quarter to eight pm`` is 19:45, in the line for the hour and beside a day."""
    beside = read_date(f"March 15 at {said}", sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(beside, Certain)
    assert (meant, meant) == (value(read_time(said, sent=TUESDAY, zone=None)), beside.also["time"])


@pytest.mark.parametrize("said", ["tonight at 9pm", "Tonite, 9pm"])
def test_tonight_is_today(said: str) -> None:
    """``tonight`` is the day the mail was written."""
    found = read_date(said, sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(found, Certain)
    assert (found.value, found.also["time"]) == ("2012-03-06", "21:00")


def test_a_day_beside_the_hour_is_kept() -> None:
    """``Thursday March 15 8pm`` in the line for the hour fills the date, an unclear day is told as unsure."""
    certain = read_time("8pm on March 15", sent=TUESDAY, zone=NEW_YORK)
    unsure = read_time("next Thursday 8pm", sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(certain, Certain)
    assert isinstance(unsure, Certain)
    assert dict(certain.also) == {"date": "2012-03-15"}
    assert (list(unsure.unsure), unsure.value) == (["date"], "20:00")


def test_est_in_summer_is_read_as_the_zones_own_clock_and_told() -> None:
    """EST on a July day is Eastern time, which is said as an assumption; in January there is nothing to say."""
    july = read_time("8pm EST", sent=TUESDAY, zone=None, day=date(2012, 7, 12))
    january = read_zone("EST", day=date(2013, 1, 10))
    assert isinstance(july, Certain)
    assert isinstance(january, Certain)
    assert july.assumed == "we read EST as Eastern time as clocks show it that day"
    assert january.assumed == ""


ZONES = """
Eastern | America/New_York
eastern | America/New_York
Eastern Time | America/New_York
US Eastern | America/New_York
ET | America/New_York
EST | America/New_York
EDT | America/New_York
E.S.T. | America/New_York
EST/EDT | America/New_York
EST5EDT | America/New_York
Eastern Standard Time | America/New_York
Eastern Daylight Time (EDT) | America/New_York
East Coast | America/New_York
East Coast time | America/New_York
New York | America/New_York
New York, NY | America/New_York
NYC | America/New_York
nyc time | America/New_York
Philly | America/New_York
Philadelphia, PA | America/New_York
Washington DC | America/New_York
Boston | America/New_York
Eastern (Montréal) | America/New_York
Montréal | America/Toronto
Toronto | America/Toronto
EST (GMT-5) | America/New_York
Eastern (UTC-5) | America/New_York
(UTC-05:00) Eastern Time (US & Canada) | America/New_York
US/Eastern | America/New_York
america/new_york | America/New_York
America/New York | America/New_York
Central | America/Chicago
CT | America/Chicago
CST | America/Chicago
CDT | America/Chicago
Chicago | America/Chicago
Austin, TX | America/Chicago
St. Louis | America/Chicago
Mountain | America/Denver
MST | America/Denver
MDT | America/Denver
Denver | America/Denver
Arizona | America/Phoenix
Arizona (MST) | America/Phoenix
Mountain (Phoenix) | America/Phoenix
Phoenix | America/Phoenix
Pacific | America/Los_Angeles
PT | America/Los_Angeles
PST | America/Los_Angeles
PDT | America/Los_Angeles
West Coast | America/Los_Angeles
LA | America/Los_Angeles
Oakland | America/Los_Angeles
San Francisco, CA | America/Los_Angeles
Portland, OR | America/Los_Angeles
Portland, ME | America/New_York
Portland (Pacific) | America/Los_Angeles
Portland, Maine | America/New_York
Central time, Marfa TX | America/Chicago
Duluth, MN | America/Chicago
Leeds, UK | Europe/London
MST, we are in Arizona so no daylight time | America/Phoenix
Arizona (no DST) | America/Phoenix
AK | America/Anchorage
Atlantic | America/Halifax
We are on Eastern time | America/New_York
Eastern, not Central | America/New_York
EST or EDT | America/New_York
EST/EDT, whichever applies | America/New_York
ET (that's New York) | America/New_York
hora del este | America/New_York
Marfa, Texas | ?
Maybe, Texas | ?
West Texas | ?
IN | ?
OR | ?
EST, no DST | ?
Central or Mountain, whichever | ?
same as yours | ?
Eastern I guess | ?
Alaska | America/Anchorage
AKST | America/Anchorage
Hawaii | Pacific/Honolulu
HST | Pacific/Honolulu
UTC | UTC
GMT | Etc/GMT
UTC-5 | Etc/GMT+5
UTC -5 | Etc/GMT+5
GMT+1 | Etc/GMT-1
UTC+0 | UTC
London | Europe/London
BST | Europe/London
UK | Europe/London
Berlin | Europe/Berlin
CET | Europe/Berlin
CEST | Europe/Berlin
Europe/Paris | Europe/Paris
Tokyo | Asia/Tokyo
IST (India) | Asia/Kolkata
Mumbai | Asia/Kolkata
Sydney | Australia/Sydney
Atlantic (Halifax) | America/Halifax
Mexico City | America/Mexico_City
America/Argentina/Buenos_Aires | America/Argentina/Buenos_Aires
Eastern or Central | ?
ET/PT | ?
Eastern and Pacific | ?
New York (Pacific) | ?
Eastern (UTC-8) | ?
IST | ?
AST | ?
Portland | ?
Florida | ?
Indiana | ?
Washington | ?
UTC+5:30 | ?
UTC-5 UTC-6 | ?
UTC-99 | ?
Eastern? | ?
Eastern, I think | ?
not Eastern | ?
local time | ?
my time | ?
ours | ?
whatever works | ?
America/Nowhere | ?
the usual | ?
XST | ?
- | nothing
TBD | nothing
not sure | nothing
"""


@pytest.mark.parametrize(("said", "meant"), list(rows(ZONES)))
def test_a_zone_is_read_by_any_of_its_names_or_asked(said: str, meant: str) -> None:
    """Abbreviations, cities, states, offsets and IANA names give the zone; what names two or none is asked."""
    assert meant == value(read_zone(said))


def test_gmt_in_londons_summer_is_asked() -> None:
    """In July people who say GMT may mean London's clock, an hour ahead of it."""
    assert value(read_zone("GMT", day=date(2012, 7, 12))) == "?"
    assert value(read_zone("GMT", day=date(2012, 1, 12))) == "Etc/GMT"


LENGTHS = """
90 | 90
60 | 60
90 min | 90
90 mins | 90
90 mins. | 90
90m | 90
90-minute | 90
90 minutes | 90
ninety minutes | 90
forty-five minutes | 45
1h | 60
1 hour | 60
one hour | 60
an hour | 60
1.5h | 90
1.5 hours | 90
1,5 h | 90
1h30 | 90
1h30m | 90
1:30h | 90
1:30 hours | 90
1 hr 30 min | 90
1 hour 15 minutes | 75
1 hour and 15 minutes | 75
1 1/2 hours | 90
1\u00bd hours | 90
2 1/2 hours | 150
one and a half hours | 90
1 and a half hours | 90
an hour and a half | 90
hour and a half | 90
half an hour | 30
half hour | 30
two hours | 120
2 hrs. | 120
90-120 | 120
90 - 120 min | 120
60-90 minutes | 90
60 to 90 minutes | 90
1-2 hours | 120
1 to 1.5 hours | 90
1 hour to 90 minutes | 90
1-1.5h | 90
up to 2 hours | 120
90 minutes max | 90
about an hour | 60
about 90 minutes | 90
an hour or so | 60
75 minutes (90 max) | 90
90 minutes (1.5 hours) | 90
ninety | 90
an hour and fifteen minutes | 75
90 minutes, including questions | 90
till ten | 120
una hora y media | 90
une heure | 60
one hour (maybe less) | ?
60 minutes (90 minutes) | ?
two | ?
see above | ?
150 minutes | 150
10pm | 120
until 10pm | 120
till 9:30pm | 90
until 10 | 120
ends at 21:30 | 90
8-10pm | 120
until midnight | 240
0 | ?
2 | ?
1.5 | ?
1-2 | ?
10 | ?
1:30 | 90
24 hours | ?
900 | ?
90 or 60 | ?
60/90 | ?
until 8pm | ?
until 7pm | ?
9-10pm | ?
as long as it takes | ?
all day | ?
not long | ?
short | ?
90 minutes if we can | ?
long | ?
- | nothing
n/a | nothing
TBD | nothing
"""


@pytest.mark.parametrize(("said", "meant"), list(rows(LENGTHS)))
def test_a_length_is_read_in_minutes_or_asked(said: str, meant: str) -> None:
    """For a call that starts at eight in the evening each way to say its length gives minutes, a range its end."""
    said = said.encode().decode("unicode_escape") if "\\u" in said else said
    assert meant == str(value(read_length(said, start="20:00")))


@pytest.mark.parametrize(("said", "start"), [("10pm", None), ("1:30", None), ("2:00", "13:00"), ("1:30", "11:00")])
def test_the_hour_of_the_end_needs_the_start(said: str, start: str | None) -> None:
    """``10pm`` needs the start, and ``1:30`` may be the hour of the end where a call may well end then."""
    assert value(read_length(said, start=start)) == "?"


def test_an_end_alone_is_the_length_where_another_line_gave_the_start() -> None:
    """``ends at 10pm`` in the line for the start keeps the start of the date line, and never becomes it."""
    found = read_time("ends at 10pm", sent=TUESDAY, zone=None, begins="20:00")
    assert isinstance(found, Certain)
    assert (found.value, dict(found.also)) == ("20:00", {"length": 120})
    alone = read_time("ends at 10pm", sent=TUESDAY, zone=None)
    assert isinstance(alone, Doubt)
    assert alone.suggestion is None


def test_words_not_understood_leave_the_day_beside_the_hour_in_doubt() -> None:
    """``8pm on the first and third Thursday`` is not the coming Thursday."""
    found = read_time("8pm on the first and third Thursday", sent=TUESDAY, zone=NEW_YORK)
    assert isinstance(found, Doubt)
    assert "date" not in found.also


@pytest.mark.parametrize(
    ("day", "hour", "words", "instant"),
    [
        ("2012-03-11", "02:30", "clocks go forward that night, and there is no such hour", "2012-03-11T02:30:00-05:00"),
        ("2012-03-11", "03:00", None, "2012-03-11T03:00:00-04:00"),
        ("2012-11-04", "01:30", "clocks go back that night, and that hour comes twice", "2012-11-04T01:30:00-04:00"),
        ("2012-11-04", "02:00", None, "2012-11-04T02:00:00-05:00"),
        ("2012-03-15", "20:00", None, "2012-03-15T20:00:00-04:00"),
        ("2012-03-08", "20:00", None, "2012-03-08T20:00:00-05:00"),
    ],
)
def test_the_two_changes_of_the_clock(day: str, hour: str, words: str | None, instant: str) -> None:
    """The hour that March skips and the one that November repeats are named; a repeated hour is the first."""
    assert words == gap_or_fold(day, hour, NEW_YORK)
    assert instant == start(day, hour, NEW_YORK)


def test_a_zone_without_summer_time_has_no_odd_hours() -> None:
    """Phoenix keeps its clock all year."""
    assert gap_or_fold("2012-03-11", "02:30", "America/Phoenix") is None


days_ahead = st.integers(0, 170)


@given(
    days_ahead, st.sampled_from(["%Y-%m-%d", "%A %d %B %Y", "%a, %b %d, %Y", "%B %d", "%d %b", "%m/%d", "%d. %B (%A)"])
)
def test_a_formatted_day_is_read_back(ahead: int, form: str) -> None:
    """Every day of the next months, in any usual form, is read as that day in a US zone."""
    day = TUESDAY.date() + timedelta(days=ahead)
    assert day.isoformat() == value(read_date(day.strftime(form), sent=TUESDAY, zone=NEW_YORK))


@given(st.times(), st.sampled_from(["%I:%M %p", "%I:%M%p", "%H:%M hrs", "%I.%M %p"]))
def test_a_formatted_time_is_read_back(moment: object, form: str) -> None:
    """Every minute of the day, in any form that says its half, is read as that minute; midnight is asked."""
    hour = moment.strftime(form)  # type: ignore[attr-defined]
    expected = moment.strftime("%H:%M")  # type: ignore[attr-defined]
    assert value(read_time(hour, sent=TUESDAY, zone=None)) == ("?" if expected == "00:00" else expected)


_WEEKDAYS = {
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_FORMS = {"es": "{} {} de {}", "fr": "{} le {} {}", "de": "{}, den {}. {}", "nl": "{} {} {}"}


@given(days_ahead, st.sampled_from([*_FORMS]))
def test_a_day_in_another_language_is_read_back(ahead: int, language: str) -> None:
    """Every day of the next months with its weekday, in four languages, is read as that day."""
    day = TUESDAY.date() + timedelta(days=ahead)
    names = (_WEEKDAYS[language].split()[day.weekday()], day.day, _MONTHS[language].split()[day.month - 1])
    assert day.isoformat() == value(read_date(_FORMS[language].format(*names), sent=TUESDAY, zone=NEW_YORK))


@given(st.integers(0, 47), st.sampled_from(["{:%I%M%p}", "{:%I:%M (%p)}", "{:%I:%M o'clock %p}"]))
def test_half_an_hour_in_odd_dress_is_read_back(half: int, form: str) -> None:
    """Every half hour, run together or with its half of the day behind, is read as itself; midnight is asked."""
    moment = datetime(2012, 3, 15, tzinfo=UTC) + timedelta(minutes=30 * half)
    assert value(read_time(form.format(moment), sent=TUESDAY, zone=None)) == ("?" if half == 0 else f"{moment:%H:%M}")


@pytest.mark.parametrize(
    "phrase", [line.partition(": ") for line in PLACES.strip().splitlines()], ids=lambda phrase: phrase[2][:20]
)
def test_every_place_of_the_tables_is_its_zone(phrase: tuple[str, str, str]) -> None:
    """Each name in the tables of places is read as the zone before it, with and without ``time`` behind it."""
    zone, _, names = phrase
    for name in names.split("|"):
        assert [zone, zone] == [value(read_zone(said)) for said in (name, f"{name.title()} time")]


@given(st.integers(13, 720))
def test_minutes_are_read_back(minutes: int) -> None:
    """Every length in minutes up to twelve hours is read as itself."""
    assert minutes == value(read_length(f"{minutes} minutes", start=None))


@given(st.sampled_from(["America/New_York", "America/Boise", "Asia/Kolkata", "Europe/Lisbon", "Etc/GMT+5"]))
def test_an_iana_name_is_read_back(zone: str) -> None:
    """An IANA name in any case is that zone."""
    assert zone == value(read_zone(zone.upper()))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["8pm", "3/15", "March", "15", "-", "to", "or", "/", "ET", "Thursday", "next", "at", "noon", "2012", "1h30"]
        ),
        st.text(max_size=12),
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(PIECES, st.datetimes(timezones=st.just(UTC)), st.sampled_from([None, NEW_YORK, "Europe/London"]))
def test_no_text_makes_a_grammar_raise(said: str, sent: datetime, zone: str | None) -> None:
    """Whatever is written, each grammar answers a value of the right form, a doubt with a reason, or nothing."""
    results: list[Result] = [
        read_date(said, sent=sent, zone=zone),
        read_time(said, sent=sent, zone=zone),
        read_zone(said),
        read_length(said, start="20:00"),
    ]
    for result in results:
        assert not isinstance(result, Doubt) or (result.why and not result.why.endswith("."))
    if isinstance(results[0], Certain):
        date.fromisoformat(str(results[0].value))
    if isinstance(results[1], Certain):
        datetime.strptime(str(results[1].value), "%H:%M").astimezone(UTC)
    if isinstance(results[2], Certain):
        ZoneInfo(str(results[2].value))
    if isinstance(results[3], Certain):
        assert isinstance(results[3].value, int)


@pytest.mark.parametrize(
    "piece",
    [
        *("8pm - ", "march 15 ", "15 ", "a ", "1/2 ", "thursday or ", "*a ", "((((", "new york ", "de la ", "not 8pm "),
        *("Aa Bb ", "A, TX ", "90 (", "1930-", "twenty-first "),
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """Half a thousand characters of any one thing are read in a moment, and more are not read at all."""
    began = time.perf_counter()
    for length in (490, 100_000):
        said = (piece * length)[:length]
        read_date(said, sent=TUESDAY, zone=None)
        read_time(said, sent=TUESDAY, zone=None)
        read_zone(said)
        read_length(said, start=None)
    assert time.perf_counter() - began < 1
