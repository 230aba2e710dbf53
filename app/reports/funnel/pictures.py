"""The funnel as a picture: three bars on one scale, with their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from app.core.words import _
from app.reports import drawing as draw
from app.reports.drawing import LINE, RULE, SOFT, WIDTH
from app.reports.funnel.rules import Steps

_ROW, _BAR, _LEFT, _RIGHT, _SMALL = 26, 16, 122, 64, 17
_COLOURS = ("#9fb8bf", "#4d8794", LINE)


def bars(steps: Steps, minimum: int, title: str) -> Markup:
    """Opened, begun and sent; a number below ``minimum`` has no bar."""
    counts = (steps.opened, steps.begun, steps.sent)
    names = (_("Lượt mở"), _("Bắt đầu trả lời"), _("Đã gửi"))
    told = [told_count(count, minimum) for count in counts]
    longest = max(*counts, minimum)
    parts = []
    for at, (count, name, word) in enumerate(zip(counts, names, told, strict=True)):
        top, long = at * _ROW + (_ROW - _BAR) / 2, (WIDTH - _LEFT - _RIGHT) * count / longest
        parts += [
            draw.label(0, top + 13, name, fill=SOFT),
            draw.line(_LEFT, at * _ROW, _LEFT, (at + 1) * _ROW, RULE, 1),
        ]
        if count >= minimum:
            parts.append(draw.rect(_LEFT, top, max(long, 1), _BAR, _COLOURS[at]))
        parts.append(draw.label(_LEFT + 6 + (long if count >= minimum else 0), top + 13, word, weight="bold"))
    return draw.picture(title, "; ".join(_told(counts, minimum)), 3 * _ROW, parts)


def small_bars(steps: Steps, longest: int, minimum: int, title: str) -> Markup:
    """The same without words, for a line of a table that says the numbers; ``longest`` is the scale of the table."""
    counts = (steps.opened, steps.begun, steps.sent)
    shown = [count if count >= minimum else 0 for count in counts]
    scale = WIDTH / max(longest, *shown, minimum)
    parts = [draw.line(1, 0, 1, 3 * _SMALL, RULE, 2)]
    for at, count in enumerate(shown):
        if count:
            parts.append(draw.rect(2, at * _SMALL + 2, max(count * scale - 2, 1), _SMALL - 4, _COLOURS[at]))
    return draw.picture(title, "; ".join(_told(counts, minimum)), 3 * _SMALL, parts)


def _told(counts: Sequence[int], minimum: int) -> Iterator[str]:
    names = (_("Lượt mở"), _("Bắt đầu trả lời"), _("Đã gửi"))
    return (f"{name}: {told_count(count, minimum)}" for name, count in zip(names, counts, strict=True))


def told_count(count: int, minimum: int) -> str:
    """A number, or that it is small."""
    return draw.whole(count) if count >= minimum else _("dưới %(minimum)d", minimum=minimum)
