"""Every command group, hung onto the ``flask`` command."""

from __future__ import annotations

from flask import Flask

from app.cli import (
    accounts,
    calendar,
    cases,
    database,
    desks,
    forms,
    offices,
    plans,
    reports,
    responses,
    rights,
    scores,
)
from app.cli.demo import commands as demo

GROUPS = (
    accounts.group,
    calendar.group,
    cases.group,
    database.group,
    demo.group,
    desks.group,
    forms.group,
    offices.group,
    plans.group,
    reports.group,
    responses.group,
    rights.group,
    scores.group,
)


def add(app: Flask) -> None:
    """Add the commands of all packages."""
    for group in GROUPS:
        app.cli.add_command(group)
