// An address carries the view, its filters, orders and searches; back and forward lead through them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { check, everyView, go, index, open, swap, visit } from "./browser.mjs";
import { key, shown } from "./tables.mjs";

/** All that a reader sees of a view: which it is, what is chosen, and the rows in their order. */
const seen = async (page) => {
  const said = await page.evaluate(() => ({
    view: document.querySelector("main > .view:not(.off)").id,
    isCurrent: Array.from(document.querySelectorAll("nav [aria-current]"), (link) => link.hash),
    title: document.title,
    chosen: Array.from(document.querySelectorAll("#filters label:not([hidden]) select"), (one) => [one.name, one.value]),
    sought: Array.from(document.querySelectorAll(".view:not(.off) input[type=search]"), (one) => one.value),
  }));
  const tables = await shown(page, said.view);
  return { ...said, tables: tables.map(({ id, said, sorted, rows }) => ({ id, said, sorted, rows: rows.map(key) })) };
};

/** Chooses the last value of every filter, sorts every table by its second column down, and searches. */
const arrange = async (page, view) => {
  const usable = await page.$$eval("#filters label:not([hidden]) select", (all) =>
    all.filter((one) => one.name !== "topic").map((one) => [one.name, one.options[1].value]),
  );
  for (const [name, value] of usable) await page.select(`#filters select[name=${name}]`, value);
  await page.$$eval(`#${view} table.sortable`, (tables) => {
    for (const table of tables) for (let press = 0; press < 2; press += 1) table.tHead.querySelectorAll("button")[1].click();
  });
  await page.$$eval(`#${view} input[type=search]`, (fields) => {
    for (const field of fields) {
      field.value = "a";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
};

check("an address opened elsewhere shows the same rows in the same order", {
  look: (page, file) =>
    everyView(page, async (view) => {
      await arrange(page, view);
      const here = await seen(page);
      const hash = await page.evaluate(() => location.hash.slice(1));
      const there = await visit(file, { hash }, async (other) => [await seen(other)]);
      await page.evaluate((id) => document.querySelector(`nav a[href="#${id}"]`).click(), view);
      await page.click("#filters button[type=reset]").catch(() => null);
      return JSON.stringify(there) === JSON.stringify([here]) ? [] : [`#${hash} shows something else`];
    }),
  breaks: {
    "a search that is not read": swap("if (this.search &&", "if (false &&"),
    "a filter that is not read": swap("select.value = asked;", ""),
  },
});

test("back and forward lead through views, filters and orders", async () => {
  const page = await open(index);
  const steps = [
    () => go(page, "channels"),
    () => page.select("#filters select[name=channel]", "chat"),
    () => page.$eval("#channels table.sortable thead button", (button) => button.click()),
    () => page.click("nav a[href='#topics']"),
    () => page.click("#filters button[type=reset]"),
    () => page.click("nav a[href='#definitions']"),
  ];
  const states = [await seen(page)];
  for (const step of steps) {
    await step();
    states.push(await seen(page));
  }
  for (let at = 1; at < states.length; at += 1) assert.notDeepEqual(states[at], states[at - 1], `step ${at}`);
  for (let at = states.length - 2; at >= 0; at -= 1) {
    await page.goBack();
    assert.deepEqual(await seen(page), states[at], `back to ${at}`);
  }
  for (let at = 1; at < states.length; at += 1) {
    await page.goForward();
    assert.deepEqual(await seen(page), states[at], `forward to ${at}`);
  }
  assert.deepEqual(page.noise, []);
  await page.close();
});

test("an address that was cut or written by hand leads to a view and never fails", async () => {
  const hashes = ["%E0%A4%A", "nowhere", "channels?channel=none", "channels?sort.promises=99-up", "topics?week=&sort.fared=x"];
  for (const hash of [...hashes, "agents?find.agents=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"]) {
    const faults = await visit(index, { hash }, async (page) => {
      const { view } = await seen(page);
      return view ? [] : ["no view is shown"];
    });
    assert.deepEqual(faults, [], hash);
  }
});
