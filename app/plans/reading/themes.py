"""What a task is about, suggested from its heading and items, with the words that led to the suggestion.

The heading decides: office plans name the main matter first. What comes later in the heading, and what the items
dwell on, gives the further themes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.plans.reading.lexicon import small

OTHER = "other"

# Phrases per theme with their weight. Three: names the theme. Two: usual in it. One: a hint.
PHRASES: dict[str, tuple[tuple[str, float], ...]] = {
    "propaganda": (
        (r"tuyên truyền", 3),
        (r"phổ biến,? giáo dục pháp luật|phổ biến", 1.5),
        (r"nâng cao nhận thức", 2),
        (r"học tập và làm theo", 1.5),
        (r"truyền thông|loa phát thanh|truyền thanh", 1.5),
        (r"thông tin đến (?:người )?dân", 2),
    ),
    "policy_institutionalisation": (
        (r"thể chế hó?a", 3.5),
        (r"quán triệt", 2.5),
        (r"cụ thể hó?a (?:các |chủ trương|đường lối)", 3.5),
        (r"cụ thể hó?a", 2),
        (r"công tác lãnh đạo,? chỉ đạo|lãnh đạo, chỉ đạo", 1.5),
        (r"ban hành (?:các )?(?:văn bản|kế hoạch)", 1.5),
    ),
    "emulation_dan_van_kheo": (
        (r"dân vận khéo", 3),
        (r"thi đua", 2),
        (r"mô hình|điển hình", 0.7),
        (r"khen thưởng|biểu dương", 0.5),
    ),
    "grassroots_democracy": (
        (r"dân chủ (?:ở )?cơ sở", 3.5),
        (r"quy chế dân chủ", 3.5),
        (r"thực hiện dân chủ|phát huy dân chủ|phát huy quyền làm chủ", 2),
        (r"dân biết, dân bàn|công khai,? (?:minh bạch|dân chủ)|lấy ý kiến (?:của )?(?:nhân |người )?dân", 1.5),
        (r"giám sát đầu tư của cộng đồng|thanh tra nhân dân", 1.5),
    ),
    "citizen_reception_complaints": (
        (r"tiếp (?:công )?dân", 3.5),
        (r"khiếu nại|tố cáo|đơn thư", 2.5),
        (r"đối thoại", 2),
        (r"phản ánh,? kiến nghị|kiến nghị,? phản ánh", 2),
        (r"bức xúc|kiến nghị|nguyện vọng", 1),
    ),
    "administrative_reform": (
        (r"c[ảáa]i cách hành chính", 3.5),
        (r"hành chính nhà nước giai đoạn", 2),
        (r"thủ tục hành chính|\btthc\b", 2.5),
        (r"chuyển đổi số|dịch vụ công|chính quyền (?:điện tử|số)", 2.5),
        (r"một cửa|bộ phận tiếp nhận và trả kết quả", 2),
        (r"nền hành chính", 1.5),
    ),
    "public_service_ethics": (
        (r"đạo đức công vụ", 3.5),
        (r"văn hó?a công (?:vụ|sở)|kỷ luật,? kỷ cương", 2.5),
        (r"(?:ý thức|tinh thần|thái độ) phục vụ", 2),
        (r"tinh thần trách nhiệm|tác phong|lề lối làm việc|nêu gương", 1.2),
        (r"(?:chất lượng|năng lực)[^.;,]{0,30}đội ngũ", 1.5),
        (r"đội ngũ (?:cán bộ|công chức|viên chức)|(?:gần|sát|trọng) dân\b", 1.2),
    ),
    "socioeconomic_security": (
        (r"kinh tế\s*[-–,]?\s*(?:văn hóa\s*[-–,]?\s*)?xã hội", 3),
        (r"quốc phòng|an ninh|trật tự an toàn", 2),
        (r"an sinh xã hội|giảm nghèo|người có công|nông thôn mới|đô thị văn minh", 2.5),
        (r"tháo gỡ (?:khó khăn|vướng mắc)|hỗ trợ (?:doanh nghiệp|sản xuất)", 2.5),
        (r"giải phóng mặt bằng|đất đai|môi trường", 1.5),
        (r"tội phạm|tệ nạn|phòng cháy", 1),
    ),
    "front_coordination": (
        (
            r"phối hợp (?:có hiệu quả |chặt chẽ )?(?:với|giữa)[^.;]{0,50}"
            r"(?:mặt trận|mttq|đoàn thể|dân vận|tổ chức chính trị)",
            4,
        ),
        (r"mặt trận tổ quốc|\bmttq|mặt trận", 2),
        (r"giám sát,? (?:và )?phản biện|phản biện xã hội", 2),
        (r"đoàn thể|tổ chức chính trị\s*[-–]?\s*xã hội", 1),
        (r"quy chế phối hợp|chương trình phối hợp", 1.5),
    ),
}
PATTERNS = {
    theme: tuple((re.compile(pattern), weight) for pattern, weight in phrases) for theme, phrases in PHRASES.items()
}
FADING = 60
"""After this many letters a phrase in the heading counts half."""
SAID_TWICE = 0.3
ITEMS_COUNT = 0.35
MOST_FROM_ITEMS = 3.0
SECONDARY = 2.0
MOST_SECONDARY = 3
CLOSE = 0.8
"""From this share of the weight of the first theme on, the second is its rival."""


@dataclass(frozen=True)
class ThemeSuggestion:
    """The suggested theme, further ones, and for each the words of the document that speak for it.

    ``in_title``: the heading itself speaks for the theme. ``rival``: it speaks nearly as much for this other one.
    """

    theme: str
    further: tuple[str, ...]
    reasons: dict[str, tuple[str, ...]]
    in_title: bool = False
    rival: str | None = None


def suggest_theme(title: str, items: Sequence[str]) -> ThemeSuggestion:
    """Suggest the theme of a task; :data:`OTHER` where no word speaks for any."""
    heading, body = small(title), small(" ".join(items))
    from_heading: dict[str, float] = {}
    scores: dict[str, float] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    for theme, patterns in PATTERNS.items():
        in_heading, words = _in_heading(heading, patterns)
        in_items, more_words = _in_items(body, patterns)
        from_heading[theme], scores[theme] = in_heading, in_heading + in_items
        reasons[theme] = tuple(dict.fromkeys([*words, *more_words]))[:5]
    ranked = sorted(scores, key=lambda theme: (-from_heading[theme], -scores[theme]))
    best = ranked[0] if from_heading[ranked[0]] else max(scores, key=lambda theme: scores[theme])
    if not scores[best]:
        return ThemeSuggestion(OTHER, (), {})
    further = sorted(
        (theme for theme in scores if theme != best and scores[theme] >= SECONDARY), key=lambda t: -scores[t]
    )
    chosen = (best, *further[:MOST_SECONDARY])
    second = ranked[1]
    return ThemeSuggestion(
        theme=best,
        further=chosen[1:],
        reasons={theme: reasons[theme] for theme in chosen},
        in_title=from_heading[best] > 0,
        rival=second if 0 < from_heading[best] * CLOSE <= from_heading[second] else None,
    )


def _in_heading(heading: str, patterns: Sequence[tuple[re.Pattern[str], float]]) -> tuple[float, list[str]]:
    """The weight of a theme in a heading: what is named first counts most; saying it twice adds little."""
    weights = []
    words = []
    for pattern, weight in patterns:
        hit = pattern.search(heading)
        if hit:
            weights.append(weight * 0.5 ** (hit.start() / FADING))
            words.append(hit.group())
    best = max(weights, default=0.0)
    return best + SAID_TWICE * (sum(weights) - best), words


def _in_items(body: str, patterns: Sequence[tuple[re.Pattern[str], float]]) -> tuple[float, list[str]]:
    score = 0.0
    words = []
    for pattern, weight in patterns:
        hits = [hit.group() for hit in pattern.finditer(body)]
        if hits:
            score += weight * min(len(hits), 3)
            words.append(hits[0])
    return min(MOST_FROM_ITEMS, score * ITEMS_COUNT), words
