// On a phone, a tablet and a desk nothing sticks out, is cut off or lies over something else.

import { check, everyView, kinds, style, swap } from "./browser.mjs";

/** Lines of text that are seen, each with its box, less what a scrolled box hides of it. */
const crowded = () => {
  const faults = [];
  const scrollers = (one) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(one).overflowX);
  const styles = new Map();
  const about = (one) => {
    if (!styles.has(one)) {
      let block = one;
      while (getComputedStyle(block).display.startsWith("inline") && block.parentElement) block = block.parentElement;
      let scroller = one;
      while (scroller && !scrollers(scroller)) scroller = scroller.parentElement;
      const isOver = one.closest(".skip, #tip, option, select, .tips") !== null;
      styles.set(one, { block, scroller, isOver, isSeen: one.checkVisibility({ visibilityProperty: true }) });
    }
    return styles.get(one);
  };
  const short = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 40));

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`the page is ${wide} wide and not ${innerWidth}`);

  const current = document.querySelector("nav [aria-current]");
  const link = current && current.getBoundingClientRect();
  if (link && (link.left < 0 || link.right > innerWidth)) faults.push("the navigation does not show where one is");

  const lines = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    if (!node.data.trim() || ["SCRIPT", "STYLE", "TITLE"].includes(node.parentElement.tagName)) continue;
    const { block, scroller, isOver, isSeen } = about(node.parentElement);
    if (isOver || !isSeen) continue;
    const held = block.getBoundingClientRect();
    const pane = scroller ? scroller.getBoundingClientRect() : { left: 0, right: innerWidth };
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      const isOut = block !== scroller && !block.closest("svg") && (box.right > held.right + 1 || box.left < held.left - 1);
      if (isOut) faults.push(`${short(node.data)} sticks out of its place`);
      const [left, right] = [Math.max(box.left, pane.left), Math.min(box.right, pane.right)];
      // Letters are lower than the line that they stand on.
      const inset = box.height / 5;
      if (right > left) lines.push({ left, right, top: box.top + inset, bottom: box.bottom - inset, node });
    }
  }
  for (const mark of document.querySelectorAll(".grid i")) {
    if (!mark.checkVisibility()) continue;
    const pane = about(mark.parentElement).scroller.getBoundingClientRect();
    const box = mark.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, pane.left), Math.min(box.right, pane.right)];
    if (right > left) lines.push({ left, right, top: box.top, bottom: box.bottom, node: { data: "an interval" } });
  }

  lines.sort((a, b) => a.top - b.top);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom - 1; next += 1) {
      const other = lines[next];
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1) {
        faults.push(`${short(one.node.data)} and ${short(other.node.data)} lie over each other`);
      }
    }
  });

  for (const one of document.querySelectorAll("h1, h2, h3, h4, h5, th, td, caption, button, label, summary, dd, dt, p, li")) {
    if (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && one.checkVisibility()) {
      if (!one.closest(".skip, [role=group]") || one.closest("th, td")) faults.push(`${short(one.textContent)} is cut off`);
    }
  }
  return Array.from(new Set(faults));
};

const looked = (page) =>
  everyView(page, async () => {
    await page.$$eval(".view:not(.off) details", (all) => all.forEach((one) => { one.open = true; }));
    await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    return page.evaluate(crowded);
  });

const BREAKS = {
  "a part that is wider than the page": style(".lead { width: 1400px; max-width: none }"),
  "a cell that is cut": style("tbody th { max-width: 3rem; white-space: nowrap; overflow: hidden }"),
  "lines that lie over each other": style(".kicker { margin-bottom: -1.5rem }"),
  "words of a chart that lie over each other": style("figure svg text { font-size: 400px !important }"),
  "a navigation that stays at its first link": swap("link.offsetLeft", "0"),
};

for (const [name, width, height] of [["phone", 390, 844], ["tablet", 768, 1024], ["desk", 1280, 900]]) {
  check(`nothing sticks out, is cut or lies over another on a ${name}`, {
    of: kinds,
    how: { width, height },
    look: looked,
    breaks: name === "phone" ? BREAKS : {},
  });
}
