// After a sign-out: shows how it goes at the vendors without loading the page anew, and leads on where a vendor waits for its
// patron. Without this script the page loads itself.
const page = document.querySelector("[data-farewell]");
const on = page.querySelector("[data-farewell-on]");

const refresh = async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return true;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-farewell]");
    for (const part of ["[data-farewell-summary]", "[data-farewell-list]"]) {
      const [now, then] = [page.querySelector(part), fresh.querySelector(part)];
      // Only what has changed is written: a screen reader says the summary again each time that it is. Focus stays where it is.
      if (now.innerHTML !== then.innerHTML && (!now.contains(document.activeElement) || !fresh.matches("[data-farewell-changes]"))) now.replaceChildren(...then.childNodes);
    }
    return fresh.matches("[data-farewell-changes]");
  } catch {
    // No network: what the page says was true when it was said.
    return true;
  }
};

if (on) {
  // The frames are what the page was shown for; a vendor that does not answer holds nobody.
  const after = time => new Promise(over => setTimeout(over, time));
  const frames = [...page.querySelectorAll("iframe")].map(frame => new Promise(loaded => frame.addEventListener("load", loaded)));
  // A moment at least: nobody is led to a vendor whose name they could not see.
  Promise.all([after(700), Promise.race([Promise.all(frames), after(3000)])]).then(() => location.replace(on.href));
} else if (page.matches("[data-farewell-changes]")) {
  const started = Date.now();
  const again = async () => { if ((await refresh()) && Date.now() - started < 130_000) setTimeout(again, 2000); };
  setTimeout(again, 1000);
}
