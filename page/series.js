// From the series of a reading to the points of the chart and the rows of its table.
import { valueOf } from "./measures.js";
import { axisLabel, stepTitle } from "./time.js";

// More parts than these cannot be distinguished by colour.
const partsMax = 7;

/**
 * The points of a measure: `at`, `from` and `to` (the part of the step in the range), `title`, `label`, `value` and `then` in text, and
 * with `stacked` the `parts` of the value by group, which add up to it.
 */
export function pointsOf(reading, { measure, currency, isSum, stacked, groupBy, isCompared }) {
  const { points, step } = reading.series;
  const names = stacked ? partNames(reading, groupBy) : null;
  return points.map((point, index) => {
    const figures = isSum ? point.cumulative : point;
    const next = points[index + 1]?.at ?? reading.to;
    return {
      at: point.at,
      from: index === 0 ? later(point.at, reading.from) : point.at,
      to: next,
      title: stepTitle(point.at, step),
      label: axisLabel(point.at, step),
      isPartial: point.partial === true,
      value: valueOf(figures, measure, currency),
      then: isCompared && figures.comparison ? valueOf(figures.comparison, measure, currency) : null,
      thenFrom: point.comparison?.from ?? null,
      parts: names?.map((name) => partOf(point, name, names, measure, currency, groupBy)) ?? null,
    };
  });
}

const later = (a, b) => (Date.parse(a) > Date.parse(b) ? a : b);

/** The groups that a stacked chart tells apart, those with the most orders; the rest is `…`. */
export function partNames(reading, groupBy) {
  const names = (reading.totals.groups ?? []).map((group) => group[groupBy]);
  return names.length <= partsMax ? names : [...names.slice(0, partsMax - 1), rest];
}

/** The name of the part of all groups that have none of their own. */
export const rest = "…";

function partOf(point, name, names, measure, currency, groupBy) {
  const groups = (point.groups ?? []).filter((group) => (name === rest ? !names.includes(group[groupBy]) : group[groupBy] === name));
  return groups.reduce((sum, group) => sum + Number(valueOf(group, measure, currency) ?? 0), 0);
}
