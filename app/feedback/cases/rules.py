"""States, verbs and flags of a case, and what its steps add up to. Pure.

A case is what its steps say: state, flags, holder and clock are folded from them, and the columns of the table only
remember the sum. A verb is allowed in some states and leads to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from app.core.text import N_
from app.core.tokens import ALPHABET
from app.feedback.clock.hours import Pause
from app.feedback.clock.rules import Kind, Level

State = Literal["received", "acknowledged", "in_progress", "waiting", "answered", "closed", "reopened"]
Flag = Literal["not_ours", "duplicate", "refused", "spam", "withdrawn"]
Author = Literal["citizen", "official"]

STATES: Mapping[State, str] = {
    "received": N_("Mới nhận"),
    "acknowledged": N_("Đã tiếp nhận"),
    "in_progress": N_("Đang xử lý"),
    "waiting": N_("Chờ người dân"),
    "answered": N_("Đã trả lời"),
    "closed": N_("Đã đóng"),
    "reopened": N_("Mở lại"),
}
TOLD: Mapping[str, str] = {
    # Translators: citizens read this
    "received": N_("Đã nhận, chờ cơ quan xem"),
    # Translators: citizens read this
    "acknowledged": N_("Cơ quan đã tiếp nhận"),
    # Translators: citizens read this
    "in_progress": N_("Cơ quan đang xử lý"),
    # Translators: citizens read this
    "waiting": N_("Cơ quan chờ Ông/Bà trả lời"),
    # Translators: citizens read this
    "answered": N_("Cơ quan đã trả lời"),
    # Translators: citizens read this
    "closed": N_("Đã kết thúc"),
    # Translators: citizens read this
    "reopened": N_("Cơ quan xem lại"),
}
"""What the citizen is told of a state."""
FLAGS: Mapping[Flag, str] = {
    "not_ours": N_("Chuyển nơi khác"),
    "duplicate": N_("Trùng"),
    "refused": N_("Không xử lý"),
    "spam": N_("Tin rác"),
    "withdrawn": N_("Người gửi đã rút"),
}
OPEN: frozenset[State] = frozenset({"received", "acknowledged", "in_progress", "waiting", "reopened"})
"""What somebody still has to do something about."""
UNANSWERED_FLAGS: frozenset[Flag] = frozenset({"duplicate", "spam", "withdrawn"})
"""Closed without an answer of its own; in no rate of punctuality."""

ONE_UP: Mapping[str, str] = {
    # Translators: citizens read this
    "leader": N_("Chuyển lên một cấp: lãnh đạo cơ quan xem lại và trả lời."),
    # Translators: citizens read this
    "office": N_("Chuyển lên một cấp: cơ quan cấp trên xem lại và trả lời."),
}
"""Where a case goes whose sender was dissatisfied and had it reopened."""
FOR_THE_HEAD = frozenset({"answer", "refuse", "forward", "mark_duplicate"})
"""What only a head does to such a case."""

SPAM = frozenset({"empty", "insult", "advertising"})
"""Reasons of a refusal that say there was nothing to answer."""
REFUSALS: Mapping[str, str] = {
    # Translators: citizens read this
    "unclear": N_("Nội dung không rõ, không xác định được sự việc"),
    # Translators: citizens read this
    "empty": N_("Không có nội dung phản ánh"),
    # Translators: citizens read this
    "insult": N_("Chỉ có lời lẽ xúc phạm, đe dọa"),
    # Translators: citizens read this
    "advertising": N_("Quảng cáo, tin rác"),
    # Translators: citizens read this
    "settled": N_("Sự việc đã được giải quyết dứt điểm, không có tình tiết mới"),
}
"""Why a case is not handled."""
PROOFS: Mapping[str, str] = {
    # Translators: citizens read this
    "document": N_("Có ảnh hoặc văn bản kèm theo"),
    # Translators: citizens read this
    "done": N_("Đã làm xong việc, có thể kiểm tra tại chỗ"),
    # Translators: citizens read this
    "explained": N_("Đã giải thích quy định, không phải làm gì thêm"),
    # Translators: citizens read this
    "planned": N_("Đã đưa vào kế hoạch, có thời hạn"),
    # Translators: citizens read this
    "impossible": N_("Không làm được, đã nêu lý do"),
    # Translators: citizens read this
    "silent": N_("Người gửi không bổ sung thông tin được hỏi"),
}
"""What proves the answer, or why there is nothing to prove; closing needs one of them. ``document`` needs a file with
the answer or with the closing, ``done`` the day on which it was done."""

CITIZENS_REOPENINGS = 1
TEXT_LENGTH = 30_000
"""Letters; a letter of ten full pages."""
MESSAGE_LENGTH = 5_000
PLACE_LENGTH = 200
UNIT_LENGTH = 200
REFERENCE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be done to a case: its ``name`` in the past, the states it may be done in, the one that it leads to.

    ``told``: whether the citizen sees the step. ``needs``: the permission of the official who does it.
    """

    name: str
    states: frozenset[State]
    to: State | None = None
    told: bool = False
    needs: str = "cases.handle"


