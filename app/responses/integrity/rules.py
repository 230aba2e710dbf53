"""The checks: one small class for each sign that a response may not be a citizen's own. Pure.

A check sees :class:`Circumstances` for the moment of sending only; of those, nothing but the name of the check and its
sentence is kept. A weak check never sets a response aside alone: two weak ones do. No check looks at an address alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.core.clock import in_vietnam
from app.core.text import N_

OWN = frozenset({"phone", "web"})
"""Ways of answering on a device of the citizen's own. A slip proves a visit; a tablet serves one after the other."""
UNATTENDED = OWN | {"slip", "kiosk"}
TRAP = "comment"
"""A field that no person sees, hears or reaches with the keyboard. Programs that fill in everything like the name;
browsers know nothing to fill in by themselves under it."""
_ENOUGH_WEAK = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """One number that an administrator may change; ``low`` and ``high`` are included."""

    key: str
    name: str
    default: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What an office has chosen: checks switched off, limits other than the defaults, and networks of its own."""

    off: frozenset[str] = frozenset()
    limits: tuple[tuple[str, int], ...] = ()
    networks: tuple[str, ...] = ()

    def __getitem__(self, limit: Limit) -> int:
        """The number in force."""
        return dict(self.limits).get(limit.key, limit.default)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a response came in. ``elapsed``: full seconds since the page was opened, where its key tells. ``opened``:
    when that was, if it may be believed (``views.noticing.opened_at``), otherwise None or ``at``.

    ``points``: the levels chosen for scored items. ``sent_before``: how often this browser has answered the edition
    today. ``at_desk`` and ``alike``: how many came in this hour that were opened at the desk within the same ten
    minutes, and of those from the same make of browser in the same network, this one included. ``hours``: when the desk
    receives citizens, if set. ``trapped``: whether the hidden field was filled in; what with, nobody keeps.
    ``from_elsewhere``: whether the browser says that another site made it send this.
    """

    mode: str
    at: datetime
    opened: datetime | None = None
    elapsed: int | None = None
    points: tuple[int, ...] = ()
    sent_before: int = 0
    at_desk: int = 1
    alike: int = 1
    by_official: bool = False
    trapped: bool = False
    from_elsewhere: bool = False
    in_office_network: bool = False
    hours: Mapping[str, Any] | None = field(default=None, hash=False)


class Check:
    """What every check has: ``key`` for good, a name, a sentence, its limits, and the modes that it looks at."""

    key: ClassVar[str]
    name: ClassVar[str]
    sentence: ClassVar[str]
    limits: ClassVar[tuple[Limit, ...]] = ()
    modes: ClassVar[frozenset[str]] = OWN
    weak: ClassVar[bool] = False

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        """Whether the sign is there."""
        raise NotImplementedError


class SameBrowser(Check):
    """The browser carries the mark of having answered this edition often enough today."""

    key = "same_browser"
    name = N_("Cùng một trình duyệt")
    sentence = N_("Cùng một trình duyệt đã gửi phiếu này nhiều lần trong ngày.")
    MOST = Limit("same_browser.most", N_("Số phiếu được tính của một trình duyệt, mỗi mẫu phiếu, mỗi ngày"), 2, 1, 50)
    limits = (MOST,)

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.sent_before >= rules[self.MOST]


class _Quick(Check):
    """Sent a few seconds after the page was made; how many, each check says for itself."""

    SECONDS: ClassVar[Limit]
    modes = OWN | {"slip"}

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.elapsed is not None and found.elapsed < rules[self.SECONDS]


class TooFast(_Quick):
    """Nobody reads the questions in this time."""

    key = "too_fast"
    name = N_("Trả lời quá nhanh")
    sentence = N_("Phiếu được gửi chỉ vài giây sau khi mở, không đủ để đọc câu hỏi.")
    SECONDS = Limit("too_fast.seconds", N_("Gửi trong chưa đầy số giây này sau khi mở phiếu"), 3, 1, 60)
    limits = (SECONDS,)


