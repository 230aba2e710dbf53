"""What people put right after a document was read, kept so that it can be put right again.

:mod:`sheet` is the plan as it stands on the review screen; :mod:`verbs` and :mod:`structure` change it, one small value
per correction; :mod:`anchors` say what in the document a correction belongs to; :mod:`replay` applies kept corrections
to a fresh reading; :mod:`differences` tells two sheets apart; :mod:`exchange` writes corrections down. All of these are
pure. :mod:`actions` and :mod:`queries` keep corrections in the database.
"""
