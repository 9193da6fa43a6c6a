"""Ten thousand intervals of business time, worked out by other means than Caseload's.

    python3 business_time.py CASES.json

writes random opening hours in twelve zones and, for each, intervals with the seconds that the desk was
open in them. The random numbers are seeded: the file is the same each time.

Caseload turns every shift into two instants, adds their lengths up once and subtracts two sums. Here no
shift is ever turned into an instant:

1. A wall clock is watched. Minute by minute of UTC, `zoneinfo` says what the clock in the zone shows,
   and a table of the days says whether the desk is open at that minute of that date. An interval is
   open for the open minutes in it, and for what it cuts of its first and last. The clock is never
   turned back: where the zone's is, the watcher waits until it has caught up, for a time of day that
   comes twice is the first of the two.
2. A third of the calendars, those without night shifts, are worked out a second time with the package `businesstimedelta`,
   from day rules and holidays in naive local time: between two changes of the clocks local time runs
   evenly, so the interval is cut at the changes, and the stretch that the clock repeats is open to its
   end if the desk was open when the clock was turned back.

The two have to agree with each other before the file is written. Offsets come from the package `tzdata`,
so that the machine's own database plays no part.
"""

import datetime as dt
import json
import random
import sys
import zoneinfo

try:
    import businesstimedelta
    import tzdata
except ImportError as missing:
    print(f"{missing.name} is missing: pip install businesstimedelta tzdata", file=sys.stderr)
    sys.exit(3)

zoneinfo.reset_tzpath(to=())

INTERVALS = 10_000
CALENDARS_PER_DATE = 5
DAYS_AROUND = 16
MINUTE = 60
DAY = 24 * 60
UTC = dt.timezone.utc
EPOCH = dt.datetime(1970, 1, 1)
NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

