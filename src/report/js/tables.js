// Tables: filtered by the view's filters, searched, sorted by a click on a heading, paged.
"use strict";

const said = document.body.dataset;
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const KINDS = ["channel", "team", "topic", "week"];
const PAGE = 60;

const valueOf = (row, column) => {
  const cell = row.cells[column];
  if (cell.dataset.o !== undefined) return Number(cell.dataset.o);
  const text = cell.firstChild ? cell.firstChild.textContent.trim() : "";
  return cell.querySelector(".missing") ? null : text || null;
};

const compare = (a, b) =>
  typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });

class Sheet {
  constructor(box, change) {
    this.name = box.id.replace(/^grid-/, "");
    this.table = box.querySelector("table");
    this.body = this.table.tBodies[0];
    this.rows = Array.from(this.body.rows);
    this.limit = PAGE;
    this.order = "";
    if (this.table.classList.contains("sortable")) this.sortable(change);
    if (this.table.classList.contains("long")) this.searchable(box, change);
  }

  sortable(change) {
    this.heads = Array.from(this.table.tHead.rows[0].cells);
    this.heads.forEach((head, column) => {
      const title = head.querySelector(".head");
      const button = document.createElement("button");
      button.type = "button";
      button.append(...title.childNodes);
      title.append(button);
      button.addEventListener("click", () => {
        const isUp = head.getAttribute("aria-sort") === "ascending";
        change(`sort.${this.name}`, `${column}-${isUp ? "down" : "up"}`, true);
      });
    });
  }

  searchable(box, change) {
    const tools = document.createElement("div");
    tools.className = "tools";
    this.search = document.createElement("input");
    this.search.type = "search";
    this.search.placeholder = said.find;
    this.search.setAttribute("aria-label", `${said.find}: ${this.table.caption.textContent}`);
    this.search.addEventListener("input", () => change(`find.${this.name}`, this.search.value, false));
    this.status = document.createElement("span");
    this.status.setAttribute("role", "status");
    tools.append(this.search, this.status);
    box.prepend(tools);
    this.pager = document.createElement("div");
    this.pager.className = "pager";
    for (const [text, more] of [[said.more, PAGE], [said.whole, Infinity]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = say(text, { n: PAGE });
      button.addEventListener("click", () => {
        this.limit += more;
        this.show();
      });
      this.pager.append(button);
    }
    this.table.parentElement.after(this.pager);
  }

  /** Shows what the parameters of the address ask for. */
  apply(params, week) {
    const find = (params.get(`find.${this.name}`) || "").trim().toLowerCase();
    if (this.search && this.search.value.trim().toLowerCase() !== find) this.search.value = find;
    const wanted = KINDS.map((kind) => [kind, params.get(kind) || (kind === "week" ? week : "")]);
    const order = params.get(`sort.${this.name}`) || "";
    const asked = JSON.stringify([find, wanted, order]);
    if (asked === this.asked) return;
    this.asked = asked;
    if (find && !this.words) this.words = this.rows.map((row) => row.textContent.toLowerCase());
    this.fits = new Set(
      this.rows.filter((row, at) => {
        if (row.dataset.needs && !params.get(row.dataset.needs)) return false;
        const isMeant = wanted.every(([kind, value]) => {
          const own = row.dataset[kind];
          if (kind === "channel" && value && row.classList.contains("all")) return false;
          return !value || own === undefined || own === value;
        });
        return isMeant && (!find || this.words[at].includes(find));
      }),
    );
    this.sort(order);
    this.limit = PAGE;
    this.show();
  }

  /** Shows all that is asked for, however many, until it is asked anew. */
  whole() {
    this.asked = "";
    this.limit = Infinity;
    this.show();
  }

  sort(order) {
    if (!this.heads || order === this.order) return;
    this.order = order;
    const [column, way] = order.split("-");
    const head = this.heads[Number(column)];
    for (const one of this.heads) one.removeAttribute("aria-sort");
    const rows = this.rows.slice();
    if (order && head) {
      const isDown = way === "down";
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const keys = new Map(rows.map((row) => [row, valueOf(row, Number(column))]));
      // What is missing, and what stands for all the others, stays at the end whichever way.
      const last = (row) => (row.classList.contains("all") ? 2 : 0) + (keys.get(row) === null);
      const among = (a, b) => (a === null ? 0 : (isDown ? -1 : 1) * compare(a, b));
      rows.sort((a, b) => last(a) - last(b) || among(keys.get(a), keys.get(b)));
    }
    this.body.append(...rows);
  }

  show() {
    let shown = 0;
    // What cannot be asked for is not kept back.
    const limit = this.search ? this.limit : Infinity;
    for (const row of this.body.rows) {
      const fits = this.fits.has(row);
      row.hidden = !fits || shown >= limit;
      shown += fits;
    }
    if (!this.search) return;
    const some = Math.min(this.limit, shown);
    this.status.textContent = shown ? say(said.shown, { some, all: shown }) : said.none;
    this.pager.hidden = shown <= this.limit;
  }
}
