// The live page: today, rolling totals, top items, newest orders, and how fresh all of it is.
import { element, setText } from "./dom.js";
import { amount, amountAlone, axisTime, count, decimalsOf, duration, timeOfDay, zone } from "./format.js";
import { chartIn, colours, font, tooltip, tooltipContent } from "./widgets/chart.js";

const staleAfter = 4000;

export class LiveView {
  constructor(host) {
    this.host = host;
    this.parts = layout();
    host.replaceChildren(this.parts.root);
    this.drawing = chartIn(this.parts.plot);
    this.seen = null;
    this.heardAt = null;
    this.problem = null;
    this.redraw = () => this.series && this.drawSeries(this.series);
    document.addEventListener("themechange", this.redraw);
    this.source = new EventSource(`/api/live?zone=${encodeURIComponent(zone)}`);
    const on = (name, take) => this.source.addEventListener(name, (event) => take(JSON.parse(event.data)));
    on("now", (data) => this.showNow(data));
    on("all", (data) => {
      this.showNow(data);
      this.showDay(data);
    });
    on("orders", (data) => this.showOrders(data.orders));
    on("problem", ({ message }) => {
      this.problem = message;
      this.showFreshness();
    });
    this.source.addEventListener("error", () => {
      this.problem = "The local host does not answer; trying again.";
      this.showFreshness();
    });
    this.ticker = setInterval(() => this.showFreshness(), 500);
  }

  stop() {
    this.source.close();
    clearInterval(this.ticker);
    document.removeEventListener("themechange", this.redraw);
    this.drawing.dispose();
  }

  showNow(data) {
    this.heardAt = Date.now();
    this.problem = null;
    this.latestCommit = data.hour1.latestCommitAt ? Date.parse(data.hour1.latestCommitAt) : null;
    this.clockAhead = Date.now() - Date.parse(data.sentAt);
    showTotals(this.parts.minutes5, data.minutes5);
    showTotals(this.parts.hour1, data.hour1);
    showItems(this.parts.items, data.items.items);
    this.drawSeries(data.series);
    setText(this.parts.lag, data.lag ? `${duration(data.lag.p50)} median, ${duration(data.lag.p99)} p99` : "nothing counted in 5 minutes");
    this.showFreshness();
  }

  showDay(data) {
    showTotals(this.parts.hours24, data.hours24);
    const { today, yesterday, yesterdaySoFar } = data;
    setText(this.parts.todayOrders, count(today.orders));
    this.parts.todayOrders.dataset.value = today.orders;
    showChange(this.parts.todayChange, today.orders, yesterdaySoFar.orders);
    const columns = [today, yesterdaySoFar, yesterday];
    const row = (name, of) => element("tr", { "data-row": name }, element("th", { scope: "row", text: name }), ...columns.map((day) => element("td", { text: of(day) })));
    const currencies = [...new Set(columns.flatMap(({ revenue }) => Object.keys(revenue)))].sort();
    this.parts.days.replaceChildren(
      row("Orders", (day) => count(day.orders)), row("Units", (day) => count(day.units)), row("Cancelled", (day) => count(day.cancelled)),
      ...currencies.map((currency) => row(currency, ({ revenue }) => amount(revenue[currency] ?? zeroLike(columns, currency), currency))));
  }

  showOrders(orders) {
    const before = this.seen;
    this.seen = new Set(orders.map(({ orderId }) => orderId));
    this.parts.orders.replaceChildren(...orders.slice(0, 12).map((order) => element("li", {
      class: [before && !before.has(order.orderId) ? "new" : null, order.status === "CANCELLED" ? "cancelled" : null].filter(Boolean).join(" ") || null,
      "data-order": order.orderId,
    },
      element("time", { datetime: order.placedAt, text: timeOfDay(new Date(order.placedAt)) }),
      element("span", { class: "what", text: what(order), title: order.skus.join(", ") }),
      element("b", { text: order.status === "CANCELLED" ? "cancelled" : amountAlone(order.total, order.currency) }))));
    this.parts.noOrders.hidden = orders.length > 0;
  }

  showFreshness() {
    const { status, statusText, fresh } = this.parts;
    const age = this.heardAt === null ? null : Date.now() - this.heardAt;
    const isStale = this.problem !== null || age === null || age > staleAfter;
    status.dataset.state = age === null && this.problem === null ? "starting" : isStale ? "stale" : "live";
    setText(statusText, age === null ? (this.problem ? "Not connected" : "Connecting") : isStale ? `Stale for ${duration(Math.round(age / 1000) * 1000)}` : "Live");
    const sinceCommit = this.latestCommit ? Math.max(0, Date.now() - this.clockAhead - this.latestCommit) : null;
    setText(fresh, this.problem ?? (sinceCommit === null ? "nothing counted in the last hour" : sinceCommit < 2000 ? "just now" : `${duration(Math.floor(sinceCommit / 1000) * 1000)} ago`));
  }

