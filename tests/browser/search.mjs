// The search of a table finds the rows that hold what is typed, and no others.

import { check, everyView, swap } from "./browser.mjs";
import { differences, published, shown } from "./tables.mjs";

const searched = async (page) => {
  const truth = await published();
  await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  return everyView(page, async (view) => {
    const faults = [];
    for (const { id, isLong, rows } of await shown(page, view)) {
      if (!isLong || rows.length === 0) continue;
      const field = await page.$(`[id="${id}"] input[type=search]`);
      const [first] = rows.at(-1).cells;
      const sought = [...first.first].slice(0, 5).join("");
      for (const words of [sought, sought.toUpperCase(), "nobody is called so"]) {
        await field.click({ clickCount: 3 });
        await page.keyboard.sendCharacter(words);
        faults.push(...(await differences(page, view, truth, {}, { [id]: words.toLowerCase().trim() })));
      }
      await field.click({ clickCount: 3 });
      await page.keyboard.press("Delete");
    }
    return [...faults, ...(await differences(page, view, truth, {}))];
  });
};

check("what is typed is found, in its own table alone", {
  look: searched,
  breaks: {
    "a search that finds everything": swap("(!find ||", "(true ||"),
    "a search that knows capitals": swap("row.textContent.toLowerCase()", "row.textContent"),
    "a search that says nothing of what it found": swap("shown ? say(", "true ? String("),
  },
});
