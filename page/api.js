// Requests to the public API, at the address that the page has. Numbers of its answers are text.
import { parseExactly, writeExactly } from "./exactJson.js";

/** An answer that is an error, with the API's own words. */
export class Refusal extends Error {
  constructor(status, problem) {
    const details = (problem?.errors ?? []).map(({ parameter, pointer, detail }) => `${parameter ?? pointer} ${detail}`);
    super(details.length ? details.join("; ") : problem?.detail ?? problem?.message ?? `The API answers with status ${status}.`);
    // What the same request would be answered with again.
    this.isFinal = status >= 400 && status < 500 && status !== 429;
    this.status = status;
    // What is wrong in a request, field by field: `pointer` names the field.
    this.errors = problem?.errors ?? [];
  }
}

// Sends requests with a token; null where the API needs none.
let session = null;

/** Sends each request from now on with a token of a session. */
export const beginSession = (one) => (session = one);

/** The address of a path of the API, with parameters. */
export function addressOf(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return new URL(query ? `${path}?${query}` : path, document.baseURI);
}

/** Sends a request. Throws a `Refusal` for an error, and a `TypeError` where nothing answers. */
async function request(address, headers, signal, more = {}) {
  const response = await (session ?? globalThis).fetch(address, { headers, signal, cache: "no-store", ...more });
  if (!response.ok && response.status !== 304) {
    const text = await response.text();
    throw new Refusal(response.status, response.headers.get("content-type")?.includes("json") ? parseExactly(text) : null);
  }
  return response;
}

/** Asks for JSON. */
export async function ask(path, parameters, signal) {
  const response = await request(addressOf(path, parameters), { accept: "application/json" }, signal);
  return parseExactly(await response.text());
}

/** Asks for JSON unless it is what an entity tag names: then `answer` is null. */
export async function askIfChanged(path, query, tag, signal) {
  const headers = { accept: "application/json", ...(tag ? { "if-none-match": tag } : {}) };
  const response = await request(new URL(query ? `${path}?${query}` : path, document.baseURI), headers, signal);
  return response.status === 304
    ? { answer: null, tag }
    : { answer: parseExactly(await response.text()), tag: response.headers.get("etag") };
}

/** Asks for a table: its text, and the address of the next page if there is one. */
export async function askTable(path, parameters, signal) {
  const response = await request(addressOf(path, parameters), { accept: "text/csv" }, signal);
  return { text: await response.text(), cursor: response.headers.get("next-cursor"), link: response.headers.get("link") };
}

/** Opens a stream of events: its body. */
export async function openStream(path, signal) {
  return (await request(addressOf(path), { accept: "text/event-stream" }, signal)).body;
}

/** Asks for JSON that can be changed: the answer and its entity tag. */
export async function askForChange(path) {
  const response = await request(addressOf(path), { accept: "application/json" });
  return { answer: parseExactly(await response.text()), tag: response.headers.get("etag") };
}

/** Sends a change, under a condition such as `if-match`; an answer without content is null. */
export async function send(method, path, { body = null, parameters = {}, conditions = {} } = {}) {
  const headers = { accept: "application/json", ...conditions, ...(body ? { "content-type": "application/json" } : {}) };
  const response = await request(addressOf(path, parameters), headers, undefined, { method, ...(body ? { body: writeExactly(body) } : {}) });
  const text = await response.text();
  return text ? parseExactly(text) : null;
}

/** What went wrong, in words. */
export const problemOf = (error) => (error instanceof Refusal ? error.message : "The API does not answer; trying again.");
