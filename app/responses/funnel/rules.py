"""Which requests are a person opening a page. Pure.

Zalo, Facebook and other messengers open every link that somebody sends, to show a preview; browsers load pages
beforehand; search engines and watchdogs come by. None of them is a person in front of a form. Who wants to be counted
as a person can be: these numbers are never more than a hint, and nothing is decided by them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

DOORS = ("phone", "slip", "web", "kiosk")
"""The modes in which citizens open a page themselves."""

_ROBOTS = re.compile(
    r"(?<!cu)bot(?![a-z])"  # not the telephones of Cubot
    r"|crawl|spider|slurp|preview|externalhit|facebookcatalog|meta-external|^(?:whatsapp|viber|zalo)[/ ]"
    r"|^(?:curl|wget|python|go-http|java|okhttp|axios|node|libwww|apache-http)|scrapy|uptime|pingdom|monitor|lighthouse",
    re.IGNORECASE,
)


def is_opening(environ: Mapping[str, Any]) -> bool:
    """Whether a request (PEP 3333) is somebody opening a page, and not a machine or a browser that looks ahead."""
    ahead = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or environ.get("HTTP_X_MOZ")
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and not ahead
        and environ.get("HTTP_SEC_FETCH_DEST", "document") == "document"
        and "text/html" in environ.get("HTTP_ACCEPT", "")
        and not is_robot(environ.get("HTTP_USER_AGENT", ""))
    )


@lru_cache(maxsize=1024)
def is_robot(user_agent: str) -> bool:
    """Whether a program gives itself away by its name, or hides that it has one.

    >>> is_robot("facebookexternalhit/1.1"), is_robot("Mozilla/5.0 (Linux; Android 9; CUBOT_NOVA) Zalo android/1300")
    (True, False)
    """
    return not user_agent or _ROBOTS.search(user_agent) is not None
