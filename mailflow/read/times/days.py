"""One day out of the items that speak of it, counted from the day of the mail, or a doubt that says why not.

The rules are the reading contract's ("date") and the protocol's, section 8.20: weeks begin on Monday; a date without
a year is the next one to come if that is less than six months ahead.
"""

from calendar import Calendar
from collections.abc import Sequence
from datetime import date, timedelta

from mailflow.read.answers.result import Certain, Doubt, Result
from mailflow.read.times.moment import Away, Dated, DayItem, DayOfMonth, NthWeekday, Weekday
from mailflow.read.times.zone_names import is_day_first, is_us

MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FARTHEST = timedelta(days=731)
"""A year farther ahead than two is taken for a slip of the pen."""

MORE_THAN_ONE = Doubt(why="that is more than one day")


def in_words(day: date) -> str:
    """``4 December``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]}"


def one_day(found: Sequence[DayItem], today: date, zone: str | None) -> Result:
    """The day that all the items agree on.

    today: the day of the mail where its author lives; zone: the IANA zone of the call where known, which tells
    whether ``3/4`` is March 4.
    """
    weekdays = [item for item in found if isinstance(item, Weekday)]
    others = [item for item in found if not isinstance(item, Weekday)]
    if len({item.weekday for item in weekdays}) > 1:
        return MORE_THAN_ONE
    weekday = weekdays[0].weekday if weekdays else None
    if not others:
        return _weekday_alone(weekdays, today) if weekdays else None
    agreed: tuple[date, ...] | None = None
    for item in others:
        days = _days(item, today, zone, weekday)
        if isinstance(days, Doubt):
            return days
        agreed = days if agreed is None else tuple(day for day in agreed if day in days)
    if not agreed:
        return MORE_THAN_ONE
    if len(agreed) > 1:
        return _either_order(others, agreed, zone)
    return _checked(agreed[0], others, weekday, today)


def _days(item: DayItem, today: date, zone: str | None, weekday: int | None) -> tuple[date, ...] | Doubt:
    """The days that one item can mean."""
    if isinstance(item, Away):
        day = today + timedelta(days=item.days)
        if item.loose:
            return Doubt(why="we would like to be sure of the day", suggestion=day.isoformat())
        return (day,)
    if isinstance(item, DayOfMonth):
        return _day_of_month(item.day, today, weekday)
    if isinstance(item, Weekday):
        return ()
    if isinstance(item, NthWeekday):
        nth = _nth_weekday(item, today)
        return (nth,) if nth else Doubt(why="that day is already past")
    orders = item.orders
    dotted = "." in item.said and item.said.replace(".", "").isdigit()
    if len(orders) > 1 and zone and is_us(zone) and not dotted:
        orders = orders[:1]
    days = tuple(found for order in orders if (found := _with_year(order, item.year, today)))
    if not days:
        month, number = item.orders[0]
        name = f"{number} {MONTH_NAMES[month - 1]}" if 1 <= month <= 12 else item.said
        return Doubt(why=f"there is no {name}")
    if len(days) > 1 and weekday is not None:
        fitting = tuple(day for day in days if day.weekday() == weekday)
        days = fitting if len(fitting) == 1 else days
    return days


def _with_year(order: tuple[int, int], year: int | None, today: date) -> date | None:
    """The day in the year said, else the next to come; ``None`` where there is no such day."""
    month, day = order
    for candidate in (year,) if year is not None else (today.year, today.year + 1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    return None


def _nth_weekday(item: NthWeekday, today: date) -> date | None:
    """The day in the year said, else the next to come."""
    for year in (item.year,) if item.year is not None else (today.year, today.year + 1):
        days = [day for day in Calendar().itermonthdates(year, item.month) if day.month == item.month]
        fitting = [day for day in days if day.weekday() == item.weekday]
        found = fitting[item.nth - 1 if item.nth > 0 else -1]
        if item.year is not None or found >= today:
            return found
    return None


def _day_of_month(day: int, today: date, weekday: int | None) -> tuple[date, ...] | Doubt:
    month = today.replace(day=1)
    if day <= today.day:
        month = (month + timedelta(days=31)).replace(day=1)
    try:
        found = month.replace(day=day)
    except ValueError:
        return Doubt(why="we need the month, too")
    if day == today.day and weekday != found.weekday():
        return Doubt(why="that could be today or the one in a month", suggestion=found.isoformat())
    return (found,)


def _either_order(items: Sequence[DayItem], days: Sequence[date], zone: str | None) -> Doubt:
    said = next((item.said for item in items if isinstance(item, Dated)), "it")
    suggestion = days[1].isoformat() if zone and is_day_first(zone) else None
    return Doubt(why=f"{said} could be {in_words(days[0])} or {in_words(days[1])}", suggestion=suggestion)


def _checked(day: date, items: Sequence[DayItem], weekday: int | None, today: date) -> Result:
    """The day, if it is to come, near enough, and falls on the weekday that was said with it."""
    dated = [item for item in items if isinstance(item, Dated | NthWeekday)]
    year_said = not dated or any(item.year is not None for item in dated)
    if not year_said and (past := _past_this_year(day, weekday, today)):
        return past
    if day < today:
        return Doubt(why="that day is already past", suggestion=_slip_of_the_year(day, weekday, today))
    if weekday is not None and day.weekday() != weekday:
        near = day < _months_later(today, 6)
        why = f"{in_words(day)} is a {WEEKDAY_NAMES[day.weekday()]}"
        bare = any(item.said.isdigit() for item in items)  # Thursday 20 may be an hour
        return Doubt(why=why, suggestion=day.isoformat() if near and not bare else None)
    if not year_said and day >= _months_later(today, 6):
        return Doubt(why="that is six months ahead or more, and we need its year", suggestion=day.isoformat())
    if day - today > FARTHEST:
        return Doubt(why="that is more than two years ahead")
    kind = "weekday-and-date" if weekday is not None else "date" if dated else "relative"
    return Certain(value=day.isoformat(), grammar=f"date:{kind}", assumed=_assumed(items, day))


def _assumed(items: Sequence[DayItem], day: date) -> str:
    if all(isinstance(item, DayOfMonth) for item in items):
        return f"we read {items[0].said} as {in_words(day)}"
    return ""


def _past_this_year(day: date, weekday: int | None, today: date) -> Doubt | None:
    """A doubt where the same day of this year went by and the next one is too far to be meant."""
    if day.year == today.year or day < _months_later(today, 6):
        return None
    try:
        this_year = day.replace(year=day.year - 1)
    except ValueError:
        return None
    if this_year >= today or (weekday is not None and this_year.weekday() != weekday != day.weekday()):
        return None
    return Doubt(why="that day is already past")


def _slip_of_the_year(day: date, weekday: int | None, today: date) -> str | None:
    """The same day in the year to come, where the year said is likely a slip."""
    found = _with_year((day.month, day.day), None, today)
    if found is None or found >= _months_later(today, 6) or today.year - day.year > 1:
        return None
    return found.isoformat() if weekday is None or weekday == found.weekday() else None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    return day


def _weekday_alone(items: Sequence[Weekday], today: date) -> Result:
    results = [_weekday_day(item, today) for item in items]
    for result in results:
        if isinstance(result, Doubt):
            return result
    days = {day for day in results if isinstance(day, date)}
    if len(days) != 1:
        return MORE_THAN_ONE
    return Certain(value=days.pop().isoformat(), grammar="date:weekday")


def _weekday_day(item: Weekday, today: date) -> date | Doubt:
    ahead = (item.weekday - today.weekday()) % 7
    coming = today + timedelta(days=ahead or 7)
    monday = today - timedelta(days=today.weekday())
    if item.which == "next week":
        return monday + timedelta(days=7 + item.weekday)
    if item.which == "this week":
        day = monday + timedelta(days=item.weekday)
        return day if day >= today else Doubt(why="that day is already past", suggestion=coming.isoformat())
    if item.which == "next":
        if item.weekday <= today.weekday():
            return coming
        later = coming + timedelta(days=7)
        return Doubt(why=f"that could be {in_words(coming)} or {in_words(later)}")
    if not ahead:
        later = coming + timedelta(days=7 * item.weeks)
        first = today + timedelta(days=7 * item.weeks)
        return Doubt(why=f"that could be {in_words(first)} or {in_words(later)}", suggestion=later.isoformat())
    return coming + timedelta(days=7 * item.weeks)
