"""What is behind the doors in Khmer and Chinese: one language from top to bottom, but for what people have written."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.feedback.cases import actions
from app.feedback.codes.rules import code_of
from app.feedback.ratings.rules import ITEMS
from app.feedback.restricted.actions import Flag, box_case
from tests.architecture.test_words import VIETNAMESE
from tests.cast import Cast
from tests.client import Browser, Page
from tests.make import SECRET, Make
from tests.responses.test_tongues import LANGUAGES, OWN, assert_speaks

CODE = code_of(SECRET, UUID(int=8), "0" * 32)
TEXT = "Den hong."


@pytest.fixture
def names(make: Make, cast: Cast) -> set[str]:
    """What officials have named and written."""
    place = make.placement(make.desk(cast.hoa_sen))
    cast.hoa_sen.citizen_locales = ["vi", "en", "km", "zh"]
    make.session.commit()
    return OWN | {cast.hoa_sen.name, place.desk.name, place.desk.location}


def all_speak(pages: list[Page], locale: str, names: set[str]) -> None:
    for page in pages:
        assert_speaks(page, locale, names)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_it_works(browser: Browser, cast: Cast, names: set[str], locale: str) -> None:
    """Doors, writing, a refusal, the receipt, guidance, and a place that is none."""
    at = f"/C/{cast.hoa_sen.code}"
    form = f"{at}/petition?lang={locale}"
    fields = browser.get(f"{at}/petition", lang=locale).fields(form)
    pages = [
        browser.get(at, lang=locale),
        browser.get(f"{at}/suggestion", lang=locale),
        browser.get(f"{at}/guidance", lang=locale),
        browser.get("/C/khong-co", lang=locale),
        browser.post_plain(form, {**fields, "text": ""}),
        browser.post_plain(form, {**fields, "text": TEXT, "phone": "0912 345 678"}),
        browser.post_plain(form, {**fields, "text": "0912 345 678"}),
        browser.post_plain(form, {**fields, "text": TEXT}),
    ]
    assert [page.status for page in pages] == [200, 200, 200, 404, 422, 422, 422, 200]
    all_speak(pages, locale, names)
    letter = browser.get(f"{at}/letters/complaint", lang=locale)
    assert '<html lang="vi">' in letter.html


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_way_of_a_case_is_told_in_it(
    browser: Browser, make: Make, cast: Cast, names: set[str], locale: str
) -> None:
    """Every step that the sender is shown, the rating, the second look, a copy; the office's own words stay its own."""
    case = make.case(cast.hoa_sen, TEXT, code=CODE, contact={"phone": "0912 345 678"})

    def office(verb: object, *words: object, by: int = cast.minh.id, **more: object) -> None:
        verb(make.session, case, *words, by=by, seen=None, **more)  # type: ignore[operator]
        make.session.commit()

    def look() -> Page:
        return browser.get(f"/T/{CODE}", lang=locale)

    names |= {"Da lam."}
    office(actions.acknowledge, "")
    office(actions.extend, amount=2, text="Da lam.", by=cast.thu.id)
    office(actions.answer, "Da lam.")
    pages = [look(), browser.post_plain(f"/T/{CODE}/rating?lang={locale}", {})]
    pages.append(browser.post_plain(f"/T/{CODE}/rating?lang={locale}", dict.fromkeys(ITEMS, "2"), follow=True))
    path = f"/T/{CODE}/reopening?lang={locale}"
    pages.append(browser.post_plain(path, {**look().fields(path), "text": TEXT}, follow=True))
    office(actions.refuse, reason="unclear", text="Da lam.", by=cast.thu.id)
    pages += [
        look(),
        browser.post_plain(f"/T/{CODE}/withdrawal?lang={locale}", {}),
        browser.get("/T", lang=locale),
        browser.post_plain(f"/T?lang={locale}", {"code": "ABC"}),
        browser.get("/T/ABC", lang=locale),
    ]
    all_speak(pages, locale, names)
    copy = browser.get(f"/T/{CODE}/copy", lang=locale).html
    assert not VIETNAMESE.search(copy.replace(cast.hoa_sen.name, ""))
    assert "0912 345 678" in copy
    browser.post_plain(f"/T/{CODE}/withdrawal?lang={locale}", {"sure": "1"})
    assert_speaks(look(), locale, names)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_who_is_kept_apart_is_told_in_it(
    browser: Browser, make: Make, cast: Cast, names: set[str], locale: str
) -> None:
    case = make.case(cast.hoa_sen, TEXT, code=CODE)
    box_case(make.session, case, Flag("denunciation", "Da lam."), by=cast.minh.id, seen=None)
    make.session.commit()
    assert_speaks(browser.get(f"/T/{CODE}", lang=locale), locale, names)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_consultations_ask_and_answer_in_it(
    browser: Browser, make: Make, cast: Cast, names: set[str], locale: str
) -> None:
    asked, coming, over, done = (
        make.consultation(cast.hoa_sen, state) for state in ("open", "coming", "ended", "published")
    )
    group = make.group(make.contribution(done, a1=("change", "Sua.")), "not_taken")
    names |= {group.summary, group.why or ""} - {""}
    make.contribution(done, times=6, a1=("agree", ""))
    make.session.commit()
    for each in (asked, coming, over, done):
        names |= {each.title, each.purpose, each.asked, *(part.heading for part in each.articles)}
        names |= {part.text for part in each.articles}
    path = f"/L/{asked.code}/opinions?lang={locale}"
    fields = browser.get(f"/L/{asked.code}", lang=locale).fields(path)
    pages = [
        browser.post_plain(path, {**fields, "s1": "change"}),
        browser.post_plain(path, fields),
        browser.post_plain(path, {**fields, "s1": "agree"}, follow=True),
        *(browser.get(f"/L/{each.code}", lang=locale) for each in (asked, coming, over, done)),
        browser.get("/L/khong-co", lang=locale),
    ]
    all_speak(pages, locale, names)
