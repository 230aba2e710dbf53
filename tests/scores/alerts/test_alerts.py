"""Every rule of the alerts: when it speaks, when it keeps silent, and that it never speaks twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.tokens import hour_key
from app.feedback.cases.models import Case, Step
from app.scores.alerts.actions import LimitOutOfBounds, NothingSaid, Told, acknowledge, change_rules, tell
from app.scores.alerts.finding import find
from app.scores.alerts.models import Alert
from app.scores.alerts.queries import choice_for
from app.scores.alerts.rules import LIMITS, Choice, Finding, Voice, choice_of, data_of, gatherings, is_dissatisfied
from tests.cast import Cast
from tests.make import Make
from tests.scores.conftest import LIMITS as THRESHOLDS
from tests.scores.survey import Survey, level, set_up

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
SUMMER = -90  # days from Monday 16/11/2026: in the third quarter
SPRING = -180  # in the second


@pytest.fixture
def survey(make: Make, cast: Cast) -> Survey:
    return set_up(make, make.task(make.plan(cast.hoa_sen, year=2026)))


def found(session: Session, cast: Cast, **limits: int) -> list[Finding]:
    choice = Choice(limits=tuple((key.replace("_", ".", 1), value) for key, value in limits.items()))
    return find(session, cast.hoa_sen, choice, THRESHOLDS, now=NOW)


def look(session: Session, cast: Cast, findings: list[Finding] | None = None) -> Told:
    choice = choice_for(session, cast.hoa_sen.id)
    seen = find(session, cast.hoa_sen, choice, THRESHOLDS, now=NOW) if findings is None else findings
    told = tell(session, cast.hoa_sen, seen, now=NOW)
    session.commit()
    return told


def step(session: Session, case: Case, verb: str, number: int) -> None:
    session.add(
        Step(id=hour_key(NOW), case_id=case.id, number=number, verb=verb, author="official", at=NOW, state=case.state)
    )
    session.commit()


class TestBelowTarget:
    def test_it_works(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.task.target_share = 0.8
        survey.answer(level(5), 20)
        survey.answer(level(2), 20)
        survey.release()
        (finding,) = found(session, cast, gather_count=50)
        assert (finding.rule, finding.task_id) == ("below", survey.task.id)
        assert finding.details == {"value": 50, "target": 80}

    def test_a_target_inside_the_interval_is_not_missed(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.task.target_share = 0.6
        survey.answer(level(5), 20)
        survey.answer(level(2), 20)
        survey.release()
        assert found(session, cast, gather_count=50) == []

    def test_few_responses_say_nothing(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.task.target_share = 0.8
        survey.answer(level(1), 29)
        survey.release()
        assert found(session, cast, gather_count=50) == []

    def test_the_office_may_want_more_of_them(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.task.target_share = 0.8
        survey.answer(level(1), 40)
        survey.release()
        assert found(session, cast, below_n=41, gather_count=50) == []

    def test_a_plan_of_last_year_is_over(self, session: Session, cast: Cast, make: Make) -> None:
        survey = set_up(make, make.task(make.plan(cast.hoa_sen, year=2025)))
        survey.task.target_share = 0.8
        survey.answer(level(1), 40)
        survey.release()
        assert found(session, cast, gather_count=50) == []


class TestDrop:
    def fall(self, survey: Survey, now: int, before: int) -> None:
        survey.answer(level(5), now, days=SUMMER)
        survey.answer(level(2), 40 - now, days=SUMMER)
        survey.answer(level(5), before, days=SPRING)
        survey.answer(level(2), 40 - before, days=SPRING)

    def test_it_works(self, session: Session, cast: Cast, survey: Survey) -> None:
        """90 % in the second quarter, 75 % in the third: fifteen points exactly."""
        self.fall(survey, 30, 36)
        survey.release()
        (finding,) = found(session, cast)
        assert (finding.rule, finding.details) == ("drop", {"points": 15, "period": "2026-Q3"})

    def test_a_point_less_is_silent(self, session: Session, cast: Cast, survey: Survey) -> None:
        self.fall(survey, 31, 36)
        survey.release()
        assert found(session, cast) == []

    def test_a_rise_is_silent(self, session: Session, cast: Cast, survey: Survey) -> None:
        self.fall(survey, 36, 20)
        survey.release()
        assert found(session, cast) == []

    def test_other_questions_are_no_fall(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.answer(level(5), 40, days=SPRING)
        survey.reword("dung_hen")
        survey.answer(level(2), 40, days=SUMMER)
        survey.release()
        assert found(session, cast) == []

    def test_the_office_may_look_at_months(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.answer(level(2), 40, days=-30)  # October
        survey.answer(level(5), 40, days=-60)  # September
        survey.release()
        assert [finding.rule for finding in found(session, cast)] == []
        (finding,) = found(session, cast, drop_months=1)
        assert finding.details == {"points": 100, "period": "2026-10"}


class TestGatherings:
    def test_it_works(self, session: Session, cast: Cast, survey: Survey) -> None:
        """Three people who were dissatisfied and wrote why, at one desk, within two weeks."""
        survey.answer({**level(1), "y_kien": "Chờ cả buổi sáng."}, 3)
        (finding,) = found(session, cast)
        assert (finding.rule, finding.task_id) == ("gather", survey.task.id)
        assert finding.desk_id == survey.placements[0].desk_id
        assert finding.details == {"count": 3, "days": 14}

    def test_two_places_are_two_matters(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.answer({**level(1), "y_kien": "Chờ lâu."}, 2)
        survey.answer({**level(1), "y_kien": "Chờ lâu."}, 2, desk=1)
        assert found(session, cast) == []

    def test_thanks_are_no_trouble(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.answer({**level(5), "y_kien": "Cảm ơn."}, 10)
        assert found(session, cast) == []

    def test_what_lies_back_longer_does_not_count(self, session: Session, cast: Cast, survey: Survey) -> None:
        survey.answer({**level(1), "y_kien": "Chờ lâu."}, 3, days=-11)
        assert found(session, cast) == []

    def test_cases_count_with_them(self, session: Session, cast: Cast, make: Make, survey: Survey) -> None:
        desk_id = survey.placements[0].desk_id
        survey.answer({**level(1), "y_kien": "Chờ lâu."}, 2)
        case = make.case(cast.hoa_sen, task=survey.task)
        case.desk_id, case.hour = desk_id, NOW - timedelta(days=1)
        session.commit()
        (finding,) = found(session, cast)
        assert finding.details["count"] == 3

    def test_what_names_nothing_in_common_is_no_gathering(self) -> None:
        assert gatherings([Voice(None, None)] * 9, Choice()) == []

    def test_on_the_whole(self) -> None:
        assert is_dissatisfied([1, 2, 4])
        assert not is_dissatisfied([2, 3])
        assert not is_dissatisfied([])


class TestCases:
    def test_an_urgent_one(self, session: Session, cast: Cast, make: Make) -> None:
        case = make.case(cast.hoa_sen)
        assert found(session, cast) == []
        case.level = "urgent"
        session.commit()
        (finding,) = found(session, cast)
        assert (finding.rule, finding.case_id) == ("urgent", case.id)
        case.state = "answered"
        session.commit()
        assert found(session, cast) == []

    def test_a_restricted_one_is_the_heads_alone(self, session: Session, cast: Cast, make: Make) -> None:
        case = make.case(cast.hoa_sen)
        case.level, case.restricted = "urgent", True
        session.commit()
        assert found(session, cast) == []

    def test_five_people_about_one_matter(self, session: Session, cast: Cast, make: Make) -> None:
        first, *others = [make.case(cast.hoa_sen) for _ in range(5)]
        for case in others:
            case.duplicate_of_id, case.flag, case.state = first.id, "duplicate", "closed"
        session.commit()
        (finding,) = found(session, cast)
        assert (finding.rule, finding.case_id, finding.details["count"]) == ("group", first.id, 5)
        others[0].flag, others[0].duplicate_of_id = None, None
        session.commit()
        assert found(session, cast) == []

    def test_one_that_was_opened_twice_again(self, session: Session, cast: Cast, make: Make) -> None:
        case = make.case(cast.hoa_sen)
        step(session, case, "reopen", 2)
        assert found(session, cast) == []
        step(session, case, "reopen", 3)
        (finding,) = found(session, cast)
        assert (finding.rule, finding.details["count"]) == ("reopened", 2)


class TestLife:
    FINDING = Finding("urgent", "7", details={"reference": "7F3A-91C2"})

    def alerts(self, session: Session) -> list[Alert]:
        return list(session.scalars(select(Alert).order_by(Alert.id)))

    def test_looking_again_opens_nothing(self, session: Session, cast: Cast) -> None:
        assert look(session, cast, [self.FINDING]) == Told(1, 0)
        assert look(session, cast, [self.FINDING]) == Told(0, 0)
        assert len(self.alerts(session)) == 1

    def test_it_stays_until_a_person_takes_note(self, session: Session, cast: Cast) -> None:
        look(session, cast, [self.FINDING])
        assert look(session, cast, []) == Told(0, 1)
        (alert,) = self.alerts(session)
        assert (alert.acknowledged_at, alert.cleared_at) == (None, NOW)
        assert look(session, cast, [self.FINDING]) == Told(0, 0)
        assert alert.cleared_at is None

    def test_what_was_noted_is_quiet_while_it_lasts_and_new_when_it_comes_back(
        self, session: Session, cast: Cast
    ) -> None:
        look(session, cast, [self.FINDING])
        (alert,) = self.alerts(session)
        acknowledge(session, alert, "Đã cử người đến.", by=cast.thu.id, now=NOW)
        session.commit()
        assert look(session, cast, [self.FINDING]) == Told(0, 0)
        assert look(session, cast, []) == Told(0, 1)
        assert look(session, cast, [self.FINDING]) == Told(1, 0)
        assert len(self.alerts(session)) == 2

    def test_a_note_says_something(self, session: Session, cast: Cast) -> None:
        look(session, cast, [self.FINDING])
        (alert,) = self.alerts(session)
        with pytest.raises(NothingSaid):
            acknowledge(session, alert, "  ", by=cast.thu.id, now=NOW)
        with pytest.raises(NothingSaid):
            acknowledge(session, alert, "a" * 2001, by=cast.thu.id, now=NOW)

    def test_two_people_at_once(self, session: Session, cast: Cast) -> None:
        look(session, cast, [self.FINDING])
        (alert,) = self.alerts(session)
        acknowledge(session, alert, "Đã xem.", by=cast.thu.id, now=NOW)
        with pytest.raises(Conflict):
            acknowledge(session, alert, "Tôi cũng xem.", by=cast.minh.id, now=NOW)

    def test_a_rule_that_is_switched_off_sees_nothing(self, session: Session, cast: Cast, make: Make) -> None:
        case = make.case(cast.hoa_sen)
        case.level = "urgent"
        session.commit()
        assert look(session, cast) == Told(1, 0)
        change_rules(session, cast.hoa_sen, off=["urgent"], limits={}, also=[], by=cast.lan.id)
        assert look(session, cast) == Told(0, 1)


class TestRules:
    def test_they_are_stored_and_read_again(self, session: Session, cast: Cast) -> None:
        limits = {key: limit.default for key, limit in LIMITS.items()} | {"gather.count": 7}
        choice = change_rules(session, cast.hoa_sen, off=["below"], limits=limits, also=[cast.minh.id], by=None)
        session.commit()
        assert choice_for(session, cast.hoa_sen.id) == choice == choice_of(data_of(choice))
        assert choice.limits == (("gather.count", 7),)
        assert choice[LIMITS["gather.count"]] == 7

    @pytest.mark.parametrize(("key", "value"), [("gather.count", 1), ("drop.points", 61), ("drop.months", 4)])
    def test_limits_have_limits(self, session: Session, cast: Cast, key: str, value: int) -> None:
        with pytest.raises(LimitOutOfBounds):
            change_rules(session, cast.hoa_sen, off=[], limits={key: value}, also=[], by=None)

    def test_what_an_older_version_knew_is_left_out(self) -> None:
        assert choice_of({"off": ["moon"], "limits": {"moon.phase": 3}, "also": []}) == Choice()
