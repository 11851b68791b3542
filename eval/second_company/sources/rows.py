"""What every table of the second company uses: working days, hours, a sheet."""

from datetime import date, timedelta
from typing import Any

HOLIDAYS = {date(2026, 1, 1), date(2026, 2, 17), date(2026, 5, 25), date(2026, 7, 3), date(2026, 9, 7)}
Sheet = dict[str, Any]


def days(first: date, last: date, weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)) -> list[date]:
    """Return the working days of a period."""
    count = (last - first).days + 1
    found = [first + timedelta(days=step) for step in range(count)]
    return [day for day in found if day.weekday() in weekdays and day not in HOLIDAYS]


def clock(minutes: int) -> str:
    """Return minutes after midnight as hh:mm."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def sheet(name: str, titles: list[str], columns: list[str], rows: list[Any], **more: Any) -> Sheet:
    """Return one sheet in the form that the writer of workbooks reads."""
    widths = more.pop("widths", [18] * len(columns))
    return {"name": name, "title_rows": titles, "columns": columns, "rows": rows, "widths": widths, **more}
