// Shared computers: says when the session is about to end, and leaves the page when it does. The server ends the session
// by itself; this only makes sure that nothing stays on the screen.
// <div class="session-bar" data-session-idle="540" data-session-slack="60" data-session-left="3600" data-session-end="/signout">
const bar = document.querySelector("[data-session-idle]");
if (bar) {
  const text = bar.querySelector("[data-session-text]");
  const live = bar.querySelector("[data-session-live]");
  const stay = bar.querySelector("[data-session-stay]");
  const idle = Number(bar.dataset.sessionIdle) * 1000;
  const slack = Number(bar.dataset.sessionSlack) * 1000;
  const quietText = text.textContent;
  const warning = Math.min(120_000, idle / 2);
  // However active the patron is, the session has a last moment.
  const lastMoment = Date.now() + Number(bar.dataset.sessionLeft) * 1000;

  let lastActive = Date.now();
  // The server may not have written down that it showed this page, so the first sign of life is told at once.
  let lastTold = Date.now() - slack;
  let shown = 0;

  const end = () => Math.min(lastActive + idle, lastMoment);
  const lasting = seconds => {
    if (seconds <= 60) return seconds === 1 ? bar.dataset.second : bar.dataset.seconds.replace("{0}", seconds);
    return bar.dataset.minutes.replace("{0}", Math.ceil(seconds / 60));
  };
  const say = left => text.dataset.sessionText.replace("{0}", lasting(Math.ceil(left / 1000)));

  const leave = () => {
    clearInterval(timer);
    location.replace(bar.dataset.sessionEnd);
  };

  // The server counts from the last time it heard of us. An answer that leads elsewhere says that the session is over.
  const tell = async () => {
    lastTold = Date.now();
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) leave();
    } catch {
      // No network: the server ends the session in its own time.
    }
  };

  const calm = () => {
    shown = 0;
    bar.classList.remove("session-ending");
    text.textContent = quietText;
    live.textContent = "";
    stay.hidden = true;
  };

  const tick = () => {
    const left = end() - Date.now();
    if (left <= 0) {
      leave();
    } else if (left <= warning) {
      text.textContent = say(left);
      bar.classList.add("session-ending");
      stay.hidden = end() === lastMoment;
      // Said when the countdown begins and once more near its end, not each second.
      const stage = left <= 30_000 ? 2 : 1;
      if (stage > shown) live.textContent = text.textContent;
      shown = Math.max(stage, shown);
    } else if (shown > 0) {
      calm();
    }
  };

  const active = () => {
    // During the countdown only the button counts: a passer-by's nudge of the mouse must not keep the session.
    if (shown > 0) return;
    lastActive = Date.now();
    if (lastActive - lastTold >= slack) tell();
  };

  for (const kind of ["pointerdown", "keydown", "scroll", "touchstart"]) addEventListener(kind, active, { passive: true });
  stay.addEventListener("click", () => {
    lastActive = Date.now();
    tell();
    calm();
  });
  const timer = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}

// A page shown again from the browser's own memory may belong to someone who has left.
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
