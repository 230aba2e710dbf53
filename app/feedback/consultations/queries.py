"""Named reads of consultations: lists, counts, opinions one by one for those who answer them, and the public table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.text import N_
from app.core.tokens import is_code, read_code
from app.feedback.consultations.models import Article, Consultation, Contribution, Opinion, OpinionGroup
from app.feedback.consultations.rules import MODES, STANCES, Mode, Stance, shown_counts, shown_modes

Counts = dict[Stance, int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One consultation of a list, with how many have answered."""

    consultation: Consultation
    contributions: int


@dataclass(slots=True)
class Stand:
    """What was said about one article (None: the whole draft).

    ``n`` and ``counts`` are None where there are too few to be shown; a single count is None where it is too small.
    """

    article: Article | None
    n: int | None = None
    counts: Counts | None = None
    loose: list[Opinion] = field(default_factory=list)
    groups: list[Grouped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grouped:
    """A group with its opinions; ``size`` is how many there are, also where they are not read one by one."""

    group: OpinionGroup
    size: int
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A consultation as a whole: ``n`` contributions (None where too few to be told), how many came in which way, and
    what was said on each part.
    """

    consultation: Consultation
    n: int | None
    modes: dict[Mode, int | None] | None
    stands: list[Stand]
    minimum: int


def consultations_for(session: Session, viewer: Viewer) -> list[Line]:
    """The consultations of the viewer's offices, the newest first; one query."""
    number = (
        select(func.count())
        .select_from(Contribution)
        .where(Contribution.consultation_id == Consultation.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Consultation, number)
        .options(joinedload(Consultation.office))
        .where(Consultation.office_id.in_(viewer.offices("consultations.read")))
        .order_by(Consultation.closes_on.desc(), Consultation.id.desc())
    )
    return [Line(consultation, contributions) for consultation, contributions in rows]


def consultation_for(
    session: Session, viewer: Viewer, consultation_id: int, *, permission: str = "consultations.read"
) -> Consultation:
    """The consultation with its articles, if ``viewer`` holds ``permission`` there; otherwise :class:`NotFound`."""
    found = session.scalar(
        select(Consultation)
        .options(joinedload(Consultation.office), selectinload(Consultation.articles))
        .where(Consultation.id == consultation_id, Consultation.office_id.in_(viewer.offices(permission)))
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy lần lấy ý kiến này. Có thể đã bị bỏ, hoặc thuộc cơ quan khác."))
    return found


def group_for(session: Session, viewer: Viewer, group_id: int) -> OpinionGroup:
    """A group whose opinions ``viewer`` may answer; otherwise :class:`NotFound`."""
    found = session.scalar(
        select(OpinionGroup)
        .join(OpinionGroup.consultation)
        .options(joinedload(OpinionGroup.consultation), joinedload(OpinionGroup.article))
        .where(
            OpinionGroup.id == group_id,
            Consultation.office_id.in_(viewer.offices("consultations.handle")),
        )
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy nhóm ý kiến này. Có thể các ý kiến đã được chuyển sang nhóm khác."))
    return found


def consultation_behind(session: Session, code: str) -> Consultation:
    """What citizens may read under this code: everything that has been opened. Raises :class:`NotFound`."""
    typed = read_code(code)
    found = None
    if is_code(typed):
        found = session.scalar(
            select(Consultation)
            .options(joinedload(Consultation.office), selectinload(Consultation.articles))
            .where(Consultation.code == typed, Consultation.opened_at.is_not(None))
        )
    if found is None:
        # Translators: citizens read this
        raise NotFound(N_("Không có dự thảo nào ở địa chỉ này. Xin quét lại mã QR, hoặc hỏi cơ quan đã đăng dự thảo."))
    return found


def consultations_in_public(session: Session, office_id: int) -> list[Consultation]:
    """What an office asks or has asked the public: everything opened, what ends last first; one query."""
    return list(
        session.scalars(
            select(Consultation)
            .where(Consultation.office_id == office_id, Consultation.opened_at.is_not(None))
            .order_by(Consultation.closes_on.desc(), Consultation.id.desc())
        )
    )


def contributions_to(session: Session, consultation: Consultation) -> int:
    """How many have sent something."""
    return session.scalars(
        select(func.count()).select_from(Contribution).where(Contribution.consultation_id == consultation.id)
    ).one()


def unanswered_in(session: Session, consultation: Consultation) -> int:
    """How many written opinions lie in no group, or in one without a verdict."""
    return session.scalars(
        select(func.count())
        .select_from(Opinion)
        .join(Contribution, Contribution.id == Opinion.contribution_id)
        .outerjoin(OpinionGroup, OpinionGroup.id == Opinion.group_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Opinion.text != "",
            or_(Opinion.group_id.is_(None), OpinionGroup.verdict.is_(None)),
        )
    ).one()


def outcome_of(session: Session, consultation: Consultation, *, minimum: int) -> Outcome:
    """Counts and groups, without a single citizen's word: what the public may see. Four queries."""
    sizes = {
        group_id: size
        for group_id, size in session.execute(
            select(Opinion.group_id, func.count())
            .join(OpinionGroup, OpinionGroup.id == Opinion.group_id)
            .where(OpinionGroup.consultation_id == consultation.id)
            .group_by(Opinion.group_id)
        )
    }
    stands = _stands(session, consultation, minimum)
    for group in _groups(session, consultation):
        stands[group.article_id].groups.append(Grouped(group, sizes.get(group.id, 0)))
    return _outcome(session, consultation, list(stands.values()), minimum)


def opinions_for_answering(
    session: Session, consultation: Consultation, *, minimum: int, article: int | None = None
) -> Outcome:
    """The same with every written opinion, those that are not grouped apart; only for who handles them.

    ``article`` (a position; 0 is the whole draft) narrows it to one. Opinions stand in the order of their random keys.
    """
    stands = _stands(session, consultation, minimum)
    texts: dict[int | None, list[Opinion]] = {}
    rows = session.scalars(
        select(Opinion)
        .join(Contribution, Contribution.id == Opinion.contribution_id)
        .where(Contribution.consultation_id == consultation.id, Opinion.text != "")
        .order_by(Opinion.id)
    )
    for opinion in rows:
        if opinion.group_id is None:
            stands[opinion.article_id].loose.append(opinion)
        else:
            texts.setdefault(opinion.group_id, []).append(opinion)
    for group in _groups(session, consultation):
        own = tuple(texts.get(group.id, ()))
        stands[group.article_id].groups.append(Grouped(group, len(own), own))
    wanted = [stand for stand in stands.values() if article is None or _position(stand) == article]
    return _outcome(session, consultation, wanted, minimum)


def opinions_in(session: Session, group: OpinionGroup) -> Sequence[Opinion]:
    """The opinions of one group."""
    return session.scalars(select(Opinion).where(Opinion.group_id == group.id).order_by(Opinion.id)).all()


def articles_of_opinions(session: Session, ids: Sequence[UUID]) -> set[int | None]:
    """The articles that these opinions are about."""
    return set(session.scalars(select(Opinion.article_id).where(Opinion.id.in_(ids))))


def _outcome(session: Session, consultation: Consultation, stands: list[Stand], minimum: int) -> Outcome:
    rows = session.execute(
        select(Contribution.mode, func.count())
        .where(Contribution.consultation_id == consultation.id)
        .group_by(Contribution.mode)
    )
    counts: dict[Mode, int] = {next(known for known in MODES if known == mode): number for mode, number in rows}
    total = sum(counts.values())
    return Outcome(consultation, total if total >= minimum else None, shown_modes(counts, minimum), stands, minimum)


def _position(stand: Stand) -> int:
    return stand.article.position if stand.article else 0


def _stands(session: Session, consultation: Consultation, minimum: int) -> dict[int | None, Stand]:
    """One for each article in order, and the whole draft last."""
    raw: dict[int | None, dict[Stance, int]] = {}
    for article_id, stance, number in session.execute(
        select(Opinion.article_id, Opinion.stance, func.count())
        .join(
            Contribution,
            and_(Contribution.id == Opinion.contribution_id, Contribution.consultation_id == consultation.id),
        )
        .group_by(Opinion.article_id, Opinion.stance)
    ):
        raw.setdefault(article_id, {})[next(known for known in STANCES if known == stance)] = number
    stands: dict[int | None, Stand] = {article.id: Stand(article) for article in consultation.articles}
    stands[None] = Stand(None)
    for article_id, stand in stands.items():
        given = raw.get(article_id, {})
        total = sum(given.values())
        if total >= minimum:
            stand.n, stand.counts = total, shown_counts(given, minimum)
    return stands


def _groups(session: Session, consultation: Consultation) -> Sequence[OpinionGroup]:
    return session.scalars(
        select(OpinionGroup)
        .options(joinedload(OpinionGroup.changed_by))
        .where(OpinionGroup.consultation_id == consultation.id)
        .order_by(OpinionGroup.id)
    ).all()