# Zones, and dates around which the clocks change; the last of each is an ordinary week.
CHANGES = {
    "Europe/Berlin": ["2026-03-29", "2026-10-25", "2026-06-17"],
    "Europe/London": ["2026-03-29", "2026-10-25"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "America/Santiago": ["2025-04-06", "2025-09-07"],
    "America/Sao_Paulo": ["2018-02-18", "2018-11-04"],
    "America/St_Johns": ["2011-03-13", "2026-11-01"],
    "Africa/Cairo": ["2025-04-25", "2025-10-31"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "Pacific/Apia": ["2011-12-30", "2011-04-02", "2011-09-24"],
    "Pacific/Chatham": ["2026-04-05", "2026-09-27"],
    "Asia/Kathmandu": ["1986-01-01", "2026-02-01"],
    "Asia/Shanghai": ["2026-02-17", "1991-09-15"],
}


class Calendar:
    """Shifts by date, as minutes from that date's midnight, up to 24 hours long."""

    def __init__(self, random, zone, centre):
        self.zone = zoneinfo.ZoneInfo(zone)
        self.name = zone
        self.from_day = centre - dt.timedelta(days=DAYS_AROUND)
        self.to_day = centre + dt.timedelta(days=DAYS_AROUND)
        near = lambda: centre + dt.timedelta(days=random.randint(-5, 5))
        # A third of them are plain enough for businesstimedelta.
        self.is_plain = random.random() < 1 / 3
        self.has_nights = not self.is_plain and random.random() < 0.5
        self.week = self.a_week(random)
        self.changes = {}
        for _ in range(0 if self.is_plain else random.choice([0, 0, 1, 2])):
            self.changes[near()] = self.a_week(random)
        self.holidays = {near() for _ in range(random.randint(0, 3))}
        exceptions = 0 if self.is_plain else random.randint(0, 2)
        self.exceptions = {near(): self.a_day(random) for _ in range(exceptions)}

    def a_day(self, random):
        """The shifts of one day: none, one, one with breaks, or one that ends in the next day."""
        if self.has_nights and random.random() < 0.6:
            return [(random.randrange(18 * 60, DAY), DAY + random.randrange(0, 4 * 60))]
        kind = random.random()
        if kind < 0.15:
            return []
        if kind < 0.25 and not self.is_plain:
            return [(0, DAY)] if not self.has_nights else [(4 * 60, 18 * 60)]
        earliest, latest = (4 * 60, 18 * 60) if self.has_nights else (0, DAY)
        latest -= self.is_plain  # it knows no 24:00
        step = random.choice([1, 15, 30])
        times = random.sample(range(earliest, latest + 1, step), random.choice([2, 2, 4, 6]))
        times.sort()
        return list(zip(times[::2], times[1::2]))

    def a_week(self, random):
        """The days of a week, Monday first, some alike."""
        usual, weekend = self.a_day(random), self.a_day(random)
        return [self.a_day(random) if random.random() < 0.3 else usual for _ in range(5)] + [
            weekend,
            self.a_day(random),
        ]

    def on(self, date):
        """The shifts that begin on a date."""
        if date in self.exceptions:
            return self.exceptions[date]
        if date in self.holidays:
            return []
        begun = [from_day for from_day in self.changes if from_day <= date]
        week = self.changes[max(begun)] if begun else self.week
        return week[date.weekday()]

    def open_minutes(self):
        """For every date, the minutes of its wall clock at which the desk is open."""
        table = {}
        date = self.from_day - dt.timedelta(days=3)
        night = bytes(DAY)
        while date <= self.to_day + dt.timedelta(days=3):
            minutes = bytearray(2 * DAY)
            for start, end in self.on(date):
                minutes[start:end] = b"\1" * (end - start)
            table[date] = bytes(a | b for a, b in zip(minutes[:DAY], night))
            night = bytes(minutes[DAY:])
            date += dt.timedelta(days=1)
        return table

    def watched(self):
        """Open minutes before each minute of UTC from `from_day` on, by watching the clock."""
        table = self.open_minutes()
        start = dt.datetime.combine(self.from_day, dt.time())
        shown = dt.datetime.min
        sums, total = [0], 0
        # Two days earlier, for the clock may have been turned back just before.
        for minute in range(-2 * DAY, 2 * DAYS_AROUND * DAY):
            at = (start + dt.timedelta(minutes=minute)).replace(tzinfo=UTC)
            shown = max(shown, at.astimezone(self.zone).replace(tzinfo=None))
            if minute >= 0:
                total += table[shown.date()][shown.hour * 60 + shown.minute]
                sums.append(total)
        return sums

    def rules(self):
        """The same calendar in local time, for businesstimedelta, which knows no nights."""
        never = self.to_day + dt.timedelta(days=99)  # it wants a next holiday, always
        rules = [businesstimedelta.HolidayRule([*self.holidays, never])]
        for weekday, shifts in enumerate(self.week):
            for shift in shifts:
                start, end = (dt.time(minute // 60, minute % 60) for minute in shift)
                rules.append(businesstimedelta.WorkDayRule(start, end, [weekday]))
        return businesstimedelta.Rules(rules)

    def as_written(self):
        """As Caseload's settings have it."""
        day = lambda shifts: ", ".join(f"{clock(a)}-{clock(b)}" for a, b in shifts) or "closed"
        week = lambda week: "; ".join(f"{name} {day(on)}" for name, on in zip(NAMES, week))
        return {
            "zone": self.name,
            "hours": week(self.week),
            "changes": [{"from": str(d), "hours": week(w)} for d, w in self.changes.items()],
            "holidays": sorted(map(str, self.holidays)),
            "exceptions": [{"date": str(d), "hours": day(on)} for d, on in self.exceptions.items()],
        }


def clock(minute):
    """A time of day; what lies in the next date is told as on that date."""
    if minute != DAY:
        minute %= DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def overlaps(calendar):
    """Whether a week has a night that runs into the next morning's hours, which settings refuse."""
    for week in [calendar.week, *calendar.changes.values()]:
        for today, tomorrow in zip(week, week[1:] + week[:1]):
            if today and tomorrow and max(today)[1] - DAY > min(tomorrow)[0]:
                return True
    return False


def by_the_watch(sums, start, end):
    """Open seconds between two seconds, both counted from the midnight that the sums begin with."""

    def until(second):
        minute, rest = divmod(second, MINUTE)
        return sums[minute] * MINUTE + (sums[minute + 1] - sums[minute]) * rest

    return until(end) - until(start)


def by_the_rules(calendar, rules, start, end):
    """The same by businesstimedelta, stretch by stretch of evenly running local time."""
    midnight = dt.datetime.combine(calendar.from_day, dt.time())
    local = lambda s: (
        (midnight + dt.timedelta(seconds=s)).replace(tzinfo=UTC).astimezone(calendar.zone)
    ).replace(tzinfo=None)
    offset = lambda s: local(s) - midnight - dt.timedelta(seconds=s)
    open_seconds = lambda a, b: round(rules.difference(a, b).timedelta.total_seconds())

    # The changes of the clocks from a day before the interval to its end, to the second.
    changes, step = [], 3600
    for hour in range(start - start % step - 24 * step, end, step):
        if offset(hour) != offset(hour + step):
            low, high = hour, hour + step
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(hour) else (low, middle)
            changes.append(high)

    total = 0
    bounds = [start, *(c for c in changes if start < c < end), end]
    for a, b in zip(bounds, bounds[1:]):
        # Local time at the end of the stretch, told by the offset that holds in it.
        total += open_seconds(local(a), local(a) + dt.timedelta(seconds=b - a))
    for change in changes:
        back = (offset(change - 1) - offset(change)).total_seconds()
        if back > 0:
            turned = local(change - 1) + dt.timedelta(seconds=1)
            was_open = open_seconds(turned - dt.timedelta(seconds=1), turned)
            a, b = max(start, change), min(end, change + int(back))
            if a < b:
                total -= open_seconds(local(a), local(a) + dt.timedelta(seconds=b - a))
                total += (b - a) * was_open
    return total


def main(path):
    chance = random.Random(20261122)
    dates = [(zone, dt.date.fromisoformat(d)) for zone, all in CHANGES.items() for d in all]
    count = len(dates) * CALENDARS_PER_DATE
    calendars, checked, done = [], 0, 0
    for number in range(count):
        zone, centre = dates[number % len(dates)]
        calendar = Calendar(chance, zone, centre)
        while overlaps(calendar):
            calendar = Calendar(chance, zone, centre)
        sums = calendar.watched()
        rules = calendar.rules() if calendar.is_plain and any(calendar.week) else None
        midnight = dt.datetime.combine(calendar.from_day, dt.time())
        from_epoch = int((midnight - EPOCH).total_seconds())
        middle = DAYS_AROUND * DAY * MINUTE
        intervals = []
        for _ in range((INTERVALS - done) // (count - number)):
            lasts = chance.choice([3600, 86_400, 3 * 86_400, 12 * 86_400])
            start = middle + chance.randint(-3 * 86_400, 2 * 86_400)
            end = min(start + chance.randint(0, lasts), len(sums) * MINUTE - 2 * MINUTE)
            if chance.random() < 0.3:  # whole minutes, where shifts begin and end
                start, end = start - start % MINUTE, end - end % MINUTE
            seconds = by_the_watch(sums, start, end)
            if rules:
                other = by_the_rules(calendar, rules, start, end)
                if other != seconds:
                    written = json.dumps(calendar.as_written(), indent=1)
                    at = [str(midnight + dt.timedelta(seconds=s)) for s in (start, end)]
                    sys.exit(f"{written}\n{at} UTC: {seconds} s by the watch, {other} s by the rules")
                checked += 1
            intervals.append([from_epoch + start, from_epoch + end, seconds])
        done += len(intervals)
        calendars.append({**calendar.as_written(), "intervals": intervals})
    with open(path, "w", encoding="utf-8") as file:
        json.dump(calendars, file)
    zones = len(CHANGES)
    print(f"{done} intervals, {count} calendars, {zones} zones; {checked} also by businesstimedelta")


if __name__ == "__main__":
    main(sys.argv[1])
