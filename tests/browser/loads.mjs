// Every page opens without a word in the console, and asks nobody for anything.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { check, everyView, index, open, pages, swap, week } from "./browser.mjs";

const script = (code) => (html) =>
  html.replace(/<script( nonce="[^"]*")?>/, (begin) => `${begin}${code};`);

check("every page and view opens in silence", {
  of: pages,
  look: async (page) => {
    await everyView(page, async () => []);
    return page.noise;
  },
  breaks: {
    "an error of the script": script("setTimeout(() => { throw new Error('broken'); })"),
    "a warning in the console": script("console.warn('broken')"),
    "a script that its policy does not know": swap("</main>", "<img src='data:,' onerror='alert(1)'></main>"),
    "a picture from elsewhere": (html) =>
      swap("</main>", "<img alt='' src='http://localhost:9/pixel'></main>")(html.replace(/<meta http-equiv[^>]*>/, "")),
  },
});

check("a page says its language, its title and what it is", {
  of: pages,
  look: (page) =>
    page.evaluate(() => {
      const faults = [];
      if (!document.documentElement.lang) faults.push("no language");
      if (!document.title.trim()) faults.push("no title");
      if (document.querySelectorAll("h1").length !== 1) faults.push("not one first heading");
      if (!document.querySelector("meta[http-equiv=Content-Security-Policy]")) faults.push("no policy");
      if (/\{\{|\}\}|\{%|\bundefined\b|\bNaN\b/.test(document.querySelector("main").innerText)) {
        faults.push("a place that was not filled");
      }
      return faults;
    }),
  breaks: {
    "no language": swap(/<html lang="[^"]*">/, "<html>"),
    "no policy": swap(/<meta http-equiv[^>]*>/, ""),
    "a place that was not filled": swap("<h2 ", "<p>NaN</p><h2 "),
  },
});

/** Most bytes of a page that is mailed. */
const MOST = 3e6;

test("how large the pages are, and how soon they open", async (t) => {
  for (const file of new Set([index, pages.at(-1)])) {
    const page = await open(file);
    const { domContentLoadedEventEnd: ready } = await page.evaluate(() =>
      performance.getEntriesByType("navigation")[0].toJSON(),
    );
    assert.ok(fs.statSync(file).size < MOST, file);
    const size = (fs.statSync(file).size / 1e6).toFixed(2);
    t.diagnostic(`${path.relative(week, file)}: ${size} MB, DOMContentLoaded after ${ready.toFixed(0)} ms`);
    await page.close();
  }
});
