"""Switching a language on and off for the citizens of an office."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from app.access.actions import record
from app.core.errors import Conflict, Problem
from app.core.text import LOCALES, N_, SOURCE
from app.forms.languages.queries import languages_of
from app.forms.wording import TRANSLATIONS
from app.offices.models import Office


class UnknownLanguage(Problem):
    """The program does not know this language."""


class LanguageIncomplete(Conflict):
    """Citizens would read half a page in another language."""


class NobodyAnswers(Problem):
    """A translation that no person has approved is only offered when somebody takes it upon them."""


class SourceStays(Conflict):
    """Forms are written in Vietnamese."""


def offer_language(
    session: Session, office: Office, locale: str, *, answered_for: bool, by: int | None, folder: Path = TRANSLATIONS
) -> None:
    """Offer the office's forms in ``locale``; ``answered_for`` says that somebody has had the translation read.

    Raises :class:`UnknownLanguage`, :class:`LanguageIncomplete` and :class:`NobodyAnswers`.
    """
    found = {language.locale: language for language in languages_of(office.citizen_locales, folder)}.get(locale)
    if found is None:
        raise UnknownLanguage(N_("Không có ngôn ngữ này. Hãy chọn một ngôn ngữ trong danh sách."))
    if found.state == "incomplete":
        raise LanguageIncomplete(
            N_("Bản dịch này chưa đủ nên chưa bật được: người dân sẽ gặp trang lẫn hai thứ tiếng.")
        )
    if found.state == "unapproved" and not answered_for:
        raise NobodyAnswers(
            N_("Bản dịch này chưa có người duyệt. Hãy nhờ người thạo tiếng đọc lại, đánh dấu vào ô xác nhận rồi bật.")
        )
    _set(session, office, {*office.citizen_locales, locale}, N_("Bật ngôn ngữ cho người dân"), by=by)


def withdraw_language(session: Session, office: Office, locale: str, *, by: int | None) -> None:
    """Offer forms no longer in ``locale``; what was answered in it stays. Raises :class:`SourceStays`."""
    if locale == SOURCE:
        raise SourceStays(N_("Tiếng Việt luôn có trên phiếu, không tắt được."))
    _set(session, office, {*office.citizen_locales} - {locale}, N_("Tắt ngôn ngữ cho người dân"), by=by)


def _set(session: Session, office: Office, wanted: set[str], verb: str, *, by: int | None) -> None:
    offered = [locale for locale in LOCALES if locale in wanted]
    if offered == office.citizen_locales:
        return
    office.citizen_locales = offered
    session.flush()
    names = [LOCALES[locale] for locale in offered]
    record(session, verb, f"office:{office.id}", by=by, office_id=office.id, name=office.name, languages=names)
