"""The entry of servers and of the ``flask`` command."""

from app.cli import commands
from app.web.factory import create_app

app = create_app()
commands.add(app)
