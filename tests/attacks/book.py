"""The book of attacks: a test writes its row with :func:`attack`, and rows for tests that stand elsewhere are below."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.core.settings import ROOT

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Row:
    """One attack: what was tried, what happened, and the test that shows it (``file::name``)."""

    tried: str
    happened: str
    test: str


ROWS: list[Row] = []


def attack(tried: str, happened: str) -> Callable[[Test], Test]:
    """Write the decorated test into the book."""

    def write(test: Test) -> Test:
        path = Path(inspect.getfile(test)).resolve().relative_to(ROOT)
        ROWS.append(Row(tried, happened, f"{path}::{test.__name__}"))
        return test

    return write


_R, _I, _B = "tests/responses", "tests/responses/integrity", "tests/browser"
# Rows for tests that stand beside what they attack.
ELSEWHERE = [
    Row(
        "ten parallel posts under one key",
        "one row, ten equal receipts",
        f"{_R}/test_parallel.py::test_ten_parallel_posts_with_one_key_are_one_response",
    ),
    Row(
        "the same page sent again",
        "the same row and receipt",
        f"{_R}/test_send.py::test_the_same_page_sent_again_is_the_same_response",
    ),
    Row(
        "the same key with other answers",
        "the first answers count, and that is said",
        f"{_R}/test_send.py::test_a_changed_form_sent_again_is_told_that_the_first_one_counts",
    ),
    Row(
        "a forged or damaged key",
        "422, everything typed comes back under a fresh key, nothing stored",
        f"{_R}/test_send.py::test_a_forged_key_brings_the_form_back_with_a_fresh_one",
    ),
    Row(
        "the key of one desk's page at another desk as well",
        "one row",
        f"{_R}/test_send.py::test_the_same_key_at_another_desk_is_the_same_response",
    ),
    Row(
        "the key of another form",
        "the answers are read by the form that was sent",
        f"{_R}/test_send.py::test_a_key_of_another_form_is_read_by_the_form_that_was_sent",
    ),
    Row(
        "a megabyte of text",
        "413 with a sentence; the text stays in the browser's page",
        f"{_R}/test_send.py::test_a_megabyte_of_text_is_too_long",
    ),
    Row(
        "a text longer than its limit",
        "422, the text comes back",
        f"{_R}/test_send.py::test_a_long_text_below_the_limit_of_the_body_comes_back",
    ),
    Row(
        "40 answers from one telephone",
        "2 count, 38 set aside: same browser",
        f"{_I}/test_attacks.py::test_forty_answers_from_one_telephone_do_not",
    ),
    Row(
        "40 answers from one telephone without cookies, each within seconds",
        "all set aside: too fast",
        f"{_I}/test_attacks.py::test_a_machine_that_forgets_its_marks_is_too_fast",
    ),
    Row(
        "a patient machine without cookies, past what a desk can serve",
        "set aside: burst",
        f"{_I}/test_attacks.py::test_a_patient_machine_is_stopped_at_what_a_desk_can_serve",
    ),
    Row(
        "(no attack) 40 citizens behind one Wi-Fi within ten minutes",
        "all 40 count",
        f"{_I}/test_attacks.py::test_forty_citizens_behind_one_wifi_all_count",
    ),
    Row("a forged mark of answered forms", "ignored", f"{_I}/test_attacks.py::test_a_forged_mark_changes_nothing"),
    Row(
        "an official answers the form in a browser that is signed in",
        "same receipt, set aside",
        f"{_I}/test_attacks.py::test_a_signed_in_official_is_thanked_and_set_aside",
    ),
    Row(
        "X-Forwarded-For written by the sender",
        "not believed",
        f"{_I}/test_attacks.py::test_behind_a_proxy_the_network_is_what_the_proxy_wrote_and_nothing_else",
    ),
    Row(
        "a program fills in every field",
        "same receipt, set aside: the hidden field",
        f"{_I}/test_trap.py::test_it_works",
    ),
    Row(
        "a flood from one network",
        "429 with everything typed; taken after the browser's work, or after the wait that is told",
        f"{_I}/test_flood.py::test_it_works",
    ),
    Row("a flood from many networks", "the same", f"{_I}/test_flood.py::test_a_flood_from_everywhere_is_one_too"),
    Row("a forged proof of work", "429 and a new challenge", f"{_I}/test_flood.py::test_a_forged_proof_is_none"),
    Row(
        "an expired proof",
        "429 and a new challenge",
        f"{_I}/test_flood.py::test_an_expired_proof_is_none_and_a_new_challenge_comes",
    ),
    Row(
        "a proof of another form or placement", "429", f"{_I}/test_flood.py::test_a_proof_of_another_placement_is_none"
    ),
    Row("a proof sent three times", "one row", f"{_I}/test_flood.py::test_a_proof_that_is_sent_twice_is_one_response"),
    Row(
        "slip codes guessed",
        "404, and 429 after sixty; right codes still open",
        f"{_R}/test_slips.py::test_a_guesser_is_told_to_wait_and_right_codes_still_open",
    ),
    Row(
        "one slip for two forms",
        "the first counts as a slip, the second keeps its answers and goes without",
        f"{_R}/test_slips.py::test_two_forms_with_one_slip_keep_the_second_ones_answers",
    ),
    Row(
        "a slip at another desk", "404, nothing spent", f"{_R}/test_slips.py::test_a_slip_is_good_at_its_own_desk_only"
    ),
    Row(
        "binding codes of a tablet guessed",
        "422, and 429 after thirty at that tablet",
        f"{_R}/test_kiosk.py::test_guessing_binding_codes_is_stopped",
    ),
    Row(
        "the cookie of one tablet at another's address",
        "403",
        f"{_R}/test_kiosk.py::test_the_cookie_of_one_tablet_opens_no_other",
    ),
    Row(
        "a tablet left with answers on its screen",
        "gone after twenty seconds, no way back",
        f"{_B}/test_kiosk.py::test_a_form_left_alone_is_gone_after_twenty_seconds",
    ),
    Row(
        "an open redirect through the sign-in",
        "leads inside only",
        "tests/accounts/test_sign_in.py::test_it_never_leads_to_another_site",
    ),
    Row(
        "passwords guessed",
        "locked after five",
        "tests/accounts/test_sign_in.py::test_five_failures_lock_the_account_even_for_the_right_password",
    ),
    Row(
        "formulas in text, opened in a spreadsheet",
        "inert in CSV, typed text in XLSX",
        "tests/reports/test_export_csv.py::test_no_cell_begins_like_a_formula",
    ),
    Row(
        "(looked for) the sender's address, browser, referrer, cookie and query in every table after a day of answers",
        "nothing",
        "tests/privacy/test_day.py::test_no_table_holds_anything_of_the_sender",
    ),
    Row(
        "(looked for) the same and typed contact data in the log, with a fault in the middle of storing",
        "nothing; it was found once, in what PostgreSQL says of a broken constraint, which is cut off now",
        "tests/privacy/test_day.py::test_no_line_of_the_log_does",
    ),
    Row(
        "(looked for) the same in the backup that the guide describes",
        "nothing of the sender; texts only in their own tables",
        "tests/privacy/test_day.py::test_no_backup_made_as_the_guide_says_does",
    ),
    Row(
        "a task hidden for few answers, found by subtraction",
        "not possible",
        "tests/reports/test_overview.py::test_a_hidden_task_cannot_be_found_by_subtraction",
    ),
]


def table() -> str:
    """The whole book as a Markdown table."""
    lines = ["| # | tried | what happened | shown by |", "|---|---|---|---|"]
    for number, row in enumerate([*sorted(ROWS, key=lambda row: row.test), *ELSEWHERE], 1):
        lines.append(f"| {number} | {row.tried} | {row.happened} | `{row.test.removeprefix('tests/')}` |")
    return "\n".join(lines) + "\n"
