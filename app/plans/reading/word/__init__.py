"""Word documents (.docx): :mod:`package` opens the zip safely, :mod:`styles` tells how things look, :mod:`numbers`
counts the lists, :mod:`tables` fills in merged cells, :mod:`lines` walks through the document, and
:mod:`unread` tells what was not read.
"""

from app.plans.reading.word.lines import read_word

__all__ = ["read_word"]
