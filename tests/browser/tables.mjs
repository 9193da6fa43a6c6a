// The tables of a page: all their rows as they were published, and those that a reader sees.

import { index, open } from "./browser.mjs";

const read = (shownIn) => {
  // A command to copy becomes a button.
  const words = (one) => Array.from(one.childNodes).filter((part) => !part.matches?.(".take"));
  const cell = (one) => ({
    text: words(one).map((part) => part.textContent).join("").trim(),
    first: one.firstChild ? one.firstChild.textContent.trim() : "",
    isMissing: one.querySelector(".missing") !== null,
  });
  const row = (one) => ({
    cells: Array.from(one.cells, cell),
    isAll: one.classList.contains("all"),
    of: { ...one.dataset },
  });
  const within = shownIn ? document.getElementById(shownIn) : document;
  const boxes = Array.from(within.querySelectorAll(".sheet")).filter((box) => box.querySelector("table.grid"));
  return boxes.map((box) => {
    const table = box.querySelector("table");
    const view = box.closest(".view");
    const rows = Array.from(table.tBodies[0].rows).filter((one) => !shownIn || !one.hidden);
    const said = box.querySelector(".tools [role=status]");
    return {
      id: box.id,
      view: view && view.id,
      filters: view ? view.dataset.filters.split(" ").filter(Boolean) : [],
      heads: Array.from(table.tHead.rows[0].cells, (head) => head.querySelector(".head").textContent.trim()),
      sorted: Array.from(table.tHead.rows[0].cells, (head) => head.getAttribute("aria-sort")),
      isSortable: table.classList.contains("sortable"),
      isLong: table.classList.contains("long"),
      said: said && said.textContent,
      isPaged: Boolean(box.querySelector(".pager:not([hidden])")),
      rows: rows.map(row),
    };
  });
};

let whole = null;

/** Every table of the first page as it stands in the file, by its id, and what they may be filtered by. */
export const published = () => {
  whole ??= readWhole();
  return whole;
};

const readWhole = async () => {
  const page = await open(index, { script: false });
  const tables = await page.evaluate(read, "");
  const choices = await page.$$eval("#filters label", (labels) =>
    labels.map((label) => ({
      kind: label.dataset.filter,
      called: label.firstChild.textContent.trim(),
      values: Array.from(label.querySelectorAll("option"), (one) => [one.value, one.textContent.trim()]),
    })),
  );
  await page.close();
  return { tables: new Map(tables.map((table) => [table.id, table])), choices };
};

/** The tables of a view with the rows that are shown, in the order in which they stand. */
export const shown = (page, view) => page.evaluate(read, view);

/** What tells a row from others. */
export const key = (row) => JSON.stringify([row.cells.map((cell) => cell.text), row.of]);

/** Whole numbers in a sentence; thousands may be parted by spaces or marks. */
export const numbers = (text) =>
  Array.from(text.matchAll(/\d+(?:[\s.,\u00a0\u202f]\d{3})*/g), ([digits]) => Number(digits.replace(/\D/g, "")));

/** Rows of a published table that a reader who asks for `params` should find. */
export const wanted = (table, choices, params, find = "") => {
  const asked = choices.map(({ kind, values }) => [kind, params[kind] || (kind === "week" ? values[0][0] : "")]);
  return table.rows.filter((row) => {
    if (row.of.needs && !params[row.of.needs]) return false;
    if (row.isAll && params.channel) return false;
    const words = row.cells.map((cell) => cell.text).join("\n").toLowerCase();
    return asked.every(([kind, value]) => !value || !(kind in row.of) || row.of[kind] === value) && words.includes(find);
  });
};

/** Rows that a long table shows before it is asked for more. */
const PAGE = 60;

/** Where what is shown of a view differs from what is wanted; orders are not looked at. */
export const differences = async (page, view, { tables, choices }, params, finds = {}) => {
  const faults = [];
  for (const seen of await shown(page, view)) {
    const rows = wanted(tables.get(seen.id), choices, params, finds[seen.id]);
    const count = seen.isLong ? Math.min(PAGE, rows.length) : rows.length;
    const told = `${seen.id} ${JSON.stringify(params)}`;
    if (seen.rows.length !== count) faults.push(`${told}: ${seen.rows.length} rows instead of ${count}`);
    if (seen.isPaged !== (count < rows.length)) faults.push(`${told}: the rest cannot be asked for`);
    const left = new Map();
    for (const row of rows) left.set(key(row), (left.get(key(row)) || 0) + 1);
    for (const row of seen.rows) {
      if (!left.get(key(row))) faults.push(`${told}: ${key(row)} should not be shown`);
      left.set(key(row), left.get(key(row)) - 1);
    }
    if (seen.said === null) continue;
    const expected = rows.length > 0 ? [count, rows.length] : [];
    if (String(numbers(seen.said)) !== String(expected)) faults.push(`${told}: says "${seen.said}"`);
  }
  return faults;
};
