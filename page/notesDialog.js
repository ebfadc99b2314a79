// The dialog that sets, changes and removes goals and marks.
import { openDialog } from "./dialog.js";
import { Editor } from "./editor.js";
import { element } from "./dom.js";
import { Digits } from "./exactJson.js";
import { choice, entry, field } from "./form.js";
import { goalPeriod, targetText } from "./goals.js";
import { markTime } from "./marks.js";
import { currencyChoices, measureChoices, zoneChoices } from "./choices.js";
import { clockIn, momentOf } from "./time.js";

/** Shows goals and marks. `context` has `zone`, `measure`, `currency` and `currencies` of the view; with a mark, its form is open. */
export function showNotes({ goals, marks, context, mark = null }) {
  const goalEditor = new Editor(goals, {
    title: "Goals", one: "goal", empty: "No goal is set. A goal shows how far the day, the week or the month has come.",
    entries: () => goals.items,
    nameOf: (goal) => goal.name ?? `the goal of ${targetText(goal)} ${goalPeriod(goal)}`,
    show: (goal) => [element("b", {}, element("bdi", { text: goal.name ?? targetText(goal) })),
      element("span", { class: "soft", text: `${goal.name ? `${targetText(goal)} ` : ""}${goal.measure === "revenue" ? "of revenue " : ""}${goalPeriod(goal)}, ${goal.timeZone.replaceAll("_", " ")}` })],
    edit: (goal) => goalForm(goal, context),
  });
  const markEditor = new Editor(marks, {
    title: "Marks", one: "mark", empty: "No mark is set. A mark says in the chart what happened, such as a newsletter or a sale.",
    // The newest first: those are the ones that are looked for.
    entries: () => [...marks.items].reverse(),
    nameOf: ({ label }) => label,
    show: (one) => [element("b", {}, element("bdi", { text: one.label })), element("span", { class: "soft", text: markTime(one) })],
    edit: (one) => markForm(one, context.zone),
  });
  const editors = [goalEditor, markEditor];
  const draw = () => editors.forEach((editor) => editor.show());
  openDialog("Goals and marks", [element("div", { class: "dialog-body" }, goalEditor.root, markEditor.root)], () => context.closed());
  draw();
  if (mark) {
    markEditor.edit(mark);
  }
  return draw;
}

function goalForm(goal, { zone, measure, currency, currencies }) {
  const measures = choice("measure", measureChoices, goal?.measure ?? (measureChoices.some(([key]) => key === measure) ? measure : "revenue"));
  const money = choice("currency", currencyChoices(currencies, goal?.currency), goal?.currency ?? currency ?? currencies[0] ?? "EUR");
  const target = entry("target", "number", goal?.target, { min: "0", step: "any", inputmode: "decimal", required: true });
  const period = choice("period", [["day", "Every day"], ["week", "Every week"], ["month", "Every month"]], goal?.period ?? "day");
  const date = entry("date", "date", goal?.date);
  const zones = choice("timeZone", zoneChoices(zone, goal?.timeZone), goal?.timeZone ?? zone);
  const name = entry("name", "text", goal?.name, { maxlength: "80" });
  const moneyField = field("Currency", money);
  const draw = () => (moneyField.hidden = measures.value !== "revenue");
  measures.addEventListener("change", draw);
  draw();
  return {
    fields: [element("div", { class: "fields" }, field("Measure", measures), moneyField, field("Target", target), field("Period", period),
      field("Only the one with this day", date, "Leave it empty for a goal of every period."), field("Days of", zones), field("Name", name, "Optional."))],
    name: () => name.value || `${measures.value} ${period.value}`,
    body: () => ({
      name: name.value.trim() || undefined, measure: measures.value, currency: measures.value === "revenue" ? money.value : undefined,
      target: numberOf(target), period: period.value, date: date.value || undefined, timeZone: zones.value,
    }),
  };
}

function markForm(mark, zone) {
  const label = entry("label", "text", mark?.label, { maxlength: "80", required: true });
  const from = entry("from", "datetime-local", mark?.from.slice(0, 16) ?? clockIn(Date.now(), zone), { required: true });
  const to = entry("to", "datetime-local", mark?.to?.slice(0, 16));
  return {
    fields: [element("div", { class: "fields" }, field("What happened", label), field("At", from, zone.replaceAll("_", " ")), field("Until", to, "Optional: the end of a span."))],
    name: () => label.value,
    body: () => ({ label: label.value.trim() || undefined, from: momentIn(from, zone), to: momentIn(to, zone) }),
  };
}

/** The moment of an input; undefined if it is empty. */
const momentIn = (input, zone) => (input.value ? momentOf(input.value.slice(0, 16), zone) : undefined);

/** The number of an input with its digits; undefined if it has none, which the API says. */
export const numberOf = (input) => (input.value === "" ? undefined : new Digits(input.value));
