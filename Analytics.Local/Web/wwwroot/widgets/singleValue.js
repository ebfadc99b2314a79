// Big numbers, each with a small line of its past where the widget keeps one.
import { element } from "../dom.js";
import { measureOf, value as valueText } from "../format.js";

export function singleValue(properties) {
  const host = element("div", { class: "numbers" });
  return {
    host,
    update({ series }) {
      const withLine = properties.sparkline !== false && properties.setPeriodToTimeRange !== true;
      const shown = series.map((one) => {
        const latest = one.points.at(-1)?.[1] ?? (isSum(one, properties) ? 0 : null);
        return { one, latest, text: valueText(latest, measureOf(one), properties.singleValueFullPrecision === true) };
      });
      // All numbers of a widget are of one size, in which the longest has room.
      host.style.setProperty("--characters", Math.max(4, ...shown.map(({ text }) => text.length)));
      // Many numbers are smaller, so that more of them are in sight.
      host.style.setProperty("--largest", shown.length > 4 ? "18px" : "30px");
      host.replaceChildren(...shown.map(({ one, latest, text }) => element("div", { class: "number", "data-label": one.label, "data-value": latest },
        element("div", { class: "number-label", text: one.label, title: one.label }),
        element("div", { class: "number-value", text }),
        withLine && one.points.length > 2 ? sparkline(one) : null)));
      return series.length > 0;
    },
    redraw() {},
    dispose() {},
  };
}

/** The sum of nothing is zero; of an average or a percentile of nothing there is none. */
function isSum({ look }, properties) {
  return !look.isExpression && (look.stat ?? properties.stat) === "Sum";
}

function sparkline({ points, colour }) {
  const values = points.map(([, value]) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [from, to] = [points[0][0], points.at(-1)[0]];
  const path = points.map(([second, value], index) =>
    `${index ? "L" : "M"}${(((second - from) / (to - from)) * 100).toFixed(1)} ${(22 - ((value - least) / (most - least || 1)) * 20).toFixed(1)}`).join("");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 24");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "sparkline");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg.namespaceURI, "path");
  line.setAttribute("d", path);
  line.setAttribute("stroke", colour);
  svg.append(line);
  return svg;
}
