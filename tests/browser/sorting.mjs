// A press on a heading puts the rows in its order: numbers by value, words by the alphabet, blanks last.

import assert from "node:assert/strict";
import { test } from "node:test";
import { check, everyView, index, open, swap } from "./browser.mjs";
import { key, published, shown, wanted } from "./tables.mjs";

/** Presses each heading of a table twice; what every column then holds, row by row as they stand. */
const pressed = (page, id) =>
  page.$eval(`[id="${id}"]`, (box) => {
    const heads = Array.from(box.querySelector("thead tr").cells);
    const seen = [];
    for (const [column, head] of heads.entries()) {
      for (const way of ["ascending", "descending"]) {
        head.querySelector("button").click();
        const rows = Array.from(box.querySelector("tbody").rows).map((row) => {
          const cell = row.cells[column];
          const text = cell.firstChild ? cell.firstChild.textContent.trim() : "";
          const isPlain = cell.classList.contains("n") && /^-?\d+(\.\d+)?$/.test(text);
          const order = cell.dataset.o ?? (isPlain ? text : null);
          return {
            order: order === null ? null : Number(order),
            text,
            isMissing: cell.querySelector(".missing") !== null,
            isAll: row.classList.contains("all"),
          };
        });
        const told = heads.map((one) => one.getAttribute("aria-sort"));
        seen.push({ column, way, rows, told });
      }
    }
    return seen;
  });

/** What a cell is ordered by: its group (rows of all last, blanks last in each), and its value. */
const rank = (row) => (row.isAll ? 2 : 0) + (row.order === null && (row.isMissing || row.text === "") ? 1 : 0);

const outOfOrder = ({ column, way, rows, told }, language) => {
  const collator = new Intl.Collator(language, { numeric: true });
  const compare = (a, b) =>
    a.order !== null && b.order !== null ? a.order - b.order : collator.compare(a.order ?? a.text, b.order ?? b.text);
  const faults = [];
  rows.slice(1).forEach((row, at) => {
    const before = rows[at];
    const isLater = rank(row) - rank(before) || (rank(row) % 2 ? 0 : (way === "ascending" ? 1 : -1) * compare(row, before));
    if (isLater < 0) faults.push(`column ${column} ${way}: ${before.text} stands before ${row.text}`);
  });
  const expected = told.map((_, one) => (one === column ? way : null));
  if (String(told) !== String(expected)) faults.push(`column ${column}: says it is sorted by ${told}`);
  return faults;
};

/** The value that a cell shows: a number, a share, or a duration in seconds; else null. */
const value = (text) => {
  const plain = text.replace(/[\u00a0\u202f]/g, " ").replace(/^[−–]/, "-").trim();
  const number = /^[+-]?\d{1,3}(?: \d{3})*(?:\.\d+)?(?: %)?$|^[+-]?\d+(?:\.\d+)?(?: %)?$/.exec(plain);
  if (number) return Number(plain.replace(/[ %]/g, ""));
  const units = { d: 86400, h: 3600, min: 60, s: 1 };
  const parts = Array.from(plain.matchAll(/(\d+(?:\.\d+)?) (d|h|min|s)\b/g));
  if (parts.length === 0 || parts.map(([part]) => part).join(" ") !== plain) return null;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit], 0);
};

/** Where numbers as they are read go the other way than the numbers that the rows are sorted by. */
const misled = ({ column, way, rows }) => {
  const read = rows.filter((row) => row.order !== null && !row.isAll).map((row) => [value(row.text), row.text]);
  const known = read.filter(([number]) => number !== null);
  return known.slice(1).flatMap(([number, text], at) => {
    const isLater = (way === "ascending" ? 1 : -1) * (number - known[at][0]);
    return isLater < 0 ? [`column ${column} ${way}: reads ${known[at][1]} before ${text}`] : [];
  });
};

const sorted = async (page) => {
  const language = await page.$eval("html", (html) => html.lang);
  return everyView(page, async (view) => {
    const faults = [];
    for (const { id, isSortable } of await shown(page, view)) {
      if (!isSortable) continue;
      for (const press of await pressed(page, id)) {
        faults.push(...[...outOfOrder(press, language), ...misled(press)].map((fault) => `${id}, ${fault}`));
      }
    }
    return faults;
  });
};

check("each column of each table that can be sorted goes into order both ways and says so", {
  look: sorted,
  breaks: {
    "numbers sorted as words": swap("cell.dataset.o !== undefined", "false"),
    "blanks that come first": swap("last(a) - last(b) ||", "last(b) - last(a) ||"),
    "an order that is not told": swap('head.setAttribute("aria-sort",', 'head.setAttribute("data-sort",'),
    "a value that is sorted as another": (html) => html.replace(/ class="n" data-o="/, '$&9'),
  },
});

test("a sorted table keeps its rows, and a press by the mouse reaches each first heading", async () => {
  const page = await open(index);
  const truth = await published();
  const faults = await everyView(page, async (view) => {
    const table = (await shown(page, view)).find(({ isSortable }) => isSortable);
    if (!table) return [];
    const button = await page.$(`[id="${table.id}"] thead button`);
    await button.scrollIntoView();
    await button.click();
    const seen = (await shown(page, view)).find(({ id }) => id === table.id);
    const rows = wanted(truth.tables.get(table.id), truth.choices, {});
    const isSame = rows.length > seen.rows.length || String(rows.map(key).sort()) === String(seen.rows.map(key).sort());
    return seen.sorted[0] === "ascending" && isSame ? [] : [`${table.id}: ${seen.sorted[0]}`];
  });
  await page.close();
  assert.deepEqual(faults, []);
});
