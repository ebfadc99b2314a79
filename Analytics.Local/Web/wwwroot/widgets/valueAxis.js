// The axes of values: which side a series is measured on, in what, and in which steps.
import { measureOf, tick } from "../format.js";
import { font } from "./chart.js";

export const sideOf = (series) => (series.look.yAxis === "right" ? "right" : "left");

/** The measure of each side's values, where all of them have the same, their greatest, and whether they are whole; undefined where the side has no series. */
export function sides(series) {
  const found = {};
  for (const one of series) {
    const side = sideOf(one);
    const measure = measureOf(one);
    const { unit, currency, isWhole, most } = found[side] ?? { ...measure, isWhole: true, most: 0 };
    const isSame = unit === measure.unit && currency === measure.currency;
    found[side] = {
      ...(isSame ? measure : { unit: "None", currency: null }),
      isWhole: isWhole && one.points.every(([, value]) => Number.isInteger(value)),
      most: one.points.reduce((greatest, [, value]) => Math.max(greatest, value), most),
    };
  }
  return found;
}

/** The axis of a side, in the form of ECharts. */
export function valueAxis(side, properties, measure, c) {
  const given = properties.yAxis?.[side] ?? {};
  return {
    type: "value", position: side, show: measure !== undefined, min: given.min, max: given.max, name: nameOf(given.label, measure),
    minInterval: measure ? leastStep(measure, mostOf(side, properties, measure)) : 0,
    nameTextStyle: { color: c.soft, align: side, padding: [0, 0, 2, 0], ...font }, nameGap: 10, splitNumber: 4,
    axisLabel: { color: c.soft, ...font, formatter: (number) => tick(number, measure) },
    splitLine: { show: side === "left", lineStyle: { color: c.grid } }, axisLine: { show: false }, axisTick: { show: false },
  };
}

/** The label of an axis; a bare unit is said by the ticks already, which go from milliseconds to seconds where that is shorter. */
const nameOf = (label, measure) => (label === "ms" && measure?.unit === "Milliseconds" ? "" : (label ?? ""));

/** How far up an axis has to reach: to its values and to the lines across it. */
function mostOf(side, properties, { most }) {
  const lines = (properties.annotations?.horizontal ?? []).flat().filter((one) => (one.yAxis ?? "left") === side && one.visible !== false);
  return Math.max(most, ...lines.map(({ value }) => value));
}

const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440];

/** Whole things in whole steps, and from minutes on time in steps of a clock. */
function leastStep({ unit, isWhole }, most) {
  const step = unit === "Milliseconds" ? minutes.findLast((count) => count * 60_000 * 2 <= most) : undefined;
  return step ? step * 60_000 : isWhole ? 1 : 0;
}
