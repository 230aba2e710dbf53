"""``python -m tests.plans.specimens`` makes the Word files and the PDF anew from their sheets."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.plans.specimens import FOLDER, GOLD, document_of, gold_of
from tests.plans.specimens.as_pdf import pdf_of
from tests.plans.specimens.as_word import docx_of
from tests.plans.specimens.sheet import sheet_of

MAKERS = {".docx": docx_of, ".pdf": pdf_of}


def made(document: Path) -> bytes:
    """The bytes of a specimen, from its sheet."""
    return MAKERS[document.suffix](sheet_of(FOLDER / "written" / f"{document.stem}.txt"))


def main() -> None:
    """Write them beside this file."""
    for document in (document_of(gold_of(path)) for path in GOLD):
        if document.suffix in MAKERS:
            document.write_bytes(made(document))
            sys.stdout.write(f"{document.name}\n")


if __name__ == "__main__":
    main()
