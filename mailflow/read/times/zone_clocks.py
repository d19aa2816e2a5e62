"""What the clocks of an IANA zone show."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=4096)
def same_clock(one: str, other: str, year: int = 2026) -> bool:
    """Whether two IANA zones show the same time all through ``year``."""
    if one == other:
        return True
    first = datetime(year, 1, 1, 12, tzinfo=UTC)
    days = (first + timedelta(days=step) for step in range(0, 365, 6))
    a, b = ZoneInfo(one), ZoneInfo(other)
    return all(day.astimezone(a).utcoffset() == day.astimezone(b).utcoffset() for day in days)


@lru_cache(maxsize=512)
def offsets(zone: str, year: int = 2026) -> frozenset[int]:
    """The offsets that a zone shows in a year, in minutes east of UTC."""
    return frozenset(offset(zone, date(year, month, 15)) for month in range(1, 13))


def offset(zone: str, day: date) -> int:
    """Minutes east of UTC that the zone's clock shows at noon of the day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).utcoffset()
    return int(moment.total_seconds() // 60) if moment is not None else 0
