"""Reads a plan document: bytes in, :class:`~app.plans.reading.plan.ReadPlan` out, nothing stored, no web, no database.

The stages, one module each: :mod:`text` (bytes to tidy text), :mod:`lines`, :mod:`layout` (how the page was broken),
:mod:`zones` (letterhead, title, body, foot, appendix), :mod:`blocks` (paragraphs), :mod:`outline` (sections, tasks),
then what stands in them: :mod:`header`, :mod:`citations`, :mod:`deadlines`, :mod:`assignments`, :mod:`foot`,
:mod:`themes`, :mod:`appendix`; :mod:`ties` says which unit and which row of the appendix belongs to which task. At last
:mod:`fields` lists what was found with its lines, and :mod:`doubts` says how sure each of it is. :mod:`reader` walks
them in this order.
"""

from app.plans.reading.plan import ReadPlan
from app.plans.reading.problems import NotAPlan, PlanTooLarge, PlanUnreadable, PlanWithoutTasks
from app.plans.reading.reader import read_plan, read_text

READER = 3
"""The version of this reader; it counts up whenever the same document may be understood differently than before."""

__all__ = [
    "READER",
    "NotAPlan",
    "PlanTooLarge",
    "PlanUnreadable",
    "PlanWithoutTasks",
    "ReadPlan",
    "read_plan",
    "read_text",
]
