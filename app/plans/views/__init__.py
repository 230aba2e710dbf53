"""Screens of plans: the list, one plan, its tasks (``pages``), its kin (``family``), the way in (``imports``)."""

from __future__ import annotations

from flask import Blueprint

from app.core.words import _
from app.plans.models import Task
from app.plans.rules import REASONS, THEMES

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


from app.plans.views import family, imports, pages  # noqa: E402, F401  they hang their screens onto the blueprint above
