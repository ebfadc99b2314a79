// A dashboard: its widgets on the grid, refreshed.
import { element } from "./dom.js";
import { seriesOf } from "./query.js";
import { rangeOf, seconds } from "./range.js";
import { drawerOf } from "./widgets/index.js";

const columns = 24;

/** Shows a dashboard in an element, for the time that the controls say, and tells them how it went. */
export class DashboardView {
  constructor(host, name, controls) {
    Object.assign(this, { host, name, controls, cards: [], signature: "", stopped: new AbortController() });
    this.redraw = () => this.cards.forEach(({ drawer }) => drawer.redraw());
    document.addEventListener("themechange", this.redraw);
  }

  stop() {
    this.stopped.abort();
    document.removeEventListener("themechange", this.redraw);
    this.cards.forEach(({ drawer }) => drawer.dispose());
  }

  /** Reads the dashboard and all its data. A file that was edited meanwhile is laid out anew. */
  async refresh() {
    const { signal } = this.stopped;
    try {
      const response = await fetch(`/api/dashboards/${encodeURIComponent(this.name)}`, { signal });
      const dashboard = await response.json();
      if (!response.ok) {
        throw new Error(dashboard.message);
      }
      const signature = JSON.stringify([dashboard.modified, dashboard.body, dashboard.messages]);
      if (signature !== this.signature) {
        this.layOut(dashboard);
        this.signature = signature;
      }
      await Promise.all(this.cards.map((card) => this.fill(card)));
      this.controls.say({ at: new Date() });
    } catch (error) {
      if (!signal.aborted) {
        this.controls.say({ problem: error instanceof TypeError ? "The local host does not answer." : error.message });
      }
    }
  }

  layOut({ body, messages }) {
    this.cards.forEach(({ drawer }) => drawer.dispose());
    this.controls.suggest(-(seconds(body?.start) ?? 0));
    const errors = messages.filter(({ isError }) => isError);
    const notice = messages.length === 0 ? null : element("div", { class: errors.length ? "notice error" : "notice", role: errors.length ? "alert" : "status" },
      element("strong", { text: errors.length ? "This dashboard has mistakes" : "Remarks on this dashboard" }),
      element("ul", {}, ...messages.map(({ path, message }) => element("li", {}, path ? element("code", { text: path }) : null, ` ${message}`))));
    const widgets = Array.isArray(body?.widgets) ? body.widgets : [];
    this.cards = placed(widgets).map((place) => this.card(place));
    const grid = element("div", { class: "grid" }, ...[...this.cards].sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x).map(({ root }) => root));
    this.host.replaceChildren(...[notice, widgets.length ? grid : element("p", { class: "empty", text: "There is no widget on this dashboard." })].filter(Boolean));
  }

  card(place) {
    const { widget, x, y, width, height } = place;
    let drawer;
    try {
      drawer = drawerOf(widget);
    } catch (error) {
      drawer = drawerOf({ type: `${widget.type} (${error.message})` });
    }
    const message = element("p", { class: "message", hidden: true });
    const view = drawer.isUnsupported ? "unsupported" : widget.type === "text" ? "text" : (widget.properties.view ?? "timeSeries");
    const root = element("section", {
      class: `card view-${view}${view === "text" ? ` ${widget.properties?.background ?? "solid"}` : ""}`,
      style: `--x:${x + 1};--y:${y + 1};--w:${width};--h:${height}`,
      "aria-label": widget.properties?.title ?? (widget.type === "text" ? null : widget.type), "data-view": view,
    },
      widget.properties?.title ? element("h2", { text: widget.properties.title, title: widget.properties.title }) : null,
      element("div", { class: "body" }, drawer.host, message),
      ...drawer.notes.map((note) => element("p", { class: "note", text: note })));
    return { place, widget, drawer, root, message };
  }

  async fill(card) {
    const { widget, drawer, root, message } = card;
    if (drawer.isStill) {
      return;
    }
    const { signal } = this.stopped;
    const now = Date.now() / 1000;
    const { properties } = widget;
    try {
      const range = rangeOf(properties, this.controls.time(), now);
      const series = (await seriesOf(properties, range, signal)).map((one) => (properties.liveData === true ? one : settled(one, range, now)));
      const hasData = drawer.update({ series, range, now });
      root.dataset.state = hasData ? "data" : "empty";
      message.textContent = hasData ? "" : "No data for this period";
      message.hidden = hasData || properties.view === "singleValue";
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      root.dataset.state = "failed";
      message.textContent = error.message;
      message.hidden = false;
    }
  }
}

/** Without live data, a period shows when it has been over for a minute. */
function settled(series, range, now) {
  return range.isOnePeriod ? series : { ...series, points: series.points.filter(([second]) => second + series.period + 60 <= now) };
}

/** Where each widget stands. One without a place goes below all before it, beside its like. */
function placed(widgets) {
  const list = [];
  let [x, y, row] = [0, 0, 0];
  for (const widget of widgets.filter((one) => typeof one === "object" && one !== null)) {
    const width = Math.min(columns, widget.width ?? 6);
    const height = widget.height ?? 6;
    if (widget.x === undefined) {
      if (x + width > columns) {
        [x, y, row] = [0, y + row, 0];
      }
      list.push({ widget, x, y, width, height });
      x += width;
      row = Math.max(row, height);
    } else {
      list.push({ widget, x: widget.x, y: widget.y, width, height });
      [x, y, row] = [0, Math.max(y, widget.y + height), 0];
    }
  }
  return list;
}
