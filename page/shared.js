// What all viewers of a shop share and may change: goals, marks and alerts. Each kind is one list of the API, read again from time to time.
import { askForChange, askIfChanged, problemOf, send } from "./api.js";

export class Shared {
  /** `kind` names the list and its path, `onChange()` is called when it is another one, and it is read every `seconds`. */
  constructor(kind, seconds, onChange) {
    Object.assign(this, { kind, seconds, onChange, query: "", tag: null, timer: null, items: [], unreadable: [], problem: null, isRead: false });
    document.addEventListener("visibilitychange", () => document.hidden || (this.isRead && this.read()));
  }

  /** Reads the list with other parameters from now on. */
  ask(query) {
    if (query !== this.query || !this.isRead) {
      Object.assign(this, { query, tag: null, isRead: true });
      return this.read();
    }
    return Promise.resolve();
  }

  /** Reads the list now. Without an answer, the list that was read before stays. */
  async read() {
    clearTimeout(this.timer);
    const { query } = this;
    try {
      const { answer, tag } = await askIfChanged(this.kind, query, this.tag);
      if (query === this.query && (answer || this.problem)) {
        Object.assign(this, { tag, problem: null }, answer ? { items: answer[this.kind], unreadable: answer.unreadable ?? [] } : {});
        this.onChange();
      }
    } catch (error) {
      this.problem = problemOf(error);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => document.hidden || this.read(), this.seconds * 1000);
  }

  /** Sets one anew. With the same id again, as after an answer that was lost, it is still one. */
  async create(id, body) {
    await send("PUT", this.#path(id), { body });
    await this.read();
  }

  /** An id that nothing has yet, which begins with a name so that it can be read. */
  newId(name) {
    const words = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
    const random = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${words || this.kind.slice(0, -1)}-${random}`;
  }

  /** Replaces one, unless another viewer changed it since it was read. */
  async replace(item, body) {
    const conditions = await this.#unchanged(item);
    await send("PUT", this.#path(item.id), { body, conditions });
    await this.read();
  }

  /** Removes one, unless another viewer changed it since it was read. */
  async remove(item) {
    const conditions = await this.#unchanged(item);
    await send("DELETE", this.#path(item.id), { conditions });
    await this.read();
  }

  #path(id) {
    return `${this.kind}/${encodeURIComponent(id)}`;
  }

  // What an alert found changes its entity tag; only another `updatedAt` is another viewer's change.
  async #unchanged(item) {
    if (!item.updatedAt) {
      return {};
    }
    const { answer, tag } = await askForChange(this.#path(item.id));
    if (answer.updatedAt !== item.updatedAt) {
      await this.read();
      throw new Error("Another viewer has changed this in the meantime. Close this form to see it as it is now.");
    }
    return { "if-match": tag };
  }
}

/** Why a change was refused, in words. */
export const refusalOf = (error) =>
  error instanceof TypeError ? "The API does not answer, so nothing was changed. Try again."
  : error.status === 403 ? "You may see these numbers, but not change goals, marks or alerts: your access lacks the scope aggregates:write."
  : error.status === 412 ? "It was changed at the same time. Try again."
  : error.message;
