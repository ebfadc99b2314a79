// The controls of the dashboards: time range and refresh. The choice is in the address, so that it can be bookmarked and shared.
import { element } from "./dom.js";
import { choices } from "./range.js";

const refreshes = [{ key: "0", name: "off" }, { key: "5", name: "5 s" }, { key: "10", name: "10 s" }, { key: "60", name: "1 min" }];

const forInput = (seconds) => {
  const date = new Date(seconds * 1000);
  return date.toISOString().slice(0, 16);
};

export class Controls {
  /** `changed` is called when something was chosen; `asked` when the data are wanted now. */
  constructor(host, changed, asked) {
    Object.assign(this, { host, changed, choice: "3h", isChosen: false, every: 5, from: null, to: null });
    this.buttons = choices.map(({ key, name, title }) => element("button", { type: "button", title, "data-range": key, text: name, onclick: () => this.choose(key) }));
    this.custom = element("button", { type: "button", title: "From one moment to another, in UTC", "data-range": "custom", "aria-expanded": "false", text: "Custom", onclick: () => this.toggleForm() });
    this.fromInput = element("input", { type: "datetime-local", required: true });
    this.toInput = element("input", { type: "datetime-local", required: true });
    this.complaint = element("p", { class: "complaint", role: "alert" });
    this.form = element("form", { class: "popover", hidden: true, onsubmit: (event) => this.submit(event), onkeydown: (event) => event.key === "Escape" && this.closeForm() },
      element("label", {}, "From (UTC)", this.fromInput), element("label", {}, "To (UTC)", this.toInput), this.complaint,
      element("button", { type: "submit", class: "primary", text: "Show" }));
    this.select = element("select", { "aria-label": "Refresh", title: "How often the data are read", onchange: () => this.changeEvery() },
      ...refreshes.map(({ key, name }) => element("option", { value: key, text: name })));
    this.status = element("span", { class: "status", role: "status" });
    host.append(
      element("div", { class: "segments", role: "group", "aria-label": "Time range" }, ...this.buttons, this.custom, this.form),
      element("label", { class: "refresh" }, element("span", { text: "Refresh" }), this.select),
      element("button", { type: "button", class: "icon-button", title: "Read the data now", "aria-label": "Read the data now", onclick: asked },
        icon()),
      this.status);
    this.show();
  }

  /** What the page shows, as `rangeOf` takes it. */
  time() {
    return this.choice === "custom" ? { from: this.from, to: this.to } : choices.find(({ key }) => key === this.choice);
  }

  /** Takes over what an address says; what makes no sense there is left as it is. */
  read(parameters) {
    const [from, to, every] = ["from", "to", "refresh"].map((name) => (parameters.has(name) ? Number(parameters.get(name)) : NaN));
    if (from < to) {
      Object.assign(this, { choice: "custom", isChosen: true, from, to });
    } else if (choices.some(({ key }) => key === parameters.get("range"))) {
      Object.assign(this, { choice: parameters.get("range"), isChosen: true });
    }
    if (refreshes.some(({ key }) => Number(key) === every)) {
      this.every = every;
    }
    this.show();
  }

  /** The choices, as an address says them. */
  written() {
    const range = !this.isChosen ? {} : this.choice === "custom" ? { from: this.from, to: this.to } : { range: this.choice };
    return new URLSearchParams({ ...range, refresh: this.every });
  }

  /** Takes a dashboard's own range, unless the viewer has chosen one. */
  suggest(seconds) {
    const fitting = choices.find((choice) => choice.seconds === seconds);
    if (!this.isChosen && fitting) {
      this.choice = fitting.key;
      this.show();
    }
  }

  say({ at, problem }) {
    this.status.textContent = problem ?? "";
    this.status.title = at ? `Read at ${at.toLocaleTimeString()}` : "";
    this.status.classList.toggle("failed", problem !== undefined);
  }

  show() {
    [...this.buttons, this.custom].forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.range === this.choice)));
    this.select.value = String(this.every);
  }

  choose(key) {
    Object.assign(this, { choice: key, isChosen: true });
    this.closeForm();
    this.show();
    this.changed();
  }

  changeEvery() {
    this.every = Number(this.select.value);
    this.changed();
  }

  toggleForm() {
    const now = Date.now() / 1000;
    const time = this.time();
    this.fromInput.value = forInput(time.from ?? now - time.seconds);
    this.toInput.value = forInput(time.to ?? now);
    this.complaint.textContent = "";
    this.form.hidden = !this.form.hidden;
    this.custom.setAttribute("aria-expanded", String(!this.form.hidden));
    if (!this.form.hidden) {
      this.fromInput.focus();
    }
  }

  closeForm() {
    if (!this.form.hidden) {
      this.form.hidden = true;
      this.custom.setAttribute("aria-expanded", "false");
      this.custom.focus();
    }
  }

  submit(event) {
    event.preventDefault();
    const [from, to] = [this.fromInput, this.toInput].map((input) => new Date(`${input.value}Z`).getTime() / 1000);
    if (!(from < to)) {
      this.complaint.textContent = "The beginning must be before the end.";
      return;
    }
    Object.assign(this, { from, to });
    this.choose("custom");
  }
}

function icon() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", "18");
  svg.setAttribute("height", "18");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", "M15.5 6.5A6.5 6.5 0 1 0 16.5 10M16 3v4h-4");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.6");
  path.setAttribute("stroke-linecap", "round");
  path.setAttribute("stroke-linejoin", "round");
  svg.append(path);
  return svg;
}
