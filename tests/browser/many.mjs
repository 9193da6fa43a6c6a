// The pages of a desk of a thousand agents: short at first sight, searched and sorted whole, and how fast.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { everyView, index, open } from "./browser.mjs";
import { differences, published, shown } from "./tables.mjs";

/** Most bytes of the first page. */
const MOST = 8e6;

test("the page is not too large to be mailed, and opens", async (t) => {
  const { size } = fs.statSync(index);
  const page = await open(index);
  const { domContentLoadedEventEnd: ready } = await page.evaluate(() =>
    performance.getEntriesByType("navigation")[0].toJSON(),
  );
  assert.ok(size < MOST, `${size} bytes`);
  assert.deepEqual(page.noise, []);
  t.diagnostic(`${(size / 1e6).toFixed(2)} MB, DOMContentLoaded after ${ready.toFixed(0)} ms`);
  await page.close();
});

test("every table shows its first rows, says how many there are, and is found through", async () => {
  const page = await open(index);
  const truth = await published();
  const longest = Math.max(...Array.from(truth.tables.values(), ({ rows }) => rows.length));
  assert.ok(longest >= 500, `the longest table has ${longest} rows`);
  const faults = await everyView(page, (view) => differences(page, view, truth, {}));
  assert.deepEqual(faults, []);
  await page.close();
});

/** Milliseconds until what was done is laid out. */
const timed = (page, act, ...of) =>
  page.evaluate(
    (code, values) => {
      const begun = performance.now();
      new Function("values", `(${code})(...values)`)(values);
      document.body.getBoundingClientRect();
      return Math.round(performance.now() - begun);
    },
    String(act),
    of,
  );

test("how long a view, an order and a search take", async (t) => {
  const page = await open(index);
  await everyView(page, async (view) => {
    const times = [await timed(page, (to) => { location.hash = to; }, view)];
    for (const { id, isSortable, isLong } of await shown(page, view)) {
      if (isSortable) times.push(await timed(page, (to) => document.querySelector(`[id="${to}"] thead button`).click(), id));
      if (!isLong) continue;
      const find = (to) => {
        const field = document.querySelector(`[id="${to}"] input[type=search]`);
        field.value = "er";
        field.dispatchEvent(new Event("input", { bubbles: true }));
      };
      times.push(await timed(page, find, id));
    }
    t.diagnostic(`${view}: at most ${Math.max(...times)} ms for an order or a search`);
    return [];
  });
  await page.close();
});
