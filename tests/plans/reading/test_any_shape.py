"""A plan says the same however its text came along: spacing, letters, line ends, free lines, pages, line breaks.

Over our own plans, and over the real ones where they are beside the checkout.
"""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.plans.reading import read_plan, read_text
from tests.plans.reading.test_same_plan_other_shape import TEXTS, meaning
from tests.plans.specimens import GOLD, document_of, gold_of
from tests.plans.turn.manuscript import Manuscript, Part, manuscript

ROOT = Path(__file__).resolve().parents[3]
PLANS = ROOT.parent / "shared" / "plans"
REAL = sorted(PLANS.glob("0*.txt")) if PLANS.is_dir() else []
WHOLE = [document_of(gold_of(path)) for path in GOLD]
SOURCES = {
    **TEXTS,
    **{path.name: path.read_text(encoding="utf-8") for path in (*WHOLE, *REAL) if path.suffix in {".txt", ".md"}},
}
GOLDS = {path.stem: gold_of(path) for path in GOLD} | {
    path.stem[:3]: json.loads(path.read_text(encoding="utf-8")) for path in sorted((PLANS / "gold").glob("*.json"))
}
LABEL = re.compile(r"Thời hạn|Thời gian|Yêu cầu các|Trong quá trình")
HEADS = ("", "UBND XÃ BÌNH LÂM - KẾ HOẠCH SỐ 47", "Kế hoạch công tác dân vận", "Trang {} | Lưu hành nội bộ")
SEEDS = st.integers(0, 10_000)
LINE_ENDS = ("\r\n", "\r", "\u2028", "\n")

every_text = pytest.mark.parametrize("name", SOURCES)


@cache
def said(name: str) -> tuple[object, ...]:
    return meaning(read_text(SOURCES[name]))


def body_of(lines: list[str]) -> range:
    """Where a page may end in the text: after the title and before the foot."""
    titles = (at for at, line in enumerate(lines) if "".join(filter(str.isalpha, line)).startswith("KẾHOẠCH"))
    foot = next((at for at, line in enumerate(lines) if "Nơi nhận" in line or line.strip() == "GIÁM ĐỐC"), len(lines))
    return range(next(titles, 0) + 4, foot)


@every_text
@settings(max_examples=20)
@given(data=st.data())
def test_blanks_of_any_width_do_not_matter(name: str, data: st.DataObject) -> None:
    lines = unicodedata.normalize("NFC", SOURCES[name]).split("\n")
    chance = Random(data.draw(SEEDS))  # noqa: S311  one small number instead of a draw for each blank
    for at in body_of(lines):
        if "|" not in lines[at] and "  " not in lines[at]:
            words = lines[at].lstrip().split(" ")
            lead = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            lines[at] = lead + "".join(word + chance.choice((" ", " ", "\u00a0", "  ", "\u202f")) for word in words)
    assert meaning(read_text("\n".join(lines))) == said(name)


@every_text
@settings(max_examples=20)
@given(data=st.data())
def test_letters_composed_or_not_and_line_ends_do_not_matter(name: str, data: st.DataObject) -> None:
    chance = Random(data.draw(SEEDS))  # noqa: S311  one small number instead of a draw for each blank
    lines = [unicodedata.normalize(chance.choice(("NFC", "NFD")), line) for line in SOURCES[name].split("\n")]
    content = data.draw(st.sampled_from(LINE_ENDS)).join(lines)
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    assert meaning(read_plan(content.encode(encoding), name)) == said(name)


@every_text
@settings(max_examples=20)
@given(data=st.data())
def test_pages_may_end_anywhere_in_the_text(name: str, data: st.DataObject) -> None:
    lines = SOURCES[name].split("\n")
    head = data.draw(st.sampled_from(HEADS))
    breaks = data.draw(st.lists(st.sampled_from(body_of(lines)), min_size=3 if head else 1, max_size=6, unique=True))
    feeds = data.draw(st.booleans())
    torn: list[str] = []
    for at, line in enumerate(lines):
        if at in breaks:
            page = len([one for one in breaks if one <= at]) + 1
            torn += [*([] if feeds else ["", str(page)]), f"\f{head.format(page)}" if feeds else head.format(page), ""]
        torn.append(line)
    assert meaning(read_text("\n".join(torn))) == said(name)


@every_text
@settings(max_examples=20)
@given(seed=SEEDS, often=st.sampled_from([0.05, 0.3, 0.9]))
def test_free_lines_may_stand_anywhere(name: str, seed: int, often: float) -> None:
    chance = Random(seed)  # noqa: S311  one small number instead of a draw for each line
    lines: list[str] = []
    for line in SOURCES[name].split("\n"):
        free = chance.randint(1, 3) if chance.random() < often else 0
        lines += [line, *[""] * free]
    assert meaning(read_text("\n".join(lines))) == said(name)


def paragraphs(plan: Manuscript) -> Iterator[Part]:
    """The text of a plan; whatever has no mark of its own gets a bullet, as most offices write."""
    preamble = True
    for part in plan.parts:
        preamble = preamble and not part.bold
        unmarked = not preamble and not part.bold and not part.mark and not part.text.startswith("Trên đây")
        yield Part(part.text, mark="-") if unmarked else part


def wrapped(plan: Manuscript, width: int) -> tuple[str, bool]:
    """The plan with its lines broken at a width, and whether a careful reader can still tell every paragraph.

    He cannot where a paragraph fills its last line and the next one has no mark, nor where a sentence inside a
    paragraph begins a line like a paragraph of its own ("Thời hạn báo cáo: ...").
    """
    lines: list[str] = []
    clear = True
    for part in paragraphs(plan):
        broken = textwrap.wrap(part.written, width, break_on_hyphens=False, break_long_words=False)
        first = broken[0].split(" ", 1)[0]
        full = bool(lines) and len(lines[-1]) + 1 + len(first) > width
        clear = clear and not (full and not part.mark) and not any(map(LABEL.match, broken[1:]))
        lines += broken
    head = [*plan.office, plan.number, *plan.motto, plan.place_and_day, "KẾ HOẠCH", plan.title]
    foot = ["Nơi nhận:", *plan.recipients, *plan.signature, plan.signer]
    return "\n".join([*head, *lines, *foot]), clear


@pytest.mark.parametrize("name", GOLDS)
@settings(max_examples=30)
@given(width=st.integers(48, 140))
def test_lines_may_be_broken_at_any_width(name: str, width: int) -> None:
    plan = manuscript(GOLDS[name])
    text, clear = wrapped(plan, width)
    if clear:
        assert meaning(read_text(text)) == meaning(read_text(wrapped(plan, 100_000)[0]))
