"""The score of an office's replies: how the senders of cases rate what they were answered.

A score of its own. It is never mixed with the answers to forms: other people, other questions, and whoever holds a code
and comes back is no sample of those who were served.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.feedback.ratings.queries import RatedReplies, rated_replies
from app.feedback.ratings.rules import ITEMS
from app.offices.models import Office
from app.scores.policies.queries import policy_on
from app.scores.rules import ItemCounts, Method, Score, Thresholds, score_item, score_items


@dataclass(frozen=True, slots=True)
class ReplyScore:
    """The score of the replies of one office in one span of days: all three items as one, and each for itself."""

    score: Score
    items: Mapping[str, Score]


def reply_score(session: Session, office: Office, since: date, until: date, thresholds: Thresholds) -> ReplyScore:
    """The score of an office's replies that were rated from the day ``since`` to ``until``, by the office's method."""
    return reply_scores(session, [office], since, until, thresholds)[office.id]


def reply_scores(
    session: Session,
    offices: Collection[Office],
    since: date,
    until: date,
    thresholds: Thresholds,
) -> dict[int, ReplyScore]:
    """The same of several offices, each by what it publishes by on the last day: one query, and one for each."""
    rated = rated_replies(session, [office.id for office in offices], since, until)
    return {
        office.id: _score(policy_on(session, office.id, until).method, rated.get(office.id), thresholds)
        for office in offices
    }


def _score(method: Method, rated: RatedReplies | None, thresholds: Thresholds) -> ReplyScore:
    counts = {item: ItemCounts(rated.items[item] if rated else (0, 0, 0, 0, 0)) for item in ITEMS}
    whole = score_items(method, counts.values(), n=rated.n if rated else 0, thresholds=thresholds)
    return ReplyScore(whole, {item: score_item(method, count, thresholds=thresholds) for item, count in counts.items()})
