// A half circle from the axis's least to its greatest value, with annotations as bands on it.
import { element } from "../dom.js";
import { measureOf, tick, value as valueText } from "../format.js";
import { chartIn, colours, font } from "./chart.js";

export function gauge(properties) {
  const host = element("div", { class: "gauges" });
  let drawings = [];
  let last = null;

  function draw() {
    const { series } = last;
    if (drawings.length !== series.length) {
      drawings.forEach(({ dispose }) => dispose());
      host.replaceChildren(...series.map(() => element("div", { class: "gauge" })));
      drawings = series.map((_, index) => chartIn(host.children[index]));
    }
    series.forEach((one, index) => drawOne(one, drawings[index].chart, host.children[index]));
  }

  function drawOne(one, chart, target) {
    const c = colours();
    const { min, max } = properties.yAxis.left;
    const latest = one.points.at(-1)?.[1] ?? null;
    const text = valueText(latest, measureOf(one));
    const bands = bandsOf(properties.annotations?.horizontal ?? [], min, max, c.grid);
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", `${one.label}: ${text}, on a scale from ${min} to ${max}.`);
    const circle = { type: "gauge", startAngle: 200, endAngle: -20, min, max, center: ["50%", "60%"], splitNumber: 2 };
    chart.setOption({
      animationDuration: 300,
      series: [
        {
          ...circle, radius: "88%", axisLine: { lineStyle: { width: 4, color: bands } }, axisTick: { show: false }, splitLine: { show: false },
          axisLabel: { show: false }, pointer: { show: false }, detail: { show: false }, silent: true,
        },
        {
          ...circle, radius: "80%", axisLine: { lineStyle: { width: 14, color: [[1, c.grid]] } }, axisTick: { show: false }, splitLine: { show: false },
          axisLabel: { color: c.soft, distance: -2, ...font, formatter: (number) => (number === min || number === max ? tick(number) : "") },
          // Always there, if unseen: ECharts does not get over one that is shown only later.
          progress: { show: true, width: 14, roundCap: true, itemStyle: { color: one.colour, opacity: latest === null ? 0 : 1 } }, pointer: { show: false },
          data: [{ value: latest === null ? min : Math.min(max, Math.max(min, latest)), name: one.label }],
          title: { offsetCenter: [0, "38%"], color: c.soft, ...font, fontSize: 12, width: target.clientWidth - 24, overflow: "break" },
          detail: { offsetCenter: [0, "-2%"], color: c.text, fontSize: 30, fontWeight: 600, fontFamily: font.fontFamily, formatter: () => (latest === null ? "" : text) },
        },
      ],
    }, { notMerge: true });
  }

  return {
    host,
    update(data) {
      last = data;
      draw();
      return data.series.some((one) => one.points.length > 0);
    },
    redraw: () => last && draw(),
    dispose: () => drawings.forEach(({ dispose }) => dispose()),
  };
}

/** Annotations as stretches of the scale, in the form of ECharts: where each ends, and its colour. */
function bandsOf(annotations, min, max, ground) {
  const edges = new Set([0, 1]);
  const share = (value) => Math.min(1, Math.max(0, (value - min) / (max - min)));
  const spans = annotations.map((one) => (Array.isArray(one)
    ? { from: share(Math.min(one[0].value, one[1].value)), to: share(Math.max(one[0].value, one[1].value)), color: one[0].color }
    : one.fill === "below" ? { from: 0, to: share(one.value), color: one.color } : { from: share(one.value), to: one.fill === "above" ? 1 : share(one.value), color: one.color }));
  spans.forEach(({ from, to }) => edges.add(from).add(to));
  return [...edges].sort((a, b) => a - b).slice(1).map((end, index, ends) => {
    const middle = (end + (index ? ends[index - 1] : 0)) / 2;
    return [end, spans.find(({ from, to }) => from < middle && middle < to)?.color ?? ground];
  });
}
