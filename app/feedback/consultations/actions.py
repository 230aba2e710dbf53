"""Preparing and opening a consultation, taking opinions in, answering them, and publishing what came of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, one_line
from app.core.tokens import new_code
from app.feedback.consultations.models import Article, Consultation, Contribution, Opinion, OpinionGroup
from app.feedback.consultations.queries import unanswered_in
from app.feedback.consultations.rules import (
    DRAFT_LENGTH,
    MOST_ARTICLES,
    PURPOSE_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    VERDICTS,
    WHY_LENGTH,
    Part,
    may_type,
    parts_of,
)
from app.feedback.consultations.sheets.actions import forget_ties
from app.feedback.consultations.states import hold, state_now, tidy
from app.feedback.consultations.taking import drop_empty_groups
from app.feedback.traces.rules import traces_in
from app.offices.models import Office


class DraftUnfit(Problem):
    """A draft that nobody could be asked about: without a title, without articles, too long, or with days that do not
    fit.
    """


class DraftFrozen(Conflict):
    """The draft has been opened for opinions; nobody may be shown another text than those who answered before."""


class NotNow(Conflict):
    """The verb does not fit the state of the consultation."""


class Unanswered(Conflict):
    """There are opinions that nobody has answered yet."""


class PersonalData(Problem):
    """What is to be published may name somebody, and nobody has said to have looked at it."""


class GroupUnfit(Problem):
    """A group of opinions without words, without opinions, or with those of several articles."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an official writes down about a consultation; ``text`` is marked (``rules.MARK``)."""

    title: str
    purpose: str
    asked: str
    opens_on: date
    closes_on: date
    text: str

    def fitting(self, *, today: date) -> tuple[Draft, list[Part]]:
        """The same with tidy words, and its articles. Raises :class:`DraftUnfit`."""
        written = Draft(
            one_line(self.title),
            tidy(self.purpose),
            one_line(self.asked),
            self.opens_on,
            self.closes_on,
            tidy(self.text),
        )
        if not written.title or len(written.title) > TITLE_LENGTH or len(written.asked) > TITLE_LENGTH:
            raise DraftUnfit(N_("Tên dự thảo phải có, và mỗi ô dài nhất %(limit)d ký tự."), limit=TITLE_LENGTH)
        if len(written.purpose) > PURPOSE_LENGTH:
            raise DraftUnfit(N_("Phần giới thiệu dài nhất %(limit)d ký tự."), limit=PURPOSE_LENGTH)
        if written.closes_on < written.opens_on or written.closes_on < today:
            raise DraftUnfit(N_("Ngày kết thúc phải từ hôm nay trở đi và không trước ngày bắt đầu."))
        if len(written.text) > DRAFT_LENGTH:
            raise DraftUnfit(
                N_("Dự thảo dài %(length)d ký tự, nhiều hơn %(limit)d. Hãy chia thành nhiều lần lấy ý kiến."),
                length=len(written.text),
                limit=DRAFT_LENGTH,
            )
        parts = parts_of(written.text)
        if not parts or len(parts) > MOST_ARTICLES:
            raise DraftUnfit(N_("Dự thảo phải có từ 1 đến %(most)d điều, phần để hỏi."), most=MOST_ARTICLES)
        return written, parts


def prepare(session: Session, office: Office, draft: Draft, *, by: int | None) -> Consultation:
    """Write a consultation down; nobody outside sees it yet. Raises :class:`DraftUnfit`."""
    tidy, parts = draft.fitting(today=clock.today())
    made = Consultation(
        office_id=office.id,
        code=new_code(),
        title=tidy.title,
        purpose=tidy.purpose,
        asked=tidy.asked,
        opens_on=tidy.opens_on,
        closes_on=tidy.closes_on,
        created_at=clock.now(),
        created_by_id=by,
        articles=_articles(parts),
    )
    session.add(made)
    session.flush()
    _record(session, N_("Soạn lấy ý kiến dự thảo"), made, by=by)
    return made


