"""The clock over Tết Bính Ngọ, counted by hand: ``python -m tests.feedback.clock.tet`` prints both counts side by side.

The calendar is written day by day as it hung on the wall at the turn of 2026: mùng 1 is Tuesday 17 February, offices
rest from Saturday the 14th to Sunday the 22nd, and Friday 2 January is swapped with Saturday the 10th, which is worked.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime

from app.core.clock import VIETNAM, in_vietnam
from app.feedback.clock.hours import OfficeHours
from app.feedback.clock.rules import Limit, Run, Unit, due
from app.offices.rules import WorkingDays

WALL = """
2025-12-29 làm  2025-12-30 làm  2025-12-31 làm  2026-01-01 nghỉ 2026-01-02 nghỉ 2026-01-03 nghỉ 2026-01-04 nghỉ
2026-01-05 làm  2026-01-06 làm  2026-01-07 làm  2026-01-08 làm  2026-01-09 làm  2026-01-10 làm  2026-01-11 nghỉ
2026-01-12 làm  2026-01-13 làm  2026-01-14 làm  2026-01-15 làm  2026-01-16 làm  2026-01-17 nghỉ 2026-01-18 nghỉ
2026-02-09 làm  2026-02-10 làm  2026-02-11 làm  2026-02-12 làm  2026-02-13 làm  2026-02-14 nghỉ 2026-02-15 nghỉ
2026-02-16 nghỉ 2026-02-17 nghỉ 2026-02-18 nghỉ 2026-02-19 nghỉ 2026-02-20 nghỉ 2026-02-21 nghỉ 2026-02-22 nghỉ
2026-02-23 làm  2026-02-24 làm  2026-02-25 làm  2026-02-26 làm  2026-02-27 làm  2026-02-28 nghỉ 2026-03-01 nghỉ
2026-03-02 làm  2026-03-03 làm  2026-03-04 làm  2026-03-05 làm  2026-03-06 làm  2026-03-07 nghỉ 2026-03-08 nghỉ
"""
"""Every day around the two feasts, and whether the office works."""

HOURS = OfficeHours(
    WorkingDays(
        off=frozenset({date(2026, 1, 2), *(date(2026, 2, day) for day in (16, 17, 18, 19, 20))}),
        worked=frozenset({date(2026, 1, 10)}),
    )
)
"""The same as data, the way an office writes it: only what was announced."""


@dataclass(frozen=True, slots=True)
class Row:
    """A run, and when a person with the wall calendar says that it ends. ``why`` is how that was counted."""

    received: str
    amount: int
    unit: Unit
    ends: str
    why: str
    extended: int = 0
    pauses: tuple[tuple[str, str], ...] = ()

    def counted(self) -> str:
        """When the program says that it ends."""
        pauses = tuple((at(begin), at(end)) for begin, end in self.pauses)
        found = due(Run(at(self.received), Limit(self.amount, self.unit), self.extended, pauses), HOURS)
        return f"{in_vietnam(found):%Y-%m-%d %H:%M}" if found else "-"


ROWS = (
    Row("2025-12-31 09:00", 5, "working_days", "2026-01-09 17:00", "5, 6, 7, 8, 9/1; 2/1 nghỉ hoán đổi"),
    Row("2025-12-31 09:00", 6, "working_days", "2026-01-10 17:00", "thêm thứ Bảy 10/1 làm bù"),
    Row("2026-01-09 16:30", 2, "working_hours", "2026-01-10 09:00", "9/1 nửa giờ, 10/1 từ 7:30 thêm 1 giờ rưỡi"),
    Row("2026-01-10 10:00", 1, "working_days", "2026-01-12 17:00", "11/1 Chủ nhật"),
    Row("2026-02-09 09:00", 8, "working_hours", "2026-02-10 09:00", "9/2: 6 giờ rưỡi, 10/2: 1 giờ rưỡi"),
    Row("2026-02-09 09:00", 10, "working_days", "2026-03-02 17:00", "10-13/2 là 4, 23-27/2 là 5, 2/3 là 1"),
    Row("2026-02-13 16:00", 8, "working_hours", "2026-02-23 16:00", "13/2: 1 giờ; 23/2: 4 giờ sáng, 3 giờ chiều"),
    Row("2026-02-13 17:00", 1, "working_days", "2026-02-23 17:00", "ngày làm việc kế tiếp là 23/2"),
    Row("2026-02-15 10:00", 8, "working_hours", "2026-02-23 17:00", "cả ngày 23/2"),
    Row("2026-02-17 10:00", 1, "working_days", "2026-02-23 17:00", "nhận mùng 1"),
    Row("2026-02-12 09:00", 3, "days", "2026-02-23 17:00", "ngày cuối 15/2 là ngày nghỉ, dời sang 23/2"),
    Row("2026-02-09 09:00", 4, "days", "2026-02-13 17:00", "10, 11, 12, 13/2"),
    Row("2026-02-13 20:00", 72, "hours", "2026-02-16 20:00", "giờ thường chạy cả Tết"),
    Row(
        "2026-02-09 09:00", 5, "working_days", "2026-02-26 17:00", "10/2; chờ 11-13/2; 23, 24, 25, 26/2",
        pauses=(("2026-02-11 10:00", "2026-02-23 09:00"),),
    ),
    Row(
        "2026-02-09 09:00", 5, "working_days", "2026-02-23 17:00", "chờ trong ngày 11/2 không mất ngày nào",
        pauses=(("2026-02-11 09:00", "2026-02-11 15:00"),),
    ),
    Row(
        "2026-02-09 09:00", 5, "working_days", "2026-02-23 17:00", "chờ suốt Tết không mất ngày làm việc nào",
        pauses=(("2026-02-14 08:00", "2026-02-22 20:00"),),
    ),
    Row("2026-02-10 09:00", 3, "working_days", "2026-02-24 17:00", "11, 12, 13, 23, 24/2", extended=2),
    Row(
        "2026-02-10 09:00", 3, "working_days", "2026-02-25 17:00", "11; chờ 12; 13, 23, 24, 25/2",
        extended=2, pauses=(("2026-02-12 10:00", "2026-02-13 08:00"),),
    ),
    Row(
        "2026-02-13 08:00", 8, "working_hours", "2026-02-24 08:00", "13/2: 2 giờ; 23/2: 5 giờ rưỡi; 24/2: nửa giờ",
        pauses=(("2026-02-13 10:00", "2026-02-23 10:00"),),
    ),
    Row(
        "2026-02-13 08:00", 4, "working_hours", "2026-02-23 09:30", "13/2: 8:00-11:30, 13:00-15:30 là 6; 23/2: 2",
        extended=4, pauses=(("2026-02-13 15:30", "2026-02-23 07:00"),),
    ),
)  # fmt: skip
"""Written by hand before the program counted them; the last one asks what an extension of hours does around a pause."""


def at(written: str) -> datetime:
    """A moment in Vietnam."""
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


def wall() -> dict[date, bool]:
    """Each day of the wall calendar, and whether it is worked."""
    words = WALL.split()
    return {date.fromisoformat(day): said == "làm" for day, said in zip(words[::2], words[1::2], strict=True)}


def report() -> str:
    """Both counts side by side."""
    lines = ["nhận             | thời hạn            | gia hạn | chờ                         | tay              | máy"]
    for row in ROWS:
        waits = "; ".join(f"{begin[5:]} - {end[5:]}" for begin, end in row.pauses) or "-"
        same = "" if row.counted() == row.ends else "  KHÁC"
        lines.append(
            f"{row.received} | {f'{row.amount} {row.unit}':19} | {row.extended or '-':>7} | {waits:27} | {row.ends} | "
            f"{row.counted()}{same}  ({row.why})"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report() + "\n")
