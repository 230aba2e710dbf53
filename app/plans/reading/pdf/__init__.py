"""PDF files: :mod:`process` runs :mod:`worker`, which takes words with their places out of the file; then rows
(:mod:`page`) lose what a printer added (:mod:`furniture`), :mod:`tables` and :mod:`columns` are told from running text,
and :mod:`lines` puts all of it in reading order.
"""

from app.plans.reading.pdf.process import read_pdf

__all__ = ["read_pdf"]
