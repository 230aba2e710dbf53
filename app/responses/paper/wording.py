"""Skip logic in words: what a sheet of paper says where a page would hide a question.

A question that opens or closes others says so itself where few of its answers do ("Nếu chọn “Chưa”, xin bỏ qua câu
2–8"); any other condition is told at the question that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import groupby

from app.core.words import _
from app.forms.definition import Condition, Definition, Question
from app.forms.kinds import KINDS
from app.forms.rules import asks_about, decision
from app.forms.wording import Say

FEW = 2


def numbers_of(definition: Definition) -> dict[str, int]:
    """The number that each question has on paper."""
    return {question.id: number for number, question in enumerate(definition.questions, start=1)}


def notes_of(definition: Definition, say: Say) -> dict[str, str]:
    """What stands beside each question about skipping; questions without such words are left out."""
    numbers = numbers_of(definition)
    skips = _skips(definition)
    told: dict[str, list[str]] = {}
    covered: set[str] = set()
    for question_id, by_code in skips.items():
        if len(by_code) > FEW:
            continue
        labels = dict(KINDS[definition.by_id[question_id].kind].choices(definition.by_id[question_id], say))
        for code, skipped in by_code.items():
            covered |= set(skipped)
            note = _(
                "Nếu chọn “%(answer)s” thì bỏ qua câu %(numbers)s.",
                answer=labels[code],
                numbers=spans(numbers[name] for name in skipped),
            )
            told.setdefault(question_id, []).append(note)
    for question in definition.questions:
        if question.visible_when is not None and question.id not in covered:
            condition = _described(definition, question.visible_when, say, numbers)
            told.setdefault(question.id, []).insert(0, _("Chỉ trả lời câu này nếu %(condition)s.", condition=condition))
    return {question_id: " ".join(notes) for question_id, notes in told.items()}


def spans(numbers: Iterable[int]) -> str:
    """Numbers as people say them.

    >>> spans([2, 3, 4, 7])
    '2–4, 7'
    """
    found = []
    for _shift, group in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        run = [number for _place, number in group]
        found.append(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return ", ".join(found)


def _skips(definition: Definition) -> Mapping[str, Mapping[int, Sequence[str]]]:
    """By question and code: what is not asked after this answer. Only conditions about one earlier question."""
    found: dict[str, dict[int, list[str]]] = {}
    for question in definition.questions:
        condition = question.visible_when
        about = {part.question or "" for part in asks_about(condition)} if condition is not None else set()
        if condition is None or len(about) != 1:
            continue
        (asked,) = about
        if KINDS[definition.by_id[asked].kind].several:
            continue
        is_shown = decision(condition)
        for code in KINDS[definition.by_id[asked].kind].codes(definition.by_id[asked]):
            if not is_shown({asked: code}):
                found.setdefault(asked, {}).setdefault(code, []).append(question.id)
    return found


def _described(definition: Definition, condition: Condition, say: Say, numbers: Mapping[str, int]) -> str:
    def inner(part: Condition) -> str:
        return _described(definition, part, say, numbers)

    if condition.not_ is not None:
        return str(_("không phải là: %(condition)s", condition=inner(condition.not_)))
    if condition.any_ is not None:
        return _either([inner(part) for part in condition.any_])
    if condition.all_ is not None:
        return reduce(
            lambda first, second: _("%(first)s và %(second)s", first=first, second=second), map(inner, condition.all_)
        )
    asked = definition.by_id[condition.question or ""]
    number = numbers[asked.id]
    answers = _answers(asked, condition, say)
    if answers:
        return str(_("ở câu %(number)d chọn %(answers)s", number=number, answers=_either(answers)))
    if condition.at_most is not None:
        return str(_("ở câu %(number)d ghi %(value)d hoặc ít hơn", number=number, value=condition.at_most))
    return str(_("ở câu %(number)d ghi %(value)d hoặc nhiều hơn", number=number, value=condition.at_least))


def _either(parts: Sequence[str]) -> str:
    return reduce(lambda first, second: str(_("%(first)s hoặc %(second)s", first=first, second=second)), parts)


def _both(parts: Sequence[str]) -> str:
    return reduce(lambda first, second: str(_("%(first)s và %(second)s", first=first, second=second)), parts)


def _answers(question: Question, condition: Condition, say: Say) -> list[str]:
    """The options that fulfil a comparison, in their words; none where a number is compared."""
    is_met = decision(condition)
    return [f"“{label}”" for code, label in KINDS[question.kind].choices(question, say) if is_met({question.id: code})]
