// Enter goes to the next question instead of sending the form; in the last one it sends. Without this script the
// form is typed with Tab and sent with the button.
"use strict";
for (const form of document.querySelectorAll(".typing-form")) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !fields.includes(event.target)) return;
    if (event.target.tagName === "TEXTAREA" && event.shiftKey) return;
    event.preventDefault();
    const next = fields[fields.indexOf(event.target) + 1];
    if (!next) return form.requestSubmit();
    next.focus();
    next.select();
  });
  const wrong = form.querySelector("[aria-invalid]");
  const sheet = form.querySelector("#sheet");
  const first = wrong || (sheet && sheet.value ? form.querySelector(".typing input, .typing textarea") : sheet);
  if (first) first.focus();
  form.addEventListener("submit", () => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
}
