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
    # access
    "access.members": "accounts.manage",
    "access.new_member": "accounts.manage",
    "access.role": "accounts.manage",
    "access.ending": "accounts.manage",
    "access.password": "accounts.manage",
    "access.audit": "accounts.manage",
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
    "plans.family": "plans.read",
    "plans.parent": "plans.change",
    "plans.earlier": "plans.change",
    "plans.continuation": "plans.change",
    "plans.implementation": "plans.change",
    # forms
    "forms.forms_of_plan": "forms.read",
    "forms.generate": "forms.change",
    "forms.publication": "forms.change",
    "forms.publish_all": "forms.change",
    "forms.draft": "forms.change",
    "forms.survey": "forms.change",
    "forms.form": "forms.read",
    "forms.change": "forms.change",
    "forms.start_over": "forms.change",
    "forms.publish_one": "forms.change",
    "forms.preview": "forms.read",
    "forms.edition": "forms.read",
    # desks
    "desks.desks": "desks.read",
    "desks.add": "desks.change",
    "desks.desk": "desks.read",
    "desks.change": "desks.change",
    "desks.retire": "desks.change",
    "desks.reopen": "desks.change",
    "desks.place_form": "desks.change",
    "desks.retire_one": "desks.change",
    "desks.restore_one": "desks.change",
    "desks.placements_of_plan": "desks.read",
    "desks.arrange_plan": "desks.change",
    "desks.everywhere": "desks.change",
    "desks.posters_of_plan": "desks.read",
    "desks.placement_qr": "desks.read",
    "desks.desk_qr": "desks.read",
    "desks.chooser": PUBLIC,
    "desks.slips": "desks.read",
    "desks.print_slips": "desks.change",
    "desks.revoke": "desks.change",
    # responses
    "responses.form": PUBLIC,
    "responses.send": PUBLIC,
    "responses.receipt": PUBLIC,
    "responses.slip_entry": PUBLIC,
    "responses.read_slip": PUBLIC,
    "responses.slip": PUBLIC,
    "responses.slip_form": PUBLIC,
    "responses.send_with_slip": PUBLIC,
    # paper forms
    "paper.batches": "responses.enter",
    "paper.print_batch": "responses.enter",
    "paper.batch": "responses.enter",
    "paper.sheets": "responses.enter",
    "paper.entry": "responses.enter",
    "paper.type_sheet": "responses.enter",
    "paper.undo": "responses.enter",
    "paper.check": "responses.enter",
    "paper.compare_sheet": "responses.enter",
    "paper.type_again": "responses.enter",
    "paper.close": "responses.enter",
    # feedback
    "feedback.remarks": "remarks.read",
    "feedback.remarks_of_plan": "remarks.read",
    "feedback.remarks_of_task": "remarks.read",
    "feedback.remark": "remarks.read",
    "feedback.note": "remarks.handle",
    "feedback.mark_read": "remarks.handle",
    "feedback.mark_unread": "remarks.handle",
    "feedback.mark_several": "remarks.handle",
    # scores and reports
    "reports.plan_scores": "scores.read",
    "reports.task_scores": "scores.read",
    "reports.exports": "reports.export",
    "reports.workbook": "reports.export",
    "reports.csv": "reports.export",
}
