// Rows of items: name and SKU, units, orders, revenue, and the change against the time before.
import { changePill } from "./change.js";
import { element, list, setAttribute, setText } from "./dom.js";
import { count, money } from "./format.js";
import { nameOf } from "./names.js";

export const columns = [
  { by: "sku", name: "Item" }, { by: "units", name: "Units" }, { by: "orders", name: "Orders" }, { by: "revenue", name: "Revenue" },
];

/** Numbers of items that have a column only while the ranking is by them. */
const more = { cancelled: "Cancelled", refunded: "Refunded" };

/** What the ranking can be by, in words. */
export const ranks = { units: "by units", orders: "by orders", revenue: "by revenue", cancelled: "by cancelled units", refunded: "by refunded units", sku: "by SKU" };

/** The number that a ranking is by and that has no column otherwise; null if it has one. */
export const moreOf = (by) => (by.replace("Change", "") in more ? by.replace("Change", "") : null);

/** The name of the column of `moreOf`. */
export const moreName = (by) => more[moreOf(by)] ?? "";

/** A row that shows an item. `explain(sku, key, currency)` shows the orders behind a number of it. */
export function itemRow(explain) {
  const [name, sku, bar] = [element("bdi", { class: "name" }), element("bdi", { class: "sku" }), element("i", { class: "bar-of-row", "aria-hidden": "true" })];
  let item = null;
  const number = (key) => element("button", { type: "button", class: "number", title: "Show the orders behind this number", onclick: () => explain(item.sku, key, "") });
  const [units, orders] = [number("units"), number("orders")];
  const revenue = element("ul", { class: "moneys" });
  const other = element("td", { class: "more-of-row" });
  const change = changePill();
  const changeCell = element("td", { class: "change-cell" }, change);
  const row = element("tr", {}, element("th", { scope: "row" }, name, sku, bar), element("td", {}, units), element("td", { class: "minor" }, orders), element("td", {}, revenue), other, changeCell);
  row.update = ({ item: shown, by, most, names }) => {
    item = shown;
    setAttribute(row, "data-sku", item.sku);
    const known = nameOf(item.sku);
    setText(name, known ?? item.sku);
    setText(sku, known && known !== item.sku ? item.sku : "");
    [[units, "units"], [orders, "orders"]].forEach(([button, key]) => {
      setText(button, count(item[key]));
      setAttribute(button, "data-value", item[key]);
    });
    showMore(other, item, by);
    showMoneys(revenue, item.revenue, (currency) => explain(item.sku, "revenue", currency));
    bar.style.setProperty("--part", `${Math.max(0, Math.min(100, (100 * Number(rankValue(item, by) ?? 0)) / most || 0))}%`);
    showChange(change, item.comparison, by, names);
    changeCell.hidden = !item.comparison;
  };
  return row;
}

/** Shows the number of `moreOf` in its column, if there is one. */
export function showMore(cell, figures, by) {
  const key = moreOf(by);
  cell.hidden = key === null;
  setText(cell, key === null || figures[key] === undefined ? "" : count(figures[key]));
  setAttribute(cell, "data-value", key === null ? null : figures[key] ?? null);
}

/** Amounts by currency as a list of buttons. */
export function showMoneys(host, sums, open) {
  list(host, Object.entries(sums), ([currency]) => currency, (currency) => {
    const button = element("button", { type: "button", class: "number", title: "Show the orders behind this number", onclick: () => open(currency) });
    const child = element("li", {}, button);
    child.update = ([, sum]) => {
      setText(button, money(sum, currency));
      setAttribute(button, "data-value", sum);
      setAttribute(button, "data-currency", currency);
    };
    return child;
  });
}

/** The number that an item is ranked by, without its currency: there is one where it is ranked by money. */
export function rankValue(figures, by) {
  const key = by.replace("Change", "");
  return key === "sku" ? figures.units : key === "revenue" ? Object.values(figures.revenue)[0] ?? "0" : figures[key];
}

/** The change of the number that a ranking is by. */
function showChange(change, comparison, by, names) {
  if (!comparison || !names.hasThen) {
    change.show(null);
    return;
  }
  const key = by === "sku" ? "units" : by.replace("Change", "");
  const of = (figures) => (key === "revenue" ? Object.values(figures.revenue)[0] : figures[key]);
  change.show(of(comparison.difference) ?? "0", of(comparison.ratio) ?? null, moreOf(by) ? "down" : "up", `${key} ${names.against}`);
}
