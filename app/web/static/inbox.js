// The inbox by keyboard: the arrows go from case to case, Home and End to the first and the last, the space bar ticks one.
// Only while the list or the search box has the focus; without this script Tab goes from link to link.
"use strict";
const list = document.querySelector(".case-list");
const names = list ? [...list.querySelectorAll(".case-name a")] : [];
const hint = document.querySelector(".keys");
if (hint) hint.hidden = false;
function go(event, name) {
  if (!name) return;
  event.preventDefault();
  name.focus();
  name.closest("article").scrollIntoView({ block: "nearest" });
}
function plain(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
}
if (list) list.addEventListener("keydown", (event) => {
  const case_ = event.target.closest("article");
  if (!case_ || !plain(event)) return;
  const at = names.findIndex((name) => case_.contains(name));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: names.length - 1 }[event.key];
  if (to !== undefined) go(event, names[to]);
  const tick = case_.querySelector("input[type=checkbox]");
  if (event.key === " " && tick && event.target !== tick) {
    event.preventDefault();
    tick.click();
  }
});
const search = document.querySelector(".search input[type=search]");
if (search) search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && plain(event)) go(event, names[0]);
});
