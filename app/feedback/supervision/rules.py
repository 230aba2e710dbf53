"""What may happen to a recommendation, and in which order; what a finding may say. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.text import N_
from app.plans.calendar.rules import stage_of

READ, WRITE, ANSWER, APPROVE = "supervision.read", "supervision.write", "supervision.answer", "supervision.approve"

VERDICTS: Mapping[str, str] = {"met": N_("Đạt"), "unmet": N_("Chưa đạt"), "unseen": N_("Không xem xét")}
STATES: Mapping[str, str] = {
    "open": N_("chờ trả lời"),
    "answered": N_("đã trả lời, chờ bên giám sát"),
    "insisted": N_("giữ ý kiến, chờ trả lời lại"),
    "answered_again": N_("đã trả lời lại, chờ bên giám sát"),
    "agreed": N_("đã thống nhất"),
    "disagreed": N_("chưa thống nhất"),
}
WAITING, ANSWERED, CLOSED = ("open", "insisted"), ("answered", "answered_again"), ("agreed", "disagreed")


@dataclass(frozen=True, slots=True)
class Verb:
    """Who may do it, what it is called in the record, and from which state it leads into which."""

    needs: str
    name: str
    leads: Mapping[str, str]


VERBS: Mapping[str, Verb] = {
    "propose": Verb(ANSWER, N_("Dự thảo trả lời kiến nghị"), {"open": "open", "insisted": "insisted"}),
    "answer": Verb(APPROVE, N_("Trả lời kiến nghị"), {"open": "answered", "insisted": "answered_again"}),
    "accept": Verb(WRITE, N_("Đồng ý với trả lời"), {"answered": "agreed", "answered_again": "agreed"}),
    "insist": Verb(WRITE, N_("Giữ ý kiến"), {"answered": "insisted"}),
    "refuse": Verb(WRITE, N_("Khép lại, chưa thống nhất"), {"answered_again": "disagreed"}),
}
NEW = "new"
"""The first thing that a letter tells of a recommendation; what follows are the stages of the calendar."""
WITHOUT_WORDS = frozenset({"accept"})
"""Steps that say enough by themselves."""


def why_not(verb: str, state: str) -> str | None:
    """Why ``verb`` does not fit ``state``, as a sentence; None where it does."""
    if state in VERBS[verb].leads:
        return None
    if state in CLOSED:
        return N_("Kiến nghị này đã khép lại; hãy xem lại trang.")
    if verb in ("propose", "answer"):
        return N_("Kiến nghị này đã được trả lời, đang chờ bên giám sát có ý kiến.")
    if state in WAITING:
        return N_("Cơ quan chưa trả lời kiến nghị này nên chưa có gì để nhận xét.")
    if verb == "insist":
        return N_("Đã giữ ý kiến một lần rồi. Hãy chọn “đã thống nhất” hoặc “chưa thống nhất” để khép lại.")
    return N_("Cơ quan mới trả lời một lần. Nếu chưa đồng ý, hãy giữ ý kiến để lãnh đạo trả lời lại.")


def state_after(verb: str, state: str) -> str:
    """Where ``verb`` leads from ``state``; asked only where :func:`why_not` has nothing to say."""
    return VERBS[verb].leads[state]


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether the office should have answered by now; the day itself is still in time."""
    return state in WAITING and due_on < today


def stage_to_tell(
    due_on: date, today: date, told: Collection[str], remind_days: Sequence[int], *, overdue: bool
) -> str | None:
    """What an official has to hear today of an answer that is owed: that it is asked for, then each stage of the
    calendar once; None where he knows.
    """
    stage = stage_of(due_on, today, remind_days, overdue=overdue)
    if stage is None:
        return NEW if not told and due_on >= today else None
    return None if stage in told else stage


def entry_of(recommendation_id: int, state: str) -> str:
    """What the ledger of letters calls the answer that is owed: the first one, or the one after insisting."""
    return f"s{recommendation_id}.{int(state == 'insisted')}"
