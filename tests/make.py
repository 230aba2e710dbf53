"""Typed makers: every argument optional, nothing random but the codes."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from app.access.models import Membership
from app.accounts.models import Official
from app.core import clock
from app.core.db import Base
from app.offices.models import Office
from app.plans.models import Plan, Task, TaskHolder, TaskItem

Row = TypeVar("Row", bound=Base)


class Make:
    """Rows for a test, flushed and committed into the test's own outer transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._count = 0

    def _next(self) -> int:
        self._count += 1
        return self._count

    def office(self, name: str = "Ủy ban nhân dân phường Hoa Sen", code: str | None = None) -> Office:
        office = Office(code=code or f"office-{self._next()}", name=name, kind="phường", valid_from=date(2025, 7, 1))
        return self._keep(office)

    def official(self, name: str, office: Office | None = None, role: str = "officer") -> Official:
        official = Official(sign_in_name=f"{name.lower()}-{self._next()}", name=name, created_at=clock.now())
        self._keep(official)
        if office is not None:
            self._keep(Membership(official_id=official.id, office_id=office.id, role=role, valid_from=date(2025, 7, 1)))
        return official

    def plan(
        self,
        office: Office | None = None,
        title: str = "Thực hiện công tác dân vận chính quyền năm 2026",
        *,
        number: str | None = "15/KH-UBND",
        year: int | None = 2026,
    ) -> Plan:
        plan = Plan(office=office or self.office(), title=title, number=number, year=year, created_at=clock.now())
        return self._keep(plan)

    def task(
        self,
        plan: Plan | None = None,
        title: str = "Thực hiện hiệu quả cải cách thủ tục hành chính",
        *,
        label: str | None = None,
        theme: str = "administrative_reform",
        surveyed: bool = True,
        items: tuple[str, ...] = ("Niêm yết đầy đủ giấy tờ và phí phải nộp.", "Trả kết quả đúng hẹn."),
        holder: Official | None = None,
    ) -> Task:
        number = self._next()
        task = Task(
            plan=plan or self.plan(),
            position=number,
            label=label or str(number),
            title=title,
            theme=theme,
            surveyed=surveyed,
            unsurveyed_reason=None if surveyed else "Việc nội bộ, người dân không trực tiếp biết.",
            items=[TaskItem(position=at, marker="-", text=text) for at, text in enumerate(items)],
            holders=[TaskHolder(official_id=holder.id)] if holder else [],
        )
        return self._keep(task)

    def _keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.commit()
        return row
