"""Pure decisions about plans: the themes, which tasks citizens are asked about, and with which form template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.core.text import N_

THEMES = MappingProxyType(
    {
        "propaganda": N_("Tuyên truyền, thông tin đến người dân"),
        "policy_institutionalisation": N_("Quán triệt, thể chế hóa chủ trương, chính sách"),
        "emulation_dan_van_kheo": N_("Phong trào thi đua “Dân vận khéo”"),
        "grassroots_democracy": N_("Thực hiện dân chủ ở cơ sở"),
        "citizen_reception_complaints": N_("Tiếp công dân, giải quyết khiếu nại, tố cáo, kiến nghị"),
        "administrative_reform": N_("Cải cách hành chính, chuyển đổi số"),
        "public_service_ethics": N_("Đạo đức công vụ, thái độ phục vụ"),
        "socioeconomic_security": N_("Phát triển kinh tế - xã hội, bảo đảm quốc phòng, an ninh"),
        "front_coordination": N_("Phối hợp với Mặt trận Tổ quốc và các đoàn thể"),
        "other": N_("Nội dung khác"),
    }
)
"""Every theme of a task, and its name on the page."""

TEMPLATES = MappingProxyType(
    {
        "propaganda": "m4_tuyen_truyen",
        "policy_institutionalisation": "m4_tuyen_truyen",
        "emulation_dan_van_kheo": "m8_dan_van_kheo",
        "grassroots_democracy": "m5_dan_chu_co_so",
        "citizen_reception_complaints": "m6_tiep_cong_dan",
        "administrative_reform": "m1_thu_tuc_mot_cua",
        "public_service_ethics": "m3_thai_do_cong_vu",
        "socioeconomic_security": "m7_kinh_te_xa_hoi",
        "front_coordination": "m8_dan_van_kheo",
        "other": "m7_kinh_te_xa_hoi",
    }
)
ONLINE_SERVICES = "m2_dich_vu_cong_truc_tuyen"

DIGITAL = re.compile(r"chuyển đổi số|dịch vụ công trực tuyến|chính quyền (?:điện tử|số)|trên môi trường (?:mạng|số)")
REFORM = re.compile(r"cải cách|thủ tục hành chính|một cửa|hành chính nhà nước")

# What a plan says where a task of an inward theme nevertheless reaches the people.
REACHES_CITIZENS = re.compile(
    r"(?:lắng nghe|tiếp thu|giải quyết|nắm bắt)[^.;]{0,60}(?:ý kiến|kiến nghị|bức xúc|nguyện vọng|phản ánh)"
    r"|(?:ý kiến|kiến nghị|bức xúc|nguyện vọng|tâm tư) (?:chính đáng )?của (?:nhân dân|người dân|công dân)"
    r"|đối thoại (?:trực tiếp )?với (?:nhân dân|người dân|công dân)"
    r"|vận động (?:nhân dân|người dân|quần chúng)|lấy ý kiến (?:của )?(?:nhân dân|người dân)"
)


STUDY = N_("Quán triệt, thể chế hóa là việc nội bộ; đơn vị tự đánh giá và lấy ý kiến của Mặt trận Tổ quốc.")
COORDINATION = N_(
    "Đây là việc phối hợp giữa các cơ quan, tổ chức; nên lấy ý kiến của Mặt trận Tổ quốc và các đoàn thể."
)
CHILDREN_ASKED = N_("Người dân được hỏi về từng nhiệm vụ con.")
REASONS = frozenset({STUDY, COORDINATION, CHILDREN_ASKED})
"""Why the program itself suggests not to ask citizens about a task; an office may write its own reason instead."""


@dataclass(frozen=True)
class SurveyDefault:
    """Whether citizens are asked about a task unless somebody decides otherwise; ``reason`` where they are not."""

    surveyed: bool
    reason: str | None = None


def survey_default(theme: str, title: str, items: Sequence[str]) -> SurveyDefault:
    """Inward tasks are not surveyed: people cannot judge what they never meet.

    Those are the study and institutionalisation of policies, unless the heading itself promises to settle what people
    ask for, and coordination with the Front in whose text the people do not occur.
    """
    if theme == "policy_institutionalisation" and not REACHES_CITIZENS.search(title.casefold()):
        return SurveyDefault(False, STUDY)
    if theme == "front_coordination" and not REACHES_CITIZENS.search(" ".join([title, *items]).casefold()):
        return SurveyDefault(False, COORDINATION)
    return SurveyDefault(True)


def template_for(theme: str, title: str = "") -> str:
    """The form template for a task; online services where the heading speaks of them and not of reform before."""
    if theme == "administrative_reform" and _digital_first(title.casefold()):
        return ONLINE_SERVICES
    return TEMPLATES.get(theme, TEMPLATES["other"])


def _digital_first(title: str) -> bool:
    digital, reform = DIGITAL.search(title), REFORM.search(title)
    return digital is not None and (reform is None or digital.start() < reform.start())
