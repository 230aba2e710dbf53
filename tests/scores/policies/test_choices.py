"""The screen on which an office chooses how it is measured, and what becomes of the scores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.access.models import AuditEntry
from app.cli.database import alembic_config, upgrade
from app.core import clock
from app.core.db import open_engine
from app.scores.methods import METHODS
from app.scores.policies.actions import choose_policy
from app.scores.policies.models import ScorePolicy
from app.scores.policies.queries import policy_on
from app.scores.policies.rules import NothingChanges, Weights
from app.scores.queries import plan_scores, published_policy
from tests.cast import Cast
from tests.client import Browser
from tests.conftest import new_database
from tests.make import Make
from tests.scores.conftest import LIMITS
from tests.scores.survey import Survey, level, set_up


@pytest.fixture
def hoa_sen(make: Make, cast: Cast) -> Survey:
    """A task of phường Hoa Sen, in the plan of the year that runs."""
    return set_up(make, make.task(make.plan(cast.hoa_sen, year=clock.today().year)))


def page(cast: Cast) -> str:
    return f"/offices/{cast.hoa_sen.id}/scoring"


def test_it_works(lan: Browser, cast: Cast, hoa_sen: Survey, session: Session) -> None:
    """Level 5 for "đúng hẹn", which weighs 3, and level 1 for six questions: 3/9 instead of 1/7."""
    hoa_sen.answer(level(1, dung_hen=5), 40)
    empty = lan.get("/scoring")
    assert "Cơ quan chưa chọn lần nào" in empty.text
    assert "Các câu tính điểm ngang nhau." in empty.text
    today = clock.today()
    chosen = {"method": "share-1", "item_dung_hen": "3", "since": today.isoformat(), "reason": "Văn bản 12/SNV"}
    assert lan.post(page(cast), chosen).status == 302
    said = lan.get(page(cast))
    assert f"Cách tính này áp dụng từ ngày {clock.show_day(today)}" in said.text
    assert "Văn bản 12/SNV" in said.text
    assert "đang áp dụng" in said.text
    (found,) = plan_scores(session, hoa_sen.task.plan, LIMITS, live=True)
    assert found.score.value == pytest.approx(3 / 9)
    scores = lan.get(f"/tasks/{hoa_sen.task.id}/scores")
    assert "33,3 %" in scores.text
    assert "× 3; các câu khác × 1." in scores.text
    assert f"Lựa chọn này áp dụng từ {clock.show_day(today)}." in scores.text
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "Chọn cách tính điểm"))
    assert entry.details["weights"] == {"factors": {}, "items": {"dung_hen": 3}}


def test_a_coming_choice_waits_for_its_day(lan: Browser, cast: Cast, hoa_sen: Survey, session: Session) -> None:
    coming = clock.today() + timedelta(days=10)
    lan.post(page(cast), {"method": "mean-1", "since": coming.isoformat(), "reason": "Từ tháng sau"})
    assert "sắp áp dụng" in lan.get(page(cast)).text
    assert published_policy(session, hoa_sen.task.plan).method.key == "share"
    assert policy_on(session, cast.hoa_sen.id, coming).method.key == "mean"
    assert policy_on(session, cast.hoa_sen.id, coming - timedelta(days=1)).method.key == "share"


def test_the_last_choice_for_a_day_holds_and_the_other_stays_in_the_list(
    lan: Browser, cast: Cast, session: Session
) -> None:
    coming = clock.today() + timedelta(days=10)
    for method, weight in (("mean-1", ""), ("mean-1", "2")):
        chosen = {"method": method, "factor_KQ": weight, "since": coming.isoformat(), "reason": "Thử"}
        assert lan.post(page(cast), chosen).status == 302
    assert "đã thay bằng lần chọn sau cho cùng ngày" in lan.get(page(cast)).text
    assert policy_on(session, cast.hoa_sen.id, coming).weights == Weights({"KQ": 2})


def test_a_year_that_is_over_keeps_its_method(make: Make, cast: Cast, session: Session) -> None:
    this_year = clock.today().year
    old = set_up(make, make.task(make.plan(cast.hoa_sen, year=this_year - 1)))
    old.answer(level(4), 30)
    before = plan_scores(session, old.task.plan, LIMITS, live=True)
    choose_policy(
        session, cast.hoa_sen, METHODS["mean"], Weights({"KQ": 5}), since=clock.today(), reason="Mới", by=cast.lan.id
    )
    assert plan_scores(session, old.task.plan, LIMITS, live=True) == before
    assert published_policy(session, old.task.plan).method.key == "share"


def test_the_past_is_refused_with_a_sentence(lan: Browser, cast: Cast, session: Session) -> None:
    yesterday = clock.today() - timedelta(days=1)
    refused = lan.post(page(cast), {"method": "mean-1", "since": yesterday.isoformat(), "reason": "Sớm hơn"})
    assert refused.status == 422
    assert "Kết quả của những kỳ đã công bố giữ nguyên cách tính" in refused.text
    assert session.scalar(select(func.count()).select_from(ScorePolicy)) == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Hãy ghi lý do đổi cách tính"),
        ({"since": ""}, "Hãy chọn ngày."),
        ({"method": "share-9"}, "Hãy chọn một mục trong danh sách."),
        ({"factor_KQ": "0"}, "Trọng số phải là số nguyên từ 1 đến 100."),
        ({"factor_KQ": "hai"}, "Hãy ghi một số nguyên"),
        ({"method": "share-1"}, "cơ quan đã tính như vậy rồi"),
    ],
)
def test_it_refuses(lan: Browser, cast: Cast, session: Session, wrong: dict[str, str], sentence: str) -> None:
    chosen = {"method": "mean-1", "since": clock.today().isoformat(), "reason": "Thử"} | wrong
    refused = lan.post(page(cast), chosen)
    assert refused.status in {409, 422}
    assert sentence in refused.text
    assert session.scalar(select(func.count()).select_from(ScorePolicy)) == 0


def test_only_the_administrator_chooses(minh: Browser, thu: Browser, stranger: Browser, cast: Cast) -> None:
    assert minh.get(page(cast)).status == 404
    assert thu.get(page(cast)).status == 404
    assert stranger.get(page(cast)).status == 404


def test_the_same_choice_twice_changes_nothing(make: Make, cast: Cast, session: Session) -> None:
    def choose() -> None:
        choose_policy(
            session, cast.hoa_sen, METHODS["mean"], Weights(), since=clock.today(), reason="Mới", by=cast.lan.id
        )

    choose()
    with pytest.raises(NothingChanges):
        choose()


def test_the_database_keeps_the_history(make: Make, cast: Cast, session: Session) -> None:
    make.policy(cast.hoa_sen)
    for statement in ("UPDATE score_policy SET method = 'share-1'", "DELETE FROM score_policy"):
        with pytest.raises(DBAPIError, match="frozen"), session.begin_nested():
            session.execute(text(statement))


@pytest.fixture
def engine_before(database_server: str | None, tmp_path: Path) -> Iterator[Engine]:
    """A database as it was before choices were kept, with two offices."""
    engine = open_engine(new_database(database_server, tmp_path))
    upgrade(engine, "0013")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO office (id, code, name, kind, valid_from, citizen_locales, score_method) VALUES"
                " (1, 'a', 'A', 'xã', '2025-07-01', '[]', 'mean'), (2, 'b', 'B', 'xã', '2025-07-01', '[]', 'share')"
            )
        )
    yield engine
    engine.dispose()


@pytest.mark.database
def test_what_was_set_becomes_the_first_choice_over_the_migration(engine_before: Engine) -> None:
    for _round in range(2):
        upgrade(engine_before)
        with Session(engine_before) as session:
            found = [policy_on(session, office, date(2024, 12, 31)) for office in (1, 2)]
            assert [(policy.method.id, policy.weights.are_equal) for policy in found] == [
                ("mean-1", True),
                ("share-1", True),
            ]
        command.downgrade(alembic_config(engine_before), "0013")
        with engine_before.connect() as connection:
            kept = connection.execute(text("SELECT score_method FROM office ORDER BY id")).scalars().all()
        assert kept == ["mean", "share"]
