"""Adding a kiosk, binding it to a tablet, hearing from it, revoking it; and the hours in which a desk receives."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import time

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core import clock
from app.core.errors import Conflict, Problem
from app.core.text import N_, nfc
from app.core.tokens import fingerprint, new_checked_code
from app.desks.actions import DeskRetired
from app.desks.kiosks.models import Kiosk
from app.desks.kiosks.rules import BINDING_LENGTH, BINDING_LIFE, binding_hash_of, minute_of
from app.desks.models import Desk


class KioskNameMissing(Problem):
    """Staff tell tablets apart by their names."""


class KioskRevoked(Conflict):
    """The kiosk was taken out of use for good."""


class WrongBinding(Problem):
    """The code is wrong, was used already, or is too old; which of them, nobody outside learns."""


class WrongHours(Problem):
    """A desk opens before it closes, on at least one day of the week."""


def add_kiosk(session: Session, desk: Desk, *, name: str, secret: str, by: int | None) -> tuple[Kiosk, str]:
    """Add a kiosk; also gives the binding code, which is stored nowhere as it is."""
    name = nfc(" ".join(name.split()))[:100]
    if not name:
        raise KioskNameMissing(N_("Hãy đặt tên cho máy, ví dụ “Máy tính bảng ở cửa chính”."))
    if not desk.is_open:
        raise DeskRetired(N_("Điểm “%(name)s” đã ngừng hoạt động. Hãy mở lại điểm này trước."), name=desk.name)
    kiosk = Kiosk(desk=desk, name=name, made_on=clock.today())
    session.add(kiosk)
    code = _new_binding(kiosk, secret)
    session.flush()
    _record(session, N_("Thêm máy tại quầy"), kiosk, by=by)
    return kiosk, code


def rebind(session: Session, kiosk: Kiosk, *, secret: str, by: int | None) -> str:
    """Give a new binding code; the tablet that was bound before stops asking at once."""
    if kiosk.revoked_on is not None:
        raise KioskRevoked(N_("Máy này đã ngừng dùng. Hãy thêm máy mới."))
    code = _new_binding(kiosk, secret)
    session.flush()
    _record(session, N_("Cấp lại mã ghép máy"), kiosk, by=by)
    return code


def bind(session: Session, kiosk: Kiosk, typed: str, *, secret: str) -> str:
    """Bind the tablet on which the code was typed; the token for its cookie. Raises :class:`WrongBinding`.

    Two that type the same code at once meet at the row: the second finds the code used.
    """
    session.refresh(kiosk, with_for_update={"of": Kiosk})
    good = (
        kiosk.revoked_on is None
        and kiosk.binding_hash is not None
        and kiosk.binding_until is not None
        and clock.now() < kiosk.binding_until
        and secrets.compare_digest(kiosk.binding_hash, binding_hash_of(secret, typed))
    )
    if not good:
        # Translators: citizens read this
        raise WrongBinding(N_("Mã ghép không đúng, đã dùng hoặc đã quá một giờ. Hãy xin quản trị viên mã mới."))
    token = secrets.token_urlsafe(32)
    kiosk.device_hash, kiosk.bound_on = fingerprint(token), clock.today()
    kiosk.binding_hash = kiosk.binding_until = None
    kiosk.seen_at = minute_of(clock.now())
    session.flush()
    _record(session, N_("Ghép máy tại quầy"), kiosk, by=None)
    return token


def hear(session: Session, kiosk: Kiosk) -> None:
    """Note that the tablet is alive, to the minute."""
    kiosk.seen_at = minute_of(clock.now())
    session.flush()


def revoke_kiosk(session: Session, kiosk: Kiosk, *, by: int | None) -> None:
    """Take a kiosk out of use for good. Raises :class:`KioskRevoked` the second time."""
    if kiosk.revoked_on is not None:
        raise KioskRevoked(N_("Máy này đã ngừng dùng từ trước."))
    kiosk.revoked_on = clock.today()
    kiosk.device_hash = kiosk.binding_hash = kiosk.binding_until = None
    session.flush()
    _record(session, N_("Ngừng dùng máy tại quầy"), kiosk, by=by)


def set_hours(
    session: Session, desk: Desk, *, days: Collection[int], opens: time | None, closes: time | None, by: int | None
) -> None:
    """Set the hours in which a desk receives citizens; no day at all means: always."""
    if not days:
        desk.hours = None
    elif opens is None or closes is None or opens >= closes or not set(days) <= set(range(7)):
        raise WrongHours(N_("Giờ mở cửa phải trước giờ đóng cửa, ví dụ 07:30 và 17:00."))
    else:
        desk.hours = {"days": sorted(set(days)), "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
    session.flush()
    record(
        session, N_("Đặt giờ tiếp dân"), f"desk:{desk.id}", by=by, office_id=desk.office_id,
        name=desk.name, hours=desk.hours,
    )  # fmt: skip


def _new_binding(kiosk: Kiosk, secret: str) -> str:
    code = new_checked_code(BINDING_LENGTH)
    kiosk.binding_hash, kiosk.binding_until = binding_hash_of(secret, code), clock.now() + BINDING_LIFE
    kiosk.device_hash = None
    return code


def _record(session: Session, verb: str, kiosk: Kiosk, *, by: int | None) -> None:
    record(
        session, verb, f"kiosk:{kiosk.id}", by=by, office_id=kiosk.desk.office_id,
        name=kiosk.name, desk=kiosk.desk.name,
    )  # fmt: skip
