"""Corrections, one small value each: what was done, to what, and the new words.

A verb takes a sheet and gives back another. What it cannot do it refuses with a sentence (:class:`CorrectionRefused`);
a thing that is not on the sheet is :class:`PlaceLost`. This module knows how fields are changed; :mod:`structure` knows
the verbs that move things about.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias

from app.core.errors import Problem
from app.core.text import N_, nfc, one_line
from app.plans.corrections.sheet import HEAD, Head, Item, Sheet, SheetTask
from app.plans.rules import THEMES

Value: TypeAlias = str | int | float | bool | list[str] | None
PERIODS = MappingProxyType(
    {
        "tháng": N_("hằng tháng"),
        "quý": N_("hằng quý"),
        "6 tháng": N_("6 tháng một lần"),
        "năm": N_("hằng năm"),
    }
)
"""The rhythms of a deadline, and what they are called on the page."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 4000, 20_000, 300


class CorrectionRefused(Problem):
    """A correction that would leave the plan incomplete or make no sense."""


class PlaceLost(CorrectionRefused):
    """What the correction belongs to is not on the sheet."""


class Verb(ABC):
    """Something that is done to a sheet. ``refers`` names the fields that hold keys of things on it."""

    name: ClassVar[str]
    refers: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def on(self, sheet: Sheet) -> Sheet:
        """The sheet afterwards; raises :class:`CorrectionRefused`."""

    def mentions(self) -> tuple[str, ...]:
        """The keys of everything on the sheet that it refers to."""
        return tuple(key for key in (getattr(self, field) for field in self.refers) if key is not None)

    @property
    @abstractmethod
    def said(self) -> str:
        """What was done, as a sentence with a place for the ``%(name)s`` of the first thing it refers to."""


@dataclass(frozen=True, slots=True)
class Change(Verb):
    """Put ``value`` into a field of the head, a task, an item or one of the other parts of the sheet."""

    of: str
    field: str
    value: Value

    name: ClassVar[str] = "change"
    refers: ClassVar[tuple[str, ...]] = ("of",)

    def on(self, sheet: Sheet) -> Sheet:
        """Refuses a field that this kind of thing does not have, and a value that does not fit it."""
        thing = sheet.find(self.of)
        if thing is None:
            raise lost()
        fits = FIELDS[kind_of(self.of)].get(self.field)
        if fits is None:
            raise CorrectionRefused(N_("Không có ô “%(field)s” để sửa."), field=self.field)
        value = fits.check(self.value)
        if isinstance(thing, Head):
            return replace(sheet, head=replace(thing, **{self.field: value}))
        if isinstance(thing, SheetTask):
            return sheet.with_task(replace(thing, **{self.field: value}))
        if isinstance(thing, Item):
            holder = sheet.holder(thing.key)
            assert holder is not None  # noqa: S101  an item is always found in its task
            items = tuple(replace(item, text=value) if item.key == thing.key else item for item in holder.items)
            return sheet.with_task(replace(holder, items=items))
        return sheet.with_part(replace(thing, **{self.field: value}))

    @property
    def said(self) -> str:
        """The sentence of the field."""
        fits = FIELDS[kind_of(self.of)].get(self.field)
        return fits.said if fits else N_("Sửa “%(name)s”")


@dataclass(frozen=True, slots=True)
class Confirm(Verb):
    """Somebody looked at a doubtful field and found its ``value`` right; another value would be asked about again.

    Where the field is on no sheet, ``of`` is None and ``field`` the path that the reader gave it.
    """

    of: str | None
    field: str
    value: str | None

    name: ClassVar[str] = "confirm"
    refers: ClassVar[tuple[str, ...]] = ("of",)

    def on(self, sheet: Sheet) -> Sheet:
        """Nothing changes but that the field is no longer asked about."""
        if self.of is not None and sheet.find(self.of) is None:
            raise lost()
        return replace(sheet, confirmed=sheet.confirmed | {(self.of, self.field, self.value)})

    @property
    def said(self) -> str:
        """What was done."""
        return N_("Xác nhận đã đúng: “%(name)s”")


