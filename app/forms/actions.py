"""Changes of forms: drafting one for a task, putting it into the office's words, publishing it as an edition.

An edition is complete in itself: what is asked, and the words of every language it may be shown in. Nothing that
happens to templates or catalogs later reaches it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.db import compact
from app.core.errors import Conflict, Problem
from app.core.events import announce
from app.core.text import N_, SOURCE
from app.forms import drafts
from app.forms.checks import check_definition
from app.forms.definition import SHARED_CONTEXT, Definition, from_data, shared_words, texts_of, to_data
from app.forms.events import EditionPublished
from app.forms.models import Edition, Form
from app.forms.queries import forms_of_plan, latest_edition, template_called, templates
from app.forms.wording import Frozen, WordsMissing, missing_words, offered_locales, say_live
from app.plans.corrections.actions import correct_plan
from app.plans.corrections.queries import stored_sheet
from app.plans.corrections.verbs import Change
from app.plans.models import Plan, Task
from app.plans.queries import tasks_of
from app.plans.rules import template_for


class AlreadyDrafted(Conflict):
    """The task has a form already."""


class NotSurveyed(Conflict):
    """Citizens are not asked about this task."""


class NothingNew(Conflict):
    """The draft says exactly what the latest edition says."""


class ChangedSince(Conflict):
    """The draft is not what the person agreed to publish."""


class FormBroken(Problem):
    """The draft does not pass the checks; ``faults`` lists all of them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(
            N_("Chưa phát hành được vì mẫu phiếu có lỗi. Hãy sửa các chỗ sau: %(faults)s"), faults="; ".join(faults)
        )
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a plan's forms: the new editions, and the forms that were refused, each with why."""

    editions: list[Edition]
    refused: list[tuple[Form, Problem]]


def draft_form(session: Session, task: Task, *, by: int | None = None) -> Form:
    """A draft for ``task`` from the template of its theme.

    Raises :class:`AlreadyDrafted` and :class:`NotSurveyed`.
    """
    _refuse_unsurveyed(task)
    if session.scalar(select(Form.id).where(Form.task_id == task.id)):
        raise AlreadyDrafted(N_("Nhiệm vụ này đã có mẫu phiếu."))
    return _draft(session, task, _titles(session, task.plan), by=by)


def generate_drafts(session: Session, plan: Plan, *, by: int | None = None) -> list[Form]:
    """A draft for each surveyed task of ``plan`` that has none; a second call finds nothing to do."""
    drafted = set(session.scalars(select(Form.task_id).join(Form.task).where(Task.plan_id == plan.id)))
    taken = _titles(session, plan)
    made = []
    for task in tasks_of(session, plan):
        if task.surveyed and task.id not in drafted:
            made.append(_draft(session, task, taken, by=by))
            taken.add(made[-1].title)
    return made


def survey(session: Session, task: Task, *, by: int | None = None) -> Form:
    """Ask citizens about ``task`` after all: switch the survey on, and draft a form unless there is one."""
    key = stored_sheet(session, task.plan).key_of(task)
    correct_plan(session, task.plan, [Change(key, "reason", None)], by=by)
    known = session.scalar(select(Form).where(Form.task_id == task.id))
    return known or draft_form(session, task, by=by)


def change_template(session: Session, form: Form, template: str, *, by: int | None = None) -> None:
    """Start the draft over from another template. A title of the office's own is kept; its questions are not."""
    old, new = form.template, template_called(template)
    title = form.title
    if title in {_plain_title(old), drafts.shortened(form.task.title)}:
        title = _first_title(form.task, new, _titles(session, form.task.plan, but=form))
    form.template = new.key
    _store(form, new, title=title, intro=new.intro or "")
    session.flush()
    _record(session, N_("Đổi mẫu của phiếu"), form, by=by, before=_plain_title(old) or old, after=new.title)


