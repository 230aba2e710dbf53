"""Screens of forms."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("forms", __name__, template_folder="templates")
