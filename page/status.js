// How fresh the page is: the time of the reading that it shows, and a word when that no longer holds.
import { element, setText } from "./dom.js";
import { momentIn, secondIn } from "./time.js";

const staleAfter = 6000;

export class Status {
  constructor() {
    // Only what matters is announced; the clock beside it changes with every reading and is not.
    this.word = element("span", { role: "status" });
    this.asOf = element("span", { class: "as-of" });
    this.root = element("p", { class: "status" }, element("i", { "aria-hidden": "true" }), this.word, this.asOf);
    Object.assign(this, { state: null, reading: null, zone: "UTC" });
    this.root.dataset.state = "starting";
    setText(this.word, "Reading");
    setInterval(() => this.#draw(), 1000);
  }

  show(reading, view) {
    Object.assign(this, { reading, zone: view.tz });
    this.#draw();
  }

  say(state) {
    this.state = state;
    this.#draw();
  }

  #draw() {
    const { state, reading } = this;
    if (!state) {
      return;
    }
    const isLive = state.isLive && (document.hidden || Date.now() - state.checkedAt < staleAfter);
    this.root.dataset.state = isLive ? "live" : "stale";
    setText(this.word, isLive ? "Live" : state.problem ?? "The API is slow; trying again.");
    setText(this.asOf, reading ? `as of ${isLive ? secondIn(reading.asOf, this.zone) : momentIn(reading.asOf, this.zone)}` : "");
    this.root.title = reading?.latestCommitAt ? `The newest change in it was counted at ${momentIn(reading.latestCommitAt, this.zone)}` : "";
  }
}
