"""Screens of consultations: one blueprint for officials, one for everybody."""

from flask import Blueprint

bp = Blueprint("consultations", "app.feedback", template_folder="templates")
public_bp = Blueprint("opinions", "app.feedback", template_folder="templates")

from app.feedback.consultations.views import answering, citizen, paper, preparing  # noqa: E402, F401  they hang their screens
