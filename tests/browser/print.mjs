// On paper: A4, all views but those for the screen alone, nothing cut by the end of a page.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import zlib from "node:zlib";
import { check, go, kinds, open, style, swap, viewsOf, week } from "./browser.mjs";
import { key, published, shown, wanted } from "./tables.mjs";

/** The paper's inner size in CSS pixels: A4 less its margins. */
const [WIDTH, HEIGHT] = [(182 / 25.4) * 96, (267 / 25.4) * 96];

/** Most pages that a week of a desk of some dozen people fills. */
const MOST_PAGES = 90;

const unbroken = (high) => {
  const faults = [];
  for (const one of document.querySelectorAll("figure, tr, .card, .worst, .lines > li, h2, h3, h4")) {
    const box = one.getBoundingClientRect();
    if (box.height === 0) continue;
    const name = `${one.tagName} ${one.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}`;
    const { breakInside, breakAfter } = getComputedStyle(one);
    const isHeading = /^H\d$/.test(one.tagName);
    if (isHeading ? breakAfter !== "avoid" : breakInside !== "avoid") faults.push(`${name} may be cut by a page's end`);
    if (box.height > high) faults.push(`${name} is higher than a page`);
    if (box.right > innerWidth + 1) faults.push(`${name} is wider than a page`);
  }
  for (const one of document.querySelectorAll("nav, .tools, .pager, button:not(thead button)")) {
    if (one.checkVisibility()) faults.push(`${one.outerHTML.slice(0, 60)} is of no use on paper`);
  }
  const views = Array.from(document.querySelectorAll("main > .view")).filter((view) => view.checkVisibility());
  for (const view of views.slice(1)) {
    if (getComputedStyle(view).breakBefore !== "page") faults.push(`${view.id} begins on no page of its own`);
  }
  const { backgroundColor } = getComputedStyle(document.body);
  if (!["rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"].includes(backgroundColor)) faults.push(`paper is ${backgroundColor}`);
  return faults;
};

check("no chart and no row can be cut by the end of a page", {
  of: kinds,
  how: { width: Math.floor(WIDTH), height: Math.floor(HEIGHT), dark: true },
  look: async (page) => {
    await page.emulateMediaType("print");
    return page.evaluate(unbroken, HEIGHT);
  },
  breaks: {
    "rows that may be cut": style("@media print { tr { break-inside: auto !important } }"),
    "a chart that is higher than a page": style("@media print { figure svg { height: 1200px !important; max-height: none !important } }"),
    "a table that is wider than a page": style("@media print { table { width: 900px } }"),
    "buttons on paper": style("@media print { .tools { display: flex !important } }"),
  },
});

check("on paper stand the rows that were asked for, all of them, and what was asked for", {
  look: async (page) => {
    const { tables, choices } = await published();
    const view = await page.$eval("[data-filters~=channel]", (one) => one.id);
    const [channel] = choices.find(({ kind }) => kind === "channel").values[1];
    await go(page, view);
    await page.select("#filters select[name=channel]", channel);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMediaType("print");
    const faults = [];
    for (const printed of await viewsOf(page)) {
      for (const table of await shown(page, printed)) {
        const rows = wanted(tables.get(table.id), choices, { channel }).map(key);
        if (String(rows.sort()) !== String(table.rows.map(key).sort())) faults.push(`${table.id}: other rows than on the screen`);
      }
    }
    const told = await page.$$eval("#filters select", (all) => all.filter((one) => one.checkVisibility()).map((one) => one.value));
    if (String(told) !== channel) faults.push(`says that ${told} was asked for`);
    return faults;
  },
  breaks: {
    "a table cut where the screen goes on": swap("sheet.whole();", ""),
    "a view that was not filtered": swap('addEventListener("beforeprint"', 'addEventListener("beforeprints"'),
    "a filter that is not told of": style("@media print { .filters { display: none } }"),
  },
});

/** The pages of a PDF: their sizes in points, and how many characters or shapes each shows. */
const pagesOf = (pdf) => {
  const text = pdf.toString("latin1");
  const objects = new Map(
    Array.from(text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g), ([, number, body]) => [number, body]),
  );
  const sheets = Array.from(objects.values()).filter((body) => /\/Type\s*\/Page\b/.test(body));
  return sheets.map((body) => {
    const [, box] = /\/MediaBox\s*\[([^\]]*)\]/.exec(body);
    const [, number] = /\/Contents\s+(\d+) 0 R/.exec(body);
    const stream = /stream\r?\n([\s\S]*)\r?\nendstream/.exec(objects.get(number))[1];
    const drawn = zlib.inflateSync(Buffer.from(stream, "latin1")).toString("latin1");
    return { size: box.trim().split(/\s+/).map(Number).slice(2), marks: drawn.split(/\bT[jJ]\b/).length - 1 };
  });
};

test("the browser makes a PDF of A4 pages, none of them blank", async (t) => {
  for (const file of kinds) {
    const name = path.relative(week, file);
    const page = await open(file, { dark: true });
    const sheets = pagesOf(Buffer.from(await page.pdf({ preferCSSPageSize: true, printBackground: false })));
    await page.close();
    t.diagnostic(`${name}: ${sheets.length} pages`);
    assert.ok(sheets.length > 0 && sheets.length <= MOST_PAGES, `${name}: ${sheets.length} pages`);
    sheets.forEach(({ size, marks }, at) => {
      assert.deepEqual(size.map(Math.round), [595, 842], `${name}: size of page ${at + 1}`);
      assert.ok(marks > 5, `${name}: page ${at + 1} shows ${marks} words`);
    });
  }
});
