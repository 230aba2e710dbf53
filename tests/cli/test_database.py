"""A terminal on a machine where nothing has been set up yet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.settings import ROOT


def flask(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "THUOCDO_INSTANCE": str(folder / "new")}
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_works_after_one_upgrade(tmp_path: Path) -> None:
    assert flask(tmp_path, "db", "upgrade").returncode == 0
    done = flask(tmp_path, "offices", "list")
    assert (done.returncode, "Chưa có cơ quan nào" in done.stdout) == (0, True)


@pytest.mark.parametrize("words", [("plans", "list"), ("offices", "list"), ("scores", "show", "1")])
def test_a_command_before_the_upgrade_says_what_to_run(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = flask(tmp_path, *words)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("Cơ sở dữ liệu chưa được khởi tạo. Hãy chạy: flask db upgrade")
    assert "Traceback" not in done.stderr
