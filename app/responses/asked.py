"""What an edition asks, ready to be used: definition and words, read once and kept.

Editions never change, so what was read stays true. The key is the edition with its digest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.exc import DetachedInstanceError

from app.core.kept import Kept
from app.core.text import SOURCE
from app.forms.definition import Definition, from_data
from app.forms.models import Edition
from app.forms.wording import Say, say_frozen
from app.responses.models import Promise
from app.responses.promise import sentences_of


@dataclass(frozen=True, eq=False)
class Asked:
    """One edition: ``title`` is its Vietnamese name, ``say(locale)`` its words in a language that it has, ``promised``
    what it told people would be kept.
    """

    edition_id: int
    form_id: int
    digest: str
    title: str
    definition: Definition
    words: Mapping[str, Mapping[str, str]]
    promised: frozenset[str]

    @cached_property
    def _says(self) -> Mapping[str, Say]:
        return {locale: say_frozen(self.words, locale) for locale in (SOURCE, *self.words)}

    def promise(self) -> tuple[str, ...]:
        """What citizens are told is kept; raises :class:`app.responses.promise.PromiseBroken` where it is not true."""
        return sentences_of(self.promised)

    def say(self, locale: str) -> Say:
        """The frozen words in ``locale``, in Vietnamese where the edition does not have it."""
        return self._says.get(locale) or self._says[SOURCE]


def asked_in(session: Session, edition_id: int, digest: str) -> Asked:
    """What the edition asks; a query only on first sight."""

    def read() -> Asked:
        return _read(session.get_one(Edition, edition_id))

    return _kept.get((edition_id, digest), read)


def asked_kept(edition_id: int, digest: str) -> Asked | None:
    """The same where this process has read it before; the database is not asked."""
    return _kept.find((edition_id, digest))


def asked_by(edition: Edition) -> Asked:
    """The same for an edition that is already at hand."""
    return _kept.get((edition.id, edition.digest), lambda: _read(edition))


def asked_with(session: Session, form_id: int, digest: str) -> Asked | None:
    """What the form's edition with a digest beginning like this asked; None where the form has no such edition."""
    row = session.execute(
        select(Edition.id, Edition.digest)
        .where(Edition.form_id == form_id, Edition.digest.startswith(digest, autoescape=True))
        .order_by(Edition.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else asked_in(session, row.id, row.digest)


def definitions_of(session: Session, edition_ids: Collection[int]) -> dict[int, Definition]:
    """The definitions of editions by their ids; one query, and one more for each that is new to this process."""
    rows = session.execute(select(Edition.id, Edition.digest).where(Edition.id.in_(edition_ids)))
    return {row.id: asked_in(session, row.id, row.digest).definition for row in rows}


def _read(edition: Edition) -> Asked:
    session = object_session(edition)
    if session is None:  # what is read here is kept: an edition without its promise would refuse answers from then on
        raise DetachedInstanceError(f"edition {edition.id} belongs to no session: its promise cannot be read")
    promise = session.get(Promise, edition.id)
    return Asked(
        edition_id=edition.id,
        form_id=edition.form_id,
        digest=edition.digest,
        title=edition.title,
        definition=from_data(edition.definition),
        words=dict(edition.words),
        promised=frozenset(promise.facts if promise else ()),
    )


_kept: Kept[tuple[int, str], Asked] = Kept(512)
