"""What is printed for placements."""

from __future__ import annotations

from flask import Flask
from flask_babel import force_locale

from app.desks.prints import desk_poster, file_name, name_of, placement_poster, poster_words
from tests.cast import Cast
from tests.make import Make


def test_it_works(app: Flask, make: Make, cast: Cast) -> None:
    cast.hoa_sen.superior = make.office("Thành phố Sông Hồng", "song-hong")
    placement = make.placement(make.desk(cast.hoa_sen, "Quầy số 1"))
    with app.test_request_context():
        words = placement_poster(placement, "https://hoasen.gov.vn")
    assert (words.office, words.superior) == ("Ủy ban nhân dân phường Hoa Sen", "Thành phố Sông Hồng")
    assert (words.desk, words.tasks) == ("Quầy số 1", (placement.edition.title,))
    assert words.url == f"HTTPS://HOASEN.GOV.VN/P/{placement.code}"
    assert words.plan == "Kế hoạch số 15/KH-UBND năm 2026"


def test_posters_speak_vietnamese_to_whoever_prints_them(app: Flask, make: Make) -> None:
    placement = make.placement()
    with app.test_request_context(), force_locale("en"):
        (words,) = poster_words([placement], [placement], "https://hoasen.gov.vn")
    assert words.plan.startswith("Kế hoạch số")


def test_a_plan_is_cited_as_officials_do(app: Flask, make: Make) -> None:
    with app.test_request_context():
        assert name_of(make.plan(number="15/KH-UBND", year=None)) == "Kế hoạch số 15/KH-UBND"
        assert name_of(make.plan(number="15/2026/KH", year=2026)) == "Kế hoạch số 15/2026/KH"
        assert name_of(make.plan(title="Kế hoạch dân vận", number=None)) == "Kế hoạch dân vận"


def test_the_poster_of_a_desk_tells_forms_of_one_name_apart(app: Flask, make: Make, cast: Cast) -> None:
    desk = make.desk(cast.hoa_sen)
    placed = [
        make.placement(desk, make.form(make.task(make.plan(cast.hoa_sen, year=year)), title="Tiếp dân"))
        for year in (2025, 2026)
    ]
    with app.test_request_context():
        assert desk_poster(desk, placed, "https://hoasen.gov.vn").tasks == (
            "Tiếp dân (năm 2025)",
            "Tiếp dân (năm 2026)",
        )


def test_a_file_name_has_plain_letters_only() -> None:
    assert (
        file_name("Quầy số 1 – Đất đai", "../../etc/passwd", "7K3M9PQR2XYZ", ending=".svg")
        == "quay-so-1-dat-dai_etc-passwd_7K3M9PQR2XYZ.svg"
    )
    assert file_name("???", "7K3M9PQR2XYZ", ending=".svg") == "7K3M9PQR2XYZ.svg"
    assert len(file_name("a" * 500, "b" * 500, ending=".pdf")) < 100
