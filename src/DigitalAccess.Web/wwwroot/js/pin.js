// Shows or hides the PIN. The button is hidden until this script has run, so it never stands there without working.
for (const button of document.querySelectorAll("[data-pin-toggle]")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) continue;
  const text = button.querySelector("[data-pin-text]");
  const use = button.querySelector("use");
  const status = document.querySelector("[data-pin-status]");

  const show = visible => {
    input.type = visible ? "text" : "password";
    if (text) text.textContent = visible ? button.dataset.hide : button.dataset.show;
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, visible ? "#eye-off" : "#eye"));
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    const visible = input.type === "password";
    show(visible);
    if (status) status.textContent = visible ? status.dataset.shown : status.dataset.hidden;
    input.focus();
  });

  // Never leave the page with the PIN as plain text: browsers would offer to remember it.
  input.form?.addEventListener("submit", () => show(false));
}
