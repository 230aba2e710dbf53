/* Keeps an answered form on this device while there is no network, and sends it once when there is.
   Every page works without this file. A form is kept under its submission key, so sending it twice stores it once;
   it leaves the device when the server has it, or after a week. Nothing of it is shown to the next person. */
(function () {
  "use strict";
  var box = document.getElementById("queue");
  if (!box || !window.fetch || !window.FormData || !window.URLSearchParams || !window.JSON) return;
  var PREFIX = "phieu.", WEEK = 7 * 24 * 3600 * 1000, PATIENCE = 20000, AGAIN = 30000;
  var say = box.dataset, form = document.querySelector("form[data-limit]"), mine = "", sending = false, timer = 0, leaving = false;

  function tell(words) {
    box.textContent = words;
    box.className = "note";
  }

  function names() {
    try {
      return Object.keys(localStorage).filter(function (name) { return name.indexOf(PREFIX) === 0; });
    } catch (refused) {
      return [];
    }
  }

  /* In a flood the server asks for some work first. What does it is only loaded then. */
  function prove(challenge) {
    var bar = document.createElement("progress"), script = document.createElement("script");
    bar.setAttribute("aria-label", say.work);
    tell(say.work);
    box.appendChild(bar);
    if (form && form.querySelector("button").disabled) box.focus();
    return new Promise(function (done, failed) {
      script.src = say.prove;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    }).then(function () {
      return proveWork(challenge, function (share) { bar.value = share; });
    });
  }

  function post(action, body, proven) {
    var stop = window.AbortController ? new AbortController() : {};
    var late = setTimeout(function () { if (stop.abort) stop.abort(); }, PATIENCE);
    var headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" };
    return fetch(action, { method: "POST", body: body, headers: headers, signal: stop.signal }).then(
      function (answer) {
        clearTimeout(late);
        var challenge = answer.status === 429 && !proven && answer.headers.get("Proof-Of-Work");
        if (challenge) {
          return prove(challenge).then(
            function (proof) { return post(action, body + "&proof=" + proof, true); },
            function () { throw answer; });
        }
        if (answer.status === 429 || answer.status >= 500) throw answer;
        return answer;
      },
      function (problem) {
        clearTimeout(late);
        throw problem;
      });
  }

  /* The server's own page says what is wrong with a form, with everything typed still in it. */
  function show(action, body) {
    var copy = document.createElement("form");
    copy.method = "post";
    copy.action = action;
    new URLSearchParams(body).forEach(function (value, name) {
      var field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      copy.appendChild(field);
    });
    copy.hidden = true;
    document.body.appendChild(copy);
    copy.submit();
  }

  function keep(body, problem) {
    var name = PREFIX + new URLSearchParams(body).get("key").slice(0, 32);
    try {
      localStorage.setItem(name, JSON.stringify({ at: Date.now(), action: form.getAttribute("action"), body: body }));
    } catch (full) {
      form.querySelector("button").disabled = false;
      tell(say.full);
      box.focus();
      return;
    }
    mine = name;
    form.hidden = true;
    tell(problem.status ? say.busy : say.saved);
    box.focus();
    later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(flush, AGAIN);
  }

  function offer(name, item) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = say.look;
    button.onclick = function () {
      localStorage.removeItem(name);
      show(item.action, item.body);
    };
    tell(say.review);
    box.appendChild(button);
  }

  function judge(name, item, answer) {
    if (answer.status === 201) {
      localStorage.setItem(name, "null"); // so that the tab whose form this was hears that it was sent, and not only gone
      localStorage.removeItem(name);
      if (!mine || name === mine) tell(say.sent); // whose own form still waits here is not told of another's
      if (name === mine) {
        form.reset();
        location.replace(answer.headers.get("Location"));
      }
    } else if (name === mine) {
      localStorage.removeItem(name);
      show(item.action, item.body);
    } else {
      offer(name, item);
    }
  }

  /* One after the other; the first that does not get through ends the round. */
  function flush() {
    if (sending) return;
    sending = true;
    names().reduce(function (before, name) {
      return before.then(function () {
        var item = JSON.parse(localStorage.getItem(name));
        if (!item) return;
        if (Date.now() - item.at > WEEK) {
          localStorage.removeItem(name);
          tell(say.old);
          return;
        }
        return post(item.action, item.body).then(function (answer) { judge(name, item, answer); });
      });
    }, Promise.resolve()).then(null, later).then(function () { sending = false; });
  }

  /* Another language: the browser posts what was typed and gets it back. */
  function leave(event) {
    leaving = event.target.name === "language";
  }

  /* Photos are too large to be kept here; the browser sends them itself. */
  function hasFiles() {
    return [].some.call(form.querySelectorAll("input[type=file]"), function (field) { return field.files.length; });
  }

  function send(event) {
    if (leaving || hasFiles()) return;
    var body = new URLSearchParams(new FormData(form)).toString();
    if (event) event.preventDefault();
    if (body.length > Number(form.dataset.limit)) {
      tell(say.long);
      box.focus();
      return;
    }
    form.querySelector("button").disabled = true;
    post(form.action, body).then(function (answer) {
      if (answer.status === 201) location.replace(answer.headers.get("Location"));
      else show(form.action, body);
    }, function (problem) { keep(body, problem); });
  }

  if (form) form.addEventListener("submit", send);
  document.addEventListener("click", leave);
  if (form && form.hasAttribute("data-again")) send();
  window.addEventListener("online", flush);
  window.addEventListener("storage", function (event) {
    if (!mine || event.key !== mine || event.newValue !== "null") return;
    mine = "";
    form.reset();
    tell(say.sent);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && form && !mine) form.querySelector("button").disabled = false;
    flush();
  });
})();
