/* Says once for a form that somebody has begun to answer: a count by day and placement, without cookie, body or name.
   The form carries the field "begun" from then on, so that its sending is not counted as another beginning, even when it is
   sent before this was answered. Without this file, or without a network, the sending itself counts as the beginning. */
(function () {
  "use strict";
  if (!window.fetch) return;

  function begin(event) {
    var form = event.target.form;
    if (!form || !form.dataset.begun || form.elements.begun || form.dataset.told) return;
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = "begun";
    field.value = "1";
    form.dataset.told = "1";
    form.appendChild(field);
    fetch(form.dataset.begun, { method: "POST", credentials: "omit", keepalive: true }).then(function (answer) {
      if (!answer.ok) field.remove();
    }, function () { field.remove(); });
  }

  /* On a tablet the next person finds the same form, emptied. */
  function anew(event) {
    var form = event.target, field = form.elements.begun;
    delete form.dataset.told;
    if (field) field.remove();
  }

  document.addEventListener("input", begin);
  document.addEventListener("reset", anew);
})();