def kind_of(key: str) -> str:
    """The letter of what has this key; ``h`` for the head."""
    return "h" if key == HEAD else key[:1]


def lost() -> PlaceLost:
    """The refusal where something is not on the sheet."""
    return PlaceLost(N_("Không còn tìm thấy chỗ này trong văn bản."))


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is checked, and how a change of it is told."""

    check: Callable[[Any], Any]
    said: str


def _needed(message: str, limit: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        line = one_line(value) if isinstance(value, str) else ""
        if not line:
            raise CorrectionRefused(message)
        return _short(line, limit)

    return check


def _optional(limit: int) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        return _short(one_line(value), limit) or None if isinstance(value, str) else None

    return check


def _short(line: str, limit: int) -> str:
    if len(line) > limit:
        raise CorrectionRefused(N_("Nội dung dài quá; nhiều nhất %(max)d ký tự."), max=limit)
    return line


def _year(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or not 2000 <= value <= 2100:
        raise CorrectionRefused(N_("Năm phải từ 2000 đến 2100."))
    return value


def _theme(value: Any) -> str:
    if value not in THEMES:
        raise CorrectionRefused(
            N_("Không có chủ đề “%(theme)s”. Hãy chọn một chủ đề trong danh sách."), theme=str(value)[:80]
        )
    return str(value)


def _reason(value: Any) -> str | None:
    """Why citizens are not asked; None where they are. An empty reason is none."""
    if value is None:
        return None
    return _needed(N_("Hãy ghi lý do không khảo sát nhiệm vụ này, hoặc bật khảo sát."), 500)(value)


def _target(value: Any) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise CorrectionRefused(N_("Hãy ghi mục tiêu là một số từ 0 đến 100, ví dụ 85 hoặc 92,5."))
    return float(value)


def _names(value: Any) -> tuple[str, ...]:
    lines = (one_line(name) for name in value if isinstance(name, str)) if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(_short(line, LONGEST_NAME) for line in lines if line))


def _texts(value: Any) -> tuple[str, ...]:
    texts = (nfc(text).replace("\0", "").strip() for text in value if isinstance(text, str))
    return tuple(_short(text, LONGEST_TEXT) for text in texts if text)


def _due(value: Any) -> str | None:
    """A day or a month in ISO form."""
    if value is None:
        return None
    try:
        date.fromisoformat(value if len(value) == len("2026-11-20") else f"{value}-01")
    except (TypeError, ValueError) as problem:
        raise CorrectionRefused(N_("Hãy ghi ngày như 20/11/2026 hoặc tháng như 11/2026.")) from problem
    return str(value)


def _day(value: Any) -> str | None:
    """A day in ISO form."""
    day = _due(value)
    if day is not None and len(day) != len("2026-11-20"):
        raise CorrectionRefused(N_("Hãy ghi đủ ngày, tháng, năm như 20/11/2026, hoặc để trống."))
    return day


def _one_of(known: Mapping[str, str] | tuple[str, ...], otherwise: str | None) -> Callable[[Any], str | None]:
    return lambda value: value if value in known else otherwise


_NO_TEXT = N_("Hãy ghi nội dung, hoặc bỏ đoạn này.")
_NO_TITLE = N_("Hãy ghi tên nhiệm vụ.")
FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "h": {
            "title": Field(_needed(N_("Hãy ghi tên kế hoạch."), 2000), N_("Sửa tên kế hoạch")),
            "number": Field(_optional(80), N_("Sửa số, ký hiệu")),
            "issued_text": Field(_optional(80), N_("Sửa ngày ban hành")),
            "year": Field(_year, N_("Sửa năm của kế hoạch")),
            "issuer": Field(_optional(300), N_("Sửa cơ quan ban hành")),
            "parent_authority": Field(_optional(300), N_("Sửa cơ quan cấp trên")),
            "province": Field(_optional(120), N_("Sửa tỉnh, thành phố")),
            "place": Field(_optional(120), N_("Sửa địa danh")),
            "signer_name": Field(_optional(200), N_("Sửa họ tên người ký")),
            "signer_role": Field(_optional(200), N_("Sửa chức vụ người ký")),
            "signer_on_behalf": Field(_optional(200), N_("Sửa dòng ký thay")),
        },
        "t": {
            "title": Field(_needed(_NO_TITLE, LONGEST_TITLE), N_("Sửa tên nhiệm vụ “%(name)s”")),
            "theme": Field(_theme, N_("Đổi chủ đề của nhiệm vụ “%(name)s”")),
            "reason": Field(_reason, N_("Đổi việc khảo sát của nhiệm vụ “%(name)s”")),
            "owner": Field(_optional(LONGEST_NAME), N_("Đổi đơn vị chủ trì của nhiệm vụ “%(name)s”")),
            "coordinating": Field(_names, N_("Đổi đơn vị phối hợp của nhiệm vụ “%(name)s”")),
            "target": Field(_target, N_("Đổi mục tiêu của nhiệm vụ “%(name)s”")),
        },
        "i": {"text": Field(_needed(_NO_TEXT, LONGEST_TEXT), N_("Sửa đoạn nội dung “%(name)s”"))},
        "d": {
            "kind": Field(_one_of(("report", "other"), "other"), N_("Đổi loại thời hạn “%(name)s”")),
            "period": Field(_one_of(PERIODS, None), N_("Đổi kỳ của thời hạn “%(name)s”")),
            "due": Field(_due, N_("Đổi ngày của thời hạn “%(name)s”")),
            "due_text": Field(
                _needed(N_("Hãy ghi thời hạn bằng chữ, ví dụ: trước ngày 20/11/2026."), 500),
                N_("Sửa lời của thời hạn “%(name)s”"),
            ),
            "before": Field(bool, N_("Sửa thời hạn “%(name)s”")),
            "from_unit": Field(_optional(LONGEST_NAME), N_("Đổi đơn vị thực hiện thời hạn “%(name)s”")),
            "to_unit": Field(_optional(LONGEST_NAME), N_("Đổi nơi nhận của thời hạn “%(name)s”")),
        },
        "u": {
            "unit": Field(_needed(N_("Hãy ghi tên đơn vị."), LONGEST_NAME), N_("Sửa tên đơn vị “%(name)s”")),
            "texts": Field(_texts, N_("Sửa phần việc của “%(name)s”")),
        },
        "r": {
            "text": Field(_needed(N_("Hãy ghi nơi nhận."), LONGEST_NAME), N_("Sửa nơi nhận “%(name)s”")),
            "note": Field(_optional(120), N_("Sửa ghi chú của nơi nhận “%(name)s”")),
        },
        "s": {
            "title": Field(
                _needed(N_("Hãy ghi tên phần này."), LONGEST_TITLE), N_("Sửa tên phần “%(name)s” của văn bản")
            )
        },
        "b": {"text": Field(_needed(_NO_TEXT, LONGEST_TEXT), N_("Sửa đoạn mở đầu “%(name)s”"))},
        "p": {"text": Field(_needed(_NO_TEXT, LONGEST_TEXT), N_("Sửa mục đích, yêu cầu “%(name)s”"))},
        "c": {
            "symbol": Field(
                _needed(N_("Hãy ghi số, ký hiệu của văn bản, hoặc bỏ văn bản này."), 80),
                N_("Sửa số, ký hiệu của văn bản “%(name)s”"),
            ),
            "kind": Field(_optional(60), N_("Sửa loại của văn bản “%(name)s”")),
            "day": Field(_day, N_("Sửa ngày của văn bản “%(name)s”")),
            "issuer": Field(_optional(LONGEST_NAME), N_("Sửa cơ quan ban hành của văn bản “%(name)s”")),
            "basis": Field(bool, N_("Sửa vai trò của văn bản “%(name)s”")),
        },
    }
)
"""What can be changed, by the letter of a key and the name of the field."""
