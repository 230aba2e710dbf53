"""Screens of plans: the list, one plan, its tasks (``pages``), its kin (``family``), the way in (``imports``), and a
stored plan beside its document (``stored``)."""

from __future__ import annotations

from flask import Blueprint

from app.core.words import _, sentence
from app.plans.corrections.differences import told
from app.plans.inputs import theme_choices
from app.plans.models import Task
from app.plans.rules import REASONS, THEMES
from app.plans.views.review import anchor_of, place_in_words, spoken

bp = Blueprint("plans", "app.plans", template_folder="templates")


@bp.app_template_global("theme_name")
def theme_name(key: str) -> str:
    """The name of a theme in the language of this request; a key of an older version stands for itself."""
    return str(_(THEMES[key])) if key in THEMES else key


@bp.app_template_global("reason_of")
def reason_of(task: Task) -> str:
    """Why citizens are not asked: a suggested reason in the language of this request, an office's own as written."""
    reason = task.unsurveyed_reason or ""
    return str(_(reason)) if reason in REASONS else reason


for said in (anchor_of, place_in_words, sentence, spoken, theme_choices, told):
    bp.add_app_template_global(said)

# they hang their screens onto the blueprint above
from app.plans.views import family, imports, pages, stored  # noqa: E402, F401