class Hasty(_Quick):
    """Possible for a quick reader, so weak."""

    key = "hasty"
    name = N_("Trả lời nhanh")
    sentence = N_("Phiếu được trả lời nhanh khác thường.")
    SECONDS = Limit("hasty.seconds", N_("Gửi trong chưa đầy số giây này sau khi mở phiếu"), 8, 1, 120)
    limits = (SECONDS,)
    weak = True


class StraightLine(Check):
    """Common among people who are simply content, so weak."""

    key = "straight_line"
    name = N_("Mọi câu cùng một mức")
    sentence = N_("Mọi câu chấm điểm đều chọn cùng một mức.")
    ITEMS = Limit("straight_line.items", N_("Chỉ xét khi có ít nhất số câu chấm điểm này được trả lời"), 5, 3, 30)
    limits = (ITEMS,)
    modes = UNATTENDED
    weak = True

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return len(found.points) >= rules[self.ITEMS] and len(set(found.points)) == 1


class Alike(Check):
    """A full hall has many telephones of one make behind one Wi-Fi, so weak, and far above what a hall sends."""

    key = "alike"
    name = N_("Nhiều phiếu từ cùng loại máy, cùng mạng")
    sentence = N_("Trong mười phút có nhiều phiếu được mở từ cùng một loại trình duyệt trong cùng một mạng.")
    MOST = Limit("alike.most", N_("Số phiếu trong mười phút từ cùng loại trình duyệt, cùng mạng"), 45, 10, 1000)
    limits = (MOST,)
    weak = True

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.alike > rules[self.MOST]


class Burst(Check):
    """More than a desk can serve."""

    key = "burst"
    name = N_("Dồn dập tại một điểm")
    sentence = N_(
        "Trong mười phút, tại điểm tiếp nhận này có nhiều phiếu được mở để trả lời hơn số người có thể phục vụ."
    )
    MOST = Limit("burst.most", N_("Số phiếu nhiều nhất của một điểm trong mười phút"), 60, 5, 2000)
    limits = (MOST,)

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.at_desk > rules[self.MOST]


class OutOfHours(Check):
    """Around the desk's own hours people may still answer on the way home; where a desk names none, at night.

    Opened in time is in time, whenever it arrives: a telephone keeps an answer until it finds a network.
    """

    key = "out_of_hours"
    name = N_("Ngoài giờ")
    sentence = N_("Phiếu được mở và gửi ban đêm hoặc ngoài giờ tiếp dân.")
    GRACE = Limit("out_of_hours.grace", N_("Số giờ trước và sau giờ tiếp dân vẫn được tính"), 3, 0, 12)
    FROM = Limit("out_of_hours.from", N_("Điểm không đặt giờ tiếp dân: ban đêm bắt đầu lúc (giờ)"), 22, 0, 23)
    UNTIL = Limit("out_of_hours.until", N_("Điểm không đặt giờ tiếp dân: ban đêm hết lúc (giờ)"), 5, 0, 23)
    limits = (GRACE, FROM, UNTIL)

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return all(self._is_out(moment, found.hours, rules) for moment in (found.at, found.opened or found.at))

    def _is_out(self, moment: datetime, hours: Mapping[str, Any] | None, rules: Rules) -> bool:
        if hours:
            return not _near(hours, moment, rules[self.GRACE])
        hour, begins, ends = in_vietnam(moment).hour, rules[self.FROM], rules[self.UNTIL]
        return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


class ByOfficial(Check):
    """The browser is signed in to the staff's pages; an interview is, too, and is marked as one."""

    key = "by_official"
    name = N_("Cán bộ đang đăng nhập")
    sentence = N_("Phiếu được gửi từ trình duyệt mà cán bộ đang đăng nhập.")
    modes = UNATTENDED

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.by_official


class Trapped(Check):
    """A browser without style sheets shows the field with the request to leave it empty; who fills it in all the same
    can be brought back by a person, as everybody.
    """

    key = "trapped"
    name = N_("Ô mà người không nhìn thấy")
    sentence = N_("Ô ẩn, chỉ máy tự điền mới thấy, đã được điền.")
    modes = OWN | {"slip"}

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.trapped


