"""What a task is about."""

from __future__ import annotations

import pytest

from app.plans.reading.themes import OTHER, suggest_theme


def test_it_works() -> None:
    found = suggest_theme("Tuyên truyền, phổ biến pháp luật", ["Phát động phong trào thi đua “Dân vận khéo”."])
    assert found.theme == "propaganda"
    assert found.reasons["propaganda"][0] == "tuyên truyền"


@pytest.mark.parametrize(
    ("heading", "theme"),
    [
        ("Tổ chức quán triệt và thể chế hóa chủ trương, đường lối của Đảng", "policy_institutionalisation"),
        ("Cụ thể hoá các chủ trương; giải quyết bức xúc của Nhân dân", "policy_institutionalisation"),
        ("Tiếp tục đẩy mạnh tuyên truyền, giáo dục; học tập và làm theo Bác", "propaganda"),
        ("Đẩy mạnh phong trào thi đua “Dân vận khéo”, xây dựng nông thôn mới", "emulation_dan_van_kheo"),
        ("Phát huy dân chủ, thực hiện tốt quy chế dân chủ ở cơ sở", "grassroots_democracy"),
        ("Nâng cao hiệu quả tiếp công dân, giải quyết khiếu nại, tố cáo", "citizen_reception_complaints"),
        ("Tăng cường đối thoại với Nhân dân", "citizen_reception_complaints"),
        ("Thực hiện tốt chương trình cái cách hành chính của tỉnh", "administrative_reform"),
        ("Đẩy mạnh chuyển đổi số", "administrative_reform"),
        ("Cải cách hành chính; thực hiện dân chủ ở cơ sở; tiếp công dân", "administrative_reform"),
        ("Nâng cao đạo đức công vụ, tinh thần trách nhiệm", "public_service_ethics"),
        ("Siết chặt kỷ luật, kỷ cương hành chính", "public_service_ethics"),
        ("Xây dựng đội ngũ cán bộ, công chức gần dân", "public_service_ethics"),
        ("Đối thoại, tháo gỡ khó khăn cho doanh nghiệp", "socioeconomic_security"),
        ("Gắn công tác dân vận với phát triển kinh tế - xã hội", "socioeconomic_security"),
        ("Tăng cường phối hợp giữa chính quyền với Mặt trận Tổ quốc và các đoàn thể", "front_coordination"),
        ("Công tác khác", OTHER),
    ],
)
def test_the_heading_decides_and_its_first_matter_counts_most(heading: str, theme: str) -> None:
    assert suggest_theme(heading, []).theme == theme


def test_later_matters_of_the_heading_are_further_themes() -> None:
    found = suggest_theme("Cải cách hành chính; thực hiện dân chủ ở cơ sở", [])
    assert found.further == ("grassroots_democracy",)


def test_items_decide_where_the_heading_says_nothing() -> None:
    assert (
        suggest_theme("Nhiệm vụ trọng tâm", ["Niêm yết thủ tục hành chính tại bộ phận một cửa."]).theme
        == "administrative_reform"
    )


def test_a_task_without_any_known_word_has_no_reasons() -> None:
    found = suggest_theme("Việc khác", [])
    assert (found.theme, found.further, found.reasons) == (OTHER, (), {})
