"""A process of its own that counts pages of one placement and says how many it has brought home after each round."""

from __future__ import annotations

import sys

from app.core.settings import Settings
from app.responses.facts import PlacementFacts
from app.responses.views.counting import PAGES, counts_opening
from app.web.factory import create_app
from tests.conftest import SECRET
from tests.responses.funnel.test_rules import SCAN

EACH = 7


def main(url: str, code: str, rounds: int) -> None:
    app = create_app(
        Settings(database_url=url, secret_key=SECRET, public_url="http://localhost", testing=True, count_seconds=0)
    )
    facts = PlacementFacts(code, 1, 1, 1, "", "", "", "", (), None)
    for done in range(1, rounds + 1):
        with app.test_request_context(environ_overrides=SCAN):
            for _page in range(EACH):
                counts_opening(facts, "phone")(SCAN)
        app.extensions[PAGES].flush()
        sys.stdout.write(f"{done * EACH}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
