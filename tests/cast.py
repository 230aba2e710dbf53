"""A small cast, the same in every test: who runs the plan, who answers for a task, who watches, who is elsewhere."""

from __future__ import annotations

from functools import cached_property

from app.accounts.models import Official
from app.offices.models import Office
from tests.make import Make


class Cast:
    """Lan administers phường Hoa Sen, Minh is an officer there, Thu leads it, Hoa watches for the Front.

    Quân administers another office and must not learn anything about Hoa Sen.
    """

    def __init__(self, make: Make) -> None:
        self.make = make

    @cached_property
    def hoa_sen(self) -> Office:
        return self.make.office("Ủy ban nhân dân phường Hoa Sen", "hoa-sen")

    @cached_property
    def an_binh(self) -> Office:
        return self.make.office("Ủy ban nhân dân xã An Bình", "an-binh")

    @cached_property
    def lan(self) -> Official:
        return self.make.official("Lan", self.hoa_sen, "administrator")

    @cached_property
    def minh(self) -> Official:
        return self.make.official("Minh", self.hoa_sen, "officer")

    @cached_property
    def thu(self) -> Official:
        return self.make.official("Thu", self.hoa_sen, "leader")

    @cached_property
    def hoa(self) -> Official:
        return self.make.official("Hoa", self.hoa_sen, "observer")

    @cached_property
    def quan(self) -> Official:
        return self.make.official("Quân", self.an_binh, "administrator")