def change(session: Session, consultation: Consultation, draft: Draft, *, by: int | None) -> None:
    """Replace everything that was written down. Raises :class:`DraftUnfit` and :class:`DraftFrozen`."""
    _hold_draft(session, consultation)
    tidy, parts = draft.fitting(today=clock.today())
    consultation.title, consultation.purpose, consultation.asked = tidy.title, tidy.purpose, tidy.asked
    consultation.opens_on, consultation.closes_on = tidy.opens_on, tidy.closes_on
    consultation.articles.clear()
    session.flush()  # the positions are free again before the new articles take them
    consultation.articles.extend(_articles(parts))
    session.flush()
    _record(session, N_("Sửa lấy ý kiến dự thảo"), consultation, by=by)


def discard(session: Session, consultation: Consultation, *, by: int | None) -> None:
    """Throw away what was never opened. Raises :class:`DraftFrozen`."""
    _hold_draft(session, consultation)
    _record(session, N_("Bỏ lấy ý kiến dự thảo"), consultation, by=by)
    session.delete(consultation)
    session.flush()


def open_for_opinions(session: Session, consultation: Consultation, *, by: int | None) -> None:
    """Let citizens read it, and answer from the first day on; from now on nothing of the draft changes."""
    _hold_draft(session, consultation)
    if consultation.closes_on < clock.today():
        raise NotNow(N_("Ngày kết thúc đã qua. Hãy sửa ngày trước khi mở lấy ý kiến."))
    consultation.opened_at, consultation.opened_by_id = clock.now(), by
    session.flush()
    _record(session, N_("Mở lấy ý kiến dự thảo"), consultation, by=by)


def group(
    session: Session, consultation: Consultation, ids: Collection[UUID], *, summary: str, by: int
) -> OpinionGroup:
    """Put opinions of one article together under the office's words for them. Raises :class:`GroupUnfit`.

    An opinion that lay in another group leaves it; a group without opinions does not stay.
    """
    _hold_answering(session, consultation)
    chosen = _opinions_chosen(session, consultation, ids)
    summary = _fitting(summary, SUMMARY_LENGTH)
    made = OpinionGroup(
        consultation_id=consultation.id,
        article_id=chosen[0].article_id,
        summary=summary,
        changed_at=clock.now(),
        changed_by_id=by,
    )
    session.add(made)
    session.flush()
    _move(session, consultation, chosen, made)
    return made


def add_to_group(session: Session, found: OpinionGroup, ids: Collection[UUID], *, by: int) -> None:
    """Put more opinions into a group. What was answered is to be looked at again, so the answer is taken back."""
    _hold_answering(session, found.consultation)
    chosen = _opinions_chosen(session, found.consultation, ids)
    if chosen[0].article_id != found.article_id:
        raise GroupUnfit(N_("Ý kiến về điều khác không vào nhóm này được. Hãy chọn nhóm của đúng điều đó."))
    found.changed_at, found.changed_by_id = clock.now(), by
    _move(session, found.consultation, chosen, found)


def answer(session: Session, found: OpinionGroup, *, summary: str, verdict: str, why: str, by: int) -> None:
    """Say what becomes of a group, and why. Raises :class:`GroupUnfit`."""
    _hold_answering(session, found.consultation)
    summary = _fitting(summary, SUMMARY_LENGTH)
    if verdict not in VERDICTS:
        raise GroupUnfit(N_("Hãy chọn tiếp thu, tiếp thu một phần, hay giải trình."))
    why = _fitting(why, WHY_LENGTH)
    found.summary, found.verdict, found.why = summary, verdict, why
    found.changed_at, found.changed_by_id = clock.now(), by
    session.flush()


def dissolve(session: Session, found: OpinionGroup) -> None:
    """Let the opinions of a group stand alone again."""
    _hold_answering(session, found.consultation)
    session.execute(update(Opinion).where(Opinion.group_id == found.id).values(group_id=None))
    session.delete(found)
    session.flush()


def publish(session: Session, consultation: Consultation, *, looked: bool, by: int) -> None:
    """Make the table public. Raises :class:`NotNow`, :class:`Unanswered` and :class:`PersonalData`.

    ``looked`` says that a person has looked at everything in it that might name somebody.
    """
    _hold_answering(session, consultation)
    left = unanswered_in(session, consultation)
    if left:
        raise Unanswered(
            N_("Còn %(left)d ý kiến chưa được tổng hợp và trả lời nên chưa công bố được. Hãy trả lời hết rồi công bố."),
            left=left,
        )
    if not looked and hints_in(session, consultation):
        raise PersonalData(
            N_(
                "Phần sẽ công bố có chỗ giống thông tin cá nhân. Hãy xem lại từng chỗ, sửa nếu cần, rồi đánh dấu là "
                "đã xem."
            )
        )
    forget_ties(session, consultation)
    consultation.published_at, consultation.published_by_id = clock.now(), by
    session.flush()
    _record(session, N_("Công bố tiếp thu, giải trình"), consultation, by=by)


