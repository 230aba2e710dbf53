/* How a citizen's page is seen and heard. Large letters and high contrast work by the style sheet alone; here they are
   only kept for the next page. Reading aloud is offered where the device itself has a voice for the page's language:
   voices that would send the text to somebody's server are left out. */
(function () {
  "use strict";
  var view = document.querySelector(".view");
  if (!view) return;
  var root = document.documentElement, boxes = [].slice.call(view.querySelectorAll("input[type=checkbox]"));

  function wear() {
    boxes.forEach(function (box) { root.classList.toggle(box.value, box.checked); });
  }

  function keep() {
    var on = boxes.filter(function (box) { return box.checked; }).map(function (box) { return box.value; });
    document.cookie = "display=" + on.join(".") + "; Path=/; SameSite=Lax" +
      (location.protocol === "https:" ? "; Secure" : "") + (on.length ? "" : "; Max-Age=0");
    wear();
  }

  /* A page that the browser kept may have been left before the last wish. A tablet's pages never come back. */
  function recall() {
    var found = /(?:^|; )display=([^;]*)/.exec(document.cookie), on = found ? found[1].split(".") : [];
    if (document.getElementById("kiosk")) return;
    boxes.forEach(function (box) { box.checked = on.indexOf(box.value) >= 0; });
    wear();
  }

  view.addEventListener("change", keep);
  window.addEventListener("pageshow", recall);
  wear();

  /* Reading aloud: one question with its answers, then it waits; nothing moves on by itself. */
  var speech = window.speechSynthesis, button = document.getElementById("aloud"), bar = document.getElementById("aloud-bar");
  var voice = null, turn = 0, at = 0, spoken = null;

  function find() {
    var language = root.lang.split("-")[0];
    voice = speech.getVoices().filter(function (one) {
      var its = one.lang.toLowerCase().split(/[-_]/)[0];
      return one.localService && (its === language || its === "cmn" && language === "zh");
    })[0] || null;
    button.hidden = !voice;
  }

  /* What stands before a question belongs to it: the title, the heading of a section. */
  function groups() {
    var found = [], last = null;
    [].forEach.call(document.querySelectorAll("main :is(h1, h2, p, li, legend, label, form > button)"), function (node) {
      var question = node.closest(".q");
      if (!node.offsetParent || node.closest("nav") || node.querySelector("p, li, label") || !node.innerText.trim()) return;
      if (!found.length || last && question !== last) found.push([]);
      found[found.length - 1].push(node);
      last = question;
    });
    return found;
  }

  function hush() {
    turn += 1;
    speech.cancel();
    light(null);
  }

  function light(node) {
    if (spoken) spoken.classList.remove("spoken");
    spoken = node;
    if (!node) return;
    node.classList.add("spoken");
    node.scrollIntoView({ block: "nearest" });
    document.dispatchEvent(new Event("reading"));
  }

  function say(nodes) {
    hush();
    var mine = turn;
    nodes.forEach(function (node, place) {
      var words = new SpeechSynthesisUtterance(node.innerText);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = 0.95;
      words.onstart = function () { if (mine === turn) light(node); };
      words.onend = function () { if (mine === turn && place === nodes.length - 1) light(null); };
      speech.speak(words);
    });
  }

  function open(number) {
    var all = groups();
    at = Math.max(0, Math.min(number, all.length - 1));
    bar.hidden = false;
    button.hidden = true;
    root.classList.add("aloud");
    bar.querySelector("[value=next]").hidden = at === all.length - 1;
    if (all.length) say(all[at]);
  }

  function close() {
    hush();
    if (bar.hidden) return;
    bar.hidden = true;
    button.hidden = false;
    root.classList.remove("aloud");
  }

  /* Whoever touches another question wants to hear that one again. */
  function here(event) {
    var question = !bar.hidden && event.target.closest && event.target.closest(".q");
    if (question) groups().forEach(function (nodes, place) { if (question.contains(nodes[nodes.length - 1])) at = place; });
  }

  function press(event) {
    var wish = event.target.value;
    if (wish === "stop") { close(); button.focus(); }
    else if (wish) open(wish === "next" ? at + 1 : at);
    if (wish === "next" && event.target.hidden) bar.querySelector("[value=stop]").focus();
  }

  /* The tablet is given to the next person. */
  document.addEventListener("restart", function () {
    if (speech) close();
    boxes.forEach(function (box) { box.checked = false; });
    keep();
  });
  if (!speech || !speech.getVoices || !window.SpeechSynthesisUtterance) return;
  button.addEventListener("click", function () { open(0); bar.querySelector("[value=stop]").focus(); });
  bar.addEventListener("click", press);
  document.addEventListener("focusin", here);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape" && !bar.hidden) { close(); button.focus(); } });
  window.addEventListener("pagehide", close);
  new MutationObserver(function () { close(); find(); }).observe(root, { attributeFilter: ["lang"] });
  if (speech.addEventListener) speech.addEventListener("voiceschanged", find);
  else speech.onvoiceschanged = find;
  find();
})();
