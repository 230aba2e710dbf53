"""Changing the rules of an office. What was set aside before stays as it is."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core.errors import Problem
from app.core.text import N_
from app.offices.models import Office
from app.responses.integrity.models import IntegrityRules
from app.responses.integrity.queries import rules_for
from app.responses.integrity.rules import CHECKS, LIMITS, Rules, data_of

MOST_NETWORKS = 20
_WIDEST = {4: 8, 6: 29}


class LimitOutOfBounds(Problem):
    """A limit that would switch a check off, or set everybody aside."""


class WrongNetwork(Problem):
    """What was typed names no network, or a large part of the world."""


def change_rules(
    session: Session,
    office: Office,
    *,
    off: Collection[str],
    limits: Mapping[str, int],
    networks: Collection[str],
    by: int | None,
) -> Rules:
    """Set the rules of an office. Raises :class:`LimitOutOfBounds` and :class:`WrongNetwork`."""
    for key, value in limits.items():
        limit = LIMITS[key]
        if not limit.low <= value <= limit.high:
            raise LimitOutOfBounds(
                N_("“%(name)s”: hãy ghi một số từ %(low)d đến %(high)d."),
                name=limit.name,
                low=limit.low,
                high=limit.high,
            )
    before = rules_for(session, office.id)
    rules = Rules(
        off=frozenset(off) & CHECKS.keys(),
        limits=tuple(
            (key, limits[key]) for key in LIMITS if limits.get(key, LIMITS[key].default) != LIMITS[key].default
        ),
        networks=tuple(sorted({_network(written) for written in networks})),
    )
    if len(rules.networks) > MOST_NETWORKS:
        raise WrongNetwork(N_("Chỉ ghi được nhiều nhất %(most)d mạng."), most=MOST_NETWORKS)
    if rules == before:
        return rules
    session.merge(IntegrityRules(office_id=office.id, data=data_of(rules)))
    session.flush()
    record(
        session, N_("Đổi quy tắc tạm loại phiếu"), f"office:{office.id}", by=by, office_id=office.id,
        name=office.name, before=data_of(before), after=data_of(rules),
    )  # fmt: skip
    return rules


def _network(written: str) -> str:
    try:
        network = ipaddress.ip_network(written.strip(), strict=False)
    except ValueError:
        network = None
    if network is None or network.prefixlen < _WIDEST[network.version]:
        raise WrongNetwork(
            N_("“%(written)s” không phải là một mạng, ví dụ 10.20.0.0/16."), written=written.strip()[:60]
        )
    return str(network)
