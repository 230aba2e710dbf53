"""The words that stand beside a score, in the language of this request or command."""

from __future__ import annotations

from flask import current_app

from app.core.session import session
from app.core.settings import Settings
from app.core.words import _, choose_locale, decimal
from app.offices.models import Office
from app.scores.evidence import RELIABILITIES, Clause, reliability
from app.scores.evidence import evidence as clauses_of
from app.scores.policies.queries import texts_for
from app.scores.policies.rules import Policy
from app.scores.policies.wording import weights_said
from app.scores.rules import Score, Thresholds


def thresholds() -> Thresholds:
    """The thresholds of this installation."""
    settings: Settings = current_app.config["SETTINGS"]
    return Thresholds(settings.minimum_n, settings.publish_n)


def sample_error() -> float:
    """By how much a sample may miss, as this installation has set it."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.sample_error


def evidence(score: Score) -> str:
    """``128 phiếu; khoảng tin cậy 95 %: 78,2–90,1 %; 3 phiếu trả lời quá ít câu nên không tính``."""
    return "; ".join(_say(clause) for clause in clauses_of(score, thresholds()))


def weights(policy: Policy, office: Office) -> str:
    """What the questions of an office weigh in a score."""
    return weights_said(policy.weights, _, texts_for(session(), policy, office))


def is_reliable(score: Score) -> bool:
    """Whether the number can be relied upon as it stands."""
    return reliability(score) == "reliable"


def standing(score: Score) -> str:
    """How far the number can be relied upon, in two or three words."""
    return str(_(RELIABILITIES[reliability(score)]))


def _say(clause: Clause) -> str:
    return str(_(clause.text, **{name: _shown(value) for name, value in clause.values.items()}))


def _shown(value: object) -> str:
    """Shares as percentages with one digit, counts with dots."""
    if isinstance(value, float):
        return decimal(value * 100, 1, choose_locale())
    return decimal(value, 0, choose_locale()) if isinstance(value, int) else str(value)
