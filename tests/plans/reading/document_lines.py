"""The lines of a document alone, for tests that ask for nothing else."""

from __future__ import annotations

from app.plans.reading.formats import read_document
from app.plans.reading.lines import Line
from app.plans.reading.pdf import read_pdf
from app.plans.reading.pdf.workers import WORKERS, Workers
from app.plans.reading.word import read_word


def read_lines(content: bytes) -> list[Line]:
    """Of a document in any form."""
    return list(read_document(content).lines)


def word_lines(content: bytes) -> list[Line]:
    """Of a Word file, as they stand there."""
    return list(read_word(content).lines)


def pdf_lines(content: bytes, *, workers: Workers = WORKERS) -> list[Line]:
    """Of a PDF, as they stand there."""
    return list(read_pdf(content, workers=workers).lines)
