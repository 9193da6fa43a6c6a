// Filters show the rows that they say and no others, counted from the published tables.

import assert from "node:assert/strict";
import { test } from "node:test";
import { check, everyView, go, index, open, swap } from "./browser.mjs";
import { differences, published, shown } from "./tables.mjs";

const choose = async (page, kind, value) => {
  await page.select(`#filters select[name=${kind}]`, value);
};

/** Each choice of each filter of each view, and each with the first choice of the others. */
const filtered = async (page) => {
  const truth = await published();
  const { choices } = truth;
  return everyView(page, async (view) => {
    const usable = await page.$$eval("#filters label:not([hidden])", (all) => all.map((one) => one.dataset.filter));
    const faults = await differences(page, view, truth, {});
    for (const { kind, values } of choices.filter((choice) => usable.includes(choice.kind))) {
      for (const [value, name] of values.slice(1)) {
        await choose(page, kind, value);
        const params = { [kind]: value };
        faults.push(...(await differences(page, view, truth, params)));
        faults.push(...misnamed(await shown(page, view), choices.find((choice) => choice.kind === kind), name));
      }
      const other = choices.find((choice) => choice.kind !== kind && usable.includes(choice.kind));
      if (other) {
        await choose(page, other.kind, other.values[1][0]);
        const params = { [kind]: values.at(-1)[0], [other.kind]: other.values[1][0] };
        faults.push(...(await differences(page, view, truth, params)));
        await choose(page, other.kind, other.values[0][0]);
      }
      await choose(page, kind, values[0][0]);
    }
    return [...faults, ...(await differences(page, view, truth, {}))];
  });
};

/** Rows whose column of the filter's name holds another word than the one that was chosen. */
const misnamed = (tables, { kind, called }, name) =>
  tables.flatMap((table) => {
    const column = table.heads.indexOf(called);
    if (column < 0 || kind === "week") return [];
    const others = table.rows.filter((row) => kind in row.of && !row.isAll && row.cells[column].first !== name);
    return others.map((row) => `${table.id}: ${name} was chosen and ${row.cells[column].first} is shown`);
  });

check("each choice of each filter shows its rows, and says how many", {
  look: filtered,
  breaks: {
    "a filter that lets everything through": swap("return !value || own", "return true || own"),
    "a count that is another": swap("{ some, all: shown }", "{ some, all: shown + 1 }"),
    "rows of another channel under the name of this": (html) =>
      html.replace(/(<tr data-channel=")chat("[^>]*>\s*<th scope="row">)/, "$1phone$2"),
    "a past week's rows that cannot be asked for": swap("shown <= this.limit;", "true;"),
  },
});

test("a row is never filtered by what its view does not offer", async () => {
  const { tables, choices } = await published();
  const offered = choices.map(({ kind }) => kind);
  const hidden = Array.from(tables.values()).flatMap((table) => {
    const kinds = new Set(table.rows.flatMap((row) => Object.keys(row.of)));
    return offered
      .filter((kind) => kinds.has(kind) && !table.filters.includes(kind))
      .map((kind) => `${table.id}: ${kind}`);
  });
  assert.deepEqual(hidden, []);
});

test("a choice stays from view to view, is shown there, and goes with one press", async () => {
  const page = await open(index);
  const truth = await published();
  await go(page, "channels");
  await choose(page, "channel", "chat");
  await page.click("nav a[href='#topics']");
  assert.equal(await page.$eval("#filters select[name=channel]", (select) => select.value), "chat");
  assert.deepEqual(await differences(page, "topics", truth, { channel: "chat" }), []);
  await page.click("#filters button[type=reset]");
  assert.equal(await page.evaluate(() => location.hash), "#topics");
  assert.deepEqual(await differences(page, "topics", truth, {}), []);
  await page.close();
});
