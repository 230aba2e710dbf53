"""``python -m tests.plans.turn GOLD.json FOLDER``"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tests.plans.turn.as_word import docx_of
from tests.plans.turn.by_chromium import chromium_pdf
from tests.plans.turn.by_reportlab import reportlab_pdf
from tests.plans.turn.by_typst import typst_pdf
from tests.plans.turn.manuscript import Manuscript, manuscript

WRITERS: dict[str, Callable[[Manuscript], bytes]] = {
    ".docx": docx_of,
    ".typst.pdf": typst_pdf,
    ".reportlab.pdf": reportlab_pdf,
    ".chromium.pdf": chromium_pdf,
}


def main() -> None:
    """Write every form of the plan in the first argument into the folder in the second."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    plan = manuscript(json.loads(source.read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, write in WRITERS.items():
        (folder / f"{source.stem}{suffix}").write_bytes(write(plan))


if __name__ == "__main__":
    main()
