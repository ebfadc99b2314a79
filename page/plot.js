// Draws points as bars or a line with those that they are compared with, in SVG.
import { drawn } from "./dom.js";
import { every, ticksFor } from "./scale.js";

const margin = { top: 18, right: 6, bottom: 24 };
const digitWidth = 6.6;
const labelWidth = 58;

/**
 * Draws a chart of a size. `points` have `values` (a number for each part of the stack, one if it is not stacked), `then` (a number or null),
 * `label`, and `isPartial`; `tick` formats a number beside the axis; `isLine` asks for lines, as running sums have. `goals` have a `value` and
 * a `text`, `marks` have `at` and `until` in points from the first. Returns where each point is, for the crosshair.
 */
export function draw(svg, { width, height, points, tick, isLine, isWhole, soFar, goals, marks }) {
  const sums = points.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const all = [...sums, ...points.flatMap(({ values, then }) => [...values.filter((value) => value < 0), then ?? 0]), ...goals.map(({ value }) => value), 0];
  const ticks = ticksFor(Math.min(...all), Math.max(...all), height > 220 ? 4 : 3, isWhole);
  const texts = ticks.map(tick);
  const left = Math.max(...texts.map((text) => text.length)) * digitWidth + 12;
  const [plotWidth, plotHeight] = [Math.max(width - left - margin.right, 10), height - margin.top - margin.bottom];
  const y = (value) => margin.top + plotHeight * (1 - (value - ticks[0]) / (ticks.at(-1) - ticks[0]));
  const band = plotWidth / Math.max(points.length, 1);
  const middle = (index) => left + band * (index + 0.5);
  const step = every(points.length, labelWidth, plotWidth);

  const axes = [
    ...ticks.map((value, index) => drawn("g", {},
      drawn("line", { class: value === 0 ? "zero" : "grid", x1: left, x2: width - margin.right, y1: y(value), y2: y(value) }),
      drawn("text", { class: "axis", x: left - 8, y: y(value) + 4, "text-anchor": "end", text: texts[index] }))),
    ...points.map(({ label }, index) => index % step === 0 && drawn("text", {
      class: "axis", x: Math.min(middle(index), width - 16), y: height - 6, "text-anchor": "middle", text: label,
    })),
  ];
  const shapes = isLine ? lines(points, sums, middle, y) : bars(points, middle, y, band);
  const thenPoints = points.map(({ then }, index) => [middle(index), then === null || then === undefined ? null : y(then)]);
  const last = points.at(-1);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(
    hatch(),
    drawn("rect", { class: "crosshair", x: 0, y: margin.top, width: Math.max(band, 2), height: plotHeight, visibility: "hidden" }),
    ...axes, ...marks.map((mark) => marked(mark, left, band, plotHeight)), ...shapes, drawn("path", { class: "then", d: path(thenPoints) }),
    ...thenPoints.filter(([, at], index) => at !== null && (thenPoints[index - 1]?.[1] ?? null) === null && (thenPoints[index + 1]?.[1] ?? null) === null)
      .map(([x, at]) => drawn("circle", { class: "then-dot", cx: x, cy: at, r: 3 })),
    last?.isPartial && soFar && drawn("text", {
      class: "so-far", x: Math.min(middle(points.length - 1), width - margin.right - 18), y: Math.max(y(Math.max(sums.at(-1), 0)) - 6, 11),
      "text-anchor": "middle", text: "so far",
    }),
    ...goals.map(({ value, text }) => drawn("g", {},
      drawn("line", { class: "goal-line", x1: left, x2: width - margin.right, y1: y(value), y2: y(value) }),
      drawn("text", { class: "goal-text", x: left + 4, y: y(value) - 5, text }))));
  return { left, band, middle, top: (index) => y(Math.max(sums[index], points[index].then ?? 0, 0)) };
}

/** A mark from the axis up: a line at a time, a band for a span. */
function marked({ at, until, isSpan }, left, band, height) {
  const x = left + band * at;
  return isSpan
    ? drawn("rect", { class: "mark-span", x, y: margin.top, width: Math.max(band * (until - at), 2), height })
    : drawn("line", { class: "mark-line", x1: x, x2: x, y1: margin.top, y2: margin.top + height });
}

function bars(points, middle, y, band) {
  const width = Math.max(Math.min(band * 0.72, 56), 1);
  return points.flatMap(({ values, isPartial }, index) => {
    let [above, below] = [0, 0];
    return values.map((value, part) => {
      const from = value < 0 ? below : above;
      const to = from + value;
      [above, below] = value < 0 ? [above, to] : [to, below];
      const [top, bottom] = [Math.min(y(from), y(to)), Math.max(y(from), y(to))];
      return value === 0 ? null : drawn("rect", {
        class: `bar${values.length > 1 ? ` part-${part}` : ""}${isPartial ? (values.length > 1 ? " faded" : " partial") : ""}`, x: middle(index) - width / 2, y: top, width, height: Math.max(bottom - top, 0.75),
        rx: values.length === 1 && width > 5 ? 2 : 0,
      });
    });
  });
}

function lines(points, sums, middle, y) {
  const isOpen = points.at(-1)?.isPartial && points.length > 1;
  const all = sums.map((sum, index) => [middle(index), y(sum)]);
  const area = all.length > 1 ? `${path(all)}L${all.at(-1)[0]} ${y(0)}L${all[0][0]} ${y(0)}Z` : "";
  return [
    drawn("path", { class: "area", d: area }),
    drawn("path", { class: "line", d: path(isOpen ? all.slice(0, -1) : all) }),
    isOpen && drawn("path", { class: "line partial", d: path(all.slice(-2)) }),
    all.length > 0 && drawn("circle", { class: "end", cx: all.at(-1)[0], cy: all.at(-1)[1], r: 3.5 }),
  ];
}

/** A path through points; it is interrupted where there is none. */
function path(points) {
  let isDown = false;
  return points.map(([x, y]) => {
    const text = y === null ? "" : `${isDown ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDown = y !== null;
    return text;
  }).join("");
}

/** The pattern of bars that are still under way. */
const hatch = () => drawn("defs", {}, drawn("pattern", { id: "so-far", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
  drawn("rect", { class: "hatch-ground", width: 6, height: 6 }), drawn("rect", { class: "hatch-line", width: 3, height: 6 })));
