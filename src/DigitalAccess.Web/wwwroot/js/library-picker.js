// Filters the list of libraries while the patron types. Without this script the same form searches on the server.
for (const form of document.querySelectorAll("[data-library-picker]")) {
  const search = form.querySelector("input[type=search]");
  const options = [...form.querySelectorAll("[data-library-name]")];
  const status = form.querySelector("[data-library-status]");
  const none = form.querySelector("[data-library-none]");
  if (!search || options.length === 0) continue;

  // "Ö" may be typed as "o": compare without diacritics, but let an exact match of the Swedish letters count too.
  const fold = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();
  const shown = () => options.filter(option => !option.closest("li").hidden);

  const filter = () => {
    const wanted = fold(search.value);
    for (const option of options) {
      const words = fold(`${option.dataset.libraryName} ${option.dataset.libraryAlso ?? ""}`).split(/[\s,]+/);
      option.closest("li").hidden = wanted !== "" && !words.some(word => word.startsWith(wanted)) && !words.join(" ").includes(wanted);
    }
    const count = shown().length;
    if (none) none.hidden = count > 0;
    if (status) status.textContent = (count === 1 ? status.dataset.one : status.dataset.many).replace("{0}", count);
  };

  search.addEventListener("input", filter);
  form.querySelector("[data-library-submit]")?.setAttribute("hidden", "");

  form.addEventListener("keydown", event => {
    const list = shown();
    const at = list.indexOf(document.activeElement);
    const inSearch = document.activeElement === search;
    if (event.key === "ArrowDown" && (inSearch || at >= 0) && list.length) {
      event.preventDefault();
      list[Math.min(at + 1, list.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at === 0 ? search : list[at - 1]).focus();
    } else if (event.key === "Escape" && inSearch && search.value) {
      event.preventDefault();
      search.value = "";
      filter();
    } else if (event.key === "Enter" && inSearch) {
      event.preventDefault();
      if (list.length === 1) list[0].click();
      else list[0]?.focus();
    }
  });

  if (search.value) filter();
}
