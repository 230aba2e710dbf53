"""Every command group, hung onto the ``flask`` command."""

from __future__ import annotations

from flask import Flask

from app.cli import accounts, database, desks, forms, offices, plans, responses, scores

PACKAGES = (
    accounts,
    database,
    desks,
    forms,
    offices,
    plans,
    responses,
    scores,
)


def add(app: Flask) -> None:
    """Add the commands of all packages."""
    for package in PACKAGES:
        app.cli.add_command(package.group)
