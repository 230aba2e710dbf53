"""Column types that behave the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from app.access.actions import record
from app.access.models import AuditEntry
from app.core.db import Instant, Json, compact

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
DIALECT = sqlite.dialect()


@given(values)
def test_json_comes_back_as_it_went(value: Any) -> None:
    kept = Json().process_bind_param(value, DIALECT)
    assert Json().process_result_value(kept, DIALECT) == value


def test_json_is_compact_and_readable() -> None:
    assert compact({"b": [1, 2], "a": "rất hài lòng"}) == '{"b":[1,2],"a":"rất hài lòng"}'


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))])).filter(lambda at: at.year > 1))
def test_an_instant_is_stored_in_utc(at: datetime) -> None:
    if at.year >= 9999:
        return
    stored = Instant().process_bind_param(at, DIALECT)
    assert stored == at
    assert stored is not None
    assert stored.tzinfo is UTC
    assert Instant().process_result_value(stored.replace(tzinfo=None), DIALECT) == at


def test_an_instant_comes_back_with_its_zone(session: Session) -> None:
    record(session, "test", "nothing", by=None, office_id=None, a=1)
    session.commit()
    session.expire_all()
    entry = session.query(AuditEntry).one()
    assert entry.at.tzinfo is UTC
    assert entry.details == {"a": 1}


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    session.add(AuditEntry(at=datetime(2026, 1, 1), verb="x", target="y", details={}))  # noqa: DTZ001  the point
    with pytest.raises(StatementError, match="without a zone"):
        session.flush()
