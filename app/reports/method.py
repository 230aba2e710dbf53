"""How the numbers of an export came about: what a reader needs to judge them, in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.core.text import N_, decimal
from app.plans.models import Plan
from app.reports.data import Choice, Source
from app.reports.tables import Cell, Column, Say, Table, table
from app.scores.evidence import WIDEST
from app.scores.policies.rules import Policy
from app.scores.rules import Thresholds


@dataclass(frozen=True, slots=True)
class Made:
    """The circumstances of one export. ``rows``: responses written one by one, of ``stored`` in the database."""

    plan: Plan
    policy: Policy
    weights: str
    thresholds: Thresholds
    choice: Choice
    at: datetime
    rows: int
    stored: int
    withheld: Sequence[str]


def method_table(made: Made, sources: Sequence[Source], say: Say) -> Table:
    """Method, thresholds, filters, time, and what was left out and why."""
    columns = (Column(say(N_("Mục")), width=30), Column(say(N_("Nội dung")), width=110))
    return table("method", columns, [*_about(made, say), *_how(made, say), *_editions(sources, say)], say)


def _about(made: Made, say: Say) -> Iterator[tuple[Cell, Cell]]:
    plan = made.plan
    yield say(N_("Cơ quan")), plan.office.name
    yield say(N_("Tên kế hoạch")), plan.title
    if plan.number:
        yield say(N_("Số, ký hiệu")), plan.number
    yield (
        say(N_("Thời điểm xuất")),
        say(N_("%(moment)s, giờ Việt Nam (UTC+7)")) % {"moment": clock.show_moment(made.at)},
    )
    yield (
        say(N_("Phạm vi")),
        say(N_("Mọi điểm tiếp nhận, mọi ngày, mọi hình thức trả lời, mọi bản phát hành; không lọc.")),
    )
    yield (
        say(N_("Số phiếu")),
        say(N_("%(stored)s phiếu đã lưu; trang Dữ liệu có %(rows)s phiếu, mỗi phiếu một dòng."))
        % {"stored": decimal(made.stored, 0), "rows": decimal(made.rows, 0)},
    )


def _how(made: Made, say: Say) -> Iterator[tuple[Cell, Cell]]:
    thresholds = made.thresholds
    published = made.policy.method
    yield (
        say(N_("Cách tính dùng để công bố")),
        say(N_("%(name)s (%(id)s)")) % {"name": say(published.name), "id": published.id},
    )
    if made.policy.since:
        yield say(N_("Áp dụng từ ngày")), clock.show_day(made.policy.since)
    yield say(N_("Trọng số của các câu")), made.weights
    for method in made.policy.methods.values():
        yield f"{say(method.name)} ({method.id})", say(method.explanation)
    yield (
        say(N_("Khoảng tin cậy 95 %")),
        say(
            N_(
                "Tỷ lệ hài lòng: khoảng Wilson. Điểm quy đổi: khoảng t. Các câu của một phiếu do một người trả lời nên "
                "được coi là tương quan hoàn toàn; cỡ mẫu của khoảng là số người, không phải số câu."
            )
        ),
    )
    yield (
        say(N_("Không có trong mẫu số")),
        say(N_("“Không biết / không liên quan”, câu bỏ trống, câu không phải trả lời, phiếu tạm loại."))
        + " "
        + say(N_("Phiếu bỏ trống quá nửa số câu tính điểm thì không tính vào điểm.")),
    )
    yield (
        say(N_("Ngưỡng")),
        say(
            N_(
                "Dưới %(minimum)d phiếu: không hiện số. Từ %(minimum)d đến %(below)d phiếu: tham khảo, chưa đủ để xếp "
                "hạng. Từ %(publish)d phiếu: đủ để công bố. Ô quá nhỏ, và ô có thể suy ra từ tổng, được để trống."
            )
        )
        % {"minimum": thresholds.minimum_n, "below": thresholds.publish_n - 1, "publish": thresholds.publish_n},
    )
    yield (
        say(N_("Mức tin cậy")),
        say(
            N_(
                "Chưa đủ phiếu: số không hiện. Đủ tin cậy: từ %(publish)d phiếu và khoảng tin cậy rộng không quá "
                "%(widest)d điểm phần trăm. Còn lại: tham khảo."
            )
        )
        % {"publish": thresholds.publish_n, "widest": round(WIDEST * 100)},
    )
    yield (
        say(N_("Không phải mẫu ngẫu nhiên")),
        say(
            N_(
                "Người dân tự nguyện trả lời. Khoảng tin cậy nói về độ chắc chắn của con số nếu người trả lời "
                "giống mọi người được phục vụ; nó không bù được việc có nhóm ít trả lời hơn."
            )
        ),
    )
    yield from _left_out(made, say)


def _left_out(made: Made, say: Say) -> Iterator[tuple[Cell, Cell]]:
    label = say(N_("Không xuất"))
    yield label, say(N_("Mã định danh của phiếu, để không ai lần được từ một dòng ra một phiếu trong hệ thống."))
    yield (
        label,
        say(
            N_("Câu trả lời riêng tư và câu hỏi về người trả lời trong từng phiếu; số tổng hợp ở trang “Theo câu hỏi”.")
        ),
    )
    if not made.choice.rows:
        text = N_(
            "Từng phiếu: chỉ xuất cho người có quyền đọc từng phiếu. Các trang khác là số đã cập nhật, chỉ thay đổi "
            "khi hết ngày và có thêm ít nhất %(minimum)d phiếu cùng nơi, cùng hình thức."
        )
        yield label, say(text) % {"minimum": made.thresholds.minimum_n}
    if not made.choice.texts:
        yield label, say(N_("Câu trả lời bằng chữ: chỉ xuất cho người có quyền đọc mọi ý kiến."))
    if made.withheld:
        yield (
            label,
            say(N_("Từng phiếu của các nhiệm vụ chưa đủ %(minimum)d phiếu: %(tasks)s."))
            % {"minimum": made.thresholds.minimum_n, "tasks": ", ".join(made.withheld)},
        )


def _editions(sources: Sequence[Source], say: Say) -> Iterator[tuple[Cell, Cell]]:
    for source in sources:
        yield (
            say(N_("Bản phát hành")),
            say(N_("Nhiệm vụ %(task)s, bản số %(number)d, phát hành ngày %(day)s, mã nội dung %(digest)s"))
            % {
                "task": source.task_label,
                "number": source.number,
                "day": clock.show_day(source.published_on),
                "digest": source.asked.digest[:16],
            },
        )
