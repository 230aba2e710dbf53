// Enter goes to the next question instead of sending the form; in the last one it sends. Who wishes so leaves a question
// of one digit by typing it; arrows go back and forth. Without this script the form is typed with Tab and sent with the
// button.
"use strict";
const QUICK = "paper-quick";
for (const form of document.querySelectorAll(".typing-form")) {
  const fields = [...form.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")];
  const quick = form.querySelector("#quick-on");
  document.getElementById("quick").hidden = false;
  try { quick.checked = localStorage.getItem(QUICK) === "1"; } catch { /* then it is asked for each time */ }
  quick.addEventListener("change", () => {
    try { localStorage.setItem(QUICK, quick.checked ? "1" : "0"); } catch { /* see above */ }
    form.querySelector(".typing input, .typing textarea").focus();
  });
  function to(field) {
    if (!field) return;
    field.focus();
    field.select();
  }
  form.addEventListener("keydown", (event) => {
    const at = fields.indexOf(event.target);
    if (at < 0 || event.isComposing) return;
    if (event.target.type === "text" && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      return to(fields[at + (event.key === "ArrowUp" ? -1 : 1)]);
    }
    if (event.key !== "Enter" || (event.target.tagName === "TEXTAREA" && event.shiftKey)) return;
    event.preventDefault();
    if (at === fields.length - 1) return form.requestSubmit();
    to(fields[at + 1]);
  });
  form.addEventListener("input", (event) => {
    const { value, dataset } = event.target, at = fields.indexOf(event.target);
    if (!quick.checked || !dataset.codes || value.length !== 1 || !dataset.codes.includes(value)) return;
    to(fields[at + 1]);  // the last question waits for Enter: nothing is stored by a digit alone
  });
  const wrong = form.querySelector("[aria-invalid]");
  const sheet = form.querySelector("#sheet");
  to(wrong || (sheet && sheet.value ? form.querySelector(".typing input, .typing textarea") : sheet));
  form.addEventListener("submit", () => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
}
