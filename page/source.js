// The one source of what the page shows: whole readings, each an answer of `/aggregates/summary`. It asks every second while the page is
// visible, and with the entity tag of the last answer, so that an answer without news is an empty 304. Where a stream says when there are
// news, it asks then, and else less often: news of days before today are not in the stream.
import { askIfChanged, problemOf } from "./api.js";
import { News } from "./news.js";

const interval = 1000;
const quietInterval = 4000;

// Asking takes at most this part of the time, so that a slow API is not asked more than it can answer.
const busyShare = 1 / 4;

export class Source {
  /**
   * `onReading(reading)` is called with each new reading, and `onState({ isLive, problem, checkedAt })` after each answer: `problem` is why
   * there is none, and `checkedAt` when the API last said that the reading holds. `streams` are the paths of streams that the API has.
   */
  constructor({ streams, onReading, onState }) {
    Object.assign(this, { onReading, onState, query: null, tag: null, timer: null, running: null, checkedAt: null, mayAskAt: 0, hasNews: false });
    this.news = new News(streams, () => this.#hear());
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

  /** News are asked for at once, but not sooner than the interval after the last request. */
  #hear() {
    this.hasNews = true;
    if (this.query !== null && !this.running) {
      this.#pollAfter(this.mayAskAt - performance.now());
    }
  }

  #pollAfter(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#poll(), wait);
  }

  async #poll() {
    clearTimeout(this.timer);
    if (this.running || document.hidden) {
      return;
    }
    const running = (this.running = new AbortController());
    this.hasNews = false;
    const start = performance.now();
    const { answer, failure } = await this.#read(running.signal);
    if (running.signal.aborted) {
      return;
    }
    this.running = null;
    if (!failure?.isFinal) {
      const took = performance.now() - start;
      this.mayAskAt = Math.max(start + interval, start + took / busyShare);
      const isQuiet = this.news.isOpen && !this.hasNews && !failure;
      this.#pollAfter(Math.max(this.mayAskAt, isQuiet ? start + quietInterval : 0) - performance.now());
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
