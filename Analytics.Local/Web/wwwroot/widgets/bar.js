// A bar for each series, in the order they come, with its value at its end.
import { element } from "../dom.js";
import { measureOf, tick, value as valueText } from "../format.js";
import { palette } from "../query.js";
import { chartIn, colours, font, Legend, named, tooltip, tooltipContent } from "./chart.js";

export function bar(properties) {
  const plot = element("div", { class: "plot" });
  const position = properties.legend?.position ?? "hidden";
  const legendHost = element("div", { class: "legend", role: "group", "aria-label": "Series" });
  const host = element("div", { class: `chart legend-${position}` }, plot, position === "hidden" ? null : legendHost);
  const hidden = new Set();
  const legend = new Legend(legendHost, hidden, () => draw());
  let drawing = null;
  let last = null;

  function draw() {
    drawing ??= chartIn(plot);
    const c = colours();
    const all = named(last.series).map((one) => ({ ...one, colour: one.isOneOfMany ? palette[0] : one.colour, value: one.points.at(-1)?.[1] ?? 0 }));
    legend.show(all.map(({ name, colour }) => ({ name, colour })));
    const shown = all.filter(({ name }) => !hidden.has(name));
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", `${properties.title ?? "Bars"}: ${shown.map((one) => `${one.name} ${valueText(one.value, measureOf(one), true)}`).join(", ")}`);
    drawing.chart.setOption({
      animationDuration: 300,
      grid: { left: 4, right: 56, top: 6, bottom: 4, containLabel: true },
      tooltip: {
        ...tooltip(c), trigger: "item",
        formatter: ({ dataIndex }) => tooltipContent(shown[dataIndex].name, [{ colour: shown[dataIndex].colour, name: "", value: valueText(shown[dataIndex].value, measureOf(shown[dataIndex]), true) }]),
      },
      xAxis: {
        type: "value", axisLabel: { color: c.soft, ...font, formatter: (number) => tick(number, shown[0] ? measureOf(shown[0]) : {}) }, splitNumber: 4,
        splitLine: { lineStyle: { color: c.grid } }, axisLine: { show: false }, axisTick: { show: false }, min: properties.yAxis?.left?.min, max: properties.yAxis?.left?.max,
      },
      yAxis: {
        type: "category", inverse: true, data: shown.map(({ name }) => name), axisLabel: { color: c.text, ...font, fontSize: 12, width: 150, overflow: "truncate" },
        axisLine: { show: false }, axisTick: { show: false },
      },
      series: [{
        type: "bar", barMaxWidth: 18, barCategoryGap: "35%",
        data: shown.map((one) => ({ value: one.value, itemStyle: { color: one.colour, borderRadius: [0, 4, 4, 0] } })),
        label: { show: true, position: "right", color: c.text, ...font, fontSize: 12, formatter: ({ dataIndex }) => valueText(shown[dataIndex].value, measureOf(shown[dataIndex])) },
      }],
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
    dispose: () => drawing?.dispose(),
  };
}
