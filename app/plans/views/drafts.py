"""A document on its way from the upload over the review page into the database; nothing of it is stored meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app

from app.access.gate import viewer
from app.core.errors import Problem
from app.core.session import session
from app.core.settings import Settings
from app.core.text import N_
from app.core.tokens import is_signed, sign
from app.plans.corrections.actions import Document, read_again
from app.plans.corrections.differences import Difference, differences
from app.plans.corrections.doubts import findings_on
from app.plans.corrections.exchange import Correction, from_data
from app.plans.corrections.fresh import Read, sheet_of
from app.plans.corrections.queries import corrections_left, stored_sheet
from app.plans.models import Plan, PlanCorrection
from app.plans.queries import plan_for
from app.plans.reading import read_plan
from app.plans.views.review import Review


class DocumentExchanged(Problem):
    """What came back from the review page is not what was uploaded."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document, the office it is a plan of, and the plan that it is a new version of, if any (``into``)."""

    office_id: int
    document: Document
    into: int | None = None

    @property
    def encoded(self) -> str:
        """The document as the page carries it."""
        return base64.urlsafe_b64encode(self.document.content).decode()

    def signature(self, corrections: str) -> str:
        """Ours, for this document with these corrections, this office and this official: nothing can be exchanged."""
        return sign(_secret(), "plan-document", self._signed(corrections))

    def carries(self, signature: str, corrections: str) -> bool:
        """Whether ``signature`` belongs to this very draft."""
        return is_signed(_secret(), "plan-document", self._signed(corrections), signature)

    def _signed(self, corrections: str) -> str:
        return "\n".join(
            (str(viewer().official_id), str(self.office_id), self.document.sha256, self.document.filename, corrections)
        )


def returned(form: Mapping[str, str]) -> Draft:
    """The draft that a page brought back, if it is the one that it was given; otherwise :class:`DocumentExchanged`."""
    try:
        content = base64.urlsafe_b64decode(form.get("document", "").encode("ascii"))
        into = int(form["into"]) if form.get("into") else None
        draft = Draft(int(form.get("office", "0")), Document(form.get("filename", ""), content), into)
    except (ValueError, binascii.Error):
        draft = Draft(0, Document("", b""))
    whole = draft.carries(form.get("signature", ""), form.get("corrections", ""))
    if not whole or not viewer().may("plans.import", draft.office_id):
        raise DocumentExchanged(
            N_("Văn bản đi kèm trang xem lại không còn nguyên vẹn nên chưa lưu được. Hãy tải văn bản lên lại.")
        )
    return draft


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft that was read, and its page. ``earlier`` are kept corrections that the page began with."""

    draft: Draft
    read: Read
    review: Review
    earlier: tuple[PlanCorrection, ...]
    plan: Plan | None

    @property
    def differences(self) -> list[Difference]:
        """What is different from the plan that this document is a new version of."""
        if self.plan is None:
            return []
        return differences(stored_sheet(session(), self.plan).sheet, self.review.sheet)

    @property
    def begins_with_earlier(self) -> bool:
        """Whether the corrections of last time are still on the page."""
        return bool(self.earlier and self.review.corrections)


def opened(draft: Draft, *, afresh: bool) -> Opened:
    """Read a draft. ``afresh``: with the corrections that were kept of this document, or of the plan it replaces.

    Raises what the reader refuses with, and :class:`~app.core.errors.NotFound` for a plan of somebody else.
    """
    read = read_plan(draft.document.content, draft.document.filename).as_json()
    base = sheet_of(read)
    review = Review(base, base, findings_on(read, base), read.get("source") or (), read.get("left_out") or ())
    plan = plan_for(session(), viewer(), draft.into, permission="plans.change") if draft.into else None
    earlier: tuple[PlanCorrection, ...] = ()
    if plan is None:
        earlier = tuple(corrections_left(session(), draft.office_id, draft.document.sha256))
    if afresh:
        review.resume(_kept(plan, read, earlier))
        if plan is not None:
            review.unplaced = list(read_again(session(), plan, read).unplaced)
    return Opened(draft, read, review, earlier, plan)


def _kept(plan: Plan | None, read: Read, earlier: tuple[PlanCorrection, ...]) -> list[Correction]:
    if plan is not None:
        return list(read_again(session(), plan, read).corrections)
    return [from_data(row.correction) for row in earlier]


def _secret() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.secret_key
