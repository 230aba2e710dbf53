"""Holding a flood back: the form stays with everything typed, and the browser is asked for some work, or a person to
wait. Nobody is sent to a puzzle of somebody else's.

Counted together are the placement, the make of browser and the coarse network; and, far higher, all that comes to a
placement, for floods that come from everywhere. The script that does the work is only loaded then
(``static/work.js``, asked for by ``static/queue.js``).
"""

from __future__ import annotations

from flask import after_this_request, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.clients import client_address
from app.core.settings import Settings
from app.core.words import _n
from app.responses.facts import PlacementFacts
from app.responses.integrity.rules import OWN
from app.responses.integrity.work import bits_for, challenge, is_proven
from app.responses.keys import SubmissionKey
from app.responses.views.noticing import SPAN, counters, kind_of_browser

FIELD = "proof"
HEADER = "Proof-Of-Work"
"""The header that carries the challenge; ``static/queue.js`` reads it."""


def held_back(facts: PlacementFacts, key: SubmissionKey, mode: str) -> str:
    """Count this post; the sentence for who has to work or wait first, and nothing where the form may come in.

    A slip proves a visit, and a tablet or an official serves one after the other: they are never held back.
    """
    if mode not in OWN:
        return ""
    settings: Settings = current_app.config["SETTINGS"]
    bits = _bits(facts, settings)
    at = clock.now()
    if not bits or is_proven(settings.secret_key, facts.code, key.id, at, request.form.get(FIELD, "")):
        return ""
    wait = SPAN - int(counters().now()) % SPAN
    task = challenge(settings.secret_key, facts.code, key.id, at, bits=bits)

    @after_this_request
    def ask(answer: AnyResponse) -> AnyResponse:
        answer.headers["Retry-After"] = str(wait)
        answer.headers[HEADER] = task
        return answer

    words: str = _n(
        "Có quá nhiều phiếu được gửi đến trong ít phút nên phiếu này chưa được ghi. Các câu trả lời vẫn còn đây; "
        "xin đợi %(num)d phút rồi bấm gửi lại, hoặc xin phiếu giấy tại quầy, hoặc nhờ cán bộ tại quầy ghi hộ.",
        "Có quá nhiều phiếu được gửi đến trong ít phút nên phiếu này chưa được ghi. Các câu trả lời vẫn còn đây; "
        "xin đợi %(num)d phút rồi bấm gửi lại, hoặc xin phiếu giấy tại quầy, hoặc nhờ cán bộ tại quầy ghi hộ.",
        -(-wait // 60),
    )
    return words


def _bits(facts: PlacementFacts, settings: Settings) -> int:
    """How hard the work has to be; 0 where there is no flood."""
    names = (f"posts {facts.code} {kind_of_browser(client_address())}", f"posts {facts.code}")
    alike, everybody = counters().add_all(names, SPAN)
    return max(
        bits_for(count, limit, settings.work_bits) if count > limit else 0
        for count, limit in ((alike, settings.flood_alike), (everybody, settings.flood_everywhere))
    )
