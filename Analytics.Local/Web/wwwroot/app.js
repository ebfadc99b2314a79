// The dashboards, by the address: `#/{name}?range=3h&refresh=5`. Without a name, the first one.
import { Controls } from "./controls.js";
import { DashboardView } from "./dashboard.js";
import { element } from "./dom.js";

const main = document.getElementById("main");
const controlsHost = document.getElementById("controls");
const controls = new Controls(controlsHost, () => go(current.name), () => current.view?.refresh?.());
const product = document.title;
let current = { name: null, view: null };
let timer = null;

function addressOf(name) {
  return `#/${encodeURIComponent(name)}?${controls.written()}`;
}

/** Shows a page, and leaves the one before in the browser's history. */
function go(name) {
  const address = addressOf(name);
  if (location.hash === address) {
    show();
  } else {
    location.hash = address;
  }
}

async function listPages() {
  const response = await fetch("/api/dashboards");
  const names = await response.json();
  // What all names begin with says nothing.
  const common = names.length > 1 ? shared(names) : (names[0]?.match(/^.*-/)?.[0] ?? "");
  const tabs = names.map((name) => ({ name, text: title(name.slice(common.length)) }));
  document.getElementById("pages").replaceChildren(element("a", { href: "../", text: "Sales" }), ...tabs.map(({ name, text }) =>
    element("a", { href: addressOf(name), "data-page": name, "aria-current": name === current.name ? "page" : null, text })));
  if (current.name === null && names.length > 0) {
    location.replace(addressOf(names[0]));
  }
}

const title = (text) => text.charAt(0).toUpperCase() + text.slice(1).replaceAll("-", " ");

function shared(names) {
  let length = 0;
  while (names.every((name) => name[length] !== undefined && name[length] === names[0][length])) {
    length++;
  }
  return names[0].slice(0, names[0].lastIndexOf("-", length - 1) + 1);
}

function show() {
  const match = /^#\/([^?]+)(?:\?(.*))?$/.exec(location.hash);
  const name = match ? decodeURIComponent(match[1]) : null;
  if (match) {
    controls.read(new URLSearchParams(match[2] ?? ""));
  }
  clearInterval(timer);
  if (name !== current.name) {
    current.view?.stop();
    main.replaceChildren();
    current = { name, view: name === null ? null : new DashboardView(main, name, controls) };
    document.title = `${name ?? "Dashboards"} – ${product}`;
  }
  listPages().catch(() => controls.say({ problem: "The local host does not answer." }));
  if (name !== null) {
    refresh();
    if (controls.every > 0) {
      timer = setInterval(() => document.hidden || refresh(), controls.every * 1000);
    }
  }
}

let running = null;

/** One reading at a time: a slow one is not overtaken, and a wish meanwhile is granted when it is done. */
async function refresh() {
  if (running) {
    running.again = true;
    return;
  }
  running = { again: false };
  await current.view?.refresh?.();
  const { again } = running;
  running = null;
  if (again) {
    refresh();
  }
}

addEventListener("hashchange", show);
show();
