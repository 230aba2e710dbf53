"""Which requests are a person who opens a page."""

from __future__ import annotations

import pytest

from app.responses.funnel.rules import is_opening, is_robot

TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile Safari/537.36"
)
SCAN = {
    "REQUEST_METHOD": "GET",
    "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
    "HTTP_USER_AGENT": TELEPHONE,
}


def test_it_works() -> None:
    assert is_opening(SCAN)


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_USER_AGENT": TELEPHONE + " Zalo android/12100702 ZaloTheme/light"},
        {"HTTP_USER_AGENT": TELEPHONE + " [FBAN/FB4A;FBAV/480.0]"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 9; CUBOT_NOVA) Mobile Safari/537.36"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) Mobile Safari/537.36"},
        {"HTTP_SEC_FETCH_SITE": "same-origin", "QUERY_STRING": "lang=km"},
    ],
)
def test_people_count_whatever_they_hold(more: dict[str, str]) -> None:
    assert is_opening(SCAN | more)


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_SEC_FETCH_DEST": "empty"},
        {"HTTP_ACCEPT": "*/*"},
        {"HTTP_ACCEPT": ""},
        {"HTTP_USER_AGENT": ""},
    ],
)
def test_a_browser_that_looks_ahead_does_not(more: dict[str, str]) -> None:
    assert not is_opening(SCAN | more)


@pytest.mark.parametrize(
    "name",
    [
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; zalobot)",
        "Zalo/1.0 preview",
        "TelegramBot (like TwitterBot)",
        "WhatsApp/2.23.20.0 A",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0)",
        "SkypeUriPreview",
        "curl/8.5.0",
        "python-requests/2.32",
        "UptimeRobot/2.0 uptime",
    ],
)
def test_previews_and_machines_do_not(name: str) -> None:
    assert is_robot(name)
