"""Turns a plan that was read (or its gold data) back into documents as offices make them: .docx, .pdf of three makers.

``python -m tests.plans.turn GOLD.json FOLDER`` writes them; ``tests/plans/reading/test_turned.py`` reads them again and
compares. The words are those of the data, set in the layout of Nghị định 30/2020/NĐ-CP.
"""
