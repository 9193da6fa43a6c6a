// Without its script the page is whole: all views one under the other, and nothing that does nothing.

import { check, style, swap } from "./browser.mjs";

check("without a script every view is there, in order, and no button is", {
  how: { script: false },
  look: (page) =>
    page.evaluate(() => {
      const faults = [];
      const views = Array.from(document.querySelectorAll("main > .view"));
      const tops = views.map((view) => view.getBoundingClientRect());
      views.forEach((view, at) => {
        if (!view.checkVisibility() || tops[at].height < 100) faults.push(`${view.id} is not seen`);
        if (at > 0 && tops[at].top < tops[at - 1].bottom) faults.push(`${view.id} does not stand below`);
      });
      for (const control of document.querySelectorAll("button, input, select")) {
        if (control.checkVisibility()) faults.push(`${control.outerHTML} does nothing`);
      }
      const links = Array.from(document.querySelectorAll("nav a"), (link) => link.hash.slice(1));
      if (String(links) !== String(views.map((view) => view.id))) faults.push("the navigation names other views");
      for (const table of document.querySelectorAll(".sheet table.grid")) {
        const isShown = Array.from(table.tBodies[0].rows).some((row) => !row.hidden);
        const isTold = table.closest(".sheet").querySelector(".nothing");
        if (!isShown && !isTold) faults.push(`${table.caption.textContent}: no row, and no word why`);
      }
      return faults;
    }),
  breaks: {
    "views that wait for a script": style(".view + .view { display: none }"),
    "a button that does nothing": swap("<h2 ", "<button>Go</button><h2 "),
    "a view that the navigation lacks": swap(/<li><a href="#topics">[^<]*<\/a><\/li>/, ""),
  },
});
