/* The tablet at a desk. One document stays loaded: pages are fetched and put into it, so the history keeps one entry, the
   full screen stays, and the tablet goes on while there is no network or no server. Nobody sees anything of the person
   before: a form that was sent or left alone is gone, and what waits for the network is never shown again.
   Time is counted by performance.now(): the tablet's own clock may be wrong, and may be put right meanwhile. */
(function () {
  "use strict";
  var box = document.getElementById("kiosk");
  if (!box || !window.fetch || !window.DOMParser || !window.URLSearchParams) return;
  var start = box.dataset.start, idle = Number(box.dataset.idle) * 1000, beat = Number(box.dataset.beat) * 1000;
  var screen = document.getElementById("screen"), bar = document.getElementById("idle"), wide = document.getElementById("wide");
  var left = document.getElementById("left"), more = document.getElementById("more");
  var PREFIX = "kiosk.", WIDE = "wide-kiosk", PATIENCE = 20000, LOOK_AGAIN = 300000, SOON = 30000, BYE = 8000, BAD_NEWS = 15000;
  var touched = false, busy = false, flushing = false, until = 0, asked = 0, turn = 0, home = 0;
  var tongue = null, seen = {}, counted = is("form");

  function now() { return performance.now(); }
  function form() { return document.getElementById("answers"); }
  function is(page) { return box.dataset.page === page; }
  function parsed(html) { return new DOMParser().parseFromString(html, "text/html"); }

  function call(address, options) {
    var stop = window.AbortController ? new AbortController() : null;
    var late = setTimeout(function () { if (stop) stop.abort(); }, PATIENCE);
    if (stop) options.signal = stop.signal;
    options.cache = "no-store";
    return fetch(address, options).then(function (answer) { clearTimeout(late); return answer; },
      function (problem) { clearTimeout(late); throw problem; });
  }

  function post(action, body) {
    return call(action, {
      method: "POST", body: body,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }
    });
  }

  /* A page of ours, remembered, and counted as opened where somebody wanted to see it; anything else (an error, a proxy's own page) is nothing to stand on a tablet. */
  function fetched(address, opened) {
    return call(address, opened ? { headers: { "X-Opened": "1" } } : {}).then(function (answer) {
      return answer.text().then(function (html) {
        var url = new URL(answer.url, location.href);
        if (!answer.ok || html.indexOf('id="kiosk"') < 0) throw answer;
        return remember(url.pathname + url.search, html);
      });
    });
  }

  /* In memory only, with the keys that nobody has used yet: without a network the next person starts from here. */
  function remember(address, html) {
    var fields = parsed(html).getElementById("answers");
    var keys = fields ? [fields.elements.key.value].concat(fields.dataset.keys.split(" ")).filter(Boolean) : [];
    return (seen[address] = { html: html, keys: keys, asks: Boolean(fields) });
  }

  function recalled(address) {
    var found = seen[address];
    return found && (!found.asks || found.keys.length) ? found : null;
  }

  function put(found) {
    var page = parsed(found.html), news = page.getElementById("kiosk");
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.querySelector(".skip").textContent = page.querySelector(".skip").textContent;
    screen.innerHTML = page.getElementById("screen").innerHTML;
    document.getElementById("promise").innerHTML = page.getElementById("promise").innerHTML;
    Object.keys(news.dataset).forEach(function (name) { box.dataset[name] = news.dataset[name]; });
    words(bar, page.getElementById("idle"));
    words(wide, page.getElementById("wide"));
    words(document.querySelector(".view"), page.querySelector(".view"));
    say("");
    if (form() && found.keys.length) form().elements.key.value = found.keys[0];
    settle();
    scrollTo(0, 0);
  }

  /* What has to be done for a page that has just come to stand here. */
  function settle() {
    asked = now();
    clearTimeout(home);
    if (is("thanks")) home = setTimeout(restart, BYE);
    offerWide();
    if (is("start")) lookAhead(Array.from(screen.querySelectorAll(".list a")));
  }

  /* The forms behind the list, so that they can be chosen without a network, too. */
  function lookAhead(links) {
    links.reduce(function (before, link) {
      var address = link.getAttribute("href"), known = recalled(address);
      return known && known.keys.length > 5 ? before : before.then(function () { return fetched(address); });
    }, Promise.resolve()).then(null, function () {});
  }

  /* The same sentences in the language of the page; the numbers among them stay. */
  function words(old, news) {
    var to = news.querySelectorAll("span, button");
    old.querySelectorAll("span, button").forEach(function (part, index) { part.textContent = to[index].textContent; });
  }

  /* To another page. Without a network as it was last time; where it never was, `otherwise`. */
  function go(address, otherwise, opened) {
    var mine = ++turn;
    fetched(address, opened).then(null, function (problem) {
      if (gone(problem.status)) location.replace(start);
      return recalled(address);
    }).then(function (found) {
      if (mine !== turn) return;
      if (!found) return otherwise();
      put(found);
    });
  }

  /* Bound no longer: the page that says so has to come from the server. */
  function gone(status) { return status === 403 || status === 410; }

  /* The beginning at once, from memory, so that nothing of anybody is left; then as the server has it now, unless
     somebody has touched it meanwhile. */
  function restart() {
    var mine = ++turn, known = recalled(start);
    touched = busy = false;
    until = 0;
    document.dispatchEvent(new Event("restart"));
    bar.hidden = true;
    screen.innerHTML = "";
    box.dataset.page = "waiting";
    say(box.dataset.waiting);
    if (known) put(known);
    asked = now();
    fetched(start).then(function (found) {
      if (mine === turn && !touched && !busy) put(found);
    }, function (problem) {
      if (gone(problem.status) && !touched && !busy) location.replace(start);
    });
  }

  /* Where the start is the form itself, whoever touches it first has opened it; the one after loading is counted. */
  function alive() {
    if (!touched && is("form") && !counted) fetched(start, true).then(null, function () {});
    touched = true;
    counted = false;
    until = Math.max(until, now() + idle);
  }

  function tick() {
    bar.hidden = !touched;
    if (touched) {
      var seconds = Math.ceil((until - now()) / 1000);
      left.textContent = Math.max(0, seconds);
      if (seconds <= 0) restart();
    } else if (!busy && !is("thanks") && !is("binding") && now() - asked > (is("start") || is("form") ? LOOK_AGAIN : SOON)) {
      restart();
    }
  }

  function kept() {
    try {
      return Object.keys(localStorage).filter(function (name) { return name.indexOf(PREFIX) === 0; });
    } catch (refused) { return []; }
  }

  /* Under the address that this tablet has now: it may have been bound anew since the form was kept. */
  function addressed(action) { return start + "/" + action.split("?")[0].split("/").pop() + (action.split("?")[1] ? "?" + action.split("?")[1] : ""); }

  /* One after the other; the first that does not get through ends the round. 404: a form of the desk at which the tablet
     stood before; it waits until the tablet stands there again. Other refusals are for good: nobody may look at it. */
  function flush() {
    if (flushing) return;
    flushing = true;
    kept().reduce(function (before, name) {
      return before.then(function () {
        var item = JSON.parse(localStorage.getItem(name));
        return item && post(addressed(item.action), item.body).then(function (answer) {
          if (answer.status === 201 || answer.status === 413 || answer.status === 422) localStorage.removeItem(name);
          else if (answer.status !== 404) throw answer;
        });
      });
    }, Promise.resolve()).then(null, function () {}).then(function () { flushing = false; });
  }

  function keep(action, body) {
    try {
      localStorage.setItem(PREFIX + new URLSearchParams(body).get("key").slice(0, 32), JSON.stringify({ action: action, body: body }));
    } catch (full) {
      busy = false;
      form().querySelector("button").disabled = false;
      return say(box.dataset.full);
    }
    leave(box.dataset.kept, BYE);
  }

  /* The screen is emptied, the message stands alone for a while, then the next person may begin. */
  function leave(message, time) {
    touched = busy = false;
    box.dataset.page = "thanks";
    screen.innerHTML = "";
    say(message);
    clearTimeout(home);
    home = setTimeout(restart, time);
  }

  function say(message) {
    box.textContent = message;
    box.className = message ? "note" : "";
    if (message) scrollTo(0, 0);
  }

  /* What the server wants corrected, with everything typed. What it will not take at all is said, too. */
  function show(html) {
    var page = parsed(html);
    busy = false;
    if (!page.getElementById("answers")) return leave(box.dataset.refused, BAD_NEWS);
    say("");
    alive();
    document.title = page.title;
    screen.innerHTML = page.getElementById("screen").innerHTML;
    scrollTo(0, 0);
    screen.querySelector(".errors").focus();
  }

  function send(event) {
    if (event.target.id !== "answers") return;
    event.preventDefault();
    if (busy) return;
    var sent = event.target, url = new URL(sent.action), body = new URLSearchParams(new FormData(sent)).toString();
    var action = url.pathname + url.search, key = sent.elements.key.value;
    if (tongue) return translate(tongue, body);
    busy = true;
    touched = false;
    until = 0;
    bar.hidden = true;
    say(box.dataset.sending);
    sent.querySelector("button").disabled = true;
    post(action, body).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) throw answer;
      if (answer.status !== 201) return answer.text().then(show);
      spend(key);
      screen.innerHTML = "";
      busy = false;
      box.dataset.page = "thanks";
      go(answer.headers.get("Location"), restart);
    }).then(null, function () {
      spend(key);
      keep(action, body);
    });
  }

  function spend(key) {
    Object.keys(seen).forEach(function (address) {
      seen[address].keys = seen[address].keys.filter(function (one) { return one !== key; });
    });
  }

  /* Another page by a link. Another language stays away where there is no network. */
  function hop(event) {
    var link = event.target.closest("a.hop"), button = event.target.closest("button");
    tongue = button && button.name === "language" ? button : null;
    if (!link) return;
    event.preventDefault();
    if (busy) return;
    var address = link.getAttribute("href");
    if (address === start && !link.closest(".languages")) restart();
    else if (link.closest(".languages")) go(address, function () { say(box.dataset.offline); });
    else go(address, restart, true);
  }

  /* The same answers under the same key in another language. A page with answers in it is never remembered. */
  function translate(button, body) {
    var mine = ++turn;
    call(button.formAction, {
      method: "POST", body: body + "&language=" + button.value,
      headers: { "Content-Type": "application/x-www-form-urlencoded" }
    }).then(function (answer) {
      if (!answer.ok) throw answer;
      return answer.text();
    }).then(function (html) {
      if (mine !== turn) return;
      put({ html: html, keys: [] });
      document.getElementById("main").focus({ preventScroll: true });
    }).then(null, function () { if (mine === turn) say(box.dataset.offline); });
  }

  /* Whoever sets the tablet up asks for the full screen once; a browser that leaves it goes back at the next touch. */
  function isWide() { return Boolean(document.fullscreenElement) || matchMedia("(display-mode: fullscreen)").matches; }
  function isWanted() { try { return localStorage.getItem(WIDE) === "1"; } catch (refused) { return false; } }
  function offerWide() { wide.hidden = !document.fullscreenEnabled || isWide() || isWanted() || !(is("start") || is("form") || is("closed")); }
  function widen() { if (document.fullscreenEnabled && !isWide()) document.documentElement.requestFullscreen().then(null, function () {}); }

  function ping() {
    post(box.dataset.beatTo, "").then(function (answer) {
      if (answer.ok) flush();
      else if (gone(answer.status) && !touched && !busy) location.replace(start);
    }, function () {});
  }

  ["pointerdown", "keydown", "input", "wheel", "touchmove", "reading"].forEach(function (name) {
    addEventListener(name, function () { if (!busy && (is("form") || is("start"))) alive(); }, { passive: true, capture: true });
  });
  addEventListener("pointerup", function () { if (isWanted()) widen(); });
  wide.addEventListener("click", function () {
    try { localStorage.setItem(WIDE, "1"); } catch (refused) { /* then only this time */ }
    widen();
    wide.hidden = true;
  });
  more.addEventListener("click", function () { until = now() + 3 * idle; });
  document.addEventListener("submit", send);
  document.addEventListener("click", hop);
  addEventListener("pageshow", function (event) { if (event.persisted) location.replace(start); });
  addEventListener("online", ping);
  remember(location.pathname + location.search, document.documentElement.outerHTML);
  if (location.pathname + location.search !== start) fetched(start).then(null, function () {});
  if (!is("binding")) { setInterval(ping, beat); ping(); settle(); }
  setInterval(tick, 250);
})();
