"""Every command group, hung onto the ``flask`` command."""

from __future__ import annotations

from flask import Flask

from app.cli import accounts, database, offices, plans, responses, scores


def add(app: Flask) -> None:
    """Add the commands of all packages."""
    for group in (accounts.group, database.group, offices.group, plans.group, responses.group, scores.group):
        app.cli.add_command(group)
