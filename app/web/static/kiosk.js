/* The tablet at a desk. Nobody sees anything of the person before: the history keeps one entry, a form that was sent or
   left alone is gone, and what waits for the network is never shown again. Pages work without this file. */
(function () {
  "use strict";
  var box = document.getElementById("kiosk");
  if (!box) return;
  var start = box.dataset.start, idle = Number(box.dataset.idle), beat = Number(box.dataset.beat) * 1000;
  var bar = document.getElementById("idle"), left = document.getElementById("left"), more = document.getElementById("more");
  var PREFIX = "kiosk.", WEEK = 7 * 24 * 3600 * 1000, touched = false, until = 0, sending = false, tongue = null;

  function form() { return document.getElementById("answers"); }

  /* A start that cannot be loaded (no network) is made from the page that is there. */
  function restart() {
    touched = false;
    bar.hidden = true;
    if (form()) form().reset();
    fetch(start, { method: "HEAD", cache: "no-store" }).then(function () { location.replace(start); }, clear);
  }

  function clear() {
    var spent = form();
    if (!spent) return;
    spent.reset();
    spent.hidden = false;
    scrollTo(0, 0);
  }

  function alive() {
    touched = true;
    until = Date.now() + idle * 1000;
  }

  function tick() {
    var seconds = Math.ceil((until - Date.now()) / 1000);
    bar.hidden = !touched;
    if (!touched) return;
    left.textContent = Math.max(0, seconds);
    if (seconds <= 0) restart();
  }

  function post(action, body) {
    return fetch(action, {
      method: "POST", body: body,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }
    });
  }

  function kept() {
    try {
      return Object.keys(localStorage).filter(function (name) { return name.indexOf(PREFIX) === 0; });
    } catch (refused) { return []; }
  }

  /* 201: stored. 4xx except "not bound" and "too many": the server will never take it; nobody may look at it either. */
  function done(status) { return status === 201 || (status >= 400 && status < 500 && [403, 408, 410, 429].indexOf(status) < 0); }

  function flush() {
    if (sending) return;
    sending = true;
    kept().reduce(function (before, name) {
      return before.then(function () {
        var item = JSON.parse(localStorage.getItem(name));
        if (!item || Date.now() - item.at > WEEK) { localStorage.removeItem(name); return null; }
        return post(item.action, item.body).then(function (answer) {
          if (!done(answer.status)) throw answer;
          localStorage.removeItem(name);
        });
      });
    }, Promise.resolve()).then(null, function () {}).then(function () { sending = false; });
  }

  function keep(action, body) {
    var fields = form(), spare = fields.dataset.keys.split(" ").filter(Boolean);
    try {
      localStorage.setItem(PREFIX + new URLSearchParams(body).get("key").slice(0, 32),
        JSON.stringify({ at: Date.now(), action: action, body: body }));
    } catch (full) { return say(box.dataset.full); }
    fields.reset();
    fields.hidden = true;
    say(box.dataset.kept);
    touched = false;
    setTimeout(function () {
      say("");
      if (!spare.length) return restart();
      fields.elements.key.value = spare.shift();
      fields.dataset.keys = spare.join(" ");
      clear();
      fields.querySelector("button").disabled = false;
    }, 8000);
  }

  function say(words) {
    box.textContent = words;
    box.className = words ? "note" : "";
    box.setAttribute("role", "status");
    if (words) scrollTo(0, 0);
  }

  /* What the server wants corrected is put into this very page, so that the history never holds a post. */
  function show(html) {
    var page = new DOMParser().parseFromString(html, "text/html"), fresh = page.getElementById("main");
    if (!page.getElementById("answers")) return restart();
    document.title = page.title;
    form().replaceWith(page.getElementById("answers"));
    var old = document.querySelector(".errors"), news = fresh.querySelector(".errors");
    if (old) old.remove();
    if (news) { document.querySelector("main h1").before(news); news.focus(); }
    scrollTo(0, 0);
  }

  /* The same answers in another language: everything but the timer changes, and the history learns nothing. */
  function translate(html) {
    var page = new DOMParser().parseFromString(html, "text/html"), main = document.getElementById("main");
    if (!page.getElementById("answers")) return restart();
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    box.dataset.kept = page.getElementById("kiosk").dataset.kept;
    box.dataset.full = page.getElementById("kiosk").dataset.full;
    page.querySelectorAll("#idle span, #more").forEach(function (words, at) {
      bar.querySelectorAll("span, #more")[at].textContent = words.textContent;
    });
    var stays = function (part) { return part === box || part === bar || part.tagName === "SCRIPT"; };
    Array.from(main.children).filter(function (part) { return !stays(part); }).forEach(function (part) { part.remove(); });
    Array.from(page.getElementById("main").children).forEach(function (part) {
      if (part.id !== "kiosk" && part.id !== "idle" && part.tagName !== "SCRIPT") bar.before(part);
    });
    document.querySelector("footer").replaceWith(page.querySelector("footer"));
    document.querySelector(".skip").textContent = page.querySelector(".skip").textContent;
    document.querySelector(".languages [aria-current]").focus();
  }

  function send(event) {
    if (event.target.id !== "answers") return;
    event.preventDefault();
    var sent = event.target, action = sent.action, body = new URLSearchParams(new FormData(sent)).toString();
    if (tongue) {
      fetch(tongue.formAction, {
        method: "POST", body: body + "&language=" + tongue.value,
        headers: { "Content-Type": "application/x-www-form-urlencoded" }
      }).then(function (answer) { return answer.text(); }).then(translate, function () {});
      return;
    }
    sent.querySelector("button").disabled = true;
    post(action, body).then(function (answer) {
      if (answer.status === 201) return location.replace(answer.headers.get("Location"));
      if (answer.status >= 500 || answer.status === 429) return keep(action, body);
      return answer.text().then(show);
    }, function () { keep(action, body); });
  }

  ["pointerdown", "keydown", "input", "scroll"].forEach(function (name) {
    addEventListener(name, function () { if (form() && !form().hidden || document.querySelector(".list")) alive(); }, { passive: true, capture: true });
  });
  more.addEventListener("click", function () { touched = true; until = Date.now() + 3 * idle * 1000; });
  document.addEventListener("submit", send);
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    tongue = button && button.name === "language" ? button : null;
  });
  document.addEventListener("click", function (event) {
    var hop = event.target.closest("a.hop");
    if (!hop) return;
    event.preventDefault();
    location.replace(hop.href);
  });
  addEventListener("pageshow", function (event) { if (event.persisted) location.replace(start); });
  addEventListener("online", flush);
  function ping() { fetch(box.dataset.beatTo, { method: "POST" }).then(flush, function () {}); }
  if (form() || document.querySelector(".list, .center")) { setInterval(ping, beat); ping(); }
  /* The start is asked for again now and then: opening hours and forms change. */
  if (!form() && document.querySelector(".list")) setInterval(function () { if (!touched) restart(); }, 5 * 60000);
  /* Just before the page's own refresh, which would leave an entry in the history. */
  if (document.querySelector(".center .button")) setTimeout(function () { location.replace(start); }, 7500);
  setInterval(tick, 250);
})();
