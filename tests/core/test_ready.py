"""Answers that are given again without asking the application, and everything that has to go on to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from app.core.ready import MOST, ReadyAnswers, offer


class Application:
    """Answers every address, offers to go on like that until second 10, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.again = 0
        self.status = "200 OK"
        self.until = 10.0
        self.more: list[tuple[str, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        offer(environ, self.repeat, until=self.until)
        start_response(self.status, [("Content-Type", "text/plain"), ("Content-Length", "5"), *self.more])
        return [b"first"]

    def repeat(self, _environ: dict[str, Any]) -> bytes:
        self.again += 1
        return f"again {self.again}".encode()


class Front:
    """The application with its ready answers in front, a clock to turn, and somebody who asks."""

    def __init__(self) -> None:
        self.time = 9.0
        self.application = Application()
        self.client = Client(ReadyAnswers(self.application, indifferent={"mark"}, now=lambda: self.time))

    def get(self, path: str = "/page", **more: Any) -> TestResponse:
        return self.client.get(path, **more)


@pytest.fixture
def front() -> Front:
    return Front()


def test_it_works(front: Front) -> None:
    front.application.more = [("X-Frame-Options", "DENY")]
    first, second, third = front.get(), front.get(), front.get()
    assert [answer.text for answer in (first, second, third)] == ["first", "again 1", "again 2"]
    assert front.application.asked == 1
    assert third.status == first.status
    assert third.headers["Content-Length"] == "7"
    assert third.headers["X-Frame-Options"] == "DENY"
    assert sorted(third.headers.keys()) == sorted(first.headers.keys())


def test_it_ends_with_the_offer(front: Front) -> None:
    front.get()
    front.time = 9.999
    assert front.get().text == "again 1"
    front.time = 10.0
    assert front.get().text == "first"


def test_a_new_offer_takes_the_place_of_the_old_one(front: Front) -> None:
    front.get()
    front.time, front.application.until = 11.0, 12.0
    assert front.get().text == "first"
    assert front.get().text == "again 1"


@pytest.mark.parametrize("path", ["/other", "/page?lang=en", "/page?", "/page/"])
def test_another_address_is_asked_for(front: Front, path: str) -> None:
    front.get()
    assert front.get(path).text == ("again 1" if path == "/page?" else "first")


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT", "DELETE"])
def test_only_get_is_answered(front: Front, method: str) -> None:
    front.get()
    front.client.open("/page", method=method)
    assert front.application.asked == 2
    assert front.get().text == "again 1"


def test_what_another_method_offers_is_not_taken(front: Front) -> None:
    front.client.head("/page")
    assert front.get().text == "first"


def test_encodings_are_kept_apart(front: Front) -> None:
    front.get(headers={"Accept-Encoding": "gzip, br"})
    assert front.get(headers={"Accept-Encoding": "gzip;q=0"}).text == "first"
    assert front.get(headers={"Accept-Encoding": "br"}).text == "again 1"
    assert front.get(headers={"Accept-Encoding": "deflate, gzip;q=0.5"}).text == "again 2"


@pytest.mark.parametrize("cookie", ["thuocdo=abc", "mark=1; display=large", "display=large; mark=1", "markx=1", "mark"])
def test_a_cookie_that_may_make_a_difference_is_looked_at(front: Front, cookie: str) -> None:
    front.client = Client(front.client.application, use_cookies=False)
    front.get()
    assert front.get(headers={"Cookie": cookie}).text == ("again 1" if cookie == "mark" else "first")


def test_what_was_made_for_such_a_cookie_is_not_given_to_others(front: Front) -> None:
    front.client = Client(front.client.application, use_cookies=False)
    front.get(headers={"Cookie": "display=large"})
    assert front.get().text == "first"


def test_a_cookie_that_makes_no_difference_is_not_looked_at(front: Front) -> None:
    front.client = Client(front.client.application, use_cookies=False)
    front.get(headers={"Cookie": "mark=2026-11-21.1"})
    assert front.get(headers={"Cookie": "mark=another"}).text == "again 1"


@pytest.mark.parametrize("status", ["404 NOT FOUND", "302 FOUND", "410 GONE", "503 SERVICE UNAVAILABLE"])
def test_only_good_answers_are_kept(front: Front, status: str) -> None:
    front.application.status = status
    front.get()
    assert front.get().text == "first"


def test_an_answer_that_sets_a_cookie_is_for_one_person(front: Front) -> None:
    front.application.more = [("set-cookie", "a=b")]
    front.get()
    assert front.get().text == "first"


def test_only_so_many_addresses_are_remembered(front: Front) -> None:
    for number in range(MOST + 1):
        front.get(f"/{number}")
    assert front.get("/0").text == "first"
    assert front.get(f"/{MOST}").text.startswith("again")
