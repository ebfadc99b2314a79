// The period by the values of a dimension, such as the channel: a row for each, which filters the page, with numbers that lead to orders.
import { partTitle } from "./chart.js";
import { changePill } from "./change.js";
import { element, list, setAttribute, setText } from "./dom.js";
import { exportButton } from "./export.js";
import { count, share } from "./format.js";
import { showMoneys } from "./itemRows.js";

export class Groups {
  /** `change(view)` changes the view, `explain(dimension, value, key, currency)` shows orders, `table()` names the table to export. */
  constructor(dimensions, { change, explain, table }) {
    Object.assign(this, { change, explain });
    this.tabs = dimensions.map((name) => element("button", { type: "button", class: "toggle", "data-dimension": name, text: name, onclick: () => change({ groupBy: name }) }));
    this.body = element("tbody");
    this.changeHead = element("th", { scope: "col", text: "Change" });
    this.head = element("th", { scope: "col" });
    this.root = element("section", { class: "card groups-card", "aria-labelledby": "groups-title" },
      element("div", { class: "card-head" }, element("h2", { id: "groups-title", text: "By" }),
        element("div", { class: "segments", role: "group", "aria-labelledby": "groups-title" }, ...this.tabs),
        element("div", { class: "tools" }, exportButton("this table", table))),
      element("div", { class: "table-host", tabindex: "0", role: "group", "aria-labelledby": "groups-title" }, element("table", { class: "items" },
        element("thead", {}, element("tr", {}, this.head, element("th", { scope: "col", text: "Orders" }), element("th", { scope: "col", class: "minor", text: "Units" }),
          element("th", { scope: "col", text: "Revenue" }), this.changeHead)),
        this.body)));
    this.empty = element("p", { class: "empty", hidden: true });
    this.root.append(this.empty);
  }

  show(reading, view, names) {
    this.tabs.forEach((tab) => setAttribute(tab, "aria-pressed", String(tab.dataset.dimension === view.groupBy)));
    setText(this.head, view.groupBy);
    const groups = reading.totals.groups ?? [];
    const orders = Number(reading.totals.orders);
    this.changeHead.hidden = !view.compare;
    list(this.body, groups.map((group) => ({ group, value: group[view.groupBy], orders, view, names })), ({ value }) => `${view.groupBy} ${value}`,
      () => groupRow(this.change, this.explain));
    const isBare = groups.length === 0 || (groups.length === 1 && groups[0][view.groupBy] === "none");
    this.empty.hidden = !isBare;
    setText(this.empty, groups.length === 0 ? "No orders in this period." : `No order of this period has a ${view.groupBy}. Send it as “${view.groupBy}” when the order is placed.`);
  }
}

function groupRow(change, explain) {
  let last = null;
  const [name, part, bar] = [element("button", { type: "button", class: "filter-by" }), element("span", { class: "sku" }), element("i", { class: "bar-of-row", "aria-hidden": "true" })];
  name.addEventListener("click", () => change({ filters: { ...last.view.filters, [last.view.groupBy]: last.value } }));
  const number = (key) => element("button", { type: "button", class: "number", title: "Show the orders behind this number", onclick: () => explain(last.view.groupBy, last.value, key, "") });
  const [orders, units] = [number("orders"), number("units")];
  const revenue = element("ul", { class: "moneys" });
  const pill = changePill();
  const cell = element("td", { class: "change-cell" }, pill);
  const row = element("tr", {}, element("th", { scope: "row" }, name, part, bar), element("td", {}, orders), element("td", { class: "minor" }, units), element("td", {}, revenue), cell);
  row.update = (datum) => {
    last = datum;
    const { group, value, names } = datum;
    setAttribute(row, "data-value", value);
    setText(name, partTitle(value));
    setAttribute(name, "title", `Show only ${datum.view.groupBy} ${partTitle(value)}`);
    setText(part, datum.orders > 0 ? share(Number(group.orders) / datum.orders) : "");
    bar.style.setProperty("--part", `${datum.orders > 0 ? (100 * Number(group.orders)) / datum.orders : 0}%`);
    [[orders, "orders"], [units, "units"]].forEach(([button, key]) => {
      setText(button, count(group[key]));
      setAttribute(button, "data-value", group[key]);
    });
    showMoneys(revenue, group.revenue, (currency) => explain(datum.view.groupBy, value, "revenue", currency));
    pill.show(names.hasThen ? group.comparison?.difference.orders ?? null : null, group.comparison?.ratio.orders, "up", `orders ${names.against}`);
    cell.hidden = !group.comparison;
  };
  return row;
}
