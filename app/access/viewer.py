"""The viewer: who is looking, and in which offices they may do what. Every list takes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in official with the permissions that hold today, office by office.

    Who still has the password that an administrator handed over may do nothing but replace it.
    """

    official_id: int
    name: str
    permissions: Mapping[int, frozenset[str]] = field(default_factory=dict)
    roles: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    has_temporary_password: bool = False

    def may(self, permission: str, office_id: int) -> bool:
        """Whether the viewer holds ``permission`` in this office."""
        return permission in self.permissions.get(office_id, frozenset())

    def may_somewhere(self, permission: str) -> bool:
        """Whether the viewer holds ``permission`` in any office; which rows, the queries decide."""
        return any(permission in held for held in self.permissions.values())

    def offices(self, permission: str) -> list[int]:
        """The offices in which the viewer holds ``permission``, in order of their ids."""
        return sorted(office for office, held in self.permissions.items() if permission in held)
