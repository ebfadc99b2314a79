// The numbers that the page shows of a period, of its steps and of its groups.
import { zeroLike } from "./decimal.js";
import { count, money } from "./format.js";

/** `better` says which way is good news: more revenue is, more cancellations are not. */
export const measures = [
  { key: "revenue", name: "Revenue", isMoney: true, better: "up", hint: "Lines less discounts less refunds, without shipping and tax" },
  { key: "orders", name: "Orders", better: "up", hint: "Placed and not cancelled" },
  { key: "units", name: "Units", better: "up", hint: "Units of the orders that stand" },
  { key: "averageOrderValue", name: "Average order", isMoney: true, isAverage: true, better: "up", hint: "Revenue divided by orders" },
  { key: "cancelled", name: "Cancellations", better: "down", hint: "Orders placed in the period and cancelled since" },
  { key: "refunds", name: "Refunds", isMoney: true, better: "down", hint: "Paid back for orders placed in the period" },
];

export const measureOf = (key) => measures.find((measure) => measure.key === key) ?? measures[0];

/** The value of a measure among figures, in text; null if it is unknown. A sum of money that is not there is zero. */
export function valueOf(figures, measure, currency) {
  if (!figures) {
    return null;
  }
  if (!measure.isMoney) {
    return figures[measure.key] ?? null;
  }
  return figures[measure.key]?.[currency] ?? (measure.isAverage ? null : zeroLike(figures.revenue?.[currency]));
}

/** A value for people. Without any money there is no currency either. */
export const valueText = (value, measure, currency) => (value === null ? "–" : measure.isMoney && currency ? money(value, currency) : count(value));

/** The currencies of a reading, now or then: first those that are in the most items, groups and points, which are the shop's own. */
export function currenciesOf({ totals, ranking, series }) {
  const often = new Map();
  const figures = [totals, totals.comparison, totals.comparison?.whole, ranking.total.comparison, ...ranking.items, ...(totals.groups ?? []), ...series.points];
  for (const sum of figures.flatMap((one) => [one?.revenue, one?.refunds, one?.discounts])) {
    Object.keys(sum ?? {}).forEach((currency) => often.set(currency, (often.get(currency) ?? 0) + 1));
  }
  return [...often.keys()].sort((a, b) => often.get(b) - often.get(a) || (a < b ? -1 : 1));
}
