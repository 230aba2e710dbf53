"""The responses themselves as a table, one row each, and the code book that explains its columns.

No key is written that could lead back to a row. Left out for everybody: answers marked private (never shown response
by response) and answers about the person who answered (with desk and hour beside them somebody could be recognised);
both are in the table by question, added up. Free text is left out unless the viewer may read all remarks.

A column belongs to a question in its words: a question that was reworded has a column for each wording, and an answer
stands under the words that the citizen read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core import clock
from app.core.text import N_, SOURCE
from app.forms.definition import Question
from app.forms.kinds import KINDS
from app.forms.wording import Say as FormSay
from app.reports.tables import Cell, Column, Say, Table, table, told_apart
from app.responses.asked import Asked
from app.responses.queries import RawResponse
from app.responses.rules import is_scorable
from app.scores.results import MODE_NAMES
from app.scores.series import Wording, wording

Key = tuple[str, Wording]
"""A question in its words: what makes a column."""
Put = Callable[[list[Cell], Any], None]

PRIVATE = N_("Không xuất từng phiếu: câu trả lời riêng tư, chỉ có số tổng hợp ở trang “Theo câu hỏi”.")
PERSONAL = N_("Không xuất từng phiếu: câu hỏi về người trả lời, chỉ có số tổng hợp ở trang “Theo câu hỏi”.")
TEXT = N_("Không xuất: người xuất không có quyền đọc mọi ý kiến.")
KIND_NAMES: Mapping[str, str] = {
    "faces": N_("Năm mức hài lòng"),
    "choice": N_("Chọn một"),
    "choices": N_("Chọn nhiều"),
    "yes_no": N_("Có hoặc không"),
    "number": N_("Số"),
    "date": N_("Ngày"),
    "short_text": N_("Chữ, một dòng"),
    "long_text": N_("Chữ, nhiều dòng"),
}


@dataclass(frozen=True, eq=False)
class Source:
    """One edition whose responses are exported; ``published_on`` is the day in Vietnam."""

    task_label: str
    task_title: str
    number: int
    published_on: date
    asked: Asked


@dataclass(frozen=True, slots=True)
class Choice:
    """How answers are written. ``codes``: numbers instead of words. ``texts``: free text too. ``rows``: responses one
    by one, and numbers as they are at this moment; without it there are only the numbers that are released.
    """

    codes: bool = False
    texts: bool = False
    rows: bool = True


@dataclass(slots=True)
class _Group:
    """The columns of one question in its words, from ``first`` on."""

    question: Question
    say: FormSay
    tasks: list[str] = field(default_factory=list)
    options: dict[int, str] = field(default_factory=dict)
    first: int = 0


class Layout:
    """Which columns there are, and where each edition's answers go; made from definitions before any row is read."""

    def __init__(self, sources: Sequence[Source], choice: Choice, say: Say) -> None:
        self.sources, self.choice, self.say = sources, choice, say
        self.groups: dict[Key, _Group] = {}
        self.left_out: dict[Key, _Group] = {}
        for source in sources:
            for question in source.asked.definition.questions:
                self._take(source, question)
        columns = list(_plain_columns(say))
        for group in self.groups.values():
            group.first = len(columns)
            columns += _columns_of(group, choice)
        self.columns = told_apart(columns)

    def rows(self, responses: Iterable[RawResponse], desks: Mapping[int, str]) -> Iterator[list[Cell]]:
        """One row for each response, in the order in which they come."""
        makers = {source.asked.edition_id: self._maker(source, desks) for source in self.sources}
        for response in responses:
            yield makers[response.edition_id](response)

    def code_book(self) -> Table:
        """What each column of the data means, and what each code stands for."""
        say = self.say
        columns = (
            Column(say(N_("Cột trong trang Dữ liệu")), width=40),
            Column(say(N_("Nhiệm vụ số")), width=14),
            Column(say(N_("Mã câu hỏi")), width=18),
            Column(say(N_("Câu hỏi")), width=48),
            Column(say(N_("Loại")), width=18),
            Column(say(N_("Yếu tố")), width=8),
            Column(say(N_("Mã")), "whole", width=8),
            Column(say(N_("Nghĩa")), width=36),
        )
        return table("codebook", columns, list(self._code_rows()), say)

    def _take(self, source: Source, question: Question) -> None:
        key = (question.id, wording(question))
        groups = self.left_out if self.reason(question) else self.groups
        group = groups.setdefault(key, _Group(question, source.asked.say(SOURCE)))
        if source.task_label not in group.tasks:
            group.tasks.append(source.task_label)
        group.options = dict(KINDS[question.kind].choices(question, group.say))

    def reason(self, question: Question) -> str | None:
        """Why a question's answers are not written row by row, if they are not."""
        if question.private:
            return PRIVATE
        if question.personal:
            return PERSONAL
        return TEXT if KINDS[question.kind].is_text and not self.choice.texts else None

    def _maker(self, source: Source, desks: Mapping[int, str]) -> Callable[[RawResponse], list[Cell]]:
        asked, say, width = source.asked, self.say, len(self.columns)
        modes = {mode: say(name) for mode, name in MODE_NAMES.items()}
        states = (say(N_("tính điểm")), say(N_("trả lời quá ít")), say(N_("tạm loại")))
        puts: list[tuple[str, Put]] = []
        for question in asked.definition.questions:
            group = self.groups.get((question.id, wording(question)))
            if group is not None and self.reason(question) is None:
                puts.append((question.id, _put(group, self.choice)))
        definition = asked.definition

        def make(response: RawResponse) -> list[Cell]:
            row: list[Cell] = [None] * width
            at = response.hour.astimezone(clock.VIETNAM)
            answers = response.answers
            state = 2 if response.quarantined else 0 if is_scorable(definition, answers) else 1
            row[0:9] = (
                source.task_label,
                source.task_title,
                source.number,
                desks[response.desk_id],
                modes[response.mode],
                response.locale,
                at.date(),
                at.hour,
                states[state],
            )
            for name, put in puts:
                stored = answers.get(name)
                if stored not in (None, ""):  # a text that was taken out of its response leaves an empty one
                    put(row, stored)
            return row

        return make

    def _code_rows(self) -> Iterator[tuple[Cell, ...]]:
        for column, meaning in zip(self.columns[: len(PLAIN_MEANINGS)], PLAIN_MEANINGS, strict=True):
            yield (column.header, None, None, None, None, None, None, self.say(meaning))
        for group in self.groups.values():
            yield from self._group_rows(group, self.columns[group.first].header, None)
        for group in self.left_out.values():
            yield from self._group_rows(group, None, self.reason(group.question))

    def _group_rows(self, group: _Group, header: str | None, reason: str | None) -> Iterator[tuple[Cell, ...]]:
        question = group.question
        start = (header, ", ".join(group.tasks), question.id, group.say(question.text))
        kind = self.say(KIND_NAMES[question.kind])
        yield (*start, kind, question.factor, None, self.say(reason) if reason else None)
        for code, label in group.options.items():
            yield (*start, kind, question.factor, code, label)
        if header is not None and KINDS[question.kind].several:
            for place, label in enumerate(group.options.values(), start=group.first + 1):
                meaning = self.say(N_("1: có chọn “%(option)s”; 0: không chọn; trống: không trả lời"))
                yield (self.columns[place].header, *start[1:], kind, question.factor, None, meaning % {"option": label})


