// No serious fault by axe-core in any view: in light and dark, on a desk and on a phone.

import { axe, check, kinds, prefer, style, swap, viewsOf, visit } from "./browser.mjs";

const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const SIZES = { type: "rule", values: ["target-size", "scrollable-region-focusable", "color-contrast"] };

/** Rows of a table that are looked at: the others are made of the same cells. */
const ROWS = 8;

/** Takes away what is not seen, and opens what is folded: axe-core reads all that there is. */
const thin = (most) => {
  for (const off of document.querySelectorAll("main > .view.off, tr[hidden]")) off.remove();
  for (const body of document.querySelectorAll("tbody")) {
    for (const row of Array.from(body.rows).slice(most)) row.remove();
  }
  for (const fold of document.querySelectorAll("details")) fold.open = true;
};

const found = async (page, runOnly) => {
  const violations = await page.evaluate(async (only) => {
    const all = await window.axe.run(document, { runOnly: only, resultTypes: ["violations"] });
    return all.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, at: nodes.map((node) => node.html) }));
  }, runOnly);
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, help, at }) => `${id}: ${help}: ${at.length} times, first ${at[0].slice(0, 160)}`);
};

const looked = async (first, file, how) => {
  const faults = [];
  const views = await viewsOf(first);
  for (const view of views.length > 0 ? views : [""]) {
    const here = await visit(file, { ...how, hash: view }, async (page) => {
      await page.evaluate(thin, ROWS);
      await page.evaluate(axe);
      const inLight = await found(page, ALL);
      await prefer(page, { dark: true });
      const inTheDark = await found(page, COLOURS);
      await page.setViewport({ width: 390, height: 844 });
      return [...inLight, ...inTheDark.map((fault) => `dark: ${fault}`), ...(await found(page, SIZES)).map((fault) => `phone: ${fault}`)];
    });
    faults.push(...here.map((fault) => `${view}: ${fault}`));
    if (how.isBroken && faults.length > 0) break;
  }
  return faults;
};

check("axe-core finds nothing serious", {
  of: kinds,
  look: looked,
  breaks: {
    "a field without a name": swap("<h2 ", "<input><h2 "),
    "words too pale to read": style(".lead, .week { color: #bbb }"),
    "words too dark to read in the dark": style("@media (prefers-color-scheme: dark) { h1 { color: #444 } }"),
    "keys too small to hit on a phone": style("@media (max-width: 40rem) { nav a { width: 6px; height: 6px; padding: 0 !important; overflow: hidden } }"),
  },
});
