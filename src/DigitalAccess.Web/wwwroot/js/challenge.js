// While a library is under attack, an unknown browser does some work for each try to sign in: it looks for the smallest
// number a so that SHA-256(challenge + "." + a) begins with the wanted number of zero bits. The same file is the page's
// script and the worker's. Without it the patron waits instead.
const solver = (() => {
  const K = new Int32Array(64);
  const START = new Int32Array(8);
  {
    // The constants of SHA-256: the first 32 bits behind the point of the primes' cube and square roots.
    const behindPoint = x => Math.floor((x - Math.floor(x)) * 2 ** 32);
    for (let n = 2, found = 0; found < 64; n++) {
      let prime = true;
      for (let d = 2; d * d <= n && prime; d++) prime = n % d !== 0;
      if (!prime) continue;
      if (found < 8) START[found] = behindPoint(Math.sqrt(n));
      K[found++] = behindPoint(Math.cbrt(n));
    }
  }

  const W = new Int32Array(64);

  // One block of 64 bytes at the offset, into the state.
  const compress = (state, bytes, at) => {
    for (let i = 0; i < 16; i++, at += 4) W[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15], y = W[i - 2];
      W[i] = W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
    }
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i++) {
      const one = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i]) | 0;
      const two = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c)) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  };

  // Tries `count` numbers from `from` on at a time; the challenge's whole blocks are hashed once only.
  return (challenge, bits) => {
    const prefix = new TextEncoder().encode(`${challenge}.`);
    const whole = prefix.length - prefix.length % 64;
    const middle = START.slice();
    for (let at = 0; at < whole; at += 64) compress(middle, prefix, at);

    const rest = prefix.length - whole;
    const state = new Int32Array(8);
    const tail = new Uint8Array(128);
    tail.set(prefix.subarray(whole));

    return (from, count) => {
      for (let a = from; a < from + count; a++) {
        const digits = String(a);
        let end = rest;
        for (let i = 0; i < digits.length; i++) tail[end++] = digits.charCodeAt(i);
        const size = end + 9 <= 64 ? 64 : 128;
        tail.fill(0, end, size);
        tail[end] = 0x80;
        const length = (whole + end) * 8;
        tail[size - 3] = length >>> 16;
        tail[size - 2] = length >>> 8;
        tail[size - 1] = length;
        state.set(middle);
        compress(state, tail, 0);
        if (size === 128) compress(state, tail, 64);
        if (Math.clz32(state[0]) >= bits) return a;
      }
      return -1;
    };
  };
})();

if (typeof document === "undefined") {
  self.onmessage = ({ data }) => {
    const attempt = solver(data.challenge, data.bits);
    for (let from = 0, answer = -1; answer < 0; from += 4096) {
      answer = attempt(from, 4096);
      if (answer >= 0) self.postMessage(answer);
    }
  };
} else {
  const source = document.currentScript.src;
  for (const input of document.querySelectorAll("[data-challenge]")) {
    const { challenge, challengeBits, challengeWorking, challengeReady } = input.dataset;
    const bits = Number(challengeBits);
    const status = input.form.querySelector("[data-challenge-status]");
    let waiting = false;

    const say = words => { if (status) status.textContent = words; };
    const ready = answer => {
      input.value = answer;
      say(challengeReady);
      if (waiting) input.form.requestSubmit();
    };

    // Without workers: in small batches, so that the patron can go on typing.
    const here = () => {
      const attempt = solver(challenge, bits);
      const batch = from => {
        const answer = attempt(from, 1024);
        if (answer >= 0) ready(answer);
        else setTimeout(batch, 0, from + 1024);
      };
      batch(0);
    };

    // Who is quicker than the work has the form sent when the work is done.
    input.form.addEventListener("submit", event => {
      if (input.value !== "") return;
      event.preventDefault();
      waiting = true;
      say(challengeWorking);
    });

    input.value = "";
    say(challengeWorking);
    try {
      const worker = new Worker(source);
      worker.onmessage = ({ data }) => { worker.terminate(); ready(data); };
      worker.onerror = () => { worker.terminate(); here(); };
      worker.postMessage({ challenge, bits });
    } catch {
      here();
    }
  }
}