def withdraw_publication(session: Session, consultation: Consultation, *, by: int) -> None:
    """Take the table off the public page, to mend it. Raises :class:`NotNow`."""
    hold(session, consultation)
    if consultation.published_at is None:
        raise NotNow(N_("Kết quả của lần lấy ý kiến này chưa công bố nên không có gì để gỡ."))
    consultation.published_at = consultation.published_by_id = None
    session.flush()
    _record(session, N_("Gỡ bảng tiếp thu, giải trình"), consultation, by=by)


def hints_in(session: Session, consultation: Consultation) -> list[str]:
    """What in the words to be published may tell who somebody is."""
    rows = session.execute(
        select(OpinionGroup.summary, OpinionGroup.why)
        .where(OpinionGroup.consultation_id == consultation.id)
        .order_by(OpinionGroup.id)
    )
    return [trace.text for summary, why in rows for trace in traces_in(f"{summary}\n{why or ''}")]


def _articles(parts: Sequence[Part]) -> list[Article]:
    return [Article(position=at, heading=part.heading or "…", text=part.text) for at, part in enumerate(parts, 1)]


def _hold_draft(session: Session, consultation: Consultation) -> None:
    hold(session, consultation)
    if consultation.opened_at is not None:
        raise DraftFrozen(
            N_("Dự thảo đã mở lấy ý kiến nên không sửa, không bỏ được nữa: ai cũng phải được hỏi cùng một bản.")
        )


def _hold_answering(session: Session, consultation: Consultation) -> None:
    hold(session, consultation)
    state = state_now(consultation)
    if state == "published":
        raise NotNow(N_("Kết quả đã công bố. Muốn sửa, hãy để lãnh đạo gỡ bảng đã công bố trước."))
    if state != "ended":
        raise NotNow(N_("Chỉ tổng hợp và trả lời ý kiến sau khi hết hạn lấy ý kiến."))
    if not may_type(consultation.opens_on, consultation.closes_on, today=clock.today()):
        forget_ties(session, consultation)


def _opinions_chosen(session: Session, consultation: Consultation, ids: Collection[UUID]) -> list[Opinion]:
    found = list(
        session.scalars(
            select(Opinion)
            .join(Contribution, Contribution.id == Opinion.contribution_id)
            .where(Opinion.id.in_(ids), Contribution.consultation_id == consultation.id, Opinion.text != "")
            .order_by(Opinion.id)
        )
    )
    if not found:
        raise GroupUnfit(N_("Chưa chọn ý kiến nào. Hãy đánh dấu vào ô trước ý kiến rồi bấm lại."))
    if len({opinion.article_id for opinion in found}) > 1:
        raise GroupUnfit(N_("Một nhóm chỉ gồm ý kiến về cùng một điều. Hãy chọn lại."))
    return found


def _move(session: Session, consultation: Consultation, chosen: Sequence[Opinion], target: OpinionGroup) -> None:
    for opinion in chosen:
        opinion.group_id = target.id
    session.flush()
    drop_empty_groups(session, consultation, but=target.id)


def _fitting(text: str, limit: int) -> str:
    text = tidy(text)
    if not text:
        raise GroupUnfit(N_("Hãy viết nội dung trước khi lưu."))
    if len(text) > limit:
        raise GroupUnfit(
            N_("Nội dung dài %(length)d ký tự; hãy rút gọn còn nhiều nhất %(limit)d ký tự."),
            length=len(text),
            limit=limit,
        )
    return text


def _record(session: Session, verb: str, consultation: Consultation, *, by: int | None) -> None:
    record(
        session,
        verb,
        f"consultation:{consultation.id}",
        by=by,
        office_id=consultation.office_id,
        name=consultation.title,
    )
