// Lines and stacked areas over time, with both axes, annotations and a crosshair.
import { element } from "../dom.js";
import { axisTime, measureOf, period as periodText, value as valueText } from "../format.js";
import { chartIn, colours, font, Legend, named, tooltip, tooltipContent } from "./chart.js";
import { sideOf, sides, valueAxis } from "./valueAxis.js";

export function timeSeries(properties) {
  const position = properties.legend?.position ?? "bottom";
  const plot = element("div", { class: "plot", tabindex: "0" });
  const legendHost = element("div", { class: "legend", role: "group", "aria-label": "Series" });
  const host = element("div", { class: `chart legend-${position}` }, plot, position === "hidden" ? null : legendHost);
  const hidden = new Set();
  let drawing = null;
  let last = null;
  const legend = new Legend(legendHost, hidden, () => draw());

  plot.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && drawing && last) {
      event.preventDefault();
      moveCrosshair(step);
    }
  });
  plot.addEventListener("blur", () => drawing?.chart.dispatchAction({ type: "hideTip" }));
  let at = -1;

  function moveCrosshair(step) {
    const seriesIndex = drawing.chart.getOption().series.findIndex((one) => one.data.length > 0 && one.name);
    if (seriesIndex >= 0) {
      const { data } = drawing.chart.getOption().series[seriesIndex];
      at = at < 0 ? data.length - 1 : Math.min(data.length - 1, Math.max(0, at + step));
      drawing.chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex: at });
    }
  }

  function draw() {
    const { series: given, range, now } = last;
    drawing ??= chartIn(plot);
    const c = colours();
    const all = named(given);
    legend.show(all.map(({ name, colour }) => ({ name, colour })));
    const shown = all.filter(({ name }) => !hidden.has(name));
    const grid = shown.length ? Math.min(...shown.map((one) => one.period)) : 60;
    const lines = properties.stacked ? stacked(shown) : shown.map((one) => ({ ...one, data: withGaps(one) }));
    const measures = sides(shown);
    const drawn = lines.flatMap((one) => lineOf(one, properties, now, lines.length === 1));
    annotate(drawn, properties, c, range);
    drawing.chart.setOption({
      useUTC: true,
      animation: false,
      textStyle: { ...font, color: c.soft },
      grid: { left: 8, right: measures.right ? 8 : 22, top: 26, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(c),
        trigger: "axis",
        axisPointer: { type: "line", lineStyle: { color: c.soft, type: "solid", width: 1 } },
        formatter: (points) => tip(points, all, grid),
      },
      xAxis: {
        type: "time", min: range.start * 1000, max: range.end * 1000,
        axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
        axisLabel: { color: c.soft, hideOverlap: true, ...font, formatter: axisTime }, splitLine: { show: false }, splitNumber: 6,
      },
      yAxis: ["left", "right"].map((side) => valueAxis(side, properties, measures[side], c)),
      series: drawn,
    }, { notMerge: true });
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", summary(properties, all));
  }

  return {
    host,
    update(data) {
      last = data;
      draw();
      return data.series.some((one) => one.points.length > 0);
    },
    redraw: () => last && draw(),
    dispose: () => drawing?.dispose(),
  };
}

/** Points in milliseconds, with a gap where periods are missing. */
function withGaps({ points, period }) {
  const data = [];
  points.forEach(([second, value], index) => {
    if (index > 0 && second - points[index - 1][0] > period * 1.5) {
      data.push([(points[index - 1][0] + period) * 1000, null]);
    }
    data.push([second * 1000, value]);
  });
  return data;
}

/** Series on the same periods: what stands on another must have a value wherever any has one. */
function stacked(series) {
  const times = [...new Set(series.flatMap(({ points }) => points.map(([second]) => second)))].sort((a, b) => a - b);
  return series.map((one) => {
    const values = new Map(one.points);
    return { ...one, data: times.map((second) => [second * 1000, values.get(second) ?? 0]) };
  });
}

/** The line of a series, and where its last period is not over yet that stretch again, in dashes. */
function lineOf(one, properties, now, isAlone) {
  const base = {
    type: "line", name: one.name, color: one.colour, yAxisIndex: sideOf(one) === "right" ? 1 : 0, showAllSymbol: true, symbol: "circle",
    lineStyle: { width: 1.8 }, emphasis: { disabled: true }, connectNulls: false,
  };
  if (properties.stacked) {
    return [{ ...base, data: one.data, symbolSize: dots(one.data), stack: sideOf(one), lineStyle: { width: 1 }, areaStyle: { opacity: 0.55 } }];
  }
  const open = one.data.length > 1 && one.data[one.data.length - 1][0] / 1000 + one.period > now && isNumber(one.data[one.data.length - 2]);
  const solid = open ? one.data.slice(0, -1) : one.data;
  const lines = [{ ...base, data: solid, symbolSize: dots(solid), areaStyle: { opacity: isAlone ? 0.08 : 0 } }];
  return open
    ? [...lines, { ...base, data: one.data.slice(-2), symbolSize: unseen, lineStyle: { width: 1.5, type: [2, 3], opacity: 0.8 }, areaStyle: { opacity: isAlone ? 0.04 : 0 } }]
    : lines;
}

