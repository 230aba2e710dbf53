"""Typed makers: every argument optional, nothing random but the codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar
from uuid import uuid4

from sqlalchemy.orm import Session

from app.access.models import Membership
from app.accounts.models import Official
from app.core import clock
from app.core.db import Base
from app.core.tokens import hour_key, new_code
from app.desks.models import Desk, Placement
from app.feedback.cases.models import Case
from app.feedback.clock.rules import Kind
from app.feedback.codes.actions import Sent, send_case
from app.feedback.consultations.models import Article, Consultation, Contribution, Opinion, OpinionGroup
from app.feedback.consultations.rules import State
from app.feedback.contact.vault import Vault
from app.feedback.files.actions import Ready
from app.feedback.initiatives.actions import Nomination, nominate
from app.feedback.initiatives.models import Initiative
from app.feedback.measures.actions import Intent, take_on
from app.feedback.measures.models import Measure
from app.feedback.supervision.actions import Line, Written, draft_sheet, file_sheet
from app.feedback.supervision.models import Recommendation, SupervisionSheet
from app.feedback.supervision.recommending import Asked, recommend
from app.feedback.wordings.actions import add_wording
from app.feedback.wordings.models import Wording
from app.forms.actions import publish
from app.forms.definition import Definition, to_data
from app.forms.drafts import with_words
from app.forms.models import Edition, Form
from app.forms.queries import latest_edition, template_called
from app.offices.models import Office
from app.plans.models import Deadline, Plan, Task, TaskHolder, TaskItem
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.rules import CHECKS
from app.scores.policies.models import ScorePolicy
from app.scores.policies.rules import Weights, data_of

SECRET = "a-secret-for-tests-only-0123456789abcdef"
CONTACT_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
Row = TypeVar("Row", bound=Base)


class Make:
    """Rows for a test, flushed and committed into the test's own outer transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._count = 0

    def _next(self) -> int:
        self._count += 1
        return self._count

    def office(self, name: str = "Ủy ban nhân dân phường Hoa Sen", code: str | None = None) -> Office:
        """An office at which every response counts, however fast, often or late at night a test sends it."""
        office = Office(code=code or f"office-{self._next()}", name=name, kind="phường", valid_from=date(2025, 7, 1))
        self._keep(office)
        self._keep(IntegrityRules(office_id=office.id, data={"off": list(CHECKS)}))
        return office

    def official(self, name: str, office: Office | None = None, role: str = "officer") -> Official:
        official = Official(sign_in_name=f"{name.lower()}-{self._next()}", name=name, created_at=clock.now())
        self._keep(official)
        if office is not None:
            self._keep(Membership(official_id=official.id, office_id=office.id, role=role, valid_from=date(2025, 7, 1)))
        return official

    def plan(
        self,
        office: Office | None = None,
        title: str = "Thực hiện công tác dân vận chính quyền năm 2026",
        *,
        number: str | None = "15/KH-UBND",
        year: int | None = 2026,
    ) -> Plan:
        plan = Plan(office=office or self.office(), title=title, number=number, year=year, created_at=clock.now())
        return self._keep(plan)

    def task(
        self,
        plan: Plan | None = None,
        title: str = "Thực hiện hiệu quả cải cách thủ tục hành chính",
        *,
        label: str | None = None,
        theme: str = "administrative_reform",
        surveyed: bool = True,
        items: tuple[str, ...] = ("Niêm yết đầy đủ giấy tờ và phí phải nộp.", "Trả kết quả đúng hẹn."),
        holder: Official | None = None,
    ) -> Task:
        number = self._next()
        task = Task(
            plan=plan or self.plan(),
            position=number,
            label=label or str(number),
            title=title,
            theme=theme,
            surveyed=surveyed,
            unsurveyed_reason=None if surveyed else "Việc nội bộ, người dân không trực tiếp biết.",
            items=[TaskItem(position=at, marker="-", text=text) for at, text in enumerate(items)],
            holders=[TaskHolder(official_id=holder.id)] if holder else [],
        )
        return self._keep(task)

    def deadline(
        self,
        plan: Plan | None = None,
        words: str = "ngày 20/11/2026",
        *,
        due_on: date | None = None,
        due_month: str | None = None,
        period: str | None = None,
        kind: str = "report",
        from_unit: str | None = "Văn phòng",
        to_unit: str | None = None,
        where: str | None = "III.1",
        before: bool = False,
    ) -> Deadline:
        """A time limit as written; ``words`` decide what its day means."""
        plan = plan or self.plan()
        return self._keep(
            Deadline(
                plan_id=plan.id,
                position=self._next(),
                kind=kind,
                period=period,
                due_text=words,
                due_on=due_on,
                due_month=due_month,
                before=before,
                from_unit=from_unit,
                to_unit=to_unit,
                where=where,
            )
        )

    def policy(
        self,
        office: Office,
        method: str = "mean-1",
        *,
        since: date = date(2020, 1, 1),
        weights: Weights | None = None,
        reason: str = "Theo yêu cầu của cấp trên.",
    ) -> ScorePolicy:
        """What the office publishes by, from a day that may be long over."""
        return self._keep(
            ScorePolicy(
                office_id=office.id,
                valid_from=since,
                method=method,
                weights=data_of(weights or Weights()),
                reason=reason,
                chosen_at=clock.now(),
            )
        )

    def form(
        self,
        task: Task | None = None,
        template: str = "m1_thu_tuc_mot_cua",
        *,
        title: str | None = None,
        definition: Definition | None = None,
    ) -> Form:
        """A draft; ``definition`` asks something else than the template does."""
        asked = definition or template_called(template)
        if title:
            asked = with_words(asked, title=title, intro=asked.intro or "")
        return self._keep(
            Form(
                task=task or self.task(),
                template=asked.key,
                title=asked.title,
                definition=to_data(asked),
                words={},
                changed_at=clock.now(),
            )
        )

    def edition(self, form: Form | None = None, *, title: str | None = None) -> Edition:
        """The next edition of a form; a second one needs another ``title``, or a changed draft."""
        form = form or self.form()
        if title:
            form.definition = {**form.definition, "title": title}
            form.title = title
            self.session.flush()
        return self._keep(publish(self.session, form))

    def desk(
        self, office: Office | None = None, name: str | None = None, location: str = "Tầng 1, trụ sở UBND"
    ) -> Desk:
        return self._keep(
            Desk(
                office=office or self.office(),
                name=name or f"Quầy số {self._next()}",
                location=location,
                created_at=clock.now(),
            )
        )

    def placement(self, desk: Desk | None = None, form: Form | None = None) -> Placement:
        """A form placed at a desk of its own office; published first where it is not yet."""
        form = form or self.form(self.task(self.plan(desk.office)) if desk else None)
        edition = latest_edition(self.session, form) or self.edition(form)
        desk = desk or self.desk(form.task.plan.office)
        return self._keep(Placement(desk=desk, form=form, edition=edition, placed_at=clock.now()))

    def wording(
        self, office: Office, text: str = "Đã [việc].", *, purpose: str = "answer", name: str = "Đã xong", by: Official
    ) -> Wording:
        """A text that an office keeps ready."""
        made = add_wording(self.session, office.id, purpose=purpose, name=name, text=text, by=by.id)
        self.session.commit()
        return made

    def case(
        self,
        office: Office | None = None,
        text: str = "Đèn đường ngõ 12 hỏng ba tuần nay.",
        *,
        kind: Kind = "petition",
        code: str = "",
        task: Task | None = None,
        contact: Mapping[str, str] | None = None,
        photos: Sequence[Ready] = (),
    ) -> Case:
        """A case as a citizen has sent it; ``code`` (or a number of its own) opens it."""
        sent = Sent(
            key=hour_key(clock.now()),
            code=code or f"CODE{self._next()}",
            office_id=(office or self.office()).id,
            kind=kind,
            text=text,
            task_id=task.id if task else None,
            contact=contact or {},
            photos=photos,
        )
        case, _new = send_case(self.session, sent, secret=SECRET, vault=Vault([CONTACT_KEY]))
        self.session.commit()
        return case

    def consultation(
        self,
        office: Office | None = None,
        state: State = "open",
        *,
        title: str = "Dự thảo quy ước thôn Đông",
        articles: tuple[tuple[str, str], ...] = (
            ("Điều 1. Vệ sinh", "Mỗi nhà tự quét đoạn đường trước cổng."),
            ("Điều 2. Tiếng ồn", "Không hát loa sau 22 giờ."),
        ),
    ) -> Consultation:
        """A consultation in one of its states, its days counted from today."""
        first, last = {"coming": (1, 5), "ended": (-9, -2), "published": (-9, -2)}.get(state, (-3, 3))
        opened = None if state == "draft" else clock.now()
        return self._keep(
            Consultation(
                office=office or self.office(),
                code=new_code(),
                title=title,
                purpose="Để cả thôn cùng giữ.",
                asked="Người dân thôn Đông",
                opens_on=clock.today() + timedelta(days=first),
                closes_on=clock.today() + timedelta(days=last),
                created_at=clock.now(),
                opened_at=opened,
                published_at=opened if state == "published" else None,
                articles=[
                    Article(position=at, heading=heading, text=text) for at, (heading, text) in enumerate(articles, 1)
                ],
            )
        )

    def contribution(
        self, consultation: Consultation, whole: str = "", *, times: int = 1, mode: str = "phone", **on: tuple[str, str]
    ) -> list[Opinion]:
        """Somebody's opinions, ``times`` over: ``a1=("change", "Quét cả hai bên.")`` is about the first article."""
        for _time in range(times):
            sent = Contribution(
                id=hour_key(clock.now()),
                consultation_id=consultation.id,
                hour=clock.hour_of(clock.now()),
                locale="vi",
                mode=mode,
            )
            self._keep(sent)
            articles = {f"a{article.position}": article for article in consultation.articles}
            made = [
                Opinion(id=uuid4(), contribution_id=sent.id, article=articles[name], stance=stance, text=text)
                for name, (stance, text) in on.items()
            ]
            if whole:
                made.append(Opinion(id=uuid4(), contribution_id=sent.id, stance="comment", text=whole))
            for opinion in made:
                self._keep(opinion)
        return made

    def initiative(self, office: Office, name: str = "Ngõ xanh") -> Initiative:
        """A model that somebody has nominated."""
        nomination = Nomination("model", "society", 2026, name, "Thôn Đông", "Mỗi nhà một gốc hoa.")
        return self._keep(nominate(self.session, office, nomination, key=uuid4(), by=None))

    def measure(
        self, task: Task, *, said: str = "Ghế chờ không đủ.", due_in: int = 5, case: Case | None = None, by: Official
    ) -> Measure:
        """Something to be done on a task, due in so many days, which may be past."""
        intent = Intent(said, "Mua thêm mười ghế.", clock.today() + timedelta(days=max(0, due_in)), unit="Văn phòng")
        made = take_on(self.session, task, intent, key=uuid4(), by=by.id, case=case)
        made.due_on = clock.today() + timedelta(days=due_in)
        return self._keep(made)

    def sheet(
        self,
        office: Office,
        title: str = "Thu đóng góp ở thôn",
        *,
        filed: bool = True,
        task: Task | None = None,
        by: Official,
    ) -> SupervisionSheet:
        """A supervision sheet with one finding that was met and one that was not."""
        written = Written(
            body="Ban Thanh tra nhân dân",
            title=title,
            from_on=clock.today() - timedelta(days=3),
            to_on=clock.today() - timedelta(days=2),
            task_id=task.id if task else None,
            participants="Trưởng ban; hai ủy viên",
            conclusion="Cần niêm yết sớm hơn.",
            findings=[
                Line("Niêm yết mức thu", "unmet", "Niêm yết sau khi thu mười ngày."),
                Line("Biên lai", "met", ""),
            ],
        )
        made = draft_sheet(self.session, office.id, written, key=uuid4(), by=by.id)
        if filed:
            file_sheet(self.session, made, by=by.id)
        return self._keep(made)

    def recommendation(
        self,
        office: Office,
        text: str = "Niêm yết mức thu trước khi thu.",
        *,
        sheet: SupervisionSheet | None = None,
        due_in: int = 5,
        by: Official,
    ) -> Recommendation:
        """Something that observers recommend, due in so many days, which may be past."""
        asked = Asked("Ban Thanh tra nhân dân", text, clock.today() + timedelta(days=max(0, due_in)))
        made = recommend(self.session, office.id, asked, sheet=sheet, key=uuid4(), by=by.id)
        made.due_on = clock.today() + timedelta(days=due_in)
        return self._keep(made)

    def group(self, opinions: list[Opinion], verdict: str | None = None) -> OpinionGroup:
        """Opinions of one article put together; with a verdict also answered."""
        sent = self.session.get_one(Contribution, opinions[0].contribution_id)
        group = OpinionGroup(
            consultation_id=sent.consultation_id,
            article_id=opinions[0].article_id,
            summary="Quét cả ngõ chung.",
            verdict=verdict,
            why="Đã sửa Điều 1 cho rõ." if verdict else None,
            changed_at=clock.now(),
        )
        self._keep(group)
        for opinion in opinions:
            opinion.group_id = group.id
        self.session.commit()
        return group

    def _keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.commit()
        return row
