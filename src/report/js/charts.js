// Charts: what a place says when pointed at, and a picture to take along.

const tip = document.getElementById("tip");

for (const rect of document.querySelectorAll(".tips rect")) {
  const title = rect.querySelector("title");
  rect.dataset.tip = title.textContent;
  title.remove();
}

document.addEventListener("pointermove", (event) => {
  const text = event.target.dataset && event.target.dataset.tip;
  tip.hidden = !text;
  if (!text) return;
  tip.textContent = text;
  const { innerWidth: wide } = window;
  tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, wide - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(8, event.clientY - tip.offsetHeight - 12)}px`;
});
document.addEventListener("scroll", () => { tip.hidden = true; }, true);

/** The chart with the colours that it has on the screen, at twice its size. */
const picture = (svg, name) => {
  const copy = svg.cloneNode(true);
  const [shown, copied] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  shown.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const property of ["fill", "stroke", "font-family"]) {
      copied[at].style.setProperty(property, style.getPropertyValue(property));
    }
  });
  copy.querySelector(".tips").remove();
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
