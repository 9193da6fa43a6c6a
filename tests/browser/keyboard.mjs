// The keyboard alone reaches and works everything, in the order of the page, and shows where it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { check, everyView, index, kinds, open, style, swap } from "./browser.mjs";
import { shown } from "./tables.mjs";

/** Most presses of Tab in one view. */
const STEPS = 60;

/** What holds the focus: its place among all that can, and what is wrong with how it is shown. */
const focused = () => {
  const can = Array.from(
    document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']"),
  ).filter((one) => one.checkVisibility({ visibilityProperty: true }));
  const one = document.activeElement;
  if (one === document.body) return null;
  const name = `${one.tagName} ${one.getAttribute("aria-label") || one.textContent.trim().slice(0, 40)}`;
  const faults = [];
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push("does not show that it has the focus");
  const box = one.getBoundingClientRect();
  const isIn = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!isIn) faults.push("is not on the screen");
  const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  const form = document.getElementById("filters");
  if (isIn && form && form.contains(above) && !form.contains(one)) faults.push("stands beneath the filters");
  return { at: can.indexOf(one), count: can.length, name, faults };
};

const walked = (page) =>
  everyView(page, async () => {
    const faults = [];
    await page.focus(".skip");
    let last = 0;
    for (let step = 0; step < STEPS; step += 1) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(focused);
      if (now === null || (now.at === 0 && last === now.count - 1)) break;
      faults.push(...now.faults.map((fault) => `${now.name} ${fault}`));
      if (now.at !== last + 1) faults.push(`${now.name} is number ${now.at} and comes after ${last} of ${now.count}`);
      last = now.at;
    }
    if (last === 0) faults.push("nothing takes the focus");
    return faults;
  });

check("Tab goes through the page in its order, and where it is can be seen", {
  of: kinds,
  how: { still: true },
  look: walked,
  breaks: {
    "a focus that is not shown": style("*:focus-visible { outline: none !important }"),
    "another order than the page's": swap("<select ", '<select tabindex="3" '),
    "a heading beneath the filters": style("#filters { position: fixed; inset: 0 }"),
  },
});

test("the first Tab offers to skip to the content", async () => {
  const page = await open(index);
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => {
    const { left, top, width } = document.activeElement.getBoundingClientRect();
    return { hash: document.activeElement.hash, isSeen: left >= 0 && top >= 0 && width > 20 };
  });
  assert.deepEqual(skip, { hash: "#main", isSeen: true });
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  await page.close();
});

test("Enter and the space bar sort, and the focus stays on the heading", async () => {
  const page = await open(index);
  const faults = await everyView(page, async (view) => {
    const table = (await shown(page, view)).find(({ isSortable }) => isSortable);
    if (!table) return [];
    const button = await page.$(`[id="${table.id}"] thead button`);
    await button.focus();
    const told = [];
    for (const key of ["Enter", "Space"]) {
      await page.keyboard.press(key);
      told.push(await button.evaluate((one) => one === document.activeElement && one.closest("th").getAttribute("aria-sort")));
    }
    return String(told) === "ascending,descending" ? [] : [`${table.id}: ${told}`];
  });
  await page.close();
  assert.deepEqual(faults, []);
});

test("a view that is gone to takes the focus, so that a screen reader begins there", async () => {
  const page = await open(index);
  await page.focus("nav a[href='#topics']");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "topics-title");
  await page.close();
});

test("who asks for less motion is moved at once", async () => {
  for (const [still, behaviour] of [[true, "auto"], [false, "smooth"]]) {
    const page = await open(index, { still });
    assert.equal(await page.$eval("html", (html) => getComputedStyle(html).scrollBehavior), behaviour);
    const moved = await page.evaluate(() => document.getAnimations().length);
    assert.ok(!still || moved === 0);
    await page.close();
  }
});
