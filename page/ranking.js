// The best and the worst items of the period, ranked by any number, with what the others come to.
import { options } from "./chart.js";
import { element, list, setAttribute, setText } from "./dom.js";
import { exportButton } from "./export.js";
import { count, money } from "./format.js";
import { columns, itemRow, moreName, moreOf, ranks, rankValue, showMore } from "./itemRows.js";
import { wantNames } from "./names.js";
import { scopeOf } from "./view.js";

export class Ranking {
  /** `change(view)` changes the view, `explain` shows orders, `showAll()` the whole ranking, and `table()` names the table to export. */
  constructor({ change, explain, showAll, table }) {
    Object.assign(this, { change, explain });
    this.heads = columns.map(({ by, name }) => element("th", { scope: "col", class: by === "orders" ? "minor" : null },
      element("button", { type: "button", class: "sort", "data-by": by, text: name, onclick: () => this.#sort(by) })));
    this.moreHead = element("th", { scope: "col" }, element("button", { type: "button", class: "sort", onclick: () => this.#sort(moreOf(this.last.view.by)) }));
    this.by = element("select", { "aria-label": "Rank items by", onchange: () => this.#sort(this.by.value) });
    this.changeHead = element("th", { scope: "col" }, element("button", { type: "button", class: "sort", "data-by": "change", text: "Change", onclick: () => this.#sort("change") }));
    this.body = element("tbody");
    this.foot = element("tfoot");
    this.empty = element("p", { class: "empty", hidden: true, text: "Nothing was sold in this period." });
    this.all = element("button", { type: "button", class: "toggle", onclick: showAll });
    this.table = element("table", { class: "items" }, element("thead", {}, element("tr", {}, ...this.heads, this.moreHead, this.changeHead)), this.body, this.foot);
    this.root = element("section", { class: "card items-card", "aria-labelledby": "items-title" },
      element("div", { class: "card-head" }, element("h2", { id: "items-title", text: "Items" }),
        element("div", { class: "tools" }, this.by, this.all, exportButton("the ranking", table))),
      element("div", { class: "table-host", tabindex: "0", role: "group", "aria-labelledby": "items-title" }, this.table), this.empty);
  }

  show(reading, view, names) {
    this.last = { reading, view, names };
    const { ranking } = reading;
    const by = view.by.replace("Change", "");
    options(this.by, Object.entries(ranks), by);
    this.moreHead.hidden = moreOf(view.by) === null;
    setText(this.moreHead.firstChild, moreName(view.by));
    this.moreHead.firstChild.dataset.by = moreOf(view.by) ?? "";
    for (const head of [...this.heads, this.moreHead, this.changeHead]) {
      const mine = head.firstChild.dataset.by;
      const isSorted = view.by.endsWith("Change") ? mine === "change" : mine === by;
      setAttribute(head, "aria-sort", isSorted ? (ranking.order === "asc" ? "ascending" : "descending") : null);
    }
    this.changeHead.hidden = !view.compare;
    setText(this.changeHead.firstChild, by === "units" || by === "sku" ? "Change" : `Change of ${by}`);
    const most = Math.max(...ranking.items.map((item) => Number(rankValue(item, view.by))), 0);
    list(this.body, ranking.items.map((item) => ({ item, by: view.by, most, names })), ({ item }) => item.sku, () => itemRow(this.explain));
    const others = Number(ranking.others.items);
    const rows = [
      ...(others > 0 ? [{ key: "others", name: `${count(others)} other${others === 1 ? "" : "s"}`, figures: ranking.others, by: view.by }] : []),
      ...(ranking.items.length > 0 ? [{ key: "total", name: `All ${count(ranking.total.items)} items`, figures: ranking.total, by: view.by }] : []),
    ];
    list(this.foot, rows, ({ key }) => key, sumRow);
    this.empty.hidden = ranking.items.length > 0;
    this.table.hidden = ranking.items.length === 0;
    this.all.hidden = others === 0;
    setText(this.all, `Search all ${count(ranking.total.items)}`);
    wantNames(ranking.items.map(({ sku }) => sku), scopeOf(view));
  }

  #sort(column) {
    const { view, reading } = this.last;
    const by = column === "change" ? `${view.by === "sku" ? "units" : view.by.replace("Change", "")}Change` : column;
    const isSame = by === view.by;
    const order = isSame ? (view.order === "asc" ? "desc" : "asc") : by === "sku" ? "asc" : "desc";
    const currencies = Object.keys(reading.ranking.total.revenue);
    // Money of several currencies has no order, so the page then shows one of them.
    const currency = by.startsWith("revenue") && !view.currency && currencies.length > 1 ? { currency: currencies.includes(view.shown) ? view.shown : currencies[0] } : {};
    this.change({ by, order, ...currency });
  }
}

function sumRow(key) {
  const [name, units, orders, revenue] = [element("th", { scope: "row" }), element("td"), element("td", { class: "minor" }), element("td")];
  const more = element("td", { class: "more-of-row" });
  const row = element("tr", { "data-row": key }, name, units, orders, revenue, more, element("td"));
  row.update = ({ name: text, figures, by }) => {
    showMore(more, figures, by);
    setText(name, text);
    setText(units, count(figures.units));
    setAttribute(units, "data-value", figures.units);
    setText(orders, figures.orders === undefined ? "" : count(figures.orders));
    list(revenue, Object.entries(figures.revenue), ([currency]) => currency, (currency) => {
      const child = element("div", { "data-currency": currency });
      child.update = ([, sum]) => {
        setText(child, money(sum, currency));
        setAttribute(child, "data-value", sum);
      };
      return child;
    });
  };
  return row;
}
