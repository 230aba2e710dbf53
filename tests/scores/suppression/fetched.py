"""The same attack on what is really fetched: a database, and the queries behind pages and files, with ``live=False``.

People open a form, some begin and send it, some answers are set aside and brought back, some days pass, and after each
stretch of days somebody who may not read responses fetches everything: task, desks, ways of answering, days, weeks,
months, quarters, half-years, the pages of desks and of the office, questions, factors, options, the funnel over many
spans of days, and answers for every hundred visits.

A fetched number says whose answers it adds up: those of the batches that it covers. That is not assumed but compared,
number by number (:class:`Misread`). Levels, options, "không biết" and skipped questions are opinions (decision 0010):
what is protected is how a few people at one place, on some days, or in one way answered *anything*. So every number is
taken as if it told all answers of its people, which is more than it does.

Options of questions about the person are protected each by themselves: one that fewer than the minimum chose must not
be told from one that nobody chose, whatever follows from the other numbers of its question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.access.viewer import Viewer
from app.core import clock
from app.desks.visits.models import VisitsServed
from app.reports.funnel.queries import read_funnel
from app.reports.funnel.rules import Steps, batches_begin
from app.reports.units.queries import Unit, read_desk, read_office
from app.responses.actions import fold, restore, set_aside
from app.responses.funnel.models import PageCount
from app.responses.queries import CellKey, Counts
from app.scores.periods.results import periods_of
from app.scores.periods.rules import MONTHS, period_of
from app.scores.queries import readings_of, task_breakdown, task_results
from app.scores.questions import QuestionResult
from app.scores.rates.queries import task_rates
from app.scores.results import Scores
from app.scores.rules import Thresholds
from app.scores.suppression.steps import Batch, advance
from tests.make import Make
from tests.reports.answers import every_kind
from tests.scores.suppression.findings import Found
from tests.scores.suppression.space import Group, Space, Told, size, told_of
from tests.scores.suppression.visitors import Visitor
from tests.scores.survey import MINIMUM, MONDAY, Survey

LIMITS = Thresholds(minimum_n=MINIMUM, publish_n=30)
FIRST = clock.day_of(MONDAY)
STATES = ("counted", "aside")
NOBODY = Viewer(0, "")
"""Somebody who may not read responses one by one."""


class Misread(AssertionError):
    """A fetched number is not the number of people that it was taken for: the attack would prove nothing."""


def attack_fetched(make: Make, visitors: Sequence[Visitor], looks: Iterable[int]) -> Found:
    """Let everything happen, look at it at the end of each of these days, and try to work out what is hidden."""
    scene = _Scene(make, visitors, 1 + max(visitor.desk for visitor in visitors))
    for last in looks:
        scene.happen(last)
        scene.look(last)
    return scene.found()


class _Scene:
    """One form with its visitors; whose answers each batch holds is worked out beside the database and compared."""

    def __init__(self, make: Make, visitors: Sequence[Visitor], desks: int) -> None:
        self.visitors = visitors
        form = make.form(make.task(make.plan(make.office())), definition=every_kind())
        make.edition(form)
        office = form.task.plan.office
        self.survey = Survey(make, form, [make.placement(make.desk(office), form) for _ in range(desks)])
        self.keys: dict[int, Any] = {}
        self.opened: dict[tuple[int, date, str], PageCount] = {}
        self.aside: set[int] = set()
        self.turned: dict[int, int] = defaultdict(int)
        self.told: dict[CellKey, Batch] = {}
        self.people: dict[str, set[Told]] = defaultdict(set)
        self.pages: dict[str, set[Told]] = defaultdict(set)
        self.small: dict[str, set[Group]] = defaultdict(set)
        self.few_pages: dict[str, set[Group]] = defaultdict(set)
        self.options = Found()

    # what happens

    def happen(self, last: int) -> None:
        """Everything up to the end of a day, then the night's release."""
        session = self.survey.session
        for place, visitor in enumerate(self.visitors):
            if visitor.day <= last and place not in self.keys:
                self.keys[place] = None
                self._opens(visitor)
                if visitor.answers is not None:
                    (self.keys[place],) = self.survey.answer(
                        visitor.answers, desk=visitor.desk, mode=visitor.mode, days=visitor.day
                    )
            if self.keys.get(place) is not None:
                self._judge(place, sum(turn <= last for turn in visitor.turns))
        if last % 2:
            fold(session)
        session.commit()
        self.survey.release(last)
        self.told = advance(self.told, self._cells("counted"), self._cells("aside"), MINIMUM)

    def _judge(self, place: int, turns: int) -> None:
        """Set aside and bring back until that has happened so often."""
        for _turn in range(self.turned[place], turns):
            if place in self.aside:
                restore(self.survey.session, self.keys[place], by=None)
            else:
                set_aside(self.survey.session, self.keys[place], "Thử", by=None)
            self.aside ^= {place}
        self.turned[place] = turns

    def _opens(self, visitor: Visitor) -> None:
        session, day = self.survey.session, FIRST + timedelta(days=visitor.day)
        placement = self.survey.placements[visitor.desk]
        row = self.opened.get((placement.id, day, visitor.mode))
        if row is None:
            row = PageCount(placement_id=placement.id, day=day, mode=visitor.mode, opened=0, begun=0)
            self.opened[placement.id, day, visitor.mode] = row
            session.add(row)
            if session.get(VisitsServed, (placement.desk_id, day)) is None:
                session.add(VisitsServed(desk_id=placement.desk_id, day=day, visits=40))
                session.flush()
        row.opened += 1
        row.begun += visitor.begins

    def _cells(self, state: str) -> dict[CellKey, Counts]:
        """Whose answers are where, each in a place of its own of the vector."""
        cells: dict[CellKey, Counts] = defaultdict(Counts)
        for place, key in self.keys.items():
            if key is not None and (place in self.aside) == (state == "aside"):
                visitor = self.visitors[place]
                mark = [int(other == place) for other in range(len(self.visitors))]
                counts = Counts(int(visitor.is_scorable), int(not visitor.is_scorable), mark)
                cells[self._key(visitor)].add(counts)
        return dict(cells)

    def _key(self, visitor: Visitor) -> CellKey:
        placement = self.survey.placements[visitor.desk]
        day = FIRST + timedelta(days=visitor.day)
        return CellKey(placement.edition_id, placement.desk_id, day, visitor.mode)

    # what is fetched

    def look(self, last: int) -> None:
        """Fetch everything, and note whose answers each number adds up."""
        session, task = self.survey.session, self.survey.task
        session.expire_all()
        until = FIRST + timedelta(days=last)
        results = task_results(session, task, LIMITS, live=False)
        self._row("task", results.score.scores, lambda _key: True)
        for row in results.desks:
            self._row("desks", row.scores, lambda key, desk=int(row.key): key.desk_id == desk)  # type: ignore[misc]
        for row in results.modes:
            self._row("modes", row.scores, lambda key, mode=row.key: key.mode == mode)  # type: ignore[misc]
        for row in results.days:
            self._between("days", row.scores, row.day, 1)
        for row in results.score.weeks:
            self._between("weeks", row.scores, row.day, 7)
        if results.score.with_quarantined:
            self.people["task"].add(self._members("aside", lambda _key: True))
        self._units()
        self._periods()
        self._questions(results.questions, results.score.scores)
        for factor in results.factors:
            self._known("factors", self._members("counted", lambda _key: True), factor.scores["share"].n, least=True)
        self._funnel(until)
        rate = task_rates(session, [task.id], until, live=False).get(task.id)
        if rate is not None and rate.is_shown(LIMITS):
            whole = [self._members(state, lambda _key: True) for state in STATES]
            _agree(rate.sent, sum(map(size, whole)))
            self.people["rates"].update(group for group in whole if group)
        for state in STATES:
            self._hide(self._cells(state))
        self._hide_pages()

    def _units(self) -> None:
        """The pages of every desk and of the office: the whole, the task, its CHUNG, and week by week."""
        session, office = self.survey.session, self.survey.task.plan.office
        year = self.survey.task.plan.year
        found = read_office(session, NOBODY, office, year, LIMITS)
        self._unit("office", found, lambda _key: True)
        for desk in {placement.desk for placement in self.survey.placements}:
            found = read_desk(session, NOBODY, desk, year, LIMITS)
            self._unit("desk pages", found, lambda key, at=desk.id: key.desk_id == at)  # type: ignore[misc]

    def _unit(self, table: str, found: Unit, covers: Callable[[CellKey], bool]) -> None:
        _agree(found.live, False)
        for score in found.scores:
            self._row(table, score.scores, covers)
            self._known(table, self._members("counted", covers), score.overall["share"].n, least=True)
        for row in found.course:
            if row.day is not None:
                first, after = row.day, row.day + timedelta(days=7)
                within = lambda key, a=first, b=after: covers(key) and a <= (key.day or FIRST) < b  # noqa: E731
                self._row(f"weeks, {table}", row.scores, within)

    def _periods(self) -> None:
        session, task = self.survey.session, self.survey.task
        (reading,) = readings_of(session, [task], task.plan, live=False)
        months = {row.key: row.scores for row in task_breakdown(session, task, "month", LIMITS, live=False)}
        for period, result in periods_of(reading, LIMITS).found.items():
            length = (period.after - period.first).days
            self._between(f"{period.kind}s", result.scores, period.first, length)
            if period.kind == "month":
                _agree(months[period.key]["share"].n, result.scores["share"].n)

    def _between(self, table: str, scores: Scores, first: date | None, days: int) -> None:
        if first is None:
            raise Misread(table)
        after = first + timedelta(days=days)
        self._row(table, scores, lambda key: key.day is not None and first <= key.day < after)

    def _row(self, table: str, scores: Scores, covers: Callable[[CellKey], bool]) -> None:
        """One line: its responses, those that answered too little, and those that are set aside."""
        score = scores["share"]
        if not score.is_shown:
            return
        counted, aside = (self._members(state, covers) for state in STATES)
        _agree((score.n or 0) + score.excluded, size(counted))
        _agree(score.quarantined, size(aside))
        self.people[table].update(group for group in (counted, aside) if group)

    def _known(self, table: str, told: Told, n: int | None, *, least: bool = False) -> None:
        if n is not None:
            if n > size(told) or (not least and n != size(told)):
                raise Misread(f"{table}: {n} / {size(told)}")
            self.people[table].add(told)

    def _questions(self, questions: Sequence[QuestionResult], scores: Scores) -> None:
        everybody = self._members("counted", lambda _key: True)
        excluded = scores["share"].excluded
        for question in questions:
            if not question.is_shown:
                continue
            if question.personal:
                self._person(question, frozenset(dict(everybody)))
                continue
            parts = (question.answered, question.dont_know, question.skipped, question.not_asked)
            asked = size(everybody) - (excluded if question.is_five_point else 0)
            _agree(sum(part or 0 for part in parts), asked)
            self.people["questions"].add(everybody)
            if question.kind == "choice":
                _agree(sum(choice.count or 0 for choice in question.choices), question.answered)

    def _person(self, question: QuestionResult, everybody: Group) -> None:
        """Options of a question about the person: what follows for each from all the others."""
        given = [(self.visitors[place].answers or {}).get(question.id) for place in everybody]
        told = {choice.code: choice.count or 0 for choice in question.choices}
        self.options.shown["options"] += sum(1 for count in told.values() if count)
        for code, least in least_of(told, question, len(everybody)).items():
            real = given.count(code)
            if not told[code] and 0 < real < MINIMUM:
                self.options.hidden["options"] += 1
                self.options.recovered["options"] += least > 0

    def _funnel(self, until: date) -> None:
        """Every door on every day, every week and the whole: the numbers of pages, and of answers sent."""
        session, placements = self.survey.session, self.survey.placements
        spans = [(until - timedelta(days=back), until) for back in (0, 1, 6, 27, 200)]
        spans += [(day, day) for day in {FIRST + timedelta(days=visitor.day) for visitor in self.visitors}]
        for since, last in spans:
            found = read_funnel(session, placements, since, min(last, until), minimum=MINIMUM, live=False)
            told = {(one.placement.id, mode): steps for desk in found.desks for one in desk.placements
                    for mode, steps in one.doors.items()}  # fmt: skip
            for (placement_id, mode), steps in told.items():
                self._pages(placement_id, mode, since, min(last, until), steps)
                desk = next(one.desk_id for one in placements if one.id == placement_id)
                groups = [
                    self._members(state, lambda key, at=(desk, mode), days=(since, last): (  # type: ignore[misc]
                        (key.desk_id, key.mode) == at and days[0] <= (key.day or FIRST) <= days[1]
                    ))
                    for state in STATES
                ]  # fmt: skip
                _agree(steps.sent, sum(map(size, groups)))
                self.people["funnel"].update(group for group in groups if group)

    def _pages(self, placement_id: int, mode: str, since: date, until: date, steps: Steps) -> None:
        for name, number in (("opened", steps.opened), ("begun", steps.begun)):
            group = frozenset(
                place
                for day, batch in self._page_batches(placement_id, mode, name, until).items()
                if since <= day <= until
                for place in batch
            )
            _agree(number, len(group))
            if group:
                self.pages[name].add(frozenset((place, 1) for place in group))

    def _page_batches(self, placement_id: int, mode: str, name: str, until: date) -> Mapping[date, list[int]]:
        """Who opened, or began, in which batch: as told in words in ``funnel.rules``, worked out anew."""
        batches: dict[date, list[int]] = {}
        waiting: list[int] = []
        quarter = date.min
        days: dict[date, list[int]] = defaultdict(list)
        for place, visitor in enumerate(self.visitors):
            here = self.survey.placements[visitor.desk].id == placement_id and visitor.mode == mode
            if here and place in self.keys and (name == "opened" or visitor.begins):
                days[FIRST + timedelta(days=visitor.day)].append(place)
        for day in sorted(day for day in days if day <= until):
            if batches_begin(day) != quarter:
                quarter, waiting = batches_begin(day), []
            waiting += days[day]
            if len(waiting) >= MINIMUM:
                batches[day], waiting = waiting, []
        return batches

    def _members(self, state: str, covers: Callable[[CellKey], bool]) -> Told:
        total = Counts()
        for key, batch in self.told.items():
            shown = batch.counted if state == "counted" else batch.aside
            if covers(key) and shown.counts:
                total.add(shown)
        return told_of(total.counts)

    # what is hidden

    def _hide(self, cells: Mapping[CellKey, Counts]) -> None:
        """Whoever is in a cell of fewer than the minimum, in any table, as things are at this moment."""
        for table, by in _tables().items():
            rows: dict[object, set[int]] = defaultdict(set)
            for key, counts in cells.items():
                rows[by(key)] |= {place for place, mark in enumerate(counts.counts) if mark}
            self.small[table] |= {frozenset(row) for row in rows.values() if 0 < len(row) < MINIMUM}

    def _hide_pages(self) -> None:
        """The same for pages opened and begun: at one desk in one way, on a day and altogether."""
        for name in ("opened", "begun"):
            rows: dict[object, set[int]] = defaultdict(set)
            for place in self.keys:
                visitor = self.visitors[place]
                if name == "opened" or visitor.begins:
                    rows[visitor.desk, visitor.mode].add(place)
                    rows[visitor.desk, visitor.mode, visitor.day].add(place)
            self.few_pages[name] |= {frozenset(row) for row in rows.values() if len(row) < MINIMUM}

    def found(self) -> Found:
        """Solve what was shown for what is hidden."""
        result = Found(*(defaultdict(int, part) for part in
                         (self.options.shown, self.options.hidden, self.options.recovered)))  # fmt: skip
        space = Space(group for groups in self.people.values() for group in groups)
        for table, told in self.people.items():
            result.shown[table] += len(told)
        for table, groups in self.small.items():
            result.hidden[table] += len(groups)
            result.recovered[table] += sum(group in space for group in groups)
        result.hidden["told apart"] += sum(len(group) < MINIMUM for group in space.classes())
        result.recovered["told apart"] += len(list(space.small(MINIMUM)))
        for name, counted in self.pages.items():
            pages = Space(counted)
            small = {group for group in pages.classes() if len(group) < MINIMUM} | self.few_pages[name]
            result.shown[name] += len(counted)
            result.hidden[name] += len(small)
            result.recovered[name] += sum(group in pages for group in small)
        return result


def least_of(told: Mapping[int, int], question: QuestionResult, everybody: int) -> dict[int, int]:
    """How many people at least chose each option, from everything that is told in steps about its question."""
    step = MINIMUM - 1
    rest = sum((part + step) if part is not None else everybody for part in (question.skipped, question.not_asked))
    answered = max(question.answered or 0, everybody - rest)
    return {
        code: max(count, answered - sum(other + step for name, other in told.items() if name != code))
        for code, count in told.items()
    }


def _tables() -> dict[str, Callable[[CellKey], object]]:
    def day(key: CellKey) -> date:
        return key.day or FIRST

    tables: dict[str, Callable[[CellKey], object]] = {
        "task": lambda _key: None,
        "desks": lambda key: key.desk_id,
        "modes": lambda key: key.mode,
        "days": day,
        "weeks": lambda key: clock.week_of(day(key)),
        "desks by way and day": lambda key: key,
    }
    for kind in MONTHS:
        tables[f"{kind}s"] = lambda key, kind=kind: period_of(day(key), kind)  # type: ignore[misc]
    return tables


def _agree(number: int | None, people: int | None) -> None:
    if (number or 0) != (people or 0):
        raise Misread(f"{number} is not {people}")
