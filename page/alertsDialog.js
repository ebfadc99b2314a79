// The dialog that lists alerts with their state, sets and changes them, tries them on the past, and removes them.
import { send } from "./api.js";
import { comparisonChoices, deliveryText, findingText, minuteText, ruleText, stateOf, trialText } from "./alertWords.js";
import { openDialog } from "./dialog.js";
import { Editor } from "./editor.js";
import { element, list, setText } from "./dom.js";
import { writeExactly } from "./exactJson.js";
import { check, choice, entry, field } from "./form.js";
import { currencyChoices, measureChoices, zoneChoices } from "./choices.js";
import { numberOf } from "./notesDialog.js";
import { range } from "./time.js";

const trialDays = 14;
const shownRings = 5;

const kinds = [["noSales", "Nothing is sold"], ["below", "A slow day"], ["itemAbove", "A rush on an item"]];

/** Shows the alerts. `context` has `zone`, `currencies` and `items` (SKUs that are offered) of the view; with an alert, its form is open. */
export function showAlerts({ alerts, context, alert = null }) {
  const editor = new Editor(alerts, {
    title: "Alerts", one: "alert", isAlone: true, empty: "No alert is set. An alert watches the sales each minute, and tells a receiver when its rule holds.",
    entries: () => [...alerts.items].sort((a, b) => b.ringing - a.ringing || a.name.localeCompare(b.name))
      .concat(alerts.unreadable.map((id) => ({ id, isUnreadable: true }))),
    nameOf: ({ name, id }) => name ?? id,
    show: (one) => (one.isUnreadable ? unreadable(one) : shown(one, context.zone)),
    edit: (one) => alertForm(one?.isUnreadable ? { id: one.id } : one, context),
  });
  openDialog("Alerts", [element("div", { class: "dialog-body" }, editor.root)], () => context.closed());
  editor.show();
  if (alert) {
    editor.edit(alert);
  }
  return () => editor.show();
}

const unreadable = ({ id }) => [element("b", { text: id }),
  element("span", { class: "state", "data-tone": "ringing", text: "Could not be evaluated: what is stored of it is damaged, or of a newer version. Change it or remove it." })];

function shown(alert, zone) {
  const { tone, text } = stateOf(alert);
  const delivery = deliveryText(alert, zone);
  return [element("b", {}, element("bdi", { text: alert.name })), element("span", { class: "soft" }, element("bdi", { text: ruleText(alert, zone) })),
    element("span", { class: "state", "data-tone": tone }, element("bdi", { text })),
    delivery ? element("span", { class: "state", "data-tone": "ringing", text: delivery }) : null].filter(Boolean);
}

