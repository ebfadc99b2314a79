// Markdown, as CloudWatch has it. Markup in it is shown, not obeyed: dashboards come from files and from any client.
import { Marked } from "/lib/marked.mjs";
import { element } from "../dom.js";

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const isSafe = (href) => /^(https?:|mailto:|#|\/(?!\/)|[\w.-]+$)/i.test(href);

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escape(text),
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens);
      const button = /^button:(primary:)?/.exec(text);
      const shown = button ? text.slice(button[0].length) : text;
      return isSafe(href)
        ? `<a href="${escape(href)}" rel="noopener noreferrer"${title ? ` title="${escape(title)}"` : ""}${button ? ` class="button${button[1] ? " primary" : ""}"` : ""}>${shown}</a>`
        : shown;
    },
    // No request leaves the machine, so a picture from elsewhere is named only.
    image: ({ href, text }) => (/^(data:image\/|\/(?!\/))/.test(href) ? `<img src="${escape(href)}" alt="${escape(text)}">` : `[picture: ${escape(text || href)}]`),
  },
});

export function text(properties) {
  const host = element("div", { class: "markdown" });
  host.innerHTML = marked.parse(properties.markdown ?? "");
  return { host, isStill: true, dispose() {}, redraw() {} };
}
