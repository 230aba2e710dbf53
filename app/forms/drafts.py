"""How an office may change its copy of a template, decided without a database.

Questions are switched off and on, title and introduction are put into the office's own words. The overall question
(CHUNG) always stays: it is the one thing that every form of satisfaction has in common.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.core.errors import Problem
from app.core.text import N_, nfc
from app.forms.definition import OVERALL, Definition, Question, Section
from app.forms.rules import asks_about

LONGEST_TITLE = 200
LONGEST_INTRO = 600


class QuestionNeeded(Problem):
    """A question cannot be switched off while others stand that need it."""


class NothingScored(Problem):
    """Without a scored question the answers would add up to no score."""


class WordsUnfit(Problem):
    """A title or an introduction that is empty or too long."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question of the draft editor: whether it is asked, and whether it may be switched off at all."""

    question: Question
    section: Section
    asked: bool

    @property
    def fixed(self) -> bool:
        """The overall question is asked in every form."""
        return self.question.factor == OVERALL


def choices(template: Definition, copy: Definition) -> list[Choice]:
    """Every question of the template and of the office's copy, in the order of the template.

    Questions that only the copy has (the template has moved on since) come last in their section.
    """
    found = []
    for section in _joined(template, copy):
        found += [Choice(question, section, question.id in copy.by_id) for question in section.questions]
    return found


def with_questions(template: Definition, copy: Definition, asked: Collection[str]) -> Definition:
    """``copy`` with exactly the questions called ``asked`` and the overall one.

    Raises :class:`QuestionNeeded` and :class:`NothingScored`.
    """
    sections = []
    for section in _joined(template, copy):
        kept = tuple(q for q in section.questions if q.id in asked or q.factor == OVERALL)
        if kept:
            sections.append(section.model_copy(update={"questions": kept}))
    changed = _changed(copy, sections=tuple(sections))
    _refuse_orphans(changed, {choice.question.id: choice.question for choice in choices(template, copy)})
    if not changed.scored:
        raise NothingScored(
            N_("Phải giữ ít nhất một câu chấm điểm ngoài câu “Nhìn chung”, nếu không sẽ không có điểm.")
        )
    return changed


def with_words(copy: Definition, *, title: str, intro: str) -> Definition:
    """``copy`` under another title and with another introduction; an empty introduction takes it away.

    Raises :class:`WordsUnfit`.
    """
    return _changed(copy, title=read_title(title), intro=_read_intro(intro))


def read_title(written: str) -> str:
    """The title in one line of composed letters; :class:`WordsUnfit` where it is empty or too long."""
    title = one_line(written)
    if not title:
        raise WordsUnfit(N_("Hãy ghi tên việc mà người dân sẽ đọc."))
    _refuse_longer(
        title, LONGEST_TITLE, N_("Tên việc dài %(length)d ký tự; hãy rút gọn còn nhiều nhất %(limit)d ký tự.")
    )
    return title


def shortened(text: str, limit: int = LONGEST_TITLE) -> str:
    """``text`` in one line, cut after a word where it is too long for a title."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    kept = line[: limit - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"


def one_line(written: str) -> str:
    """Composed letters, single blanks, no line breaks."""
    return nfc(" ".join(written.split()))


def _read_intro(written: str) -> str | None:
    intro = one_line(written)
    _refuse_longer(
        intro, LONGEST_INTRO, N_("Lời mở đầu dài %(length)d ký tự; hãy rút gọn còn nhiều nhất %(limit)d ký tự.")
    )
    return intro or None


def _refuse_longer(text: str, limit: int, sentence: str) -> None:
    if len(text) > limit:
        raise WordsUnfit(sentence, length=len(text), limit=limit)


def _refuse_orphans(changed: Definition, known: dict[str, Question]) -> None:
    for question in changed.questions:
        for comparison in asks_about(question.visible_when) if question.visible_when else ():
            if comparison.question not in changed.by_id:
                needed = known.get(comparison.question or "")
                raise QuestionNeeded(
                    N_("Câu “%(question)s” chỉ được hỏi tùy theo câu “%(needed)s”, nên hãy bỏ cả hai hoặc giữ cả hai."),
                    needed=needed.text if needed else comparison.question,
                    question=question.text,
                )


def _changed(copy: Definition, **parts: object) -> Definition:
    """A fresh definition; ``model_copy`` would carry the copy's cached properties along."""
    return Definition.model_validate({name: getattr(copy, name) for name in Definition.model_fields} | parts)


def _joined(template: Definition, copy: Definition) -> list[Section]:
    """The template's sections with the copy's wording where it has a question, and what only the copy has."""
    sections = []
    for section in template.sections:
        own = next((other for other in copy.sections if other.id == section.id), section)
        questions = [copy.by_id.get(question.id, question) for question in section.questions]
        questions += [question for question in own.questions if question.id not in template.by_id]
        sections.append(own.model_copy(update={"questions": tuple(questions)}))
    known = {section.id for section in sections}
    sections += [section for section in copy.sections if section.id not in known]
    return sections
