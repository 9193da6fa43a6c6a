// Every link leads somewhere: to a place that is then seen, to a page, or to a file of the folder.

import fs from "node:fs";
import path from "node:path";
import { check, everyView, go, index, kinds, open, pages, swap } from "./browser.mjs";

const targets = new Map();

/** The names of all places of a page. */
const places = async (file) => {
  if (!targets.has(file)) {
    const page = await open(file, { script: false });
    targets.set(file, new Set(await page.$$eval("[id]", (all) => all.map((one) => one.id))));
    await page.close();
  }
  return targets.get(file);
};

const linksOf = (page) =>
  page.$$eval("[href], [src]", (all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src")));

check("every link leads to a place, a page or a file that is there", {
  of: pages,
  how: { script: false },
  look: async (page, file) => {
    const own = new Set(await page.$$eval("[id]", (all) => all.map((one) => one.id)));
    const values = await page.$$eval("#filters option", (all) => all.map((one) => `${one.parentElement.name}=${one.value}`));
    const faults = [];
    for (const link of new Set(await linksOf(page))) {
      const [to, hash = ""] = link.split("#");
      const [id, query = ""] = hash.split("?");
      const isKept = /^(https?:|mailto:)/.test(link);
      const at = to ? path.resolve(path.dirname(file), decodeURIComponent(to)) : file;
      if (isKept) continue;
      if (/^[a-z]+:/i.test(link)) faults.push(`${link}: no address of a page`);
      else if (to && !fs.existsSync(at)) faults.push(`${link}: no such file`);
      else if (id && !(to ? await places(at) : own).has(decodeURIComponent(id))) faults.push(`${link}: no such place`);
      for (const asked of new URLSearchParams(query)) {
        const isKnown = values.includes(asked.join("=")) || !values.some((value) => value.startsWith(`${asked[0]}=`));
        if (!to && !isKnown) faults.push(`${link}: nothing to choose is called so`);
      }
    }
    const ids = await page.$$eval("[id]", (all) => all.map((one) => one.id));
    return [...faults, ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two are called ${id}`)];
  },
  breaks: {
    "a place that is gone": swap('id="grid-promises"', 'id="grid-gone"'),
    "a file that is gone": swap(/href="tables\/[a-z_]+\.parquet"/, 'href="tables/gone.parquet"'),
    "a link that runs something": swap('href="#main"', 'href="javascript:alert(1)"'),
    "one name for two": swap("<p>", '<p id="main">'),
    "a filter that knows no such value": swap(/href="#broken-promises\?channel=\w+"/, 'href="#broken-promises?channel=fax"'),
  },
});

check("where a link leads is seen, unfolded and on the screen", {
  of: kinds,
  look: async (page) => {
    const links = (await linksOf(page)).filter((link) => link.startsWith("#"));
    const faults = [];
    for (const link of new Set(links)) {
      await go(page, link.slice(1));
      const fault = await page.evaluate((id) => {
        const place = document.getElementById(decodeURIComponent(id));
        if (!place) return "is not there";
        if (!place.checkVisibility()) return "is not seen";
        const folds = [place, ...place.children].filter((one) => one.matches("details:not([open])"));
        if (folds.length > 0 && !place.matches(".view")) return "is folded";
        const { top, bottom } = place.getBoundingClientRect();
        return bottom < 0 || top > innerHeight ? `stands at ${top}` : "";
      }, link.slice(1).split("?")[0]);
      if (fault) faults.push(`${link}: ${fault}`);
      if (page.isBroken && fault) break;
    }
    return faults;
  },
  breaks: {
    "a fold that stays shut": swap("folded.open = true;", ""),
    "a view that stays hidden": swap("one.classList.toggle(\"off\", one !== view)", ""),
    "a place that is not scrolled to": swap("if (place) place.scrollIntoView", "if (false) place.scrollIntoView"),
  },
});
