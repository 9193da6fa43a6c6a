// Pictures of a week's report for people to look at: `node tests/browser/pictures.mjs WEEK INTO`.
//
// Every view in light, dark and on a phone, and the printed pages as a PDF; those of the README begin
// with `report` and are shorter.

import fs from "node:fs";
import path from "node:path";
import { finish, index, kinds, open, start, viewsOf, week } from "./browser.mjs";

const into = path.resolve(process.argv[3]);
fs.mkdirSync(into, { recursive: true });

/** How a reader sees the page. */
const WAYS = {
  light: { width: 1280, height: 900 },
  dark: { width: 1280, height: 900, dark: true },
  phone: { width: 390, height: 844 },
};

/** Pictures of the README: view, way, height. */
const README = [
  ["report", "overview", "light", 1000],
  ["report-dark", "coaching", "dark", 1000],
  ["report-phone", "overview", "phone", 844],
];

/** Most pixels of a long view's picture. */
const MOST = 6000;

const take = async (file, hash, how, name, height) => {
  const page = await open(file, { ...how, hash, still: true });
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  const high = height || Math.min(MOST, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.setViewport({ width: how.width, height: high });
  await page.screenshot({ path: path.join(into, `${name}.png`) });
  await page.close();
};

await start();
for (const file of kinds) {
  const page = await open(file);
  const views = await viewsOf(page);
  const name = path.relative(week, file).replace(/\.html$/, "").replaceAll(path.sep, "-");
  await page.pdf({ path: path.join(into, `${name}.pdf`), preferCSSPageSize: true });
  await page.close();
  for (const [way, how] of Object.entries(WAYS)) {
    for (const view of views.length > 0 ? views : [""]) {
      await take(file, view, how, [name, view, way].filter(Boolean).join("-"));
    }
  }
}
for (const [name, view, way, height] of README) await take(index, view, WAYS[way], name, height);
await finish();
