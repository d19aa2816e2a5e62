"""What plain sentences say of a call, what they leave open, and what they say of other matters.

The mail of every row was written on Tuesday 3 April 2012, at noon in New York, by Larry Swetman. ``key = value`` is
certain, ``key ? suggestion`` is asked back; nothing behind the bar: the sentence says nothing of the call.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from mailflow.model import Person, Source, Value
from mailflow.read.change import correct
from mailflow.read.cover import contradict
from mailflow.read.interpret import Sheet
from mailflow.read.sentences.clauses import clauses, cut
from mailflow.read.sentences.prose import read_prose

TUESDAY = datetime(2012, 4, 3, 12, 0, tzinfo=timezone(timedelta(hours=-4)))
LARRY = Person("Larry Swetman", "larry@example.org")
SOURCE = Source("text/plain", 1, "", "")


def sheet() -> Sheet:
    """A sheet with nothing on it."""
    return Sheet(sent=TUESDAY, contact=LARRY)


def shown(value: Value) -> str:
    """A value in one short line."""
    if isinstance(value, tuple):
        return " & ".join(shown_one(one) for one in value)
    return "" if value is None else str(value)


def shown_one(one: object) -> str:
    """One person as name, address and phone; ``me`` for the sender."""
    if not isinstance(one, Person):
        return str(one)
    return "me" if one == LARRY else " ".join(filter(None, (one.name, one.email, one.phone)))


def told(text: str) -> str:
    """All that a text says, certain and unclear, in order of the keys."""
    found = sheet()
    read_prose(found, text, SOURCE)
    said = {key: f"{key} = {shown(one.value)}" for key, one in found.fields.items()}
    said |= {key: f"{key} ? {shown(doubt.suggestion)}".strip() for key, doubt in found.unclear.items()}
    return "; ".join(said[key] for key in sorted(said))


def rows(table: str) -> Iterator[tuple[str, str]]:
    """The sentence and the meaning of each row."""
    for line in table.strip().splitlines():
        said, _, meant = line.partition("|")
        yield said.strip().replace("\\n", "\n"), meant.strip()


WHEN = """
We would like a call on Thursday April 12 at 8pm Eastern. | date = 2012-04-12; time = 20:00; tz = America/New_York
We're looking at Monday April 16 at 8pm Eastern. | date ? 2012-04-16; time ? 20:00; tz = America/New_York
Thursday the 12th would suit us, at 8 Eastern. | date = 2012-04-12; time ? 20:00; tz = America/New_York
Thursday April 12, 6:30 p.m. Pacific, two hours | date = 2012-04-12; length = 120; time = 18:30; tz = America/Los_Angeles
We want Thursday, April 12, 6 to 7:15 pm Pacific. | date = 2012-04-12; length = 75; time = 18:00; tz = America/Los_Angeles
The best time would be Wednesday, 7pm Central, April 11. | date = 2012-04-11; time = 19:00; tz = America/Chicago
Wednesday April 11 works for everyone. | date = 2012-04-11
Could you book us the line for Sunday, April 15 at noon Pacific? | date = 2012-04-15; time = 12:00; tz = America/Los_Angeles
April 12 at 8 pm Eastern / 5 pm Pacific, please. | date = 2012-04-12; time = 20:00; tz = America/New_York
April 12 at 8 pm Eastern / 6 pm Pacific, please. | date = 2012-04-12; time ?; tz ? America/New_York
The call would be Friday April 12 at 8pm Eastern. | date ? 2012-04-12; time = 20:00; tz = America/New_York
The call would be in the evening, Pacific time. | time ?; tz = America/Los_Angeles
We need a call tomorrow night at 9 pm Eastern. | date = 2012-04-04; time = 21:00; tz = America/New_York
We'd like the first Monday of each month, beginning May 7, at 8:30 pm Eastern. | date = 2012-05-07; recurrence = FREQ=MONTHLY;BYDAY=1MO; time = 20:30; tz = America/New_York
Could we have a standing call every Tuesday at 9pm EST starting April 10, until June 26? | date = 2012-04-10; recurrence = FREQ=WEEKLY;BYDAY=TU;UNTIL=20120626; time = 21:00; tz = America/New_York
Could we have a call on Tuesday April 10, 7.30pm Eastern, and fortnightly after that? | date = 2012-04-10; recurrence = FREQ=WEEKLY;INTERVAL=2;BYDAY=TU; time = 19:30; tz = America/New_York
The walkout is on the 26th but that's not the call. |
The protest at the airport is on April 20, and we'd like one more call before it. |
Deadline for the carpool list is the 15th. |
(That's Friday the 2nd, 7pm, for the New York mob.) |
I work until 7pm on Thursdays. |
Our next GA is Thursday April 12 at 6pm. |
The flyer has to be out by April 10. |
It can't be April 12. |
We had planned April 12 but the hall is taken. |
Any day but April 12 at 8pm. |
I meant Thursday April 12, not the 11th. |
Oops, 9pm not 8pm. | time ?
The call can be April 12 at 7 or 8pm Eastern. | date = 2012-04-12; time ?; tz = America/New_York
You can reach me at 585-555-0117 until 9pm. | phone = 585-555-0117
The last call took three hours. |
Thanks for the great work you do every Thursday. |
I read in the April 3 bulletin that you do calls. |
Is 8pm Eastern on Monday April 16 okay? | date = 2012-04-16; time = 20:00; tz = America/New_York
How about Sunday April 15 at 5 Pacific? | date = 2012-04-15; time ? 17:00; tz = America/Los_Angeles
We could do April 12 or April 19. | date ?
Maybe April 12 at 8pm Eastern. | date ? 2012-04-12; time ? 20:00; tz = America/New_York
Ideally April 12 at 8pm Eastern. | date ? 2012-04-12; time ? 20:00; tz = America/New_York
We'd like a call on April 12 at 8pm Eastern. No wait, make that Friday April 13. | date = 2012-04-13; time = 20:00; tz = America/New_York
We'd like a call on Tuesday the 10th at 8pm. Hang on, make that Wednesday the 11th, same time. | date = 2012-04-11; time = 20:00
We'd like a call on April 12. We want the call on April 13. | date ?
If that doesn't work, April 23. |
We'd like a call about the march on Saturday April 14 at noon. | purpose ? about the march on Saturday April 14 at noon
We need a call before the vote, on Thursday April 12 at 8 pm Central. | date = 2012-04-12; time = 20:00; tz = America/Chicago
The call should take three quarters of an hour. | length = 45
We need it before the vote on April 20. |
What about a Thursday? |
The call is at quarter to 8pm. | time = 19:45
sometime next week, in the evening, pacific time | date ?; time ?; tz = America/Los_Angeles
We were wondering if we could have a call on Thursday, April 19 at 8pm ET? | date = 2012-04-19; time = 20:00; tz = America/New_York
this thursday at noon pacific would be good. | date = 2012-04-05; time = 12:00; tz = America/Los_Angeles
We'd like a call on Thursday April 12. Actually Thursday is bad for Carol. | date ?
We'd like a call on April 12 at 8pm Eastern. Actually, could we do 9pm instead? | date = 2012-04-12; time = 21:00; tz = America/New_York
We'd like a call on April 12. Sorry for the short notice! | date = 2012-04-12
We'd like a call on April 12. Hold on, Bo says April 13. | date ?
The vote is on April 20. We'd like the call two days before, April 18, at 7 pm Pacific. | date = 2012-04-18; time = 19:00; tz = America/Los_Angeles
The call is on April 12, and I'll be at work until 6pm. | date = 2012-04-12
Could we move our Tuesday call to Wednesday April 11? Same hour, 8pm Central. | date = 2012-04-11; time = 20:00; tz = America/Chicago
Can we set up a weekly call on Mondays at 7pm Eastern, starting April 16, for the next 8 weeks? | date = 2012-04-16; recurrence = FREQ=WEEKLY;BYDAY=MO;COUNT=8; time = 19:00; tz = America/New_York
"""  # noqa: E501 - one row is one line

WHO = """
Please send me the notes of the April 1 call at 8pm. |
I'll facilitate. | facilitator = me
I can run it. | facilitator = me
i facilitate | facilitator = me
I will host the call. | facilitator = me
I'm happy to facilitate the call. | facilitator = me
I'm facilitating, Ray Minton is backing me up (ray@example.net). | backup = Ray Minton ray@example.net; facilitator = me
Ann Lee (ann@example.net) facilitates, Bo Li (bo@example.net) is her backup. | backup = Bo Li bo@example.net; facilitator = Ann Lee ann@example.net
Ann Lee <ann@example.net> will host, and I'll be her backup. | backup = me; facilitator = Ann Lee ann@example.net
My co-chair Ruth Amdahl, ruth@example.net, has agreed to be backup. | backup = Ruth Amdahl ruth@example.net
Our youth minister, Terrence Boyd, has offered to do the tech; you can reach him at tboyd@example.net. | tech = Terrence Boyd tboyd@example.net
Jo can back me up (jo@example.net). | backup = Jo jo@example.net
Facilitated by Ann Lee, ann@example.net. | facilitator = Ann Lee ann@example.net
me facilitating, Jo Teel (jo@example.net) backing up and one of your people on tech | backup = Jo Teel jo@example.net; facilitator = me; tech = NEED HELP
facilitator jess b, jessb@example.net. | facilitator = jess b jessb@example.net
Walt does the board. | tech = Walt
Tech will be me. | tech = me
Tech is Walt Roe, walt@example.net. | tech = Walt Roe walt@example.net
We have our own tech person, Al Whitcomb (al@example.net). | tech = Al Whitcomb al@example.net
Kip Lau (kip@example.net) did your training so he's our tech. | tech = Kip Lau kip@example.net; tech_trained = True
Tech: Hal Moss, hal@example.net, who did it last time. | tech = Hal Moss hal@example.net
Facilitator is me, backup: Ling Zhao, ling@example.net, tech: need help please. | backup = Ling Zhao ling@example.net; facilitator = me; tech = NEED HELP
Brandi Moe will take notes. | notetaker = Brandi Moe
Ann, Bo and Cy will facilitate. | facilitator = Ann & Bo & Cy
Maybe Ann will facilitate. | facilitator ? Ann
Ann Lee might facilitate. | facilitator ? Ann Lee
Ann or Bo will facilitate. | facilitator ?
Either Ann Lee (ann@example.net) or Bo Li (bo@example.net) will facilitate. | facilitator ?
I will facilitate if nobody minds. | facilitator ? me
I think Dev could do tech. | tech ? Dev
Will Ann facilitate? |
Ann can't facilitate. |
If Nate can, he will facilitate. |
Ann facilitated our last call. |
Ann will facilitate our Friday workshop. |
Ann will facilitate. Sorry, Ann can't, so Bo will facilitate. | facilitator ?
It is facilitated by Ann, bo@example.net is backup. | backup ?; facilitator ?
Backup is Lou at lou@example.net. |
I work with Ann, and Bo will facilitate. | facilitator ?
Our group will facilitate. |
Someone will do tech. |
We need a facilitator. |
My boss runs a tech company. |
We'd need one of your tech folks. | tech = NEED HELP
Could you lend us a tech person? | tech = NEED HELP
Can one of you do the tech please. | tech = NEED HELP
We don't have a tech person, could you lend us one? | tech = NEED HELP
We have nobody for the technical side. Can you provide someone? | tech = NEED HELP
For tech we need your help. | tech = NEED HELP
We need somebody from IO for the maestro board. | tech = NEED HELP
We do not need a tech person. | tech ?
We need a tech training. |
Could one of you do tech, or should I? | tech ? NEED HELP
We might need a tech person. |
We still need to find a tech person. |
I offer to help you with tech. |
Treaty Now Melbourne would love to host a call. | group = Treaty Now Melbourne
We'd use it to swap notes on occupations with our friends in Cardiff. | purpose = to swap notes on occupations with our friends in Cardiff
We'd need help with facilitation and with the tech. | help = facilitation & tech; tech = NEED HELP
hi can you set us up a conference call for occupy tulsa on thursday april 12 at 7pm central i will facilitate | date = 2012-04-12; facilitator = me; group = occupy tulsa; time = 19:00; tz = America/Chicago
Carol facilitates, but Carol can't on Tuesdays. | facilitator ?
I facilitated the call on March 1 and we had 45 people on it. |
Tech could be Ruth, she's trained. | tech ? Ruth
Facilitator: Rob Lee rob@example.net, backup Sue Poe sue@example.net, tech support by you guys please. | backup = Sue Poe sue@example.net; facilitator = Rob Lee rob@example.net; tech = NEED HELP
My friend Tom Reyes (tom@example.net) said he would back me up. | backup ? Tom Reyes tom@example.net
ill facilitate, my sister lena (lena@example.net) backup. | backup = lena lena@example.net; facilitator = me
i'll facilitate w/ dale roe (dale@example.net), backup is my sister fern, fern@example.net | backup = fern fern@example.net; facilitator = me & dale roe dale@example.net
Moira Kettle (moira@example.net) will chair. | facilitator = Moira Kettle moira@example.net
I chair the housing committee. |
Ann will lead, with Bo as backup. | backup = Bo; facilitator = Ann
For the technical side we have Brynn Lake, who took your training in August. | tech = Brynn Lake
For backup it's Lou Roe, lou@example.net. | backup = Lou Roe lou@example.net
For the board there is Walt Roe. | tech = Walt Roe
For facilitation we have Nora Quist (n@example.net), and Emmett Roy (e@example.net) is her backup. | backup = Emmett Roy e@example.net; facilitator = Nora Quist n@example.net
We have Walt Roe (walt@example.net) for the tech. | tech = Walt Roe walt@example.net
The tech will be done by Walt Roe. | tech = Walt Roe
I'll be the facilitator and Ann the backup. | backup = Ann; facilitator = me
The facilitator would be my wife, Petra Voss (p@example.net). | facilitator = Petra Voss p@example.net
Bo is our second in line. | backup = Bo
Second, we need a date. |
Tech: Ruben says his brother Nestor Castle will sit at the board. | tech = Nestor Castle
backup is my sister fern, fern@example.net. fern is also doing tech | backup = fern fern@example.net; tech = fern fern@example.net
I'll facilitate with Dale Roe. | facilitator = me & Dale Roe
I'll facilitate with Dale Roe as backup. | backup = Dale Roe; facilitator = me
I'll facilitate with help from Dale Roe. | facilitator = me
I can facilitate, Larry Swetman 510 555 0143, call me any time. | facilitator = Larry Swetman 510 555 0143
I can facilitate, Ann Lee 510 555 0143 is backup. | backup = Ann Lee 510 555 0143; facilitator = me
I'll facilitate. If I can't make it, Jo Teel (jo@example.net) steps in. | backup = Jo Teel jo@example.net; facilitator = me
Ann Lee facilitates. If she falls ill I step in. | backup = me; facilitator = Ann Lee
Facilitator: Ann Lee, ann@example.net. If she falls ill I step in. | backup = me; facilitator = Ann Lee ann@example.net
Ann Lee will facilitate, and Jo steps in if she is sick. | backup = Jo; facilitator = Ann Lee
I facilitate and should I drop out, Bo Li (bo@example.net) will take over. | backup = Bo Li bo@example.net; facilitator = me
I'll facilitate. If I can't make it, maybe Jo could step in. | backup ? Jo; facilitator = me
I'll facilitate. If I can't make it, someone will step in. | facilitator = me
I'll facilitate. If I can't do tech, Bo fills in. | facilitator = me
I'll facilitate. If you can't find a date, I step in. | facilitator = me
Tech is Walt Roe. If he can't make it, Bo fills in. | tech = Walt Roe
Nobody for the switchboard either, so we would need one of yours. | tech = NEED HELP
For the technique we have nobody, please provide one. | tech = NEED HELP
probably Jo can back me up not sure yet and we need somebody from you guys to do the tech stuff | backup ? Jo; tech = NEED HELP
We rely on you for the tech. | tech = NEED HELP
We need a tech person but maybe Jay can do it. | tech ? NEED HELP
We need a tech person, unless Jay can do it. | tech ? NEED HELP
"""  # noqa: E501 - one row is one line

WHAT = """
It could be on 3/5 at 21.00 our time (Berlin). | date ? 2012-05-03; time = 21:00; tz = Europe/Berlin
Our last call was March 6 and it went great, 62 people. |
I was on the healthcare call on February 2 and 80 people could talk without shouting. |
They arrested twelve people on 14th Street. |
My cell is 585-555-0117. | phone = 585-555-0117
The office number is 585-555-0117. |
Title: Rent Strike 101. Group: Tenants Rising Oakland. Purpose: share what worked. | group = Tenants Rising Oakland; purpose = share what worked; title = Rent Strike 101
We're the Jubilee Debt Circle. | group = Jubilee Debt Circle
We are Ann and Bo. |
We are Dorothy Kessler and Ruth Amdahl. |
We are in Portland. |
Occupy Providence here. | group = Occupy Providence
I am writing for Nurses United for Care. | group = Nurses United for Care
I am writing on behalf of the Tenants Union of Duluth. | group = Tenants Union of Duluth
This is Marguerite from Occupy Baltimore. | group = Occupy Baltimore
Gwen here from Leeds Against the Fees. | group = Leeds Against the Fees
occupy tulsa would love a call. | group = occupy tulsa
Could Occupy Tulsa have a call? | group = Occupy Tulsa
We would like a call with the people of Occupy Oakland. |
We work with Occupy Baltimore and Occupy Dover. |
We were from Occupy Dover. |
We want a conference call for Hospitality Workers Local 1107. | group = Hospitality Workers Local 1107
I saw the call of Occupy Boston. |
It is called "Harbor check-in". | title = Harbor check-in
We'd like to call it "Water Before Wells". | title = Water Before Wells
The call is called: Safe Staffing Now. | title = Safe Staffing Now
Our group is called "The Tuesday Club". |
There is a film called "Inside Job". |
The purpose of the call is to gather signatures for the staffing bill. | purpose = to gather signatures for the staffing bill
The point is to walk people through disputing medical bills, step by step. | purpose = to walk people through disputing medical bills, step by step
We want a call to plan the spring tour. | purpose = plan the spring tour
We want a call to plan our April 20 bank protest with others. | purpose ? plan our April 20 bank protest with others
It's to agree on one leaflet for all campuses. | purpose = to agree on one leaflet for all campuses
The point is that nobody reads. |
We want to talk to you. |
The call lasts for 2 hours. | length = 120
Each one for an hour. | length = 60
I should think an hour would do. | length = 60
Length 60 minutes is plenty. | length = 60
We'd like the call to be ninety minutes. | length = 90
Maybe an hour. | length ? 60
The call lasts for 2 hours or 3. | length ?
We waited for 2 hours with 30 people. |
I drive two hours to work. |
We think 20 to 25 persons. | expected = 20 & 25
15-20 people, stewards from Vegas and Reno | expected = 15 & 20
We would expect between thirty and fifty people. | expected = 30 & 50
About 40 people will be on the call. | expected = 40 & 40
Bring a dish for about 12 people. |
We are 12 people in the group. |
It's urgent: the marshals are coming. | emergency = True; emergency_reason = the marshals are coming
This is an emergency. | emergency = True
It's not urgent. |
Please also start a Google group for us. | list = create
We have a Google group already. |
Please do not list it publicly. | public = False
Should we keep it private? |
Who does what on these calls? |
Need a conf call set up for Occupy Baton Rouge ASAP. | group = Occupy Baton Rouge
we at the East End Renters' Union would like a call with sister groups. | group = East End Renters' Union
We, the Tenants Council of Duluth, ask for a call. | group = Tenants Council of Duluth
Occupy Missoula’s land & forest group would like a call. | group = Occupy Missoula’s land & forest group
The Occupied Pages collective (Brooklyn) would like to request a call for all the papers. | group = Occupied Pages collective
We are the Archives group of Occupy Dover and want a call. | group = Archives group of Occupy Dover
could we get a call sometime next week for the Rutgers Walkout Coalition? | date ?; group = Rutgers Walkout Coalition
I'm with the Prairie Seed Alliance. | group = Prairie Seed Alliance
I'm Amara Achebe of the Clinic Defence Network. | group = Clinic Defence Network
I'm chair of the housing committee at Occupy Dover. | group = Occupy Dover
this is june from occupy wheeling and we want a call | group = occupy wheeling
this is june from the wheeling tenants union | group = wheeling tenants union
we are the student debt committee at occupy Gainesville and we want a call | group = occupy Gainesville
I saw Occupy Boston's outreach group on the call. |
We met at the Union Square and liked your call. |
We want to plan a shared food purchase for the spring. | purpose = to plan a shared food purchase for the spring
We want to decide on one flyer. We want to share van rides. | purpose ? to decide on one flyer
It is about rent freezes: who has won one, and how. | purpose = about rent freezes: who has won one, and how
its about the new rent board rules. | purpose = about the new rent board rules
We want a call with the people of Oakland about rents and evictions. | purpose = about rents and evictions
We would like a call, about 40 people. | expected = 40 & 40
We want to talk about the form with you. |
We want to learn how you do it. |
We want to plan ahead, so please answer soon. |
We need to get an answer by Friday. |
Purpose: share what worked. We want to plan a rally. | purpose = share what worked
the name of the call is water rights listening session and we want it soon | title = water rights listening session
The name of the call is Song Swap. | title = Song Swap
The title is Where the Bailout Went. | title = Where the Bailout Went
The title is still open. |
The title of the call is not decided. |
The name is fine. |
We would be grateful if the call were not listed publicly. | public = False
private call please, dont put it on the site | public = False
We would like this to stay off your public calendar. | public = False
It should not appear on your calendar. | public = False
We would appreciate it if this was not shown on your website. | public = False
Our call is on the calendar already. |
Hal Burke is my backup like I said, hal@example.net. | backup = Hal Burke hal@example.net
Hal Burke is my backup like I said, zoe@example.net. | backup ? Hal Burke zoe@example.net
we need a call for occupy boise legal team, i facilitate | facilitator = me; group = occupy boise legal team
This is not public health advice. |
We do not list members publicly. |
Perhaps 30 to 40 people, two thirds of them on your side. | expected = 30 & 40
"""  # noqa: E501 - one row is one line

TITLES = """
The call is named Harbour Winter Plan. | title = Harbour Winter Plan
We'd call it harbour winter plan. | title = harbour winter plan
Title would be Harbour Winter Plan. | title = Harbour Winter Plan
call it 'Harbour Winter Plan' | title = Harbour Winter Plan
We'd call it 'Rents, Wages & Wells'. | title = Rents, Wages & Wells
Call it Harbour. | title = Harbour
We are calling it Harbour Winter Plan. | title = Harbour Winter Plan
We want the call to be named Rent Strike 101. | title = Rent Strike 101
Title it Rent Strike 101 please. | title = Rent Strike 101
As a title we'd suggest "Rent Strike 101". | title = Rent Strike 101
For the title take "Rent Now". | title = Rent Now
The title should be: the fight for fifteen. | title = the fight for fifteen
The name of the conference: Health for Everybody. | title = Health for Everybody
the call is called spring break for the 99% and we want it soon | title = spring break for the 99%
We'd call it Rent Strike 101 or Rent Now. | title ? Rent Strike 101
Could we call it Rent Strike 101? | title ? Rent Strike 101
We might call it Rent Strike 101. | title ? Rent Strike 101
I don't know what we'd call it. |
Let's call it a success. |
We could call it a day by then. |
Please call it off if it snows. |
Please call the line from Tulsa. |
We will call the conference number then. |
don't call it Rent Strike 101 |
My name is Larry Swetman. |
Our group is named Harbour Winter Plan. |
The last call was named Rent Strike 101. |
We're naming it after Emma Goldman. |
"""
"""What the call is called."""

REACHED = """
Walt said he'd do the tech, walt@example.org. | tech = Walt walt@example.org
Walt Lee said he'd do the tech, walt@example.org, and I facilitate. | facilitator = me; tech = Walt Lee walt@example.org
Nora Diaz will facilitate for us, nora@example.org, and Jo Park backs her up, jo@example.org. | backup = Jo Park jo@example.org; facilitator = Nora Diaz nora@example.org
Bea is going to run the board that night: bea@example.org | tech = Bea bea@example.org
Bea can back me up - bea@example.org. | backup = Bea bea@example.org
Bea can back me up, 215-555-0100. | backup = Bea 215-555-0100
Desmond promised he'll take the notes, desmond@example.org, and I chair. | facilitator = me; notetaker = Desmond desmond@example.org
Bea can back me up, zoe@example.org, and Cy does the tech. | backup ? Bea zoe@example.org; tech = Cy
Rob Ames will do tech, contact press@example.org for media. | tech ? Rob Ames press@example.org
"""  # noqa: E501 - one row is one line
"""An address or a number behind what somebody does."""

NOBODY = """
We have no tech person. | tech = NEED HELP
no tech person | tech = NEED HELP
We don't have a tech person yet. | tech = NEED HELP
Nobody can do the tech part. | tech = NEED HELP
There is no one to run the board. | tech = NEED HELP
None of us knows how to do the tech. | tech = NEED HELP
We have a facilitator but no tech person. | tech = NEED HELP
For the maestro board we have nobody. | tech = NEED HELP
Not a soul here can work the board, I'm afraid. | tech = NEED HELP
We've no tech person. | tech = NEED HELP
We still have no tech person but will find one. | tech ? NEED HELP
We have no tech person. We are still asking around. | tech ? NEED HELP
We have no tech person, do we need one? | tech ? NEED HELP
Bo is tech, we have no other tech person. | tech = Bo
We don't have a backup yet. |
We had no tech person last time. |
We have no tech budget. |
We have no technical questions. |
Nobody on our side has seen the tech video. |
"""
"""Who says that nobody is there for the board asks for help with it."""

TABLES = (WHEN, WHO, WHAT, TITLES, REACHED, NOBODY)


@pytest.mark.parametrize(("said", "meant"), [one for table in TABLES for one in rows(table)])
def test_a_sentence_says_what_a_careful_person_reads_in_it(said: str, meant: str) -> None:
    """A sentence fills what it says of this call, asks what it leaves open, and is silent of all else."""
    assert meant == told(said)


def test_what_is_asked_carries_the_words_and_the_reason() -> None:
    """An unclear value names the sentence it stood in and why it is asked."""
    found = sheet()
    read_prose(found, "Hello all,\n\nMaybe April 12 at 8pm. Thanks!", SOURCE)
    doubt = found.unclear["date"]
    assert ("Maybe April 12 at 8pm.", "not sure yet", "2012-04-12") == (doubt.said, doubt.why, doubt.suggestion)


def test_a_sentence_ends_at_its_full_stop_and_not_at_an_abbreviation() -> None:
    """Abbreviated months, titles, halves of the day and initials end no sentence."""
    text = "We met Mrs. J. Dawkins on Sept. 13, 6:30 p.m. Pacific. It went well! and then some. dec 12. so what?"
    assert (
        "We met Mrs. J. Dawkins on Sept. 13, 6:30 p.m. Pacific.",
        "It went well!",
        "and then some.",
        "dec 12.",
        "so what?",
    ) == cut(text).sentences


def test_greeting_signature_and_pasted_matter_are_no_sentences() -> None:
    """What stands between rules, below the sign-off and above the first sentence says nothing of the call."""
    text = (
        "Dear friends,\n\nWe want a call.\n\n*****\nPOTLUCK\nDate: Saturday February 9\n*****\n\n"
        "Thanks so much,\nAnn Lee\nOccupy Dover\n303-555-0188"
    )
    assert (("We want a call.",), ("Thanks so much,", "Ann Lee", "Occupy Dover", "303-555-0188")) == (
        cut(text).sentences,
        cut(text).signature,
    )


def test_wrapped_lines_are_one_sentence_and_list_items_are_not() -> None:
    """Lines broken by a mail program are joined, those of a list stand alone."""
    text = (
        "We would like to request a conference call for the tenants of the east side, and\n"
        "here is what we know:\n\n- Thursday April 12\n- 15-20 people"
    )
    assert (
        "We would like to request a conference call for the tenants of the east side, and here is what we know:",
        "Thursday April 12",
        "15-20 people",
    ) == cut(text).sentences


def test_a_clause_says_one_thing() -> None:
    """A sentence falls into clauses where another subject begins; a remark in brackets divides nothing."""
    text = "I can run it (I ran a class, and it was fun) but Bo is away, so could we have help?"
    assert ["I can run it (I ran a class, and it was fun)", "Bo is away", "could we have help?"] == [
        text[begin:end] for begin, end in clauses(text)
    ]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("Oops, I meant 9pm.", {"time": "21:00"}),
        ("oops I meant 9pm not 8. sorry!!", {"time": "21:00"}),
        ("Sorry, make it Friday April 13.", {"date": "2012-04-13"}),
        ("Please reschedule our call IO-0042 to Thursday, April 12, at 8:30 pm Eastern.", {"date": "2012-04-12"}),
        ("Sorry, I meant maybe 9pm or 10pm.", {}),
        ("I meant the march, it was on Friday.", {}),
        ("Should it be 9pm?", {}),
        ("The march was changed to Friday.", {}),
    ],
)
def test_only_a_plain_correction_is_taken(said: str, values: dict[str, Value]) -> None:
    """A correction gives the value it says; a question, a hedge or talk gives none."""
    found = sheet()
    correct(found, said, SOURCE)
    assert values == {
        key: found.fields[key].value for key in found.fields if key not in {"time", "tz"} or key in values
    }


@pytest.mark.parametrize(
    ("said", "unclear"),
    [
        ("The call should be on Friday April 20.", {"date"}),
        ("We would like the call at 9pm.", {"time"}),
        ("Bo Li (bo@example.net) will facilitate.", {"facilitator"}),
        ("Ann can't make it.", {"facilitator"}),
        ("Please keep it private.", {"public"}),
        ("Please keep this one private, some of us could lose our jobs.", {"public"}),
        ("Ann can no longer facilitate (new baby!).", {"facilitator"}),
        ("So please read the start as 9 rather than 8.", {"time"}),
        ("Please do not use the date in the form.", {"date"}),
        ("The time is wrong, sorry.", {"time"}),
        ("Please read the guidelines first.", set()),
        ("The march is on Friday April 20 at noon.", set()),
        ("Our last call was on April 1 at 7pm.", set()),
        ("Ann will facilitate the call on Thursday April 19 at 8pm.", set()),
        ("Our regular call is on Sunday at 5pm.", set()),
    ],
)
def test_a_covering_text_makes_unclear_what_it_contradicts(said: str, unclear: set[str]) -> None:
    """A sentence about this call that says other than the form makes that line unclear, and only that."""
    found = sheet()
    read_prose(found, "The call is on Thursday April 19 at 8pm. Ann Lee will facilitate.", SOURCE)
    found.fields["public"] = found.fields["date"].__class__("public", value=True, source=SOURCE)
    contradict(found, said, SOURCE, writer=LARRY)
    assert unclear == set(found.unclear)


DICTATED = (
    "hi this is Rosa Delgado from Occupy Laredo we need a conference call on Thursday March 15 at eight PM Central time"
    " I will facilitate it and my backup is Luis Vega our tech person is Ana Ruiz {trained} it should take like an hour"
    " and there will be about 30 of us it is to plan the May Day march thanks so much"
)


@pytest.mark.parametrize(
    ("trained", "said"), [("no she has not been trained", "False"), ("yes she is trained", "True")]
)
def test_a_dictation_has_its_full_stops_where_sentences_begin(trained: str, said: str) -> None:
    """Without a mark in it, each subject with its verb begins a sentence."""
    meant = told(DICTATED.format(trained=trained))
    assert f"length = 60; purpose = to plan the May Day march; tech = Ana Ruiz; tech_trained = {said}" in meant
    assert "backup = Luis Vega" in meant


def test_typed_words_are_cut_at_their_own_marks() -> None:
    """A text with marks is no dictation, and what binds a clause begins no sentence."""
    assert cut("We hope that we can meet, and that it is soon.").sentences == (
        "We hope that we can meet, and that it is soon.",
    )
    bound = " ".join(["people who say that they will come when we call because it is needed so that we win"] * 3)
    assert cut(bound).sentences == (bound,)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Hi all, Bao from Occupy Fresno here.\nWe'd love to use your Maestro system.", "group = Occupy Fresno"),
        ("We would like a Maestro call on Sunday March 18, 5pm Pacific, for about two hours.", "length = 120"),
        (
            "I will run the meeting myself. If my hip acts up, Jo Marsh will step in.",
            "backup = Jo Marsh; facilitator = me",
        ),
        ("Erik Lund will look after the telephone machinery.", "tech = Erik Lund"),
        ("The pipeline route people want to hear from the tree sit.", ""),
    ],
)
def test_a_chatty_letter_says_it_in_its_own_words(said: str, meant: str) -> None:
    """Roles, length and group as people tell them; what others want to hear is no purpose of ours."""
    assert meant in told(said) if meant else told(said) == ""


NEWCOMER = """
We want a call. It would be either Thursday April 12 or Friday April 13, 6pm our time. | date ?; time ?; tz ?
Facilitator will probably be Tom (tom@example.net) unless he's away, then me. | facilitator ? Tom tom@example.net
We'd like to set up a call, "Tar sands next steps". | title ? Tar sands next steps
We'd like a call about the book "Tar sands". | purpose = about the book "Tar sands"
Backup is Gil Ott (he hasn't said yes yet). | backup ? Gil Ott
Backup is Gil Ott (he has said yes). | backup = Gil Ott
Gil Ott (gil@example.org) is backup but he hasn't confirmed yet. | backup ? Gil Ott gil@example.org
Backup is Gil Ott. He has not agreed yet. | backup ? Gil Ott
Backup is Gil Ott. He has agreed. | backup = Gil Ott
We don't need tech help. | tech ?
Can we get a tech person from you? | tech = NEED HELP
Last time we had about 40 people; this time I'd guess twice that. | expected ?
This is not to be confused with the call that Vic (vic@example.org) is facilitating. |
Please answer to my gmail, larry@gmail.example. | contact = Larry Swetman larry@gmail.example
You can reach me at larry@gmail.example. | contact ? Larry Swetman larry@gmail.example
Please don't answer to my gmail, larry@gmail.example. |
Please write to my backup, jo@example.net. |
"""


@pytest.mark.parametrize(("said", "meant"), tuple(rows(NEWCOMER)))
def test_what_is_said_and_left_open_is_asked_with_its_words(said: str, meant: str) -> None:
    """What sentences say of a call and leave open is never lost, and another call's matters are not this one's."""
    assert told(said) == meant
