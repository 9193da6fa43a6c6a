// A browser, the pages of a week's folder in it, and checks that are also made on pages broken on purpose.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

/** The folder in which `npm ci` was done. */
const tools = process.env.CASELOAD_BROWSER_TOOLS || path.dirname(new URL(import.meta.url).pathname);
const need = createRequire(path.join(tools, "package.json"));
const puppeteer = need("puppeteer-core");
export const axe = need("axe-core").source;

/** The folder of the week that is looked at. */
export const week = path.resolve(process.argv[2]);
export const index = path.join(week, "index.html");

const below = (folder) =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    return entry.isDirectory() ? below(at) : [at];
  });

/** Every page of the week's folder, the first page first. */
export const pages = below(week).filter((file) => file.endsWith(".html"));
pages.sort((a, b) => (a !== index) - (b !== index) || (a < b ? -1 : 1));

/** The first page, and of each folder below it the shortest and the longest page. */
export const kinds = [index];
for (const folder of new Set(pages.map((file) => path.dirname(file)))) {
  const here = pages.filter((file) => path.dirname(file) === folder && file !== index);
  here.sort((a, b) => fs.statSync(a).size - fs.statSync(b).size);
  kinds.push(...new Set([here.at(0), here.at(-1)].filter(Boolean)));
}

/** Most faults that a test tells of. */
const MOST = 30;

let browser;
let broken;
export const start = async () => {
  broken = fs.mkdtempSync(path.join(os.tmpdir(), "caseload-browser-"));
  browser = await puppeteer.launch({
    executablePath: process.env.CASELOAD_CHROMIUM || "/usr/bin/chromium",
    // Only pages of this machine are opened, and a build machine's user is root.
    args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--lang=en-GB"],
  });
};
export const finish = async () => {
  await browser.close();
  fs.rmSync(broken, { recursive: true });
};

/** The address of a file, with what stands behind the `#`. */
export const address = (file, hash = "") => pathToFileURL(file).href + (hash && `#${hash}`);

/** Asks for the dark, or for less motion, as a reader's system does. */
export const prefer = (page, { dark, still }) =>
  page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: still ? "reduce" : "no-preference" },
  ]);

/** A page as a reader has it; `page.noise` lists what it said or asked for and should not have. */
export const open = async (file, { hash, width = 1280, height = 900, dark, script = true, still } = {}) => {
  const page = await browser.newPage();
  page.noise = [];
  page.on("console", (said) => {
    if (["warn", "warning", "error", "assert"].includes(said.type())) page.noise.push(`console: ${said.text()}`);
  });
  page.on("pageerror", (error) => page.noise.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    const isOwn = url.split("#")[0] === address(file) || /^(data|blob):/.test(url);
    if (!isOwn) page.noise.push(`request: ${url}`);
  });
  page.on("requestfailed", (request) => page.noise.push(`failed: ${request.url()}`));
  await page.setViewport({ width, height });
  await prefer(page, { dark, still });
  await page.setJavaScriptEnabled(script);
  await page.goto(address(file, hash), { waitUntil: "load" });
  return page;
};

/** What `look` finds in a page; of a page as it was published its noise as well. */
export const visit = async (file, how, look) => {
  const page = await open(file, how);
  page.isBroken = how.isBroken;
  try {
    const faults = await look(page, file, how);
    return how.isBroken ? faults : [...faults, ...page.noise];
  } finally {
    await page.close();
  }
};

/**
 * A test that `look` finds no fault in the pages, and does in each page of `breaks`: what is wrong
 * with it, and the edit of the first page that makes it so.
 */
export const check = (name, { of = [index], how = {}, look, breaks }) =>
  test(name, async () => {
    for (const file of of) {
      const faults = await visit(file, how, look);
      assert.equal(faults.length, 0, [path.relative(week, file), ...faults.slice(0, MOST)].join("\n"));
    }
    const whole = fs.readFileSync(index, "utf8");
    for (const [wrong, edit] of Object.entries(breaks)) {
      const file = path.join(broken, "index.html");
      const edited = edit(whole);
      assert.notEqual(edited, whole, `nothing to break for: ${wrong}`);
      fs.writeFileSync(file, edited);
      const found = await visit(file, { ...how, isBroken: true }, look);
      assert.notEqual(found.length, 0, `not seen: ${wrong}`);
    }
  });

/** The names of the views of a page, in their order; none where it has no views. */
export const viewsOf = (page) =>
  page.$$eval("main > .view", (views) => views.map((view) => view.id));

/** Goes to a view or any other place of the page, as a link does. */
export const go = (page, hash) =>
  page.evaluate((to) => {
    location.hash = to;
    return new Promise((done) => setTimeout(done));
  }, hash);

/** Runs `look` in every view of the page, or once where it has none; faults carry the view's name. */
export const everyView = async (page, look) => {
  const views = await viewsOf(page);
  if (views.length === 0) return look("");
  const faults = [];
  for (const view of views) {
    await go(page, view);
    for (const fault of await look(view)) faults.push(`${view}: ${fault}`);
    if (page.isBroken && faults.length > 0) break;
  }
  return faults;
};

/** The edit that puts `to` in the place of the first `from`. */
export const swap = (from, to) => (html) => html.replace(from, to);

/** The edit that adds rules of style. */
export const style = (rules) => (html) => html.replace("</style>", () => `${rules}</style>`);
