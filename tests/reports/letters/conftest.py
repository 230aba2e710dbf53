"""An office whose administrator, officer and head want letters, a case that Minh holds, and a clock to set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from click.testing import Result
from sqlalchemy.orm import Session

from app.accounts.models import Official
from app.core import clock
from app.core.mail import Outbox
from app.feedback.cases import actions as cases
from app.feedback.cases.models import Case
from app.feedback.cases.rules import show_reference
from tests.cast import Cast
from tests.make import Make

TEXT = "Ông Bảy ở ngõ 12 bị đòi thêm tiền."
PLACE = "Sau nhà bà Sáu"
CODE = "K7PMX4QWHT"
PHONE = "0912 345 678"


@dataclass
class Morning:
    """Phường Hoa Sen on the first morning; ``ahead`` counts the days since."""

    session: Session
    cast: Cast
    make: Make
    outbox: Outbox
    command: Callable[..., Result]
    case: Case
    ahead: int = 0

    def new_case(self, code: str = "") -> Case:
        """A case that nobody has in hand, in good time."""
        case = self.make.case(self.cast.hoa_sen, TEXT, code=code, contact={"phone": PHONE})
        case.place = PLACE
        self.acknowledge(case)
        self.use(0, case)
        return case

    def acknowledge(self, case: Case) -> None:
        cases.acknowledge(self.session, case, by=self.cast.lan.id, seen=None)

    def give(self, case: Case, holder: Official | None, unit: str = "") -> None:
        cases.assign(
            self.session, case, holder_id=holder.id if holder else None, unit=unit, by=self.cast.lan.id, seen=None
        )
        self.use(0, case)

    def use(self, share: int, case: Case | None = None) -> None:
        """Let so much of a case's time be used; the marks lie an hour back, or a day ahead."""
        case = case or self.case
        past, coming = clock.now() - timedelta(hours=1), clock.now() + timedelta(days=1)
        case.half_at, case.nearly_at, case.due_at = (past if share >= stage else coming for stage in (50, 80, 100))
        self.session.commit()

    def run(self) -> dict[str, str]:
        """What the command sends: subject and text by first name."""
        self.outbox.letters.clear()
        answer = self.command("calendar", "remind")
        assert answer.exit_code == 0, answer.exception
        return {
            str(letter["To"].addresses[0].display_name): f"{letter['Subject']}\n{letter.get_content()}".replace(
                "\r\n", "\n"
            )
            for letter in self.outbox.letters
        }

    def next_day(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
        """The letters of the next morning."""
        self.ahead += 1
        day = clock.day_of(clock.now()) + timedelta(days=self.ahead)
        monkeypatch.setattr(clock, "today", lambda: day)
        return self.run()

    def reference(self, case: Case | None = None) -> str:
        return show_reference((case or self.case).reference)


@pytest.fixture
def morning(session: Session, cast: Cast, make: Make, outbox: Outbox, command: Callable[..., Result]) -> Morning:
    for official in (cast.lan, cast.minh, cast.thu):
        official.email = f"{official.sign_in_name}@example.gov.vn"
    case = make.case(cast.hoa_sen, TEXT, code=CODE, contact={"phone": PHONE})
    found = Morning(session, cast, make, outbox, command, case)
    case.place = PLACE
    found.acknowledge(case)
    found.give(case, cast.minh)
    return found
