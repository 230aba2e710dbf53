"""The entry of servers and of the ``flask`` command."""

import gc
import os
import sys

from app.cli import commands
from app.core.settings import InsecureSettings, Settings
from app.web.factory import create_app

SERVING = os.environ.get("FLASK_RUN_FROM_CLI") != "true" or "run" in sys.argv[1:2]

try:
    app = create_app(Settings.from_environment(serving=SERVING))
except InsecureSettings as problem:
    sys.exit(f"Chưa khởi động được: {problem}")
commands.add(app)
gc.collect()
gc.freeze()  # what the start made stays for good; looking through it again and again would cost each request some