_ANY: frozenset[State] = frozenset(STATES)
_ACTIVE: frozenset[State] = OPEN - {"waiting"}
_DONE: frozenset[State] = frozenset({"answered", "closed"})

VERBS: Mapping[str, Verb] = {
    "send": Verb(N_("Người dân gửi"), frozenset(), "received", told=True),
    "raise": Verb(N_("Lập từ một ý kiến"), frozenset(), "received"),
    "acknowledge": Verb(N_("Tiếp nhận"), frozenset({"received"}), "acknowledged", told=True),
    "assign": Verb(N_("Giao xử lý"), OPEN),
    "start": Verb(N_("Bắt đầu xử lý"), frozenset({"received", "acknowledged", "reopened"}), "in_progress", told=True),
    "note": Verb(N_("Ghi chú nội bộ"), _ANY),
    "invite": Verb(N_("Đề nghị phối hợp"), OPEN),
    "contribute": Verb(N_("Ý kiến phối hợp"), _ANY - {"closed"}),
    "recall": Verb(N_("Rút đề nghị phối hợp"), _ANY - {"closed"}),
    "ask": Verb(N_("Hỏi lại người gửi"), _ACTIVE, "waiting", told=True),
    "write": Verb(N_("Người dân viết thêm"), _ANY - {"closed"}, told=True),
    "resume": Verb(N_("Thôi chờ, tiếp tục xử lý"), frozenset({"waiting"}), "in_progress"),
    "answer": Verb(N_("Trả lời"), OPEN, "answered", told=True),
    "close": Verb(N_("Đóng"), frozenset({"answered"}), "closed", told=True),
    # Translators: citizens read this
    "forward": Verb(N_("Chuyển nơi có thẩm quyền"), OPEN, "closed", told=True),
    # Translators: citizens read this
    "mark_duplicate": Verb(N_("Ghi là trùng"), OPEN, "closed", told=True),
    # Translators: citizens read this
    "refuse": Verb(N_("Không xử lý"), OPEN, "closed", told=True),
    "restrict": Verb(N_("Ghi là có nội dung khiếu nại, tố cáo"), _ANY),
    "lift": Verb(N_("Bỏ ghi có nội dung khiếu nại, tố cáo"), _ANY),
    "classify": Verb(N_("Phân loại lại"), OPEN),
    # Translators: citizens read this
    "extend": Verb(N_("Gia hạn"), _ACTIVE, told=True, needs="cases.approve"),
    "reopen": Verb(N_("Mở lại"), _DONE, "reopened", told=True),
    # Translators: citizens read this
    "take_over": Verb(N_("Chuyển theo sắp xếp cơ quan"), _ANY - {"closed"}, told=True, needs="accounts.manage"),
    "withdraw": Verb(N_("Người gửi rút và xóa nội dung"), _ANY, "closed"),
}


FIRST_REPLIES = frozenset({"acknowledge", "start", "ask", "answer", "forward", "refuse", "mark_duplicate"})
"""What counts as the first reply: the citizen learns from it that somebody has looked."""


def told_as(verb: str) -> str:
    """What the citizen reads over an official's step: where the case has got to, else what was done."""
    to = VERBS[verb].to
    return VERBS[verb].name if to is None or (to == "closed" and verb != "close") else TOLD[to]


