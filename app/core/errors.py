"""What went wrong, said in a type; the page is decided at the edge (``web/errors.py``)."""

from __future__ import annotations

from http import HTTPStatus


class Problem(Exception):
    """A refusal with a sentence for the person in front of the screen.

    ``message`` is a whole sentence in the source language, marked for translation with ``N_``; ``values`` fill its
    ``%(name)s`` places after the edge has translated it. ``status`` is the HTTP status at the edge.
    """

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotFound(Problem):
    """What was asked for does not exist, or this viewer may not learn that it does."""

    status = HTTPStatus.NOT_FOUND


class Forbidden(Problem):
    """The viewer is known and may see the thing, but may not do this to it."""

    status = HTTPStatus.FORBIDDEN


class Gone(Problem):
    """It was here once; the message says where to go now."""

    status = HTTPStatus.GONE


class Conflict(Problem):
    """Somebody else was faster, or the thing is already done."""

    status = HTTPStatus.CONFLICT


class TooLarge(Problem):
    """More bytes than this installation accepts."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
