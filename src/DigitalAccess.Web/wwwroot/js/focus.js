// Moves focus to the answer of a form, so that a screen reader starts there: what stands in a page when it loads is not
// announced, whatever its role.
document.querySelector("[data-focus-on-load]")?.focus();
