// The one source of what the page shows: whole readings, each an answer of `/aggregates/summary`. It asks every second while the page is
// visible, and with the entity tag of the last answer, so that an answer without news is an empty 304.
import { askIfChanged, problemOf } from "./api.js";

const interval = 1000;

// Asking takes at most this part of the time, so that a slow API is not asked more than it can answer.
const busyShare = 1 / 4;

export class Source {
  /**
   * `onReading(reading)` is called with each new reading, and `onState({ isLive, problem, checkedAt })` after each answer: `problem` is why
   * there is none, and `checkedAt` when the API last said that the reading holds.
   */
  constructor({ onReading, onState }) {
    Object.assign(this, { onReading, onState, query: null, tag: null, timer: null, running: null, checkedAt: null });
    document.addEventListener("visibilitychange", () => document.hidden || this.#poll());
  }

  /** Asks another question from now on. */
  ask(query) {
    if (query !== this.query) {
      Object.assign(this, { query, tag: null, checkedAt: null });
      this.running?.abort();
      this.running = null;
      this.#poll();
    }
  }

  async #poll() {
    clearTimeout(this.timer);
    if (this.running || document.hidden) {
      return;
    }
    const running = (this.running = new AbortController());
    const start = performance.now();
    const { answer, failure } = await this.#read(running.signal);
    if (running.signal.aborted) {
      return;
    }
    this.running = null;
    if (!failure?.isFinal) {
      const took = performance.now() - start;
      this.timer = setTimeout(() => this.#poll(), Math.max(interval - took, took * (1 / busyShare - 1)));
    }
    if (answer) {
      this.onReading(answer);
    }
    this.onState({
      isLive: !failure, problem: failure ? problemOf(failure) : null, isFinal: failure?.isFinal ?? false, checkedAt: this.checkedAt,
    });
  }

  async #read(signal) {
    try {
      const { answer, tag } = await askIfChanged("aggregates/summary", this.query, this.tag, signal);
      if (!signal.aborted) {
        Object.assign(this, { tag, checkedAt: Date.now() });
      }
      return { answer };
    } catch (failure) {
      return { failure };
    }
  }
}