def change_title(session: Session, form: Form, title: str, *, by: int | None = None) -> None:
    """Put the plain words by which citizens know the task. Raises :class:`app.forms.drafts.WordsUnfit`."""
    definition = from_data(form.definition)
    _store(form, definition, title=title, intro=definition.intro or "")
    session.flush()
    _record(session, N_("Đổi tên việc trên phiếu"), form, by=by, title=form.title)


def change_draft(
    session: Session,
    form: Form,
    *,
    title: str,
    intro: str,
    asked: Collection[str],
    words: Mapping[str, Mapping[str, str]] | None = None,
    by: int | None = None,
) -> None:
    """Title, introduction and the questions asked, in one go; ``words`` translate what the office wrote itself.

    A draft that says the same already is left as it is, without an entry in the record. Raises
    :class:`app.forms.drafts.WordsUnfit`, :class:`~app.forms.drafts.QuestionNeeded` and
    :class:`~app.forms.drafts.NothingScored`.
    """
    before, since = mark_of(form), form.changed_at
    template = templates().get(form.template) or from_data(form.definition)
    definition = drafts.with_questions(template, from_data(form.definition), asked)
    _store(form, definition, title=title, intro=intro)
    form.words = {locale: dict(texts) for locale, texts in (words or {}).items() if texts}
    if mark_of(form) == before:
        form.changed_at = since
        return
    session.flush()
    _record(session, N_("Sửa mẫu phiếu"), form, by=by, title=form.title, questions=len(definition.questions))


def publish(session: Session, form: Form, *, by: int | None = None) -> Edition:
    """Freeze the draft as the form's next edition and tell those who ask it.

    Raises :class:`NotSurveyed`, :class:`FormBroken`, :class:`app.forms.wording.WordsMissing` and :class:`NothingNew`.
    """
    session.execute(select(Form.id).where(Form.id == form.id).with_for_update())  # two clicks, one after the other
    session.refresh(form)
    _refuse_unsurveyed(form.task)
    definition = _sound(form)
    words = frozen_words(definition, form.words, form.task.plan.office.citizen_locales)
    digest = digest_of(definition, words)
    latest = latest_edition(session, form)
    if latest is not None and latest.digest == digest:
        raise NothingNew(N_("Nội dung không thay đổi so với bản phát hành số %(number)d."), number=latest.number)
    edition = Edition(
        form=form,
        number=latest.number + 1 if latest else 1,
        template=form.template,
        title=form.title,
        definition=to_data(definition),
        words=words,
        digest=digest,
        published_at=clock.now(),
        published_by_id=by,
    )
    session.add(edition)
    session.flush()
    announce(session, EditionPublished(edition))
    _record(session, N_("Phát hành phiếu"), form, by=by, number=edition.number, digest=digest)
    return edition


def publish_ready(
    session: Session, plan: Plan, *, agreed: Mapping[int, str] | None = None, by: int | None = None
) -> Published:
    """Publish every form of ``plan`` that is new or was changed; what is refused stays a draft and is listed.

    ``agreed`` holds the forms that somebody was asked about, each with the :func:`mark_of` its draft at that moment:
    others are left alone, and a draft that was changed since is refused. None publishes whatever is ready.
    """
    published, refused = [], []
    for line in forms_of_plan(session, plan):
        if line.form is None or not line.ready or (agreed is not None and line.form.id not in agreed):
            continue
        try:
            if agreed is not None:
                _refuse_changed(line.form, agreed[line.form.id])
            published.append(publish(session, line.form, by=by))
        except Problem as problem:  # raised before anything of this form was written
            refused.append((line.form, problem))
    return Published(published, refused)


def fault_of(form: Form) -> Problem | None:
    """What would keep the draft from being published, if anything; writes nothing."""
    try:
        frozen_words(_sound(form), form.words, form.task.plan.office.citizen_locales)
    except Problem as problem:
        return problem
    return None


