"""A process that has everything imported and starts servers by forking: each is ready at once, and can be killed.

A server of its own process and port, as in service; only the import is done once for all tests of a worker.

Reads from its standard input one JSON object a line (``port``, ``environment``) and answers with the process's number.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from functools import cache
from typing import Any, cast

from app.core.settings import ROOT


def start(port: int, environment: dict[str, str]) -> int:
    """Start a server on this port with these settings; its process's number."""
    keeper = _keeper()
    assert keeper.stdin
    assert keeper.stdout
    keeper.stdin.write(json.dumps({"port": port, "environment": environment}) + "\n")
    keeper.stdin.flush()
    return int(keeper.stdout.readline())


@cache
def _keeper() -> subprocess.Popen[str]:
    """One for the whole run of this worker."""
    arguments = [sys.executable, "-m", "tests.browser.warm"]
    found = subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    atexit.register(_end, found)
    return found


def _end(keeper: subprocess.Popen[str]) -> None:
    for pipe in (keeper.stdin, keeper.stdout):
        assert pipe
        pipe.close()
    keeper.wait()


def _serve(port: int, environment: dict[str, str]) -> None:
    """In the forked process: the application as ``wsgi.py`` makes it, until somebody kills it."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log(self, *_words: Any) -> None:
            """A test has nobody to read it."""

    os.environ.update(environment)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    from wsgi import app

    make_server("127.0.0.1", port, app, threaded=True, request_handler=Handler).serve_forever()


def main() -> None:
    """Fork a server for each line."""
    import app.cli.commands
    import app.web.factory

    assert app.cli.commands
    assert app.web.factory
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    started = []
    for line in sys.stdin:
        wanted = cast("dict[str, Any]", json.loads(line))
        child = os.fork()
        if child == 0:
            try:
                sys.stdin.close()
                _serve(wanted["port"], wanted["environment"])
            finally:
                os._exit(1)
        started.append(child)
        print(child, flush=True)  # noqa: T201  the answer
    for child in started:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
