"""The badge of an office for its portal: one number with its n and its period, or no number."""

from __future__ import annotations

from markupsafe import Markup

from app.core.words import _
from app.reports import drawing as draw
from app.reports.publication.facts import Facts

WIDTH, HEIGHT = 340, 88


def badge(office: str, period: str, facts: Facts | None) -> Markup:
    """Draw it; without ``facts``, or below the number that may be published, it says that there is no number yet."""
    number = facts.together if facts else None
    if facts is None or number is None or number.value is None or number.standing != "published":
        value, told = "–", str(_("Chưa đủ phiếu để công bố"))
    else:
        value = draw.percentage(number.value)
        told = str(_("%(n)s phiếu", n=draw.whole(number.n or 0)))
    under = f"{period} · {told}" if period else told
    title = str(_("Mức hài lòng của người dân"))
    parts = [
        Markup('<rect x="0.5" y="0.5" width="{}" height="{}" rx="8" fill="#ffffff" stroke="{}"/>').format(
            WIDTH - 1, HEIGHT - 1, draw.LINE
        ),
        Markup('<path d="M0 8a8 8 0 0 1 8-8h104v{}h-104a8 8 0 0 1-8-8z" fill="{}"/>').format(HEIGHT, draw.LINE),
        draw.label(56, 53, value, 25, "bold", "middle", fill="#ffffff"),
        *_words(title, office, under),
    ]
    return draw.picture(f"{title}: {office}", f"{value}; {under}", HEIGHT, parts, width=WIDTH)


def _words(title: str, office: str, under: str) -> list[Markup]:
    return [
        draw.label(124, 24, title, 13, "bold"),
        *(draw.label(124, 42 + 15 * at, line, 12) for at, line in enumerate(_lines(office))),
        draw.label(124, 77, under, 11, fill=draw.SOFT),
    ]


def _lines(text: str, width: int = 31, most: int = 2) -> list[str]:
    """Cut between words; what does not fit ends with an ellipsis, the whole name stands in the title."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: width - 1].rstrip()}…"]
    return [line if len(line) <= width else f"{line[: width - 1]}…" for line in lines]
