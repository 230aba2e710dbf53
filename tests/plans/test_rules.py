"""Which tasks citizens are asked about, and with which template."""

from __future__ import annotations

import pytest

from app.plans.reading.themes import OTHER, PHRASES
from app.plans.rules import TEMPLATES, THEMES, survey_default, template_for


def test_it_works() -> None:
    assert survey_default("administrative_reform", "Cải cách hành chính", []).surveyed
    assert template_for("administrative_reform", "Cải cách hành chính") == "m1_thu_tuc_mot_cua"


def test_the_reader_suggests_no_theme_that_is_unknown_here() -> None:
    assert {*PHRASES, OTHER} == set(THEMES) == set(TEMPLATES)


def test_every_template_is_one_of_the_eight() -> None:
    digital = template_for("administrative_reform", "Đẩy mạnh chuyển đổi số")
    assert len({template_for(theme) for theme in THEMES} | {digital}) == 8


@pytest.mark.parametrize(
    ("title", "template"),
    [
        ("Đẩy mạnh chuyển đổi số, dịch vụ công trực tuyến", "m2_dich_vu_cong_truc_tuyen"),
        ("Chuyển đổi số gắn với cải cách hành chính", "m2_dich_vu_cong_truc_tuyen"),
        ("Cải cách hành chính gắn với chuyển đổi số", "m1_thu_tuc_mot_cua"),
        ("", "m1_thu_tuc_mot_cua"),
    ],
)
def test_the_first_matter_of_the_heading_chooses_between_counter_and_online(title: str, template: str) -> None:
    assert template_for("administrative_reform", title) == template


def test_an_unknown_theme_gets_the_template_of_other_tasks() -> None:
    assert template_for("không có") == TEMPLATES["other"]


def test_studying_policies_is_not_surveyed_and_the_reason_is_given() -> None:
    default = survey_default("policy_institutionalisation", "Quán triệt các nghị quyết của Đảng", ["Nhân dân"])
    assert not default.surveyed
    assert default.reason is not None
    assert default.reason.startswith("Quán triệt, thể chế hóa là việc nội bộ")


def test_policy_that_promises_to_settle_what_people_ask_for_is_surveyed() -> None:
    title = "Cụ thể hóa chủ trương; giải quyết kịp thời kiến nghị của người dân"
    assert survey_default("policy_institutionalisation", title, []) == survey_default("propaganda", "", [])


def test_coordination_between_bodies_is_not_surveyed() -> None:
    default = survey_default("front_coordination", "Phối hợp với Mặt trận", ["Tạo điều kiện để Mặt trận giám sát."])
    assert not default.surveyed
    assert default.reason is not None


def test_coordination_that_listens_to_people_is_surveyed() -> None:
    items = ["Cùng Mặt trận lắng nghe và giải quyết kịp thời ý kiến, kiến nghị của Nhân dân."]
    assert survey_default("front_coordination", "Phối hợp với Mặt trận", items).surveyed