function alertForm(alert, { zone, currency, currencies, items }) {
  const rule = alert?.rule ?? {};
  const type = choice("type", kinds, rule.type ?? "noSales");
  const name = entry("name", "text", alert?.name, { maxlength: "80", required: true });
  const minutes = entry("minutes", "number", rule.minutes ?? "30", { min: "1", max: "1440", step: "1" });
  const measures = choice("measure", measureChoices, rule.measure ?? "revenue");
  const money = choice("currency", currencyChoices(currencies, rule.currency), rule.currency ?? currency ?? currencies[0] ?? "EUR");
  const percent = entry("percent", "number", rule.percent ?? "60", { min: "1", max: "1000", step: "1" });
  const compare = choice("compare", comparisonChoices, rule.compare ?? "lastWeek");
  const known = element("datalist", { id: "known-items" }, ...items.map(({ sku, name: text }) => element("option", { value: sku, text: text ?? sku })));
  const sku = entry("sku", "text", rule.sku, { list: "known-items" });
  const units = entry("units", "number", rule.units ?? "50", { min: "0", step: "1" });
  const isLimited = check("limited", "Only at certain hours of the day", Boolean(alert?.hours));
  const [from, to] = [entry("from", "time", alert?.hours?.from ?? "08:00"), entry("to", "time", alert?.hours?.to ?? "22:00")];
  const zones = choice("timeZone", zoneChoices(zone, alert?.timeZone), alert?.timeZone ?? zone);
  const webhook = entry("webhook", "url", alert?.webhook, { maxlength: "2000", placeholder: "https://…" });
  const isOn = check("enabled", "Switched on", alert?.enabled ?? true);
  const parts = {
    minutes: field("Minutes", minutes), measure: field("Measure", measures), currency: field("Currency", money), percent: field("Below, in per cent", percent),
    compare: field("Of", compare), sku: field("Item (SKU)", sku, "Leave it empty for any item."), units: field("More than, units", units),
    from: field("From", from), to: field("To", to, "An earlier time is that of the next day."),
  };
  const fieldsOf = { noSales: ["minutes"], below: ["measure", "currency", "percent", "compare"], itemAbove: ["sku", "units", "minutes"] };
  const draw = () => {
    for (const [key, part] of Object.entries(parts)) {
      part.hidden = ["from", "to"].includes(key) ? !isLimited.input.checked
        : !fieldsOf[type.value].includes(key) || (key === "currency" && measures.value !== "revenue");
    }
  };
  const ruleOf = {
    noSales: () => ({ type: "noSales", minutes: numberOf(minutes) }),
    below: () => ({ type: "below", measure: measures.value, currency: measures.value === "revenue" ? money.value : undefined, percent: numberOf(percent), compare: compare.value }),
    itemAbove: () => ({ type: "itemAbove", sku: sku.value.trim() || undefined, units: numberOf(units), minutes: numberOf(minutes) }),
  };
  const tried = () => ({ rule: ruleOf[type.value](), hours: isLimited.input.checked ? { from: from.value, to: to.value } : undefined, timeZone: zones.value });
  const body = () => ({ name: name.value.trim() || undefined, enabled: isOn.input.checked, ...tried(), webhook: webhook.value.trim() || undefined });
  const trial = element("div", { class: "trial", hidden: true });
  draw();
  return {
    fields: [known, element("div", { class: "fields" }, field("Name", name), field("It rings when", type),
      parts.minutes, parts.measure, parts.currency, parts.percent, parts.compare, parts.sku, parts.units),
    element("div", { class: "fields" }, isLimited, parts.from, parts.to, field("Days and hours of", zones)),
    field("Webhook", webhook, "Optional: notified when it begins to ring and when it is over."),
    isOn, trial],
    name: () => name.value,
    body,
    // An alert that is switched on is tried on the past first, which shows if it would always ring, or never.
    ready(form, save) {
      let last = alert?.rule && alert.enabled ? writeExactly(tried()) : "";
      const isTried = () => !isOn.input.checked || writeExactly(tried()) === last;
      const word = () => {
        draw();
        setText(form.submit, !isTried() ? `Try it on the last ${trialDays} days` : isOn.input.checked && !alert?.enabled ? "Switch it on" : "Save");
        trial.hidden = trial.dataset.tried !== writeExactly(tried());
      };
      const tryIt = async () => {
        const question = tried();
        trial.dataset.tried = writeExactly(question);
        showTrial(trial, await send("POST", "alerts/try", { parameters: { days: String(trialDays) }, body: question }), question);
        last = trial.dataset.tried;
        word();
      };
      form.addEventListener("input", word);
      form.addEventListener("change", word);
      form.onSubmit(() => (isTried() ? save() : tryIt()));
      word();
    },
  };
}

function showTrial(host, result, { rule, timeZone }) {
  const rings = element("ul", { class: "rings" });
  host.replaceChildren(element("p", { role: "status", text: trialText(result, trialDays) }), rings);
  const type = rule.type;
  list(rings, result.rings.slice(0, shownRings), ({ since }) => since, () => {
    const [when, what] = [element("span"), element("bdi", { class: "soft" })];
    return Object.assign(element("li", {}, when, what), { update(ring) {
      setText(when, ring.until ? range(ring.since, ring.until) : `since ${minuteText(ring.since, timeZone)}`);
      setText(what, findingText({ numbers: ring.numbers, rule: { type }, isShort: true }));
    } });
  });
  if (result.rings.length > shownRings) {
    host.append(element("p", { class: "soft", text: `and ${Number(result.times) - shownRings} more before` }));
  }
}
