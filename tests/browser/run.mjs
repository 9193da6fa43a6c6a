// Checks of a week's folder in a browser: `node tests/browser/run.mjs WEEK [SUBJECT…]`, all subjects but `many` by default.

import { after, before } from "node:test";
import { finish, start } from "./browser.mjs";

const SUBJECTS = [
  "loads",
  "links",
  "filters",
  "sorting",
  "search",
  "history",
  "keyboard",
  "no_script",
  "layout",
  "print",
  "accessibility",
];

before(start);
after(finish);
const asked = process.argv.slice(3);
for (const subject of asked.length > 0 ? asked : SUBJECTS) await import(`./${subject}.mjs`);
