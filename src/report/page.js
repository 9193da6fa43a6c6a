// Tables sort by a click on a heading; folded text opens for links into it.
"use strict";

for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const order = (row, column) => {
    const cell = row.cells[column];
    const number = cell.dataset.order;
    if (number !== undefined) return Number(number);
    const value = cell.querySelector(".value");
    return value.classList.contains("missing") ? null : value.textContent.trim();
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b));
  };
  Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const isDown = heading.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const rows = Array.from(body.rows).map((row) => [order(row, column), row]);
      // What is missing stays at the end, whichever way.
      rows.sort(([a], [b]) => {
        if (a === null || b === null) return (a === null) - (b === null);
        return isDown ? compare(b, a) : compare(a, b);
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}

const reveal = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const folded = target && target.querySelector(":scope > details");
  if (folded) folded.open = true;
};
addEventListener("hashchange", reveal);
reveal();
