"""Named reads of forms and editions, and the templates that lie in ``forms/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.access.viewer import Viewer
from app.accounts.models import Official
from app.core.errors import NotFound, Problem
from app.core.text import N_
from app.forms.definition import Definition, load_all
from app.forms.models import Edition, Form
from app.plans.models import Plan, Task


class UnknownTemplate(Problem):
    """No file in ``forms/`` has this key."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One task in the list of a plan's forms, with its draft and its latest edition, where it has them."""

    task: Task
    form: Form | None
    latest: Edition | None

    @property
    def state(self) -> str:
        """``unsurveyed``, ``missing`` (no draft yet), ``draft``, ``changed`` (since the edition) or ``published``."""
        if not self.task.surveyed:
            return "unsurveyed"
        if self.form is None:
            return "missing"
        if self.latest is None:
            return "draft"
        return "changed" if has_changed(self.form, self.latest) else "published"

    @property
    def ready(self) -> bool:
        """Whether there is something to publish."""
        return self.state in {"draft", "changed"}


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Definition]:
    """The templates for satisfaction by key, in the order of their files; read once."""
    return {template.key: template for template in load_all() if template.purpose == "satisfaction"}


def template_called(key: str) -> Definition:
    """The template with this key; :class:`UnknownTemplate` names those there are."""
    found = templates().get(key)
    if found is None:
        raise UnknownTemplate(
            N_("Không có mẫu “%(key)s”. Các mẫu hiện có: %(known)s."), key=key, known=", ".join(templates())
        )
    return found


def form_for(session: Session, viewer: Viewer, form_id: int, *, permission: str = "forms.read") -> Form:
    """The form with its task, plan and office, if ``viewer`` holds ``permission`` there; else :class:`NotFound`."""
    form = session.scalar(
        select(Form)
        .join(Form.task)
        .join(Task.plan)
        .options(joinedload(Form.task).joinedload(Task.plan).joinedload(Plan.office))
        .where(Form.id == form_id, Plan.office_id.in_(viewer.offices(permission)))
    )
    if form is None:
        raise NotFound(N_("Không tìm thấy mẫu phiếu này. Có thể mẫu thuộc cơ quan khác."))
    return form


def edition_for(session: Session, viewer: Viewer, edition_id: int, *, permission: str = "forms.read") -> Edition:
    """The edition with its form, task and plan, if ``viewer`` holds ``permission`` there; else :class:`NotFound`."""
    edition = session.scalar(
        select(Edition)
        .join(Edition.form)
        .join(Form.task)
        .join(Task.plan)
        .options(joinedload(Edition.form).joinedload(Form.task).joinedload(Task.plan).joinedload(Plan.office))
        .where(Edition.id == edition_id, Plan.office_id.in_(viewer.offices(permission)))
    )
    if edition is None:
        raise NotFound(N_("Không tìm thấy bản phát hành này. Có thể bản này thuộc cơ quan khác."))
    return edition


def editions_of(session: Session, form: Form) -> list[tuple[Edition, str]]:
    """The editions of a form, newest first, each with the name of who published it; one query."""
    rows = session.execute(
        select(Edition, func.coalesce(Official.name, ""))
        .outerjoin(Official, Official.id == Edition.published_by_id)
        .where(Edition.form_id == form.id)
        .order_by(Edition.number.desc())
    )
    return [(edition, name) for edition, name in rows]


def publisher_of(session: Session, edition: Edition) -> str:
    """The name of the official who published ``edition``; nothing where a command did."""
    return session.scalar(select(Official.name).where(Official.id == edition.published_by_id)) or ""


def latest_edition(session: Session, form: Form) -> Edition | None:
    """The edition that a new placement would ask."""
    return session.scalar(select(Edition).where(Edition.form_id == form.id).order_by(Edition.number.desc()).limit(1))


def forms_of_plan(session: Session, plan: Plan) -> list[FormLine]:
    """Every task of a plan in its order, with draft and latest edition; one query."""
    newest = select(func.max(Edition.number)).where(Edition.form_id == Form.id).correlate(Form).scalar_subquery()
    rows = session.execute(
        select(Task, Form, Edition)
        .outerjoin(Form, Form.task_id == Task.id)
        .outerjoin(Edition, (Edition.form_id == Form.id) & (Edition.number == newest))
        .where(Task.plan_id == plan.id)
        .order_by(Task.position, Task.id)
    )
    return [FormLine(task, form, edition) for task, form, edition in rows]


def has_changed(form: Form, edition: Edition) -> bool:
    """Whether publishing would bring other questions or other words of the office's own.

    Translations that changed in the catalogs are not looked for here; publishing compares everything.
    """
    if form.definition != edition.definition or form.title != edition.title:
        return True
    return any(
        edition.words.get(locale, {}).get(source, text) != text
        for locale, texts in form.words.items()
        for source, text in texts.items()
    )
