"""Word documents (.docx): :mod:`package` opens the zip safely, :mod:`styles` tells how things look, :mod:`numbers`
counts the lists, :mod:`tables` fills in merged cells, and :mod:`lines` walks through the document.
"""

from app.plans.reading.word.lines import word_lines

__all__ = ["word_lines"]
