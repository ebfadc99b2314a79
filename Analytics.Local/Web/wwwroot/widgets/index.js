// From a widget of a dashboard's body to what draws it, and what it says that is not drawn.
import { element } from "../dom.js";
import { bar } from "./bar.js";
import { gauge } from "./gauge.js";
import { pie } from "./pie.js";
import { singleValue } from "./singleValue.js";
import { table } from "./table.js";
import { text } from "./text.js";
import { timeSeries } from "./timeSeries.js";

const views = { timeSeries, singleValue, gauge, bar, pie, table };

// Members of `properties` that are honoured, or mean nothing where there is one account, one region, and all times are in UTC.
const honoured = new Set([
  "metrics", "region", "title", "view", "stacked", "stat", "period", "yAxis", "annotations", "legend", "liveData", "sparkline", "table",
  "setPeriodToTimeRange", "singleValueFullPrecision", "labels", "start", "end",
]);

const reasons = {
  log: "Log queries are not drawn here: the logs are in the terminal that runs the system.",
  alarm: "Alarms are not drawn here: a local stack sends no notifications.",
  explorer: "Metrics explorers are not drawn here.",
  custom: "Custom widgets are not drawn here: they call a function of their own.",
};

/** What draws a widget: `{ host, update?, redraw, dispose }`; and `notes`, what of it is not drawn. */
export function drawerOf(widget) {
  const { type, properties = {} } = widget;
  if (type === "text") {
    return { ...text(properties), notes: [] };
  }
  if (type !== "metric") {
    return unsupported(reasons[type] ?? `Widgets of type “${type}” are not drawn here.`);
  }
  const view = properties.view ?? "timeSeries";
  if (!views[view]) {
    return unsupported(`The view “${view}” is not drawn here; it is one of ${Object.keys(views).join(", ")}.`);
  }
  if (!properties.metrics) {
    return unsupported("A widget that only shows an alarm is not drawn here.");
  }
  if (view === "gauge" && (properties.yAxis?.left?.min === undefined || properties.yAxis.left.max === undefined)) {
    return unsupported("A gauge needs yAxis.left.min and yAxis.left.max.");
  }
  const notes = Object.keys(properties).filter((name) => !honoured.has(name)).map((name) => `“${name}” is not honoured here.`);
  if (properties.annotations?.alarms) {
    notes.push("“annotations.alarms” is not drawn here.");
  }
  return { ...views[view](properties), notes };
}

function unsupported(reason) {
  return { host: element("p", { class: "unsupported", text: reason }), isStill: true, isUnsupported: true, notes: [], redraw() {}, dispose() {} };
}