def mark_of(form: Form) -> str:
    """Twelve hex digits that change with every word of the draft."""
    written = compact([form.title, form.definition, form.words])
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def frozen_words(definition: Definition, own: Mapping[str, Mapping[str, str]], declared: Collection[str]) -> Frozen:
    """The words of Vietnamese, of every declared language, and of each other language that happens to be complete.

    ``own`` are the office's translations of its own words and win over the catalogs. :class:`WordsMissing` lists
    what a declared language lacks.
    """
    sources = {f"{definition.key}.{path}": text for path, text in texts_of(definition)}
    used = set(sources.values())
    frozen: Frozen = {}
    lacking: list[tuple[str, str]] = []
    for locale in dict.fromkeys((SOURCE, *declared, *offered_locales())):
        mine = {text: words for text, words in own.get(locale, {}).items() if text in used and words}
        missing = [path for path in missing_words(definition, locale) if sources.get(path) not in mine]
        if not missing:
            frozen[locale] = {**say_live(definition, locale).texts, **mine}
        elif locale in declared:
            lacking += [(locale, path) for path in missing]
    if lacking:
        shared = {f"{SHARED_CONTEXT}.{name}": text for name, text in shared_words().items()}
        raise WordsMissing(lacking, shared | sources)
    return frozen


def digest_of(definition: Definition, words: Frozen) -> str:
    """SHA-256 over what is asked and every word of it, in hex; the order in which words were found does not matter."""
    ordered = {locale: dict(sorted(texts.items())) for locale, texts in sorted(words.items())}
    return hashlib.sha256(compact([definition.digest, ordered]).encode()).hexdigest()


def _draft(session: Session, task: Task, taken: Collection[str], *, by: int | None) -> Form:
    template = template_called(template_for(task.theme, task.title))
    form = Form(task=task, template=template.key, words={}, changed_at=clock.now())
    _store(form, template, title=_first_title(task, template, taken), intro=template.intro or "")
    session.add(form)
    session.flush()
    _record(session, N_("Soạn mẫu phiếu"), form, by=by, template=template.key)
    return form


def _store(form: Form, definition: Definition, *, title: str, intro: str) -> None:
    changed = drafts.with_words(definition, title=title, intro=intro)
    form.title = changed.title
    form.definition = to_data(changed)
    form.changed_at = clock.now()


def _sound(form: Form) -> Definition:
    try:
        definition = from_data(form.definition)
    except ValidationError as problem:
        raise FormBroken([".".join(map(str, fault["loc"])) for fault in problem.errors()]) from problem
    faults = check_definition(definition)
    if faults:
        raise FormBroken(faults)
    return definition


def _first_title(task: Task, template: Definition, taken: Collection[str]) -> str:
    """The template's plain words, or the task's own where the plan has them already: a chooser must tell them apart."""
    return template.title if template.title not in taken else drafts.shortened(task.title)


def _plain_title(template: str) -> str | None:
    known = templates().get(template)
    return known.title if known else None


def _titles(session: Session, plan: Plan, *, but: Form | None = None) -> set[str]:
    """The titles of the plan's forms, ``but`` one."""
    rows = session.execute(select(Form.id, Form.title).join(Form.task).where(Task.plan_id == plan.id))
    return {title for form_id, title in rows if but is None or form_id != but.id}


def _refuse_unsurveyed(task: Task) -> None:
    if not task.surveyed:
        raise NotSurveyed(
            N_("Nhiệm vụ “%(task)s” hiện không khảo sát người dân. Hãy bật khảo sát cho nhiệm vụ này trước."),
            task=task.title,
        )


def _refuse_changed(form: Form, mark: str) -> None:
    if mark_of(form) != mark:
        raise ChangedSince(
            N_("Mẫu phiếu này vừa được sửa sau khi bạn mở danh sách. Hãy xem lại rồi phát hành."),
        )


def _record(session: Session, verb: str, form: Form, *, by: int | None, **details: object) -> None:
    record(
        session, verb, f"form:{form.id}", by=by, office_id=form.task.plan.office_id, **{"title": form.title, **details}
    )
