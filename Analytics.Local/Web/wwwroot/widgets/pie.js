// A ring with a part for each series, and the whole in its middle.
import { element } from "../dom.js";
import { measureOf, value as valueText } from "../format.js";
import { chartIn, colours, font, Legend, named, tooltip, tooltipContent } from "./chart.js";

export function pie(properties) {
  const plot = element("div", { class: "plot" });
  const position = properties.legend?.position ?? "right";
  const legendHost = element("div", { class: "legend", role: "group", "aria-label": "Parts" });
  const host = element("div", { class: `chart legend-${position}` }, plot, position === "hidden" ? null : legendHost);
  const hidden = new Set();
  const legend = new Legend(legendHost, hidden, () => draw());
  let drawing = null;
  let last = null;

  function draw() {
    drawing ??= chartIn(plot);
    const c = colours();
    // What is below zero takes no part of a ring.
    const all = named(last.series).map((one) => ({ ...one, value: Math.max(0, one.points.at(-1)?.[1] ?? 0) }));
    legend.show(all.map(({ name, colour }) => ({ name, colour })));
    const shown = all.filter(({ name }) => !hidden.has(name));
    const whole = shown.reduce((sum, { value }) => sum + value, 0);
    const measure = shown[0] ? measureOf(shown[0]) : {};
    const percent = (value) => `${((100 * value) / (whole || 1)).toFixed(1)}%`;
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", `${properties.title ?? "Parts"}: ${shown.map((one) => `${one.name} ${percent(one.value)}`).join(", ")}`);
    drawing.chart.setOption({
      animationDuration: 300,
      tooltip: {
        ...tooltip(c), trigger: "item",
        formatter: ({ dataIndex }) => tooltipContent(shown[dataIndex].name, [
          { colour: shown[dataIndex].colour, name: percent(shown[dataIndex].value), value: valueText(shown[dataIndex].value, measureOf(shown[dataIndex]), true) }]),
      },
      title: {
        text: shown.some(({ points }) => points.length > 0) ? valueText(whole, measure) : "", left: "center", top: "middle", textStyle: { color: c.text, fontSize: 18, fontWeight: 600, fontFamily: font.fontFamily },
      },
      series: [{
        type: "pie", radius: ["56%", "88%"], center: ["50%", "50%"], itemStyle: { borderColor: c.surface, borderWidth: 2 }, emphasis: { scaleSize: 3 },
        label: { show: properties.labels?.visible === true, color: c.soft, ...font, formatter: ({ dataIndex }) => percent(shown[dataIndex].value) },
        labelLine: { show: properties.labels?.visible === true, length: 6, length2: 6 },
        data: shown.map((one) => ({ name: one.name, value: one.value, itemStyle: { color: one.colour } })),
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
