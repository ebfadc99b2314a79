// Markdown, as CloudWatch has it. Its parts become elements one by one: no text of a dashboard is parsed as HTML, so markup in it is shown.
import { lexer } from "/lib/marked.mjs";
import { element } from "../dom.js";

const isSafe = (href) => /^(https?:|mailto:|#|\/(?!\/)|[\w.-]+$)/i.test(href);
const isOwnPicture = (href) => /^(data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]|\/(?!\/))/i.test(href);

const all = (tokens) => (tokens ?? []).flatMap((token) => made[token.type]?.(token) ?? [token.raw]);
const wrapped = (tag) => ({ tokens }) => [element(tag, {}, ...all(tokens))];

/** How each kind of token becomes elements and texts; one that is not here stays as it was written. */
const made = {
  heading: ({ depth, tokens }) => [element(`h${depth}`, {}, ...all(tokens))],
  paragraph: wrapped("p"),
  blockquote: wrapped("blockquote"),
  strong: wrapped("strong"),
  em: wrapped("em"),
  del: wrapped("del"),
  text: ({ tokens, text }) => (tokens ? all(tokens) : [unescaped(text)]),
  escape: ({ text }) => [unescaped(text)],
  codespan: ({ text }) => [element("code", { text: unescaped(text) })],
  code: ({ text }) => [element("pre", {}, element("code", { text }))],
  space: () => [],
  def: () => [],
  br: () => [element("br")],
  hr: () => [element("hr")],
  list: ({ ordered, start, items }) => [element(ordered ? "ol" : "ul", { start: ordered && start !== 1 ? start : null }, ...items.map(({ tokens }) => element("li", {}, ...all(tokens))))],
  table: ({ header, rows }) => [element("table", {},
    element("thead", {}, element("tr", {}, ...header.map(({ tokens }) => element("th", { scope: "col" }, ...all(tokens))))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map(({ tokens }) => element("td", {}, ...all(tokens)))))))],
  link: ({ href, title, text, tokens }) => {
    const button = /^button:(primary:)?/.exec(text);
    const content = button ? [text.slice(button[0].length)] : all(tokens);
    return isSafe(href)
      ? [element("a", { href, title, rel: "noopener noreferrer", class: button ? `button${button[1] ? " primary" : ""}` : null }, ...content)]
      : content;
  },
  // No request leaves the machine, so a picture from elsewhere is named only.
  image: ({ href, text }) => (isOwnPicture(href) ? [element("img", { src: href, alt: text })] : [`[picture: ${text || href}]`]),
};

const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/** A text with the character references that Markdown needs for its own characters; others stay as they are written. */
const unescaped = (text) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]);

export function text(properties) {
  const host = element("div", { class: "markdown" }, ...all(lexer(properties.markdown ?? "", { gfm: true })));
  return { host, isStill: true, dispose() {}, redraw() {} };
}
