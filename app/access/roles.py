"""Roles, and what each of them may do. Data, not tables: a role changes with the program, not with the office."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.text import N_

PERMISSIONS = frozenset(
    {
        "plans.read",
        "plans.import",
        "plans.change",
        "forms.read",
        "forms.change",
        "desks.read",
        "desks.change",
        "responses.enter",
        "visits.enter",
        "responses.read",
        "responses.audit",
        "responses.judge",
        "scores.read",
        "scores.method",
        "alerts.read",
        "alerts.read-all",
        "alerts.handle",
        "remarks.read",
        "remarks.read-all",
        "remarks.handle",
        "cases.read",
        "cases.read-all",
        "cases.handle",
        "cases.approve",
        "cases.clock",
        "cases.wordings",
        "cases.restricted",
        "reports.export",
        "offices.compare",
        "results.prepare",
        "results.publish",
        "deadlines.handle",
        "reports.request",
        "accounts.manage",
        "consultations.read",
        "consultations.handle",
        "consultations.approve",
        "measures.read",
        "measures.handle",
        "initiatives.read",
        "initiatives.nominate",
        "initiatives.handle",
        "supervision.read",
        "supervision.write",
        "supervision.answer",
        "supervision.approve",
    }
)


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions; ``name`` is what officials call it."""

    key: str
    name: str
    permissions: frozenset[str]


_READ = frozenset(
    {
        "plans.read",
        "forms.read",
        "desks.read",
        "scores.read",
        "consultations.read",
        "measures.read",
        "initiatives.read",
        "initiatives.nominate",
        "supervision.read",
    }
)
_OF_THE_HEAD = frozenset(
    {"cases.approve", "cases.restricted", "consultations.approve", "results.publish", "supervision.approve"}
)
"""What only the head of an office does: give more time, read what contains a khiếu nại or tố cáo, publish the answers
to a consultation, answer what observers recommend, and decide which numbers are made public. The second also who
receives citizens, whom an administrator names."""

_OF_OBSERVERS = frozenset({"supervision.write"})
"""What only those do who watch the office: file sheets, recommend, and say whether an answer is enough."""

ROLES = {
    role.key: role
    for role in (
        Role("administrator", N_("Quản trị cơ quan"), PERMISSIONS - _OF_THE_HEAD - _OF_OBSERVERS),
        Role(
            "leader",
            N_("Lãnh đạo"),
            _READ
            | {
                "responses.read",
                "responses.audit",
                "responses.judge",
                "alerts.read",
                "alerts.read-all",
                "alerts.handle",
                "remarks.read",
                "remarks.read-all",
                "cases.read",
                "cases.read-all",
                "cases.handle",
                "cases.wordings",
                "reports.export",
                "offices.compare",
                "results.prepare",
                "deadlines.handle",
                "reports.request",
                "consultations.handle",
                "measures.handle",
                "initiatives.handle",
                "supervision.answer",
            }
            | _OF_THE_HEAD,
        ),
        Role(
            "officer",
            N_("Công chức"),
            _READ
            | {
                "responses.enter",
                "visits.enter",
                "alerts.read",
                "alerts.handle",
                "remarks.read",
                "remarks.handle",
                "cases.read",
                "cases.handle",
                "deadlines.handle",
                "consultations.handle",
                "measures.handle",
                "supervision.answer",
            },
        ),
        Role("reception", N_("Người tiếp công dân"), frozenset({"plans.read", "cases.read", "cases.restricted"})),
        Role(
            "observer",
            N_("Giám sát (Mặt trận Tổ quốc, Ban Thanh tra nhân dân)"),
            _READ | {"responses.audit"} | _OF_OBSERVERS,
        ),
    )
}
