// Counts down a session on a shared computer, and leaves the page when it ends. The server ends the session by itself;
// this only makes sure that nothing stays on the screen.
// <div class="session-bar" data-session-seconds="900" data-session-warn="120" data-session-end="/signout/done">
//   <p><span data-session-text="Du loggas ut om {0}."></span></p>
const bar = document.querySelector("[data-session-seconds]");
if (bar) {
  const text = bar.querySelector("[data-session-text]");
  const live = bar.querySelector("[data-session-live]");
  const warnAt = Number(bar.dataset.sessionWarn ?? 120);
  let endsAt = Date.now() + Number(bar.dataset.sessionSeconds) * 1000;
  let warned = false;

  const say = seconds => {
    if (seconds <= 60) return bar.dataset.seconds.replace("{0}", seconds);
    const minutes = Math.ceil(seconds / 60);
    return (minutes === 1 ? bar.dataset.minute : bar.dataset.minutes).replace("{0}", minutes);
  };

  const tick = () => {
    const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    if (text) text.textContent = text.dataset.sessionText.replace("{0}", say(left));
    if (left <= warnAt && !warned) {
      warned = true;
      bar.classList.add("session-ending");
      // Said once, not each second.
      if (live) live.textContent = live.dataset.sessionLive.replace("{0}", say(left));
    }
    if (left === 0) {
      clearInterval(timer);
      location.replace(bar.dataset.sessionEnd);
    }
  };

  const timer = setInterval(tick, 1000);
  tick();

  // "Stay signed in" asks the server for more time, and starts again with what the server gave.
  bar.querySelector("[data-session-extend]")?.addEventListener("submit", async event => {
    event.preventDefault();
    const form = event.target;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { seconds } = await answer.json();
      endsAt = Date.now() + seconds * 1000;
      warned = false;
      bar.classList.remove("session-ending");
      tick();
    } catch {
      form.submit();
    }
  });

  // A page shown again from the browser's own memory may belong to someone who has left.
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
}
