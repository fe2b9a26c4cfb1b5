"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const buttons = all("[data-show]");
  const search = one("search");
  const panel = one("panel");
  let show = "";
  let at = -1;
  let stops = [];

  // What the filter and the search leave. Rows are narrowed by the filter, files by both.
  const narrow = () => {
    const wanted = search.value.trim().toLowerCase();
    const named = (part) => !wanted || (part.dataset.name || "").toLowerCase().includes(wanted);
    const matters = all(".matters tr[id]");
    const reasons = new Set(matters.filter(named).map((row) => row.id.slice(4)));
    for (const row of matters) row.classList.toggle("off", !named(row) || (show && !row.classList.contains(show)));
    for (const text of all(".text")) {
      const marked = wanted && all("mark[data-why]", text).some((mark) => reasons.has(mark.dataset.why));
      const fits = !show || text.classList.contains(show);
      text.classList.toggle("off", !fits || !(named(text) || marked));
      text.classList.toggle("narrow", Boolean(show));
      if (!fits) continue;
      for (const row of all("tr", text)) row.classList.toggle("off", Boolean(show) && !row.classList.contains(show));
    }
    for (const commit of all(".commit")) {
      commit.classList.toggle("off", Boolean(show || wanted) && !commit.querySelector(".text:not(.off)"));
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === show));
    stops = all("mark").filter((mark) => !mark.closest(".off") && !(mark.closest(".r") && mark.closest("tr")?.querySelector(".l mark")));
    at = -1;
    count();
  };

  const count = () => {
    one("position").value = stops.length ? `${at + 1} of ${stops.length}` : "no mark";
  };

  const here = (place) => {
    for (const old of all(".here")) old.classList.remove("here");
    if (!place) return;
    place.classList.add("here");
    place.scrollIntoView({ block: "center" });
  };

  const explain = (mark) => {
    const row = one(`why-${mark.dataset.why}`);
    panel.hidden = !row;
    if (!row) return;
    const heads = all(".matters thead th").map((cell) => cell.textContent);
    panel.replaceChildren(...all("td", row).map((cell, number) => {
      const [line, name, text] = ["div", "b", "span"].map((tag) => document.createElement(tag));
      name.textContent = heads[number];
      text.textContent = cell.innerText.trim() || "–";
      line.append(name, text);
      return line;
    }));
  };

  const step = (by) => {
    if (!stops.length) return;
    at = at < 0 && by < 0 ? stops.length - 1 : (at + by + stops.length) % stops.length;
    here(stops[at]);
    explain(stops[at]);
    count();
  };

  // The next heading of a kind, seen from the one that has the focus or the top of the window.
  const jump = (selector, by) => {
    const heads = all(selector).filter((head) => !head.closest(".off"));
    const now = heads.indexOf(document.activeElement);
    const below = heads.findIndex((head) => head.getBoundingClientRect().top > 70);
    const first = by > 0 ? below : (below < 0 ? heads.length : below) - 1;
    const head = heads[now >= 0 ? now + by : first];
    if (!head) return;
    head.focus({ preventScroll: true });
    head.scrollIntoView();
  };

  const filter = (by) => {
    const now = buttons.findIndex((button) => button.dataset.show === show);
    show = buttons[(now + by + buttons.length) % buttons.length].dataset.show;
    narrow();
  };

  const theme = () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  };

  const close = () => {
    panel.hidden = true;
    here(null);
    if (search.value) {
      search.value = "";
      narrow();
    }
    search.blur();
  };

  const keys = {
    n: () => step(1), p: () => step(-1), j: () => jump("h4", 1), k: () => jump("h4", -1),
    J: () => jump("h3[tabindex]", 1), K: () => jump("h3[tabindex]", -1), f: () => filter(1), F: () => filter(-1),
    "/": () => search.focus(), t: theme, "?": () => one("help").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || one("help").open) return;
    if (event.key === "Escape") return close();
    if (event.target === search) return;
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("mark[data-why]");
    if (mark) {
      at = stops.indexOf(mark);
      if (at < 0) at = stops.indexOf(mark.closest("tr")?.querySelector("mark"));
      here(mark);
      explain(mark);
      count();
    } else if (!event.target.closest?.("#panel, nav")) {
      panel.hidden = true;
    }
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      show = button.dataset.show;
      narrow();
    });
  }
  search.addEventListener("input", narrow);
  one("previous").addEventListener("click", () => step(-1));
  one("next").addEventListener("click", () => step(1));
  one("theme").addEventListener("click", theme);
  one("keys").addEventListener("click", () => one("help").showModal());
  narrow();
})();
