"""Taking opinions in: what a citizen's page may say, stored once however often it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Gone, Problem
from app.core.text import N_
from app.feedback.consultations.models import Article, Consultation, Contribution, Opinion
from app.feedback.consultations.rules import CHOICES, OPINION_LENGTH, Stance, may_send
from app.feedback.consultations.states import hold, tidy


class NothingSaid(Problem):
    """The page came without any opinion."""


class OpinionUnfit(Problem):
    """An opinion that cannot be kept as it is; ``at`` names the article's place on the page."""

    def __init__(self, message: str, *, at: str, **values: object) -> None:
        super().__init__(message, **values)
        self.at = at


class TooLate(Gone):
    """The days for opinions are over, or have not come."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a citizen's page says about one article, before it is judged."""

    stance: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A citizen's page on its way in. ``on`` holds what is said about articles by their position, ``whole`` about the
    whole draft; ``page_at`` is the hour in which the page was opened.
    """

    key: UUID
    page_at: datetime
    on: Mapping[int, Said] = field(default_factory=dict)
    whole: str = ""
    locale: str = "vi"


def contribute(session: Session, consultation: Consultation, sheet: Sheet) -> bool:
    """Store what a page says; whether it is new: sent again, it stays as it was first sent.

    Raises :class:`TooLate`, :class:`NothingSaid` and :class:`OpinionUnfit`. A key that comes at the same moment raises
    ``IntegrityError``: the caller tries again and finds it.
    """
    hold(session, consultation, shared=True)
    if session.get(Contribution, sheet.key) is not None:
        return False
    refuse_outside_days(consultation, sheet.page_at)
    rows = _opinions(consultation.articles, sheet)
    session.execute(
        insert(Contribution).values(
            id=sheet.key,
            consultation_id=consultation.id,
            hour=clock.hour_of(clock.now()),
            locale=sheet.locale,
        )
    )
    session.execute(insert(Opinion), [row | {"id": uuid4(), "contribution_id": sheet.key} for row in rows])
    return True


def refuse_outside_days(consultation: Consultation, page_at: datetime) -> None:
    """Raise :class:`TooLate` unless a page that was opened then may be sent now."""
    sending = may_send(consultation.opens_on, consultation.closes_on, page_at=page_at, now=clock.now())
    if consultation.opened_at is None or consultation.published_at is not None or not sending:
        raise TooLate(N_("Dự thảo này không còn, hoặc chưa đến ngày, nhận ý kiến."))


def _opinions(articles: Sequence[Article], sheet: Sheet) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for article in articles:
        said = sheet.on.get(article.position, Said())
        text = _opinion_text(said.text, f"a{article.position}")
        stance: Stance | None = next((known for known in CHOICES if known == said.stance), None)
        if stance == "change" and not text:
            raise OpinionUnfit(
                N_("%(heading)s: xin viết muốn sửa thế nào, hoặc chọn câu trả lời khác."),
                at=f"a{article.position}",
                heading=article.heading,
            )
        if stance or text:
            rows.append({"article_id": article.id, "stance": stance or "comment", "text": text})
    whole = _opinion_text(sheet.whole, "whole")
    if whole:
        rows.append({"article_id": None, "stance": "comment", "text": whole})
    if not rows:
        raise NothingSaid(N_("Trang chưa có ý kiến nào. Xin chọn hoặc viết ít nhất một ý rồi gửi."))
    return rows


def _opinion_text(text: str, at: str) -> str:
    text = tidy(text)
    if len(text) > OPINION_LENGTH:
        raise OpinionUnfit(
            N_("Một ý kiến dài %(length)d ký tự, nhiều hơn %(limit)d. Nội dung vẫn còn đây; xin rút gọn rồi gửi lại."),
            at=at,
            length=len(text),
            limit=OPINION_LENGTH,
        )
    return text