  drawSeries(series) {
    this.series = series;
    const c = colours();
    const step = series.stepMinutes * 60_000;
    const points = series.points.map(({ at, orders, cancelled, partial }) => ({ time: Date.parse(at), orders, cancelled, partial }));
    this.drawing.chart.setOption({
      animation: false,
      grid: { left: 4, right: 22, top: 10, bottom: 2, containLabel: true },
      tooltip: {
        ...tooltip(c), trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: c.grid, opacity: 0.5 } },
        formatter: ([{ dataIndex }]) => tooltipContent(`${timeOfDay(new Date(points[dataIndex].time))}${points[dataIndex].partial ? ", so far" : ""}`, [
          { colour: "var(--accent)", name: "Orders", value: count(points[dataIndex].orders) },
          { colour: "var(--bad)", name: "Cancelled", value: count(points[dataIndex].cancelled) }]),
      },
      xAxis: {
        type: "time", min: points[0]?.time, max: (points.at(-1)?.time ?? 0) + step / 2, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false },
        axisLabel: { color: c.soft, ...font, hideOverlap: true, formatter: axisTime }, splitLine: { show: false }, splitNumber: 6,
      },
      yAxis: {
        type: "value", minInterval: 1, splitNumber: 3, axisLabel: { color: c.soft, ...font }, splitLine: { lineStyle: { color: c.grid } }, axisLine: { show: false },
      },
      series: [{
        type: "bar", barWidth: "62%", itemStyle: { color: "#2f6fde", borderRadius: [2, 2, 0, 0] },
        data: points.map(({ time, orders, partial }) => ({ value: [time, orders], itemStyle: { opacity: partial ? 0.55 : 1 } })),
      }],
    });
  }
}

function what({ units, skus }) {
  return `${count(units)} × ${skus[0]}${skus.length > 1 ? ` and ${skus.length - 1} more` : ""}`;
}

/** Nothing in a currency, with the decimals that the amounts of another column have. */
function zeroLike(columns, currency) {
  const decimals = decimalsOf(columns.find(({ revenue }) => currency in revenue).revenue[currency]);
  return decimals ? `0.${"0".repeat(decimals)}` : "0";
}

/** How a number stands against another, in per cent, with an arrow; nothing where there is nothing to stand against. */
function showChange(target, now, before) {
  const change = before > 0 ? (100 * (now - before)) / before : null;
  target.dataset.way = change === null ? "none" : change >= 0 ? "up" : "down";
  setText(target, change === null ? "" : `${change >= 0 ? "▲" : "▼"} ${Math.abs(change).toFixed(Math.abs(change) < 10 ? 1 : 0)} %`);
  target.title = change === null ? "" : "against yesterday by this time";
}

function showTotals(card, totals) {
  setText(card.orders, count(totals.orders));
  card.root.dataset.orders = totals.orders;
  card.root.dataset.units = totals.units;
  card.root.dataset.cancelled = totals.cancelled;
  card.root.dataset.revenue = JSON.stringify(totals.revenue);
  setText(card.more, `${count(totals.units)} units, ${count(totals.cancelled)} cancelled`);
  const currencies = Object.entries(totals.revenue);
  card.revenue.replaceChildren(...currencies.map(([currency, sum]) => element("li", {}, element("b", { text: amount(sum, currency) }), element("span", { text: currency }))));
}

function showItems(list, items) {
  const most = items[0]?.units ?? 1;
  list.replaceChildren(...items.map(({ sku, units, orders }) => element("li", { "data-sku": sku, "data-units": units, title: `${count(units)} units in ${count(orders)} orders` },
    element("span", { class: "sku", text: sku }), element("b", { text: count(units) }), element("i", { style: `width:${Math.max(1, (100 * units) / most)}%` }))));
  list.nextElementSibling.hidden = items.length > 0;
}

function layout() {
  const parts = {};
  const part = (name, tag, attributes = {}) => (parts[name] = element(tag, attributes));
  const totals = (name, title) => {
    const card = { orders: element("div", { class: "number-value" }), more: element("div", { class: "number-label" }), revenue: element("ul", { class: "moneys" }) };
    card.root = element("section", { class: "card total", "data-window": name, "aria-label": title }, element("h2", { text: title }), element("div", { class: "total-line" }, card.orders, element("span", { text: "orders" })), card.more, card.revenue);
    parts[name] = card;
    return card.root;
  };
  const status = part("status", "div", { class: "pill", role: "status" });
  status.append(element("i"), part("statusText", "span"));
  parts.root = element("div", { class: "live" },
    element("div", { class: "live-head" },
      status,
      element("dl", { class: "facts" },
        element("div", {}, element("dt", { text: "Last order counted" }), part("fresh", "dd")),
        element("div", {}, element("dt", { text: "From change to count" }), part("lag", "dd")))),
    element("div", { class: "live-grid" },
      element("section", { class: "card today", "aria-label": "Today so far" },
        element("h2", { text: "Today so far" }),
        element("div", { class: "today-line" }, part("todayOrders", "div", { class: "number-value hero" }), element("span", { text: "orders" }), part("todayChange", "span", { class: "change" })),
        element("div", { class: "days-host", tabindex: "0", role: "region", "aria-label": "Today and yesterday" }, element("table", { class: "days" },
          element("thead", {}, element("tr", {}, ...["", "Today", "Yesterday by now", "Yesterday"].map((text) => element("th", { scope: "col", text })))),
          part("days", "tbody")))),
      totals("minutes5", "Last 5 minutes"), totals("hour1", "Last hour"), totals("hours24", "Last 24 hours"),
      element("section", { class: "card chart-card", "aria-label": "Orders per minute, last hour" }, element("h2", { text: "Orders per minute, last hour" }), part("plot", "div", { class: "plot" })),
      element("section", { class: "card items-card", "aria-label": "Top items, last hour" }, element("h2", { text: "Top items by units, last hour" }), part("items", "ol", { class: "items" }), element("p", { class: "empty", hidden: true, text: "No item was sold in the last hour." })),
      element("section", { class: "card orders-card", "aria-label": "Newest orders" }, element("h2", { text: "Newest orders" }), part("orders", "ol", { class: "orders" }), part("noOrders", "p", { class: "empty", text: "No order has come by since the start." }))));
  return parts;
}