PLAIN_MEANINGS = (
    N_("Số mục của nhiệm vụ trong kế hoạch"),
    N_("Nhiệm vụ như ghi trong kế hoạch"),
    N_("Bản phát hành mà người dân đã trả lời"),
    N_("Nơi đặt phiếu"),
    N_("Người dân trả lời bằng cách nào"),
    N_("Ngôn ngữ của phiếu khi trả lời"),
    N_("Ngày trả lời, giờ Việt Nam (UTC+7)"),
    N_("Giờ trả lời, chỉ ghi giờ tròn, giờ Việt Nam (UTC+7)"),
    N_("“tính điểm”, “trả lời quá ít” (không tính vào điểm) hoặc “tạm loại” (để xem xét, có thể khôi phục)"),
)


def _plain_columns(say: Say) -> tuple[Column, ...]:
    return (
        Column(say(N_("Số mục")), width=8),
        Column(say(N_("Tên nhiệm vụ")), width=36),
        Column(say(N_("Bản phát hành")), "whole", width=8),
        Column(say(N_("Tên điểm tiếp nhận")), width=24),
        Column(say(N_("Hình thức trả lời")), width=22),
        Column(say(N_("Ngôn ngữ")), width=8),
        Column(say(N_("Ngày")), "day", width=11),
        Column(say(N_("Giờ")), "whole", width=6),
        Column(say(N_("Trạng thái")), width=16),
    )


def _columns_of(group: _Group, choice: Choice) -> list[Column]:
    kind = KINDS[group.question.kind]
    text = group.say(group.question.text)
    if kind.several:
        return [Column(text, width=32)] + [
            Column(f"{text} / {label}", "whole", width=10) for label in group.options.values()
        ]
    match group.question.kind:
        case "number":
            return [Column(text, "whole")]
        case "date":
            return [Column(text, "day")]
    return [Column(text, "whole" if group.options and choice.codes else "text", width=18)]


def _put(group: _Group, choice: Choice) -> Put:
    """A function that writes one stored answer into its place of a row."""
    first, options = group.first, group.options
    if KINDS[group.question.kind].several:
        places = {code: place for place, code in enumerate(options, start=first + 1)}

        def put_several(row: list[Cell], stored: Any) -> None:
            row[first] = "; ".join(str(code) if choice.codes else options.get(code, str(code)) for code in stored)
            for code, place in places.items():
                row[place] = 1 if code in stored else 0

        return put_several
    if group.question.kind == "date":

        def put_day(row: list[Cell], stored: Any) -> None:
            row[first] = date.fromisoformat(stored)

        return put_day
    labels: Mapping[Any, str] = {} if choice.codes else options

    def put(row: list[Cell], stored: Any) -> None:
        row[first] = labels.get(stored, stored)

    return put
