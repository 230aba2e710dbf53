"""Screens of desks."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("desks", __name__, template_folder="templates")
