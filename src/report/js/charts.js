// Charts: what a place says when pointed at, and a picture to take along.

const tip = document.getElementById("tip");

for (const rect of document.querySelectorAll(".tips rect")) {
  const title = rect.querySelector("title");
  rect.dataset.tip = title.textContent;
  title.remove();
}

/** Says a text beside a place of the window. */
const tell = (text, x, y) => {
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(8, y - tip.offsetHeight - 12)}px`;
};

document.addEventListener("pointermove", (event) => {
  if (document.querySelector(".tips .on")) return;
  tell(event.target.dataset && event.target.dataset.tip, event.clientX, event.clientY);
});
document.addEventListener("scroll", () => { tip.hidden = true; }, true);

/** Whether a place lies under a part of the chart that the filters leave out. */
const isOff = (place) => {
  const { x, y, width, height } = place.getBBox();
  return Array.from(place.closest("svg").querySelectorAll(".parts .off")).some((part) => {
    const box = part.getBBox();
    const [across, down] = [x + width / 2 - box.x, y + height / 2 - box.y];
    return across >= 0 && across <= box.width && down >= 0 && down <= box.height;
  });
};

/** With the keyboard: the values of a chart one after the other. */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
for (const drawn of document.querySelectorAll(".drawn")) {
  drawn.dataset.keys = said.keys;
  drawn.setAttribute("aria-description", said.keys);
  let shown = null;
  const leave = () => {
    if (shown) shown.classList.remove("on");
    shown = null;
    tip.hidden = true;
  };
  drawn.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    const isEnd = event.key === "Home" || event.key === "End";
    if (!STEPS[event.key] && !isEnd) return;
    const places = Array.from(drawn.querySelectorAll(".tips rect")).filter((place) => !isOff(place));
    if (places.length === 0) return;
    event.preventDefault();
    const from = places.indexOf(shown);
    const next = from < 0 ? 0 : Math.max(0, Math.min(places.length - 1, from + STEPS[event.key]));
    leave();
    shown = places[isEnd ? (event.key === "Home" ? 0 : places.length - 1) : next];
    shown.classList.add("on");
    const box = shown.getBoundingClientRect();
    if (box.top < 60 || box.bottom > innerHeight) shown.scrollIntoView({ block: "center", behavior: "instant" });
    const at = shown.getBoundingClientRect();
    requestAnimationFrame(() => tell(shown && shown.dataset.tip, at.left + at.width / 2 - 14, at.top + 4));
  });
  drawn.addEventListener("blur", leave);
}

/** Pales the parts of a view's charts that do not fit the filters, and says where a chart has no such part. */
const filterCharts = (view, params, usable, names) => {
  for (const figure of view.querySelectorAll("figure")) {
    const parts = Array.from(figure.querySelectorAll(".parts rect"));
    for (const part of parts) {
      const isLeftOut = KINDS.some((kind) => {
        const value = params.get(kind);
        return value && part.dataset[kind] !== undefined && part.dataset[kind] !== value;
      });
      part.classList.toggle("off", isLeftOut);
    }
    const whole = usable.filter((kind) => params.get(kind) && !parts.some((part) => part.dataset[kind] !== undefined));
    const note = figure.querySelector(".unfiltered");
    note.hidden = whole.length === 0;
    note.textContent = whole.length ? say(said.chart, { what: whole.map((kind) => names[kind]).join(", ") }) : "";
  }
};

/** The chart with the colours that it has on the screen, at twice its size. */
const picture = (svg, name) => {
  const copy = svg.cloneNode(true);
  const [shown, copied] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  shown.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const property of ["fill", "fill-opacity", "stroke", "font-family"]) {
      copied[at].style.setProperty(property, style.getPropertyValue(property));
    }
  });
  for (const inert of copy.querySelectorAll(".tips, .parts rect:not(.off)")) inert.remove();
  const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
  // The file counts in tenths of a pixel.
  const [width, height] = [wide / 5, high / 5];
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext("2d").drawImage(image, 0, 0, width, height);
    const link = document.createElement("a");
    link.download = `${name}.png`;
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  image["src"] = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
};

for (const button of document.querySelectorAll("button.png")) {
  const svg = button.closest("figure").querySelector("svg");
  button.hidden = false;
  button.addEventListener("click", () => picture(svg, button.dataset.name));
}
