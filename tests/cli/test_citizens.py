"""Made-up citizens: plausible, and the same again for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from app.cli.citizens import HOURS, Place, Visit, visits
from app.core import clock
from app.forms.builder import field_name, read_answers
from app.forms.definition import Definition, form_files, load
from app.responses.rules import is_scorable
from tests.forms.sample import sample, vietnamese

NOW = datetime(2026, 11, 20, 4, 20, tzinfo=UTC)
FORMS = [load(path) for path in form_files()]
PLACES = [Place(10 * task + desk, task, desk, form) for task, form in enumerate(FORMS) for desk in (1, 2)]


def come(count: int = 400, seed: int = 7, days: int = 30, now: datetime = NOW) -> list[Visit]:
    return list(visits(PLACES, count=count, seed=seed, days=days, now=now))


def read(visit: Visit) -> dict[str, object]:
    definition = visit.place.definition
    posted = MultiDict((field_name(name), value) for name, values in visit.posted.items() for value in values)
    reading = read_answers(definition, vietnamese(definition), posted)
    assert reading.errors == {}
    return dict(reading.answers)


def test_it_works() -> None:
    found = come()
    assert len(found) == 400
    assert {visit.place.placement_id for visit in found} == {place.placement_id for place in PLACES}
    assert all(read(visit) for visit in found)


def test_the_same_seed_brings_the_same_people() -> None:
    assert come() == come()
    assert come() != come(seed=8)


def test_they_come_in_office_hours_of_the_last_days_and_never_in_the_future() -> None:
    hours = [visit.hour for visit in come(2000)]
    assert max(hours) <= NOW
    assert min(hours) >= NOW - timedelta(days=30)
    assert {at.astimezone(clock.VIETNAM).hour for at in hours} <= set(HOURS)
    assert 6 not in {at.astimezone(clock.VIETNAM).weekday() for at in hours}
    assert hours == sorted(hours)


def test_before_the_office_opens_there_is_still_the_present_hour() -> None:
    early = datetime(2026, 11, 20, 17, 40, tzinfo=UTC)
    assert {visit.hour for visit in come(20, days=1, now=early)} == {clock.hour_of(early)}


def test_most_answer_enough_and_some_do_not() -> None:
    scorable = Counter(is_scorable(visit.place.definition, read(visit)) for visit in come(1000))
    assert 0.02 < scorable[False] / 1000 < 0.2


def test_some_write_and_they_write_different_things() -> None:
    texts = [text for visit in come(1000) for text in read(visit).values() if isinstance(text, str)]
    assert 100 < len(texts) < 250
    assert len(set(texts)) > 40


def test_most_use_their_phone() -> None:
    modes = Counter(visit.mode for visit in come(1000))
    assert modes.keys() == {"phone", "paper", "assisted", "kiosk"}
    assert modes["phone"] > 700


@pytest.mark.parametrize("definition", [sample("every_kind"), sample("chain")], ids=lambda form: form.key)
def test_they_answer_what_is_required_and_every_kind(definition: Definition) -> None:
    place = Place(1, 1, 1, definition)
    answered = {name for visit in visits([place], count=300, seed=1, days=9, now=NOW) for name in read(visit)}
    assert answered == {question.id for question in definition.questions}


def test_all_ages_come_as_they_do_to_a_counter() -> None:
    ages = Counter(int(visit.posted["nhom_tuoi"][0]) for visit in come(4000) if "nhom_tuoi" in visit.posted)
    share = {age: count / ages.total() for age, count in ages.items()}
    assert share[1] < share[3] < share[2] < 0.45  # under 30, 45 to 59, 30 to 44
    assert share[4] > 0.1  # 60 and over
    assert set(ages) == {option.code for option in FORMS[0].by_id["nhom_tuoi"].options}