// Not zero, or the crosshair finds no point.
const unseen = 0.01;

/** The sizes of a line's points: one without a neighbour is all that is to be seen of its line, so it is a dot; the others are in the line. */
function dots(data) {
  const lone = new Set(data.filter((point, index) => isNumber(point) && !isNumber(data[index - 1]) && !isNumber(data[index + 1])).map(([time]) => time));
  return ([time]) => (lone.has(time) ? 9 : unseen);
}

const isNumber = (point) => point !== undefined && point[1] !== null;

/** Hangs annotations on a line of their own, so that they are there whatever series are hidden. */
function annotate(drawn, properties, c, range) {
  const { horizontal = [], vertical = [] } = properties.annotations ?? {};
  if (horizontal.length + vertical.length === 0) {
    return;
  }
  const lineStyle = (colour) => ({ color: colour ?? c.soft, type: "dashed", width: 1.2 });
  const label = (text, colour, position) => ({ show: Boolean(text), formatter: text ?? "", color: colour ?? c.soft, position, ...font });
  for (const side of ["left", "right"]) {
    const mine = horizontal.filter((one) => ((Array.isArray(one) ? one[0] : one).yAxis ?? "left") === side && (Array.isArray(one) ? one[0] : one).visible !== false);
    const lines = mine.flat().map(({ value, label: text, color }) => ({ yAxis: value, lineStyle: lineStyle(color), label: label(text, color, "insideEndTop") }));
    const areas = mine.flatMap((one) => {
      if (Array.isArray(one)) {
        return [[{ yAxis: one[0].value, itemStyle: { color: one[0].color ?? c.soft, opacity: 0.08 } }, { yAxis: one[1].value }]];
      }
      return one.fill === "above" || one.fill === "below"
        ? [[{ yAxis: one.value, itemStyle: { color: one.color ?? c.soft, opacity: 0.08 } }, { yAxis: one.fill === "above" ? "max" : "min" }]]
        : [];
    });
    if (side === "left") {
      for (const one of vertical.filter((line) => line.visible !== false)) {
        const [first, second] = Array.isArray(one) ? one : [one];
        for (const line of [first, second].filter(Boolean)) {
          lines.push({ xAxis: Date.parse(line.value), lineStyle: lineStyle(line.color), label: label(line.label, line.color, "end") });
        }
        const [from, to] = second ? [first.value, second.value] : first.fill === "before" ? [range.start * 1000, first.value] : first.fill === "after" ? [first.value, range.end * 1000] : [];
        if (from !== undefined) {
          areas.push([{ xAxis: new Date(from).getTime(), itemStyle: { color: first.color ?? c.soft, opacity: 0.08 } }, { xAxis: new Date(to).getTime() }]);
        }
      }
    }
    if (lines.length + areas.length > 0) {
      // Lines alone do not stretch an axis, so an unseen series reaches to every one of them.
      drawn.push({
        type: "line", data: [[range.start * 1000, null]], yAxisIndex: side === "right" ? 1 : 0, silent: true, tooltip: { show: false },
        markLine: { symbol: "none", silent: true, animation: false, data: lines }, markArea: { silent: true, animation: false, data: areas },
      });
      drawn.push({
        type: "line", data: mine.flat().map(({ value }) => [range.start * 1000, value]), yAxisIndex: side === "right" ? 1 : 0, silent: true,
        tooltip: { show: false }, lineStyle: { opacity: 0 }, symbol: "none",
      });
    }
  }
}

function tip(points, all, grid) {
  const rows = new Map();
  for (const point of points) {
    if (point.seriesName && point.value?.[1] !== null && all.some(({ name }) => name === point.seriesName)) {
      rows.set(point.seriesName, point);
    }
  }
  if (rows.size === 0) {
    return "";
  }
  return tooltipContent(periodText(points[0].axisValue, grid), all.filter(({ name }) => rows.has(name)).map((one) => ({
    colour: one.colour, name: one.name, value: valueText(rows.get(one.name).value[1], measureOf(one), true),
  })));
}

/** What the chart shows, in words. */
function summary(properties, series) {
  const latest = series.filter((one) => one.points.length > 0).map((one) => `${one.name} ${valueText(one.points.at(-1)[1], measureOf(one))}`);
  return `${properties.title ?? "Chart"}. ${latest.length ? `Latest: ${latest.join(", ")}.` : "No data."} Arrow keys move the crosshair.`;
}