class Taken(Protocol):
    """A step as the fold sees it."""

    @property
    def verb(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def state(self) -> str: ...
    @property
    def details(self) -> dict[str, Any]: ...


@dataclass(slots=True)
class Sum:
    """What the steps of a case add up to.

    ``run_start``, ``pauses`` and ``extended`` belong to the run of the clock that counts: the one from the last
    reopening on, or else from receipt. ``raised`` says where a dissatisfied sender's case went (:data:`ONE_UP`).
    """

    kind: Kind = "petition"
    level: Level = "normal"
    state: State = "received"
    flag: Flag | None = None
    restricted: bool = False
    holder_id: int | None = None
    unit: str = ""
    received_at: datetime | None = None
    run_start: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    extended: int = 0
    first_replied_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    citizens_reopenings: int = 0
    raised: str = ""

    @property
    def done_at(self) -> datetime | None:
        """When the office had done its part: it answered, or closed the case without an answer."""
        return self.answered_at or self.closed_at


def added_up(steps: Iterable[Taken]) -> Sum:
    """Fold the steps of a case, in their order."""
    found = Sum()
    for step in steps:
        _keep_time(found, step)
        effect = _EFFECTS.get(step.verb)
        if effect:
            effect(found, step)
        found.state = step.state  # type: ignore[assignment]  # a check constraint holds it
    return found


def _keep_time(found: Sum, step: Taken) -> None:
    """Start and stop the clock as the state changes, and note when the citizen first heard something."""
    if found.state == "waiting" and step.state != "waiting":
        begin, _open = found.pauses[-1]
        found.pauses[-1] = (begin, max(begin, step.at))
    elif found.state != "waiting" and step.state == "waiting":
        found.pauses.append((step.at, None))
    if found.first_replied_at is None and step.verb in FIRST_REPLIES:
        found.first_replied_at = step.at
    if step.verb == "answer":
        found.answered_at = step.at
    if step.state == "closed" and found.closed_at is None:
        found.closed_at = step.at


def _begin(found: Sum, step: Taken) -> None:
    found.received_at = found.run_start = step.at
    _classify(found, step)


def _classify(found: Sum, step: Taken) -> None:
    found.kind, found.level = step.details["kind"], step.details["level"]


def _assign(found: Sum, step: Taken) -> None:
    found.holder_id, found.unit = step.details["holder_id"], step.details["unit"]


def _extend(found: Sum, step: Taken) -> None:
    found.extended += step.details["amount"]


def _reopen(found: Sum, step: Taken) -> None:
    """A new run with all of the time; nothing of the old answer counts any more."""
    found.run_start, found.pauses, found.extended = step.at, [], 0
    found.answered_at = found.closed_at = found.flag = None
    found.raised = step.details.get("up", "")
    if step.author == "citizen":
        found.citizens_reopenings += 1
        found.holder_id = step.details.get("holder_id")


def _take_over(found: Sum, step: Taken) -> None:
    """Another office goes on; a holder who works there keeps the case, and the clock runs on."""
    found.holder_id, found.unit = step.details["holder_id"], ""


def _flagged(flag: Flag) -> Callable[[Sum, Taken], None]:
    def effect(found: Sum, _step: Taken) -> None:
        found.flag = flag

    return effect


def _refuse(found: Sum, step: Taken) -> None:
    found.flag = "spam" if step.details["reason"] in SPAM else "refused"


def _restriction(restricted: bool) -> Callable[[Sum, Taken], None]:
    def effect(found: Sum, _step: Taken) -> None:
        found.restricted = restricted

    return effect


_EFFECTS: Mapping[str, Callable[[Sum, Taken], None]] = {
    "send": _begin,
    "raise": _begin,
    "classify": _classify,
    "assign": _assign,
    "extend": _extend,
    "reopen": _reopen,
    "take_over": _take_over,
    "forward": _flagged("not_ours"),
    "mark_duplicate": _flagged("duplicate"),
    "refuse": _refuse,
    "withdraw": _flagged("withdrawn"),
    "restrict": _restriction(True),
    "lift": _restriction(False),
}


_WHY_NOT: Mapping[str, str] = {
    "acknowledge": N_("Phản ánh này đã được tiếp nhận trước đó."),
    "start": N_("Phản ánh này đã được xử lý trước đó, không cần bắt đầu lại."),
    "resume": N_("Phản ánh này không ở trạng thái chờ người dân."),
    "close": N_("Chưa có câu trả lời nên chưa đóng được. Hãy trả lời người dân trước, hoặc chọn lý do không xử lý."),
    # Translators: citizens read this
    "reopen": N_("Phản ánh này đang được xử lý, không cần mở lại."),
}
# Translators: citizens read this
_CLOSED = N_("Phản ánh này đã đóng. Muốn xử lý tiếp, hãy mở lại và ghi lý do.")
_ANSWERED = N_("Phản ánh này đã được trả lời. Hãy đóng, hoặc mở lại nếu cần xử lý thêm.")
_WAITING = N_("Đang chờ người dân trả lời. Hãy bấm “Thôi chờ” trước.")


def why_not(verb: str, state: str) -> str | None:
    """The sentence that refuses a verb in a state; None where it is allowed."""
    if state in VERBS[verb].states:
        return None
    if state == "closed":
        return _CLOSED
    if verb in _WHY_NOT:
        return _WHY_NOT[verb]
    return _ANSWERED if state == "answered" else _WAITING


def state_after(verb: str, state: str) -> str:
    """The state after a verb. A citizen who writes while the office waits for him sets it to work again."""
    if verb == "write" and state == "waiting":
        return "in_progress"
    return VERBS[verb].to or state


def read_reference(typed: str) -> str | None:
    """The reference that somebody typed, with dash or without; None where it is none.

    >>> read_reference("7f3a-91c2")
    '7F3A91C2'
    """
    plain = typed.replace("-", "").replace(" ", "").upper()
    return plain if len(plain) == REFERENCE_LENGTH and all(letter in ALPHABET for letter in plain) else None


def show_reference(reference: str) -> str:
    """``7F3A-91C2``: how people say it on the telephone. It opens nothing."""
    return f"{reference[:4]}-{reference[4:]}"
