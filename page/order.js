// One order: its lines, what it charges beside them, and its changes.
import { element } from "./dom.js";
import { count, money } from "./format.js";
import { momentIn } from "./time.js";

const known = new Set(["orderId", "reference", "customerId", "currency", "status", "version", "placedAt", "updatedAt"]);

/** The details of an order as the API shows it. */
export function orderDetails(order, zone) {
  const { currency } = order;
  const amount = (value) => money(value, currency);
  const facts = [
    ["Customer", order.customerId],
    ...Object.entries(order).filter(([name, value]) => typeof value === "string" && !known.has(name) && !isNumber(value)),
    ...["shipping", "tax", "total"].filter((name) => order[name]).map((name) => [name, amount(order[name])]),
    ...Object.entries(order.metadata ?? {}),
  ];
  return element("div", { class: "order" },
    element("ul", { class: "lines" }, ...order.lines.map((line) => element("li", {},
      element("span", {}, element("b", { text: `${count(line.quantity)} × ` }), element("bdi", { text: line.name ?? line.sku }), line.name ? element("bdi", { class: "sku", text: line.sku }) : null),
      element("span", { text: amount(line.lineTotal) }),
      line.refunded ? element("span", { class: "soft", text: `${amount(line.refunded)} refunded` }) : null))),
    element("dl", {}, ...facts.map(([name, value]) => element("div", {}, element("dt", { text: name }), element("dd", {}, element("bdi", { text: value }))))),
    element("ol", { class: "changes", "aria-label": "Changes" }, ...(order.changes ?? []).map((change) =>
      element("li", { text: `${change.type}, ${momentIn(change.at, zone)}` }))));
}

const isNumber = (text) => /^-?\d+(\.\d+)?$/.test(text);
