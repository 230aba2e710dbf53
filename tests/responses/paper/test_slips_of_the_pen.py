"""What goes wrong while a pile of sheets is typed: a sheet of another batch, a wrong digit found later."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.desks.models import Placement
from app.responses.models import Quarantine, Response
from app.responses.paper.actions import CORRECTED
from app.responses.paper.models import PaperBatch
from app.responses.paper.rules import split_sheet
from tests.client import Browser
from tests.make import Make
from tests.responses.paper.test_paper_screens import batch as batch
from tests.responses.paper.test_paper_screens import checked, count, typed
from tests.responses.paper.test_paper_screens import placement as placement


def correct(who: Browser, batch: PaperBatch, sheet: int | str, *, follow: bool = False) -> tuple[int, str]:
    page = who.post(f"/paper/{batch.id}/entry/correction", {"sheet": sheet}, page=f"/paper/{batch.id}", follow=follow)
    return page.status, page.text


def test_the_number_may_be_typed_with_the_code_on_the_paper(minh: Browser, session: Session, batch: PaperBatch) -> None:
    for number, written in enumerate((f"{batch.code}-001", f" {batch.code.lower()} 2 ", "003"), 1):
        page = minh.get(str(typed(minh, batch, written).answer.location))
        assert f"Đã ghi tờ số {number}." in page.text
    assert count(session, Response) == 3


def test_a_sheet_of_another_edition_is_refused_by_its_code(
    minh: Browser, lan: Browser, session: Session, make: Make, batch: PaperBatch, placement: Placement
) -> None:
    """A newer edition is printed in a batch of its own; its sheets lie in the same pile."""
    first = batch.code
    make.edition(placement.form, title="Làm thủ tục tại bộ phận Một cửa (mới)")
    minh.post("/paper", {"placement": placement.id, "sheets": 5, "locale": "vi"})
    newer = session.scalars(select(PaperBatch).where(PaperBatch.id != batch.id)).one()
    assert newer.edition_id != batch.edition_id
    page = typed(minh, batch, f"{newer.code}-001", q_y_kien="Chờ lâu")
    assert page.status == 409
    assert f"Tờ mang mã {newer.code} không thuộc đợt {first}" in page.text
    assert "Chờ lâu" in page.html
    assert f'value="{newer.code}-001"' in page.html
    assert count(session, Response) == 0
    typed(minh, batch, 1)
    assert lan.post(f"/paper/{batch.id}/check", {"sheet": f"{newer.code}-001", "q_de_tim": "5"}).status == 409
    assert checked(lan, batch, 1).status == 200


def test_a_wrong_digit_found_later_is_corrected(minh: Browser, session: Session, batch: PaperBatch) -> None:
    """Three sheets later the first turns out to be wrong: it is set aside with the reason, and typed anew."""
    for sheet in (1, 2, 3):
        typed(minh, batch, sheet, q_de_tim="1")
    assert "Sửa một tờ bạn đã nhập nhầm" in minh.get(f"/paper/{batch.id}").text
    status, text = correct(minh, batch, f"{batch.code}-001", follow=True)
    assert status == 200
    assert "Hãy nhập lại tờ này" in text
    assert typed(minh, batch, 1, q_de_tim="5").status == 303
    session.commit()
    assert session.scalars(select(Quarantine.reason)).one() == CORRECTED
    assert count(session, Response) == 4
    assert "Đã nhập 3 tờ" in minh.get(f"/paper/{batch.id}").text


@pytest.mark.parametrize(("sheet", "status"), [(2, 409), ("", 422), ("x", 422)])
def test_a_sheet_that_was_not_typed_is_not_corrected(
    minh: Browser, session: Session, batch: PaperBatch, sheet: int | str, status: int
) -> None:
    typed(minh, batch, 1)
    assert correct(minh, batch, sheet)[0] == status
    assert count(session, Quarantine) == 0


def test_nobody_corrects_what_somebody_else_typed(
    minh: Browser, lan: Browser, session: Session, batch: PaperBatch
) -> None:
    typed(minh, batch, 1)
    assert "Sửa một tờ bạn đã nhập nhầm" not in lan.get(f"/paper/{batch.id}").text
    status, text = correct(lan, batch, 1)
    assert status == 409
    assert "do người khác nhập" in text
    assert count(session, Quarantine) == 0


def test_nothing_is_corrected_in_a_closed_batch(minh: Browser, session: Session, batch: PaperBatch) -> None:
    typed(minh, batch, 1)
    minh.post(f"/paper/{batch.id}/closing", {}, page=f"/paper/{batch.id}")
    assert correct(minh, batch, 1)[0] == 409
    assert count(session, Quarantine) == 0
    assert clock.show_day(clock.today()) in minh.get(f"/paper/{batch.id}").text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7K3M9-012", ("7K3M9", "012")),
        (" 7k3m9 – 12 ", ("7k3m9", "12")),
        ("12", ("", "12")),
        ("12345", ("", "12345")),
        ("7K3M9012", ("", "7K3M9012")),
        ("", ("", "")),
    ],
)
def test_a_sheets_number_is_read_as_people_write_it(written: str, read: tuple[str, str]) -> None:
    assert split_sheet(written) == read
