"""Whatever anybody does in whatever order: nothing is lost, keys stay unique, and it can be done again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.plans.corrections.differences import differences, told
from app.plans.corrections.exchange import Correction, correct, from_text, to_text
from app.plans.corrections.fresh import sheet_of
from app.plans.corrections.replay import replay
from app.plans.corrections.sheet import Sheet, in_reading_order
from app.plans.corrections.structure import Add, Merge, Move, MoveIn, MoveOut, Remove, Restore, Split
from app.plans.corrections.verbs import Change, CorrectionRefused, Verb
from tests.plans.samples import TEXT, read

MORE = TEXT.replace(
    "III. TỔ CHỨC", "4. Giữ gìn vệ sinh\n- Thu gom rác.\n- Trả kết quả đúng hẹn.\n- Trồng cây.\n\nIII. TỔ CHỨC"
)
START = sheet_of(read(MORE))


def verb(draw: st.DrawFn, sheet: Sheet) -> Verb:
    """Any verb about anything on the sheet."""
    tasks = [task.key for task in sheet.tasks]
    items = [item.key for task in sheet.tasks for item in task.items]
    parts = [part.key for kind in "dursbpc" for part in sheet.parts(kind)]
    task = draw(st.sampled_from(tasks))
    item = draw(st.sampled_from(items))
    anything = draw(st.sampled_from([task, item, draw(st.sampled_from(parts))]))
    return draw(
        st.sampled_from(
            [
                Merge(task, sheet.new_key("i")),
                Split(item, sheet.new_key("t"), "Việc mới", "other", below=draw(st.booleans())),
                Move(draw(st.sampled_from([task, item])), up=draw(st.booleans())),
                MoveIn(task),
                MoveOut(task),
                Add(sheet.new_key("t"), task, (("title", "Việc thêm"),)),
                Add(sheet.new_key("i"), task, (("text", "Đoạn thêm"),)),
                Remove(anything),
                Restore(anything),
                Change(task, "title", draw(st.sampled_from(["Tên khác", "Tên mới"]))),
            ]
        )
    )


@st.composite
def work(draw: st.DrawFn) -> tuple[Sheet, list[Correction]]:
    """Up to thirty corrections in a row, those that were refused left out."""
    sheet, kept = START, []
    for _ in range(draw(st.integers(0, 30))):
        try:
            sheet, correction = correct(sheet, verb(draw, sheet))
        except CorrectionRefused:
            continue
        kept.append(correction)
    return sheet, kept


def item_keys(sheet: Sheet) -> set[str]:
    return {item.key for task in sheet.tasks for item in task.items}


@given(work())
def test_no_paragraph_is_ever_lost(done: tuple[Sheet, list[Correction]]) -> None:
    sheet, corrections = done
    assert item_keys(START) <= item_keys(sheet)
    removed = {one.verb.key for one in corrections if isinstance(one.verb, Remove)}
    gone = {item.key for task in sheet.tasks for item in task.items if item.removed}
    assert gone <= removed
    headings = {task.title for task in START.tasks}
    words = {task.title for task in sheet.tasks} | {item.text for task in sheet.tasks for item in task.items}
    renamed = any(isinstance(one.verb, Change) for one in corrections)
    assert renamed or headings <= words


@given(work())
def test_keys_stay_unique_and_children_stand_behind_their_parent(done: tuple[Sheet, list[Correction]]) -> None:
    sheet, _ = done
    keys = [thing.key for thing in sheet.things()]
    assert len(set(keys)) == len(keys)
    assert in_reading_order(sheet.tasks) == sheet.tasks
    parents = {task.parent for task in sheet.tasks if task.parent}
    assert all(sheet.task(key) is not None and sheet.task(key).parent is None for key in parents)  # type: ignore[union-attr]


@given(work())
def test_reading_the_same_document_again_gives_the_same_sheet(done: tuple[Sheet, list[Correction]]) -> None:
    sheet, corrections = done
    again = replay(sheet_of(read(MORE)), from_text(to_text(corrections)))
    assert again.sheet == sheet
    assert again.unplaced == ()
    assert differences(sheet, again.sheet) == []


@given(work())
def test_another_document_takes_what_fits_and_tells_the_rest(done: tuple[Sheet, list[Correction]]) -> None:
    sheet, corrections = done
    other = sheet_of(read(TEXT.replace("2. Thực hiện cải cách thủ tục hành chính", "2. Phòng chống thiên tai")))
    again = replay(other, corrections)
    assert len(again.corrections) + len(again.unplaced) == len(corrections)
    assert item_keys(other) <= item_keys(again.sheet)
    for one in again.unplaced:
        assert told(one.correction, sheet).text % told(one.correction, sheet).values
    assert replay(other, again.corrections).sheet == again.sheet
