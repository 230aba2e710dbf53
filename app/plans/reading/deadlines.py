"""By when something is due: ``trước ngày 20/10/2023``, ``6 tháng (trước ngày 01/4)``, ``Định kỳ 6 tháng và cuối năm``.

A sentence is read as a row of periods and days; which day belongs to which period follows from their order. Days that
belong to a cited document are no deadlines. A day without a year gets the year of the plan and is marked so; a day that
comes back every year has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.plans.reading.citations import find_mentions
from app.plans.reading.dates import Day, read_day
from app.plans.reading.lexicon import UPPER, small
from app.plans.reading.units import strip_order, unit_at

SENTENCE_END = re.compile(rf"(?<=[.!?…;])\s+(?=[{UPPER}“\"])")
SENDING = re.compile(r"\b(?:gửi|nộp|trình)\b")
LONGEST_SENTENCE = 4000
"""Longer ones are no sentences but lists run together, and name no duty."""
OF_TIME = re.compile(r"\d|tháng|quý|năm", re.IGNORECASE)
"""Without any of these a sentence names no limit; most are spared the patterns."""
FEW_SENTENCES = 3
"""So far back a receiver is looked for."""
REPORTING = re.compile(r"báo cáo|tổng hợp kết quả|gửi kết quả")
LEAD = re.compile(
    r"\b(?P<lead>trước|chậm nhất|muộn nhất|không quá|hết|hạn cuối|xong|vào|đến|hoàn thành)\b"
    r"(?:\s+(?:là|trước|vào|trong|đến|hết|\d{1,2}\s?(?:h|giờ)\s?(?:\d\d)?))*\s*(?P<word>ngày\s+)?(?=\d)",
    re.IGNORECASE,
)
SURE_WITHOUT_DAY = {"trước", "chậm nhất", "muộn nhất", "hết"}
"""Leads after which digits are a day even without the word "ngày": "trước 30/6", but not "hoàn thành 8/10 chỉ tiêu"."""
BEFORE_WORDS = {"trước", "chậm nhất", "muộn nhất", "không quá", "hết", "hạn cuối", "xong", "đến", "hoàn thành"}
BARE_DAY = re.compile(r"(?:ngày\s+)(?=\d)", re.IGNORECASE)
POINT = r"(?P<lead>trước|trong|cuối|đầu|hết|đến|vào|hoàn thành)\s+(?:hết\s+)?"
YEAR_AFTER = r"(?:\s?/\s?|\s+năm\s+)?(?P<year>20\d\d)?"
MONTH = re.compile(POINT + r"tháng\s+(?P<month>\d{1,2})(?!\d)" + YEAR_AFTER, re.IGNORECASE)
QUARTER = re.compile(POINT + r"quý\s+(?:I{1,3}|IV|[1-4])\b" + YEAR_AFTER, re.IGNORECASE)
EVERY = r"(?:hằng|hàng|mỗi)"
DAY_AGAIN = re.compile(
    r"\b(?P<lead>trước|chậm nhất|muộn nhất|vào|đến|hết)\b(?:\s+(?:là|trước|vào|hết|đến))*\s+ngày\s+(?P<day>\d{1,2})\s+"
    rf"(?:(?P<month>(?:của\s+)?(?:{EVERY}\s+tháng|tháng\s+(?:sau|kế tiếp|liền kề)))|"
    rf"(?P<quarter>(?:của\s+)?tháng\s+(?:cuối|đầu|thứ ba)(?:\s+cùng)?(?:\s+của)?(?:\s+{EVERY})?\s+quý(?:\s+sau)?))",
    re.IGNORECASE,
)
"""A day without a month: ``trước ngày 15 hằng tháng``, ``trước ngày 20 của tháng cuối quý``."""
AND_ANOTHER = re.compile(r"\s*(?:và|,)\s*(?=\d)")
EVERY_YEAR = re.compile(r"\s*(?:của\s+)?(?:hằng|hàng|mỗi)\s+năm", re.IGNORECASE)
REGULARLY = r"(?:định kỳ,?\s+)?\b"
PERIODS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (period, re.compile("|".join(manners), re.IGNORECASE))
    for period, manners in {
        "6 tháng": (REGULARLY + r"(?:0?6|sáu) tháng(?:\s+(?:đầu|cuối) năm)?(?!\s+\d)",),
        "quý": (
            REGULARLY + r"(?:hằng|hàng|mỗi) quý\b",
            r"\bđịnh kỳ,?\s+(?:theo\s+)?quý\b",
            r"\bbáo cáo quý\b(?!\s+[IV\d])|\bquý\s+(?:I{1,3}|IV|[1-4])\b(?=[^.;]*ngày)",
        ),
        "tháng": (
            REGULARLY + r"(?:hằng|hàng|mỗi) tháng\b",
            r"\bđịnh kỳ,?\s+tháng\b",
            r"\bbáo cáo tháng\b(?!\s+\d)",
        ),
        "năm": (
            REGULARLY + r"(?:hằng|hàng|cuối|mỗi|một|cả|01) năm\b(?:\s+20\d\d)?",
            r"\b(?:thời hạn )?báo cáo (?:kết quả |tổng kết |tổng hợp )?năm\b(?:\s+20\d\d)?",
            r"\bkết quả năm\s+20\d\d(?=\s*(?:\(|trước))",
            r"\btổng kết năm\b(?=\s*(?:\(|trước))",
            r"(?<=[,;]\s)(?:và )?(?:báo cáo )?năm\b(?=\s*(?:\(|trước|báo cáo|gửi))",
            r"(?<=tháng, )năm\b|(?<=tháng; )năm\b|(?<=tháng và )năm\b|(?<=quý, )năm\b",
            r"(?<=và )năm\b(?=\s*(?:\(|trước))",
        ),
    }.items()
)
RECEIVER = re.compile(
    r"(?:gửi|nộp|báo cáo)\b[^.;]{0,90}?\b(?:về|cho|đến|tới)\s+|\bgửi\s+|\bvề\s+|báo cáo\s+", re.IGNORECASE
)
CLAUSE = re.compile(r"^|,\s+|;\s+")
ACTS = re.compile(
    r"\s*(?:báo cáo|gửi|nộp|tổng hợp|có trách nhiệm|xây dựng|chủ trì|tham mưu|tổ chức|hoàn thành|triển khai|đăng ký)"
)
GIVEN_TO = re.compile(r"\b(?:giao(?: cho)?|đề nghị|yêu cầu)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Deadline:
    """One time limit. ``due_date`` is a day, a month or None; ``where`` is the path of labels.

    ``day``: the day of the month where the limit comes back every month, or in the last month of every quarter.
    ``task``: the task that it stands in, counted from zero.
    """

    kind: str
    period: str | None
    due_text: str
    due_date: str | None
    before: bool
    from_unit: str | None
    to_unit: str | None
    where: str
    lines: tuple[int, int]
    year_inferred: bool = False
    day: int | None = None
    task: int | None = None


@dataclass(frozen=True)
class _Token:
    """A period or a due day inside a sentence."""

    start: int
    end: int
    period: str | None = None
    day: Day | None = None
    month: str | None = None
    quarter: bool = False
    recurring: bool = False
    before: bool = False
    day_of: int | None = None
    rhythm: str | None = None

    @property
    def is_due(self) -> bool:
        return self.period is None


def find_deadlines(
    text: str, *, where: str, lines: tuple[int, int], unit: str | None, year: int | None, duties: bool
) -> list[Deadline]:
    """The deadlines in one paragraph. ``unit`` is who the paragraph speaks of; outside the organisation section
    (``duties`` false) only days that are named as limits count, not rhythms such as "hằng tháng"."""
    found: list[Deadline] = []
    sentences = SENTENCE_END.split(text)
    for index, sentence in enumerate(sentences):
        if len(sentence) > LONGEST_SENTENCE or not OF_TIME.search(sentence):
            continue
        reports = REPORTING.search(small(sentence)) is not None
        tokens = _tokens(sentence, reports=reports)
        if not duties:
            tokens = [
                token for token in tokens if token.before and (token.day_of or (token.day and not token.recurring))
            ]
        for period, due in _pairs(tokens):
            if due is None and not reports:
                continue
            deadline = _deadline(sentence, period, due, year, tokens)
            found.append(
                replace(
                    deadline,
                    kind="report" if reports else "other",
                    from_unit=_from_unit(sentence, unit),
                    to_unit=_to_unit(sentences[max(0, index - FEW_SENTENCES) : index + 1])
                    if reports or SENDING.search(small(sentence))
                    else None,
                    where=where,
                    lines=lines,
                )
            )
    return found


def limit_of(text: str, *, year: int | None) -> Deadline | None:
    """The time limit that a person typed on its own: with the words around it, or nothing but a day or a rhythm."""
    for words in (text, f"báo cáo {text}", f"báo cáo ngày {text}"):
        found = find_deadlines(words, where="", lines=(0, 0), unit=None, year=year, duties=True)
        if found:
            return found[0]
    return None


def _tokens(sentence: str, *, reports: bool) -> list[_Token]:
    """Periods and due days in the order of the sentence, without overlaps.

    "trước ngày 15/6 và trước ngày 15/12 hằng năm": what is said of the last day holds for those before it.
    """
    taken = [(mention.start, mention.end) for mention in find_mentions(sentence)]
    tokens: list[_Token] = []
    for token in [*_due_tokens(sentence, reports=reports), *_period_tokens(sentence)]:
        if all(token.end <= start or token.start >= end for start, end in taken):
            taken.append((token.start, token.end))
            tokens.append(token)
    tokens.sort(key=lambda token: token.start)
    again = max((index for index, token in enumerate(tokens) if token.recurring), default=-1)
    return [
        replace(token, recurring=True) if index < again and token.day and token.day.year is None else token
        for index, token in enumerate(tokens)
    ]


def _due_tokens(sentence: str, *, reports: bool) -> Iterator[_Token]:
    yield from _days_again(sentence)
    for lead in LEAD.finditer(sentence):
        day, end = read_day(sentence, lead.end())
        if day and (lead["word"] or lead["lead"].casefold() in SURE_WITHOUT_DAY):
            before = lead["lead"].casefold() in BEFORE_WORDS
            yield _day_token(sentence, lead.start("lead"), end, day, before=before)
            yield from _further_days(sentence, end, before=before)
    if reports:
        for lead in BARE_DAY.finditer(sentence):
            day, end = read_day(sentence, lead.end())
            if day:
                yield _day_token(sentence, lead.start(), end, day, before=False)
    for hit in MONTH.finditer(sentence):
        month = int(hit["month"])
        again = EVERY_YEAR.match(sentence, hit.end())
        if 1 <= month <= 12:
            yield _Token(
                hit.start(),
                again.end() if again else hit.end(),
                month=f"{hit['year']}-{month:02}" if hit["year"] else f"{month:02}",
                recurring=again is not None,
                before=hit["lead"].casefold() in BEFORE_WORDS,
            )
    for hit in QUARTER.finditer(sentence):
        yield _Token(hit.start(), hit.end(), quarter=True)


def _days_again(sentence: str) -> Iterator[_Token]:
    for hit in DAY_AGAIN.finditer(sentence):
        if 1 <= int(hit["day"]) <= 31:
            yield _Token(
                hit.start(),
                hit.end(),
                recurring=True,
                before=hit["lead"].casefold() in BEFORE_WORDS,
                day_of=int(hit["day"]),
                rhythm="tháng" if hit["month"] else "quý",
            )


def _further_days(sentence: str, at: int, *, before: bool) -> Iterator[_Token]:
    """``trước ngày 15/6 và 15/12``: days that share the words in front of the first."""
    while also := AND_ANOTHER.match(sentence, at):
        day, end = read_day(sentence, also.end())
        if day is None:
            return
        yield _day_token(sentence, also.end(), end, day, before=before)
        at = end


def _day_token(sentence: str, start: int, end: int, day: Day, *, before: bool) -> _Token:
    again = EVERY_YEAR.match(sentence, end)
    return _Token(start, again.end() if again else end, day=day, recurring=again is not None, before=before)


def _period_tokens(sentence: str) -> Iterator[_Token]:
    for period, pattern in PERIODS:
        for hit in pattern.finditer(sentence):
            yield _Token(hit.start(), hit.end(), period=period)


def _pairs(tokens: Sequence[_Token]) -> Iterator[tuple[_Token | None, _Token | None]]:
    """Which day belongs to which period.

    Periods wait for the days after them: as many days as periods are taken in order; fewer days belong to the last
    periods. Where days stand first and each has its period behind ("trước ngày 10/6 đối với báo cáo 6 tháng, trước ngày
    05/12 đối với báo cáo năm"), they are paired likewise.
    """
    runs = _runs(tokens)
    behind = list(zip(runs[::2], runs[1::2], strict=False))
    if runs and runs[0][0].is_due and len(runs) % 2 == 0 and all(len(due) == len(named) for due, named in behind):
        for days, periods in behind:
            yield from zip(periods, days, strict=True)
        return
    waiting: list[_Token] = []
    last: _Token | None = None
    for run in runs:
        if not run[0].is_due:
            waiting = run
            continue
        without_day = waiting[: max(0, len(waiting) - len(run))]
        yield from ((period, None) for period in without_day)
        matched = waiting[len(without_day) :]
        last = matched[-1] if matched else None
        for index, due in enumerate(run):
            yield (matched[index] if index < len(matched) else last), due
        waiting = []
    yield from ((period, None) for period in waiting)


def _runs(tokens: Sequence[_Token]) -> list[list[_Token]]:
    runs: list[list[_Token]] = []
    for token in tokens:
        if runs and runs[-1][0].is_due == token.is_due:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _deadline(
    sentence: str, period: _Token | None, due: _Token | None, year: int | None, tokens: Sequence[_Token]
) -> Deadline:
    pieces = [token for token in (period, due) if token]
    start, end = min(token.start for token in pieces), max(token.end for token in pieces)
    if due and any(start < token.start < end for token in tokens if token not in pieces):
        start, end = due.start, due.end  # another period or day stands between the two
    due_date, inferred = _due_date(due, year)
    return Deadline(
        kind="other",
        period=_period(period, due, tokens),
        due_text=_closed(sentence[start:end], sentence[end:]),
        due_date=due_date,
        before=due is not None and due.before,
        from_unit=None,
        to_unit=None,
        where="",
        lines=(0, 0),
        year_inferred=inferred,
        day=due.day_of if due else None,
    )


def _period(period: _Token | None, due: _Token | None, tokens: Sequence[_Token]) -> str | None:
    """The period named with a day; a single day that comes back every year is yearly by itself."""
    if period:
        return period.period
    if due and due.rhythm:
        return due.rhythm
    alone = sum(token.is_due for token in tokens) == 1
    return "năm" if due and due.recurring and alone else None


def _closed(words: str, rest: str) -> str:
    """With the bracket that closes one opened inside."""
    return (
        f"{words})".strip() if words.count("(") > words.count(")") and rest.lstrip().startswith(")") else words.strip()
    )


def _due_date(due: _Token | None, year: int | None) -> tuple[str | None, bool]:
    """The day or month as ISO text, and whether its year was taken from the plan."""
    if due is None or due.quarter or due.recurring or due.day_of:
        return None, False
    if due.day:
        return due.day.in_year(year).iso, due.day.year is None and year is not None
    month = due.month or ""
    if len(month) == 2:
        return (f"{year}-{month}", True) if year else (None, False)
    return month, False


def _from_unit(sentence: str, unit: str | None) -> str | None:
    """Who has to do it: named in the sentence ("giao công chức ..."), else the unit of the paragraph."""
    for given in GIVEN_TO.finditer(sentence):
        named = unit_at(sentence[given.end() :])
        if named:
            return named
    for clause in CLAUSE.finditer(sentence):
        rest = strip_order(sentence[clause.end() :])
        named = unit_at(rest)
        if named and ACTS.match(rest, len(named)):
            return unit if unit and named in unit else named
    return unit


def _to_unit(sentences: Sequence[str]) -> str | None:
    """To whom: named in the sentence, else in the ones before it."""
    for sentence in reversed(sentences):
        for lead in RECEIVER.finditer(sentence):
            named = unit_at(sentence[lead.end() :], several=False)
            if named:
                return named
        for at in (hit.end() for hit in re.finditer(r"báo cáo\s+|\b(?:về|cho|trình)\s+", sentence, re.IGNORECASE)):
            named = unit_at(sentence[at:], several=False)
            if named:
                return named
    return None
