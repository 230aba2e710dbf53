/* Finds the number that makes the SHA-256 of "challenge.number" begin with as many zero bits as the challenge says.
   Loaded by queue.js in a flood only. Works in a worker; where there is none, in slices that leave the page alive. */
(function (scope) {
  "use strict";
  var K = new Int32Array(64), H = new Int32Array(8), W = new Int32Array(64), REPORT = 8192;

  /* The constants of SHA-256: fractions of the roots of the first primes (FIPS 180-4). */
  (function () {
    for (var n = 2, found = 0; found < 64; n++) {
      for (var d = 2; d * d <= n && n % d; d++);
      if (d * d <= n) continue;
      if (found < 8) H[found] = fraction(Math.sqrt(n));
      K[found++] = fraction(Math.cbrt ? Math.cbrt(n) : Math.pow(n, 1 / 3));
    }
    function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }
  })();

  /* The first 32 bits of the hash of the block in W[0..15]. */
  function first() {
    var a = H[0], b = H[1], c = H[2], d = H[3], e = H[4], f = H[5], g = H[6], h = H[7], i, x, y, s, t;
    for (i = 16; i < 64; i++) {
      x = W[i - 15];
      y = W[i - 2];
      W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) +
        ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
    }
    for (i = 0; i < 64; i++) {
      t = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i] | 0;
      s = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + s | 0;
    }
    return (a + H[0]) >>> 0;
  }

  function hash(text) {
    var i;
    for (i = 0; i < 16; i++) W[i] = 0;
    for (i = 0; i < text.length; i++) W[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
    W[i >> 2] |= 128 << (24 - 8 * (i & 3));
    W[15] = text.length * 8;
    return first();
  }

  /* Tries some numbers from `from` on; the proof, or nothing. */
  function some(challenge, bound, from) {
    for (var n = from; n < from + REPORT; n++) {
      var proof = challenge + "." + n.toString(16);
      if (hash(proof) < bound) return proof;
    }
    return "";
  }

  function boundOf(challenge) { return Math.pow(2, 32 - Number(challenge.split(".")[1])); }

  if (typeof document === "undefined") {
    scope.onmessage = function (event) {
      var challenge = event.data, bound = boundOf(challenge), proof = "";
      for (var from = 0; !proof; from += REPORT) {
        proof = some(challenge, bound, from);
        scope.postMessage({ tried: from + REPORT, proof: proof });
      }
    };
    return;
  }

  var here = document.currentScript && document.currentScript.src;

  /* A promise of the proof; `tell` hears how likely it was to have been found by now, from 0 to 1. */
  scope.proveWork = function (challenge, tell) {
    var bound = boundOf(challenge);
    function share(tried) { tell(1 - Math.exp(-tried * bound / 4294967296)); }
    function onThisPage(done) {
      var from = 0;
      (function slice() {
        var proof = some(challenge, bound, from);
        from += REPORT;
        share(from);
        if (proof) done(proof);
        else setTimeout(slice, 0);
      })();
    }
    return new Promise(function (done) {
      var worker;
      try { worker = new Worker(here); } catch (refused) { return onThisPage(done); }
      worker.onmessage = function (event) {
        share(event.data.tried);
        if (!event.data.proof) return;
        worker.terminate();
        done(event.data.proof);
      };
      worker.onerror = function () { worker.terminate(); onThisPage(done); };
      worker.postMessage(challenge);
    });
  };
})(self);
