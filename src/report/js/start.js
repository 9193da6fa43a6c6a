// Views: one at a time, with its filters; back, forward and shared addresses lead to the same.

document.documentElement.classList.add("js");
const views = Array.from(document.querySelectorAll("main > .view"));
const links = Array.from(document.querySelectorAll("nav a"));
const form = document.getElementById("filters");
const reported = form.elements.week.options[0].value;
const desk = document.title;
let shown = null;
let kept = new URLSearchParams();

const change = (name, value, isStep) => {
  const { id, params } = readAddress();
  if (value) params.set(name, value);
  else params.delete(name);
  const to = address(id || views[0].id, params);
  if (isStep) history.pushState({}, "", to);
  else history.replaceState({}, "", to);
  apply(false);
};

const sheets = new Map(
  views.map((view) => {
    const boxes = Array.from(view.querySelectorAll(".sheet")).filter((box) => box.querySelector("table.grid"));
    return [view, boxes.map((box) => new Sheet(box, change))];
  }),
);

const showFilters = (view, params) => {
  const usable = view.dataset.filters.split(" ").filter(Boolean);
  form.hidden = usable.length === 0;
  for (const label of form.querySelectorAll("label")) {
    const select = label.querySelector("select");
    const asked = params.get(select.name) || (select.name === "week" ? reported : "");
    label.hidden = !usable.includes(select.name) || select.options.length < 2;
    select.value = asked;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    select.classList.toggle("on", select.selectedIndex > 0);
  }
  const isOn = usable.some((kind) => params.get(kind));
  form.querySelector("button").hidden = !isOn;
  form.querySelector(".hint").textContent = isOn ? said.hint : "";
};

/** Shows what the address asks for; of a new one it keeps the filters and moves the reader there. */
const apply = (isMove) => {
  const { id, params } = readAddress();
  const isNew = history.state === null;
  if (isNew && !location.hash.includes("?")) {
    for (const [kind, value] of kept) params.set(kind, value);
  }
  const target = document.getElementById(id);
  const view = (target && target.closest(".view")) || views[0];
  if (isNew) history.replaceState({}, "", id || params.size ? address(id || view.id, params) : location.href);
  kept = filtersOf(params);
  const isOther = shown !== null && view !== shown;
  shown = view;
  for (const one of views) one.classList.toggle("off", one !== view);
  for (const link of links) {
    const name = link.getAttribute("href").slice(1).split("?")[0];
    if (name !== view.id) {
      link.removeAttribute("aria-current");
      continue;
    }
    link.setAttribute("aria-current", "page");
    const nav = link.closest("nav");
    nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
  }
  document.title = `${view.querySelector("h2").textContent}, ${desk}`;
  showFilters(view, params);
  for (const sheet of sheets.get(view)) sheet.apply(params, reported);
  if (!isMove) return;
  const place = target && target !== view && view.contains(target) ? target : null;
  for (let folded = place; folded; folded = folded.parentElement) {
    if (folded.tagName === "DETAILS") folded.open = true;
  }
  const inside = place && place.querySelector(":scope > details");
  if (inside) inside.open = true;
  if (place) place.scrollIntoView({ behavior: "instant" });
  else if (isOther && isNew) {
    // After the browser's own way to a place, which takes the focus from what holds it.
    setTimeout(() => {
      scrollTo({ top: 0, behavior: "instant" });
      view.querySelector("h2").focus({ preventScroll: true });
    });
  }
};

form.addEventListener("change", (event) => {
  const { name, value, selectedIndex } = event.target;
  change(name, name === "week" && selectedIndex === 0 ? "" : value, true);
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  const { id, params } = readAddress();
  for (const kind of KINDS) params.delete(kind);
  history.pushState({}, "", address(id || views[0].id, params));
  apply(false);
});
addEventListener("popstate", () => apply(true));
// On paper all views stand with the rows that were asked for, however many, and what was asked for.
addEventListener("beforeprint", () => {
  const { params } = readAddress();
  for (const part of [form, ...form.querySelectorAll("label")]) part.hidden = false;
  for (const sheet of Array.from(sheets.values()).flat()) {
    sheet.apply(params, reported);
    sheet.whole();
  }
});
addEventListener("afterprint", () => apply(false));
apply(true);