class FromElsewhere(Check):
    """Another site can make its visitors' browsers send forms; browsers say so (Fetch Metadata), older ones do not."""

    key = "from_elsewhere"
    name = N_("Gửi từ trang khác")
    sentence = N_("Phiếu được gửi từ một trang web khác, không phải từ trang phiếu này.")
    modes = OWN | {"slip"}

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.from_elsewhere


class OfficeNetwork(Check):
    """Only where the office has named networks; a hall's Wi-Fi must not be among them."""

    key = "office_network"
    name = N_("Mạng nội bộ của cơ quan")
    sentence = N_("Phiếu được gửi từ mạng nội bộ của cơ quan.")

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return found.in_office_network


class SuddenlyAllContent(Check):
    """Needs the days before, so it is not judged while somebody sends: ``integrity.history`` looks back at days."""

    key = "suddenly_content"
    name = N_("Một điểm đột nhiên toàn phiếu hài lòng")
    sentence = N_("Trong ngày này, gần như mọi người tại điểm đều hài lòng, khác hẳn những ngày trước.")
    ANSWERS = Limit("suddenly_content.answers", N_("Chỉ xét ngày có ít nhất số phiếu này"), 20, 10, 1000)
    SHARE = Limit("suddenly_content.share", N_("Số phần trăm hài lòng trong ngày, từ"), 98, 90, 100)
    DAYS = Limit("suddenly_content.days", N_("So với số ngày trước đó"), 30, 7, 365)
    ODDS = Limit("suddenly_content.odds", N_("Chỉ xét khi khả năng ngẫu nhiên thấp hơn một phần"), 10_000, 100, 10**6)
    limits = (ANSWERS, SHARE, DAYS, ODDS)
    modes = UNATTENDED

    def sees(self, found: Circumstances, rules: Rules) -> bool:
        return False


CHECKS: Mapping[str, Check] = {
    check.key: check
    for check in (
        SameBrowser(),
        Trapped(),
        FromElsewhere(),
        TooFast(),
        ByOfficial(),
        Burst(),
        OutOfHours(),
        OfficeNetwork(),
        StraightLine(),
        Hasty(),
        Alike(),
        SuddenlyAllContent(),
    )
}
LIMITS: Mapping[str, Limit] = {limit.key: limit for check in CHECKS.values() for limit in check.limits}


def judge(found: Circumstances, rules: Rules) -> tuple[str, ...]:
    """The keys of the checks for which a response is set aside; empty where it counts."""
    seen = [
        check
        for check in CHECKS.values()
        if check.key not in rules.off and found.mode in check.modes and check.sees(found, rules)
    ]
    strong = tuple(check.key for check in seen if not check.weak)
    weak = tuple(check.key for check in seen if check.weak)
    return strong + weak if strong or len(weak) >= _ENOUGH_WEAK else ()


def reason_of(keys: Iterable[str]) -> str:
    """What is written down, in Vietnamese; every check speaks a whole sentence."""
    return " ".join(CHECKS[key].sentence for key in keys)


def rules_of(data: Mapping[str, Any] | None) -> Rules:
    """The rules from what is stored; what this version does not know, or does not allow, gives the default."""
    if not data:
        return Rules()
    limits = data.get("limits", {})
    return Rules(
        off=frozenset(key for key in data.get("off", ()) if key in CHECKS),
        limits=tuple(
            (key, limits[key])
            for key, limit in LIMITS.items()
            if type(limits.get(key)) is int and limit.low <= limits[key] <= limit.high and limits[key] != limit.default
        ),
        networks=tuple(data.get("networks", ())),
    )


def data_of(rules: Rules) -> dict[str, Any]:
    """The same as it is stored."""
    return {"off": sorted(rules.off), "limits": dict(rules.limits), "networks": list(rules.networks)}


def _near(hours: Mapping[str, Any], at: datetime, grace: int) -> bool:
    there = in_vietnam(at)
    minute = there.hour * 60 + there.minute
    opens, closes = (_minute(hours[name]) for name in ("opens", "closes"))
    return there.weekday() in hours["days"] and opens - grace * 60 <= minute < closes + grace * 60


def _minute(written: str) -> int:
    hour, minute = written.split(":")
    return int(hour) * 60 + int(minute)
