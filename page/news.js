// Says when the shop has news: by the stream of totals, where the API has one. The numbers in it are not shown; each of the page is of a
// reading. A page that is not visible has no stream open, since a browser opens few connections to one host.
import { openStream } from "./api.js";

const path = "/aggregates/live";

export class News {
  /** `onNews()` is called with each event. `streams` are the paths of streams that the API has. */
  constructor(streams, onNews) {
    Object.assign(this, { onNews, isOpen: false, running: null, timer: null });
    if (streams.includes(path)) {
      document.addEventListener("visibilitychange", () => (document.hidden ? this.#leave() : this.#listen()));
      this.#listen();
    }
  }

  #leave() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
  }

  async #listen() {
    this.#leave();
    if (document.hidden) {
      return;
    }
    const running = (this.running = new AbortController());
    // A stream that ended is followed by the next one. Where there is none, another attempt is made later.
    let wait = 30_000;
    try {
      const body = await openStream(path.slice(1), running.signal);
      wait = 1000;
      await this.#read(body.pipeThrough(new TextDecoderStream()).getReader());
    } catch {
      // The page asks by itself meanwhile.
    }
    if (this.running === running) {
      this.timer = setTimeout(() => this.#listen(), wait);
    }
  }

  async #read(reader) {
    try {
      this.isOpen = true;
      for (let rest = ""; ; ) {
        const { done, value } = await reader.read();
        if (done) {
          return;
        }
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        if (events.some((event) => /^data:/m.test(event))) {
          this.onNews();
        }
      }
    } finally {
      this.isOpen = false;
    }
  }
}
