// A row for each series with its summary and its periods, the newest first; or the other way around.
import { element } from "../dom.js";
import { measureOf, moment, value as valueText } from "../format.js";
import { named } from "./chart.js";

const columnsMax = 100;

const summaries = {
  MIN: ["Min", (values) => Math.min(...values)],
  MAX: ["Max", (values) => Math.max(...values)],
  SUM: ["Sum", (values) => values.reduce((sum, value) => sum + value, 0)],
  AVG: ["Average", (values) => values.reduce((sum, value) => sum + value, 0) / values.length],
};

export function table(properties) {
  const host = element("div", { class: "table-host", tabindex: "0", role: "group", "aria-label": properties.title ?? "Table" });
  return {
    host,
    update({ series: given, range }) {
      const options = properties.table ?? {};
      const series = named(given);
      const times = options.showTimeSeriesData === false
        ? []
        : [...new Set(series.flatMap(({ points }) => points.map(([second]) => second)))].sort((a, b) => b - a).slice(0, columnsMax);
      const long = range.end - range.start;
      const columns = [
        ...(options.summaryColumns ?? []).filter((name) => summaries[name]).map((name) => ({
          head: summaries[name][0], isSummary: true,
          of: ({ points }) => (points.length ? summaries[name][1](points.map(([, value]) => value)) : null),
        })),
        ...times.map((second) => ({ head: moment(second * 1000, long), of: (one) => new Map(one.points).get(second) ?? null })),
      ];
      const cell = (one, column) => element("td", { class: column.isSummary ? "summary" : null, text: valueText(column.of(one), measureOf(one), true) });
      const head = (text, className, scope = "col") => element("th", { scope, class: className, text });
      const name = (one) => element("th", { scope: "row" }, element("i", { style: `background:${one.colour}` }), one.name);
      const rows = options.layout === "vertical"
        ? [
          element("thead", {}, element("tr", {}, element("td"), ...series.map((one) => head(one.name)))),
          element("tbody", {}, ...columns.map((column) => element("tr", {}, head(column.head, null, "row"), ...series.map((one) => cell(one, column))))),
        ]
        : [
          element("thead", {}, element("tr", {}, element("td"), ...columns.map(({ head: text, isSummary }) => head(text, isSummary ? "summary" : null)))),
          element("tbody", {}, ...series.map((one) => element("tr", {}, name(one), ...columns.map((column) => cell(one, column))))),
        ];
      const { scrollLeft, scrollTop } = host;
      host.replaceChildren(element("table", {}, ...rows));
      Object.assign(host, { scrollLeft, scrollTop });
      return times.length > 0;
    },
    redraw() {},
    dispose() {},
  };
}
