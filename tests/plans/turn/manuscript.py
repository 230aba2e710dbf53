"""A plan ready to be set: its parts in order, with their marks, made from the exchange shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

COLUMNS = ("STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian hoàn thành")
FIELDS = ("stt", "content", "lead", "coop", "due_text")


@dataclass(frozen=True)
class Part:
    """A heading, paragraph or bullet: ``label`` is its bare number or letter, ``mark`` how it stands in print."""

    text: str
    label: str = ""
    mark: str = ""
    bold: bool = False

    @property
    def written(self) -> str:
        """With its mark, as typed by hand."""
        return f"{self.mark} {self.text}" if self.mark else self.text


@dataclass(frozen=True)
class Manuscript:
    """A plan ready to be set: what stands where, and in which order."""

    office: tuple[str, ...]
    number: str
    place_and_day: str
    title: str
    parts: tuple[Part, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    signer: str
    running_head: str
    appendix: Json | None = None

    motto = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    kind = "KẾ HOẠCH"

    @property
    def duties(self) -> list[list[str]]:
        """The rows of the table of duties; a group is a row of its own with a single text."""
        rows: list[list[str]] = []
        group = None
        for row in (self.appendix or {"rows": []})["rows"]:
            if row.get("group") and row["group"] != group:
                group = row["group"]
                rows.append([group])
            rows.append([row.get(name) or "" for name in FIELDS])
        return rows


def manuscript(plan: Json) -> Manuscript:
    """The manuscript of a plan in the exchange shape."""
    signer = plan.get("signer") or {}
    issuer = str(plan.get("issuer_as_written") or plan.get("issuer") or "")
    parent = (plan.get("parent_authority") or {}).get("as_written") or ""
    return Manuscript(
        office=tuple(name.upper() for name in (parent, issuer) if name),
        number=f"Số: {plan.get('number') or '      /KH-UBND'}",
        place_and_day=_place_and_day(plan),
        title=str(plan["title"]),
        parts=tuple(_parts(plan)),
        recipients=tuple(one.get("as_written") or f"- {one['text']};" for one in plan["recipients"]),
        signature=tuple(
            line for said in (signer.get("on_behalf"), signer.get("role")) if said for line in _lines(said)
        ),
        signer=signer.get("name") or "",
        running_head=f"Kế hoạch của {issuer}",
        appendix=plan.get("appendix"),
    )


def _lines(signed: str) -> list[str]:
    """``TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH`` stands on two lines."""
    return re.split(r"\s+(?=(?:KT|TL|TUQ)\.)", signed)


def _place_and_day(plan: Json) -> str:
    year, month, day = [*str(plan.get("date") or "").split("-"), "", "", ""][:3]
    return f"{plan.get('place') or 'Nơi ban hành'}, ngày {day or '    '} tháng {month or '    '} năm {year or '      '}"


def _parts(plan: Json) -> Iterator[Part]:
    yield from (Part(text) for text in plan["preamble"])
    sections = {"purpose": _purposes, "tasks": _tasks, "organisation": _assignments}
    left = set(sections)
    for section in plan["sections"]:
        label = section["label"]
        yield Part(section["title"], label, f"{label}." if label else "", bold=True)
        if section["kind"] in left:
            left.discard(section["kind"])
            yield from sections[section["kind"]](plan)
    yield from (Part(text) for text in plan["closing"])


def _purposes(plan: Json) -> Iterator[Part]:
    for group in plan["purpose_groups"]:
        label = group["label"] or ""
        if group["title"]:
            yield Part(group["title"], label, f"{label}." if label else "", bold=True)
        for index, text in enumerate(group["items"]):
            if label and not group["title"]:
                yield Part(text, label, f"{label}.") if index == 0 else Part(text)
            else:
                yield Part(text, mark="-")


def _tasks(plan: Json) -> Iterator[Part]:
    for task in plan["tasks"]:
        label = task["label"]
        yield Part(task["title"], label, f"{label}." if label else "", bold=True)
        for text, mark in zip(task["items"], task["item_markers"], strict=True):
            yield Part(text, mark.strip(".)(/ ") if mark[-1:] in ".)/" else "", mark)


def _assignments(plan: Json) -> Iterator[Part]:
    for one in plan["assignments"]:
        label = one["label"]
        duties = [duty for duty in one["duties"] if duty not in plan["closing"]]
        mark = f"{label}." if label else ""
        if one.get("inline_unit"):
            yield Part(duties[0], label, mark)
            yield from (Part(duty) for duty in duties[1:])
        else:
            yield Part(one["unit"], label, mark, bold=True)
            yield from (Part(duty, mark="-") if len(duties) > 3 else Part(duty) for duty in duties)
