"""Screens of feedback."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("feedback", __name__, template_folder="templates")
