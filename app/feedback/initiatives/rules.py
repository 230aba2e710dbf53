"""The words of initiatives, and what may follow what. Pure."""

from __future__ import annotations

from app.core.text import N_

KINDS = {"model": N_("Mô hình Dân vận khéo"), "initiative": N_("Sáng kiến, cách làm hay")}
FIELDS = {
    "economy": N_("Kinh tế"),
    "society": N_("Văn hóa - xã hội"),
    "security": N_("Quốc phòng - an ninh"),
    "politics": N_("Xây dựng hệ thống chính trị"),
}
"""The four fields of the movement "Dân vận khéo"."""
STATES = {
    "nominated": N_("đề cử"),
    "recognised": N_("đã công nhận"),
    "replicated": N_("đã nhân rộng"),
    "ended": N_("đã kết thúc"),
}
NAME_LENGTH = 300
UNIT_LENGTH = 200
WORDS_LENGTH = 4000
YEARS = range(2000, 2101)
