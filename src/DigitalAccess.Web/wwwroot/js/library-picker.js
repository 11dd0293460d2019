// Filters the list of libraries while the patron types. Without this script the same form searches on the server.
for (const form of document.querySelectorAll("[data-library-picker]")) {
  const search = form.querySelector("input[type=search]");
  const options = [...form.querySelectorAll("[data-library-name]")];
  const status = form.querySelector("[data-library-status]");
  const none = form.querySelector("[data-library-none]");
  if (!search || options.length === 0) continue;

  // "o" finds "ö", for keyboards without it; but who types "ö" means "ö".
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "");
  const lower = text => text.toLowerCase().normalize("NFC").trim();
  const words = option => lower(`${option.dataset.libraryName},${option.dataset.libraryAlso ?? ""}`).split(/[\s,]+/);
  const shown = () => options.filter(option => !option.closest("li").hidden);

  const filter = () => {
    const wanted = lower(search.value);
    const fold = wanted === plain(wanted) ? plain : text => text;
    const starts = options.filter(option => words(option).some(word => fold(word).startsWith(wanted)));
    // Beginnings of words first; the middle of a word only when nothing begins so.
    const found = starts.length > 0 ? starts : options.filter(option => words(option).some(word => fold(word).includes(wanted)));
    for (const option of options) option.closest("li").hidden = !found.includes(option);
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
