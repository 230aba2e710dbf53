"""The score of replies: its own, with its evidence, by office and days, and hidden where few have rated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.core import clock
from app.feedback.cases import actions
from app.feedback.ratings.actions import rate
from app.feedback.ratings.models import ReplyRating
from app.feedback.ratings.rules import ITEMS
from app.feedback.restricted.actions import Flag, box_case
from app.scores.replies import ReplyScore, reply_score, reply_scores
from app.scores.rules import wilson
from tests.cast import Cast
from tests.client import Browser
from tests.make import Make
from tests.scores.conftest import LIMITS


@pytest.fixture
def rated(make: Make, cast: Cast, session: Session) -> Cast:
    """Eight replies of Hoa Sen, rated 5 5 1 twice and 4 4 4 six times, and one of them with a denunciation."""
    for number in range(9):
        case = make.case(cast.hoa_sen, f"Việc {number}.")
        actions.answer(session, case, "Đã làm.", by=cast.minh.id, seen=None)
        levels = "551" if number < 2 else "444"
        rate(session, case, dict(zip(ITEMS, levels, strict=True)))
        if number == 8:
            box_case(session, case, Flag("denunciation", "Có tố cáo."), by=cast.minh.id, seen=None)
    session.commit()
    return cast


def score(session: Session, cast: Cast, since: date | None = None, until: date | None = None) -> ReplyScore:
    today = clock.today()
    return reply_score(session, cast.hoa_sen, since or today, until or today, LIMITS)


def test_it_works(rated: Cast, session: Session) -> None:
    found = score(session, rated)
    assert (found.score.n, found.score.standing) == (8, "reference")
    assert found.score.value == pytest.approx((1 + 1 + 6 / 8) / 3)
    assert found.score.interval is not None
    assert found.score.interval.low == pytest.approx(wilson((2.75 / 3) * 8, 8).low)
    assert {item: each.value for item, each in found.items.items()} == {"timely": 1, "relevant": 1, "proven": 0.75}


def test_other_days_and_other_offices_are_not_in_it(rated: Cast, session: Session) -> None:
    yesterday = clock.today() - timedelta(days=1)
    assert not score(session, rated, yesterday, yesterday).score.is_shown
    both = reply_scores(session, [rated.hoa_sen, rated.an_binh], clock.today(), clock.today(), LIMITS)
    assert both[rated.hoa_sen.id].score.n == 8
    assert both[rated.an_binh.id].score.n is None


def test_few_ratings_are_hidden_in_whole_and_in_part(rated: Cast, session: Session) -> None:
    for row in session.query(ReplyRating).order_by(ReplyRating.step_id).limit(5):
        session.delete(row)
    session.commit()
    found = score(session, rated)
    for each in (found.score, *found.items.values()):
        assert (each.value, each.n, each.interval) == (None, None, None)
    assert set(found.items) == set(ITEMS)


def test_the_offices_method_is_used(rated: Cast, session: Session, make: Make) -> None:
    make.policy(rated.hoa_sen)
    found = score(session, rated)
    assert found.score.method.key == "mean"
    assert found.score.value == pytest.approx((34 / 40 + 34 / 40 + 26 / 40) / 3)


def test_the_page_shows_the_number_with_its_evidence_and_other_offices_nothing(
    lan: Browser, stranger: Browser, rated: Cast
) -> None:
    page = lan.get("/cases/scores")
    assert "8 phiếu; khoảng tin cậy 95 %" in page.text
    assert "tham khảo, chưa đủ để xếp hạng" in page.text
    assert "Chưa đủ 5 lượt chấm" in lan.get("/cases/scores", year=clock.today().year - 1).text
    assert "Chưa đủ 5 lượt chấm" in stranger.get("/cases/scores").text
    assert rated.hoa_sen.name not in stranger.get("/cases/scores").text


def test_a_plans_page_shows_the_offices_replies_beside_its_own_scores(lan: Browser, rated: Cast, make: Make) -> None:
    plan = make.plan(rated.hoa_sen)
    assert "chấm câu trả lời của cơ quan: 91,7 %" in lan.get(f"/plans/{plan.id}/scores").text
