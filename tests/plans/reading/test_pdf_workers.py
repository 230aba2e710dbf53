"""Workers that open PDFs: each has its limits, serves one document, and cannot surprise us with its answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.plans.reading import PlanTooLarge, PlanUnreadable
from app.plans.reading.pdf.workers import PROGRAM, WORKERS, Failed, Limits, TooMuch, Workers
from tests.plans.reading.document_lines import pdf_lines
from tests.plans.reading.pdf_files import HEIGHT, body, pdf_of

PAGE = body("Niêm yết đầy đủ thủ tục hành chính, phí, lệ phí và thời hạn giải quyết tại nơi tiếp nhận hồ sơ.")


def test_it_works() -> None:
    (page,) = json.loads(WORKERS.extract(pdf_of([PAGE])))["pages"]
    assert page["words"][0][0] == "Niêm"
    assert [round(side) for side in page["size"]] == [595, HEIGHT]


def test_a_pdf_that_takes_too_long_is_refused() -> None:
    with pytest.raises(PlanTooLarge, match="quá nặng"):
        pdf_lines(pdf_of([PAGE] * 200), workers=Workers(Limits(seconds=0)))


def test_a_pdf_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(PlanUnreadable):
        pdf_lines(pdf_of([PAGE]), workers=Workers(Limits(memory=10)))


def test_a_pdf_with_too_much_to_say_is_refused() -> None:
    with pytest.raises(PlanTooLarge, match="quá nặng"):
        pdf_lines(pdf_of([PAGE]), workers=Workers(Limits(answer=0)))


def workers_that(code: str, folder: Path, limits: Limits | None = None) -> Workers:
    """Workers that do something else than they should."""
    program = folder / "worker.py"
    program.write_text(code, encoding="utf-8")
    return Workers(limits or Limits(), program=program, patience=1)


def test_a_worker_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(TooMuch):
        workers_that("import time; time.sleep(600)", tmp_path, Limits(seconds=0)).extract(b"x")


@pytest.mark.parametrize("code", ["import os; os.abort()", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_worker_that_is_cut_off_met_a_limit(tmp_path: Path, code: str) -> None:
    with pytest.raises(TooMuch):
        workers_that(code, tmp_path).extract(b"x")


@pytest.mark.parametrize("code", ["raise SystemExit(7)", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"])
def test_a_worker_that_breaks_down_has_failed(tmp_path: Path, code: str) -> None:
    with pytest.raises(Failed):
        workers_that(code, tmp_path).extract(b"x")


@pytest.mark.parametrize(
    "answer",
    ["", "nonsense", "[]", "{}", '{"pages": []}', '{"pages": [{}]}', '{"pages": [{"size": 1}]}', '{"problem": "new"}'],
)
def test_an_answer_that_makes_no_sense_is_a_damaged_file(tmp_path: Path, answer: str) -> None:
    with pytest.raises(PlanUnreadable, match="bị hỏng"):
        pdf_lines(b"x", workers=workers_that(f"print({answer!r})", tmp_path))


def test_words_without_a_place_are_left_out(tmp_path: Path) -> None:
    words = [["Một", 1, 2, 3, 4, 0]] * 20 + [["hai", float("nan"), 2, 3, 4, 0]]
    page = {
        "size": [600, 800],
        "words": words,
        "rules": [[0, float("inf"), 1, 1]],
        "pictures": 0,
        "figures": 0,
        "notes": 0,
    }
    workers = workers_that(f"print({json.dumps({'pages': [page], 'attachments': 0})!r})", tmp_path)
    assert {line.text for line in pdf_lines(b"x", workers=workers)} <= {"Một", " ".join(["Một"] * 20)}


def waiting(workers: Workers) -> Any:
    """The worker that waits for the next document."""
    return workers._ready


def test_from_the_second_document_on_a_worker_waits_for_the_next() -> None:
    workers = Workers(Limits())
    content = pdf_of([PAGE])
    answers = {workers.extract(content)}
    assert waiting(workers) is None
    answers.add(workers.extract(content))
    second = waiting(workers)
    answers.add(workers.extract(content))
    third = waiting(workers)
    assert second.process.returncode == 0  # it was used, and another one waits
    assert third not in {None, second}
    third.process.kill()  # whatever happens to it, the next document is read
    third.process.wait()
    answers.add(workers.extract(content))
    fourth = waiting(workers)
    workers.close()
    assert fourth.process.returncode is not None
    assert len(answers) == 1


def test_a_copy_of_the_process_leaves_the_waiting_worker_alone() -> None:
    workers = Workers(Limits())
    content = pdf_of([PAGE])
    workers.extract(content)
    workers.extract(content)
    left = waiting(workers)
    workers._owner = -1
    workers.close()
    workers._ready = left
    assert workers.extract(content)
    assert left.process.poll() is None
    left.end()
    workers.close()


def test_the_worker_knows_nothing_of_this_project() -> None:
    assert "from app" not in PROGRAM.read_text(encoding="utf-8")
