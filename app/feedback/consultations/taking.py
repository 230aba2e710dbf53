"""Taking opinions in: what a citizen's page or a sheet may say, stored once however often it comes; and out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Gone, Problem
from app.core.text import N_
from app.feedback.consultations.models import Article, Consultation, Contribution, Opinion, OpinionGroup
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
    store(session, consultation, sheet, hour=clock.hour_of(clock.now()), mode="phone")
    return True


def store(session: Session, consultation: Consultation, sheet: Sheet, *, hour: datetime, mode: str) -> None:
    """Store what is said in one go. Raises :class:`NothingSaid` and :class:`OpinionUnfit`."""
    rows = _opinions(consultation.articles, sheet)
    session.execute(
        insert(Contribution).values(
            id=sheet.key, consultation_id=consultation.id, hour=hour, locale=sheet.locale, mode=mode
        )
    )
    session.execute(insert(Opinion), [row | {"id": uuid4(), "contribution_id": sheet.key} for row in rows])


def take_out(session: Session, consultation: Consultation, key: UUID) -> None:
    """Delete what an official mistyped; a group of which nothing is left goes with it."""
    session.execute(delete(Opinion).where(Opinion.contribution_id == key))
    session.execute(delete(Contribution).where(Contribution.id == key))
    drop_empty_groups(session, consultation)


def drop_empty_groups(session: Session, consultation: Consultation, *, but: int = 0) -> None:
    """Delete the groups of a consultation that hold no opinion, without the one whose key is ``but``."""
    filled = select(Opinion.group_id).where(Opinion.group_id.is_not(None))
    session.execute(
        delete(OpinionGroup).where(
            OpinionGroup.consultation_id == consultation.id,
            OpinionGroup.id != but,
            OpinionGroup.id.not_in(filled),
        )
    )


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
