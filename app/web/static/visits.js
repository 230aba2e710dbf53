// Typing many numbers with the right hand: Enter and the arrows go up and down within a desk, and a block of cells copied
// from a spreadsheet is spread over the grid. Without this script Tab goes from cell to cell.
"use strict";
for (const form of document.querySelectorAll(".visits-form")) {
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]).filter((row) => row.length);
  const place = (field) => {
    const at = rows.findIndex((row) => row.includes(field));
    return at < 0 ? null : [at, rows[at].indexOf(field)];
  };
  const go = (row, column) => {
    const field = rows[row] && rows[row][column];
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  };
  form.addEventListener("keydown", (event) => {
    const here = place(event.target);
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!here || !step || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [row, column] = here;
    if (!go(row + step, column) && event.key === "Enter" && step > 0) go(0, column + 1) || form.querySelector("button").focus();
  });
  form.addEventListener("paste", (event) => {
    const here = place(event.target), text = event.clipboardData.getData("text");
    if (!here || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const field = rows[here[0] + down] && rows[here[0] + down][here[1] + right];
        if (field) field.value = value.trim();
      });
    });
  });
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
}
