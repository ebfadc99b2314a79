// The pointer and the arrow keys move along a chart; the values there are shown beside it and announced as the value of a slider.
import { element, setAttribute } from "./dom.js";

export class Crosshair {
  /** `textOf(index)` says the values of a point in words, `contentOf(index)` shows them, `open(index)` is called for a click or Enter. */
  constructor(host, svg, { textOf, contentOf, open }) {
    Object.assign(this, { host, svg, textOf, contentOf, open, index: null, count: 0, layout: null });
    this.tip = element("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    host.append(this.tip);
    host.addEventListener("pointermove", (event) => this.#move(this.#indexAt(event)));
    host.addEventListener("pointerleave", () => document.activeElement === host || this.#move(null));
    host.addEventListener("click", (event) => this.#openAt(this.#indexAt(event)));
    host.addEventListener("blur", () => this.#move(null));
    host.addEventListener("focus", () => this.#move(this.index ?? this.count - 1));
    host.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Takes over a new drawing, and stays at its place in it. */
  show(layout, count) {
    Object.assign(this, { layout, count });
    setAttribute(this.host, "aria-valuemax", Math.max(count - 1, 0));
    this.#move(this.index === null || count === 0 ? null : Math.min(this.index, count - 1));
  }

  #indexAt(event) {
    const x = event.clientX - this.svg.getBoundingClientRect().left;
    const index = Math.floor((x - this.layout.left) / this.layout.band);
    return index >= 0 && index < this.count ? index : null;
  }

  #openAt(index) {
    if (index !== null) {
      this.open(index);
    }
  }

  #press(event) {
    const at = this.index ?? this.count - 1;
    const to = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: this.count - 1, PageDown: at - 7, PageUp: at + 7 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#move(Math.min(Math.max(to, 0), this.count - 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#openAt(this.index);
    } else if (event.key === "Escape") {
      this.#move(null);
    }
  }

  #move(index) {
    this.index = index;
    const band = this.svg.querySelector(".crosshair");
    const at = index ?? Math.max(this.count - 1, 0);
    setAttribute(this.host, "aria-valuenow", at);
    setAttribute(this.host, "aria-valuetext", this.count > 0 ? this.textOf(at) : "No data");
    this.tip.hidden = index === null;
    band?.setAttribute("visibility", index === null ? "hidden" : "visible");
    if (index === null) {
      return;
    }
    const { left, band: width, middle, top } = this.layout;
    band?.setAttribute("x", left + width * index);
    this.tip.replaceChildren(...this.contentOf(index));
    const room = this.host.clientWidth;
    const half = this.tip.offsetWidth / 2;
    this.tip.style.left = `${Math.min(Math.max(middle(index), half + 2), room - half - 2)}px`;
    this.tip.style.top = `${Math.max(top(index) - this.tip.offsetHeight - 10, 0)}px`;
  }
}
