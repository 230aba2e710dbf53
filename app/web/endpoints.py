"""One table: every endpoint and the permission it needs.

The marks on the views must agree with this table, and no endpoint may be missing from it: otherwise the site does not
start (``web/factory.py``). A reviewer reads here what is open to whom.
"""

from __future__ import annotations

from app.core.guards import PUBLIC, SIGNED_IN

ENDPOINTS: dict[str, str] = {
    # the shell
    "static": PUBLIC,
    "bootstrap.static": PUBLIC,
    "web.home": SIGNED_IN,
    "web.health": PUBLIC,
    "web.language": PUBLIC,
    # accounts
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": PUBLIC,
    "accounts.password": SIGNED_IN,
    # plans
    "plans.plans": "plans.read",
    "plans.upload": "plans.import",
    "plans.store": "plans.import",
    "plans.plan": "plans.read",
    "plans.document": "plans.read",
    "plans.heading": "plans.change",
    "plans.removal": "plans.change",
    "plans.task": "plans.read",
    "plans.correction": "plans.change",
    # forms
    # desks
    # responses
    # feedback
    # scores and reports
}
