// Which goals a view shows, how far each is reached, and where its line stands in the chart.
import { add, sign } from "./decimal.js";
import { count, money, percent, tick } from "./format.js";
import { valueOf } from "./measures.js";
import { minutesOfStep, stepName } from "./periods.js";
import { clockIn, day, month, range } from "./time.js";

const dayMinutes = 1440;
const words = {
  today: ["day", "today"], yesterday: ["day", "yesterday"], thisWeek: ["week", "this week"], lastWeek: ["week", "last week"],
  thisMonth: ["month", "this month"], lastMonth: ["month", "last month"],
};

const shifted = (date, days) => new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const mondayOf = (date) => shifted(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
const daysOfMonth = (date) => new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate();

/** The period that a view is, as goals have them, and what it is called; null if it is none. */
function periodOf(view, { from, to }) {
  if (words[view.window]) {
    return { period: words[view.window][0], name: words[view.window][1] };
  }
  const first = from.slice(0, 10);
  if (view.window || from.slice(11, 16) !== "00:00" || to.slice(11, 16) !== "00:00") {
    return null;
  }
  const days = (Date.parse(`${to.slice(0, 10)}T00:00Z`) - Date.parse(`${first}T00:00Z`)) / 86_400_000;
  const period = days === 1 ? "day" : days === 7 && first === mondayOf(first) ? "week"
    : days === daysOfMonth(first) && first.endsWith("-01") ? "month" : null;
  return period && { period, name: period === "month" ? month(from) : range(from, to) };
}

/** Whether a goal is for the period that begins with a day. */
const isFor = (goal, first) => !goal.date
  || { day: goal.date, week: mondayOf(goal.date), month: `${goal.date.slice(0, 7)}-01` }[goal.period] === first;

/** Whether the clocks of a zone show the range of a reading, too. */
const hasClock = (zone, { from, to }) => [from, to].every((at) => clockIn(Date.parse(at), zone) === at.slice(0, 16));

/** A target with what it counts, for people. */
export const targetText = ({ measure, currency, target }) =>
  (currency ? money(target, currency) : `${count(target)} ${measure === "orders" ? "order" : "unit"}${target === "1" ? "" : "s"}`);

/** The goals of a measure, for the period of a view: each with `goal`, `name`, `text`, `share` from 0 to 1, and `isReached`. */
export function goalsOf(goals, view, reading, measure) {
  const shown = periodOf(view, reading);
  // A goal is for all orders of the shop.
  if (!shown || Object.keys(view.filters).length > 0) {
    return [];
  }
  return goals.filter((goal) => goal.period === shown.period && goal.measure === measure.key
    && isFor(goal, reading.from.slice(0, 10))).map((goal) => progress(goal, shown.name, valueOf(reading.totals, measure, goal.currency), reading));
}

function progress(goal, name, value, reading) {
  const text = `the goal of ${targetText(goal)} for ${name}`;
  if (!hasClock(goal.timeZone, reading)) {
    return { goal, name: goal.name ?? "", text: `${text[0].toUpperCase()}${text.slice(1)} is for ${goal.timeZone.replaceAll("_", " ")}`, zone: goal.timeZone };
  }
  const isReached = sign(add(value, `-${goal.target}`)) >= 0;
  const part = Number(value) / Number(goal.target);
  const whole = isReached ? Math.max(100, Math.floor(part * 100)) : Math.min(99, Math.floor(part * 100));
  const shown = !isReached && whole < 1 && part > 0 ? `< ${percent(1)}` : percent(whole);
  return { goal, name: goal.name ?? "", text: `${shown} of ${text}${isReached ? ", reached" : ""}`, share: Math.min(Math.max(part, 0), 1), isReached };
}

/** The line of a goal in a chart: its target in a running total, else what each step takes of it at an even pace. */
export function lineOf({ goal }, { isSum, step, from }) {
  const number = Number(goal.target);
  if (isSum) {
    return { value: number, text: `goal ${tick(number, goal.currency ?? null)}` };
  }
  const minutes = { day: dayMinutes, week: 7 * dayMinutes, month: daysOfMonth(from.slice(0, 10)) * dayMinutes }[goal.period];
  const value = number * Math.min(1, minutesOfStep(step) / minutes);
  return { value, text: `goal: ${tick(value, goal.currency ?? null)} per ${stepName(step)}` };
}

const everyPeriod = { day: "every day", week: "every week", month: "every month" };

/** When a goal is for, in words. */
export const goalPeriod = ({ period, date }) => (!date ? everyPeriod[period]
  : period === "day" ? `on ${day(`${date}T00:00`)}` : period === "week" ? `in the week of ${day(`${mondayOf(date)}T00:00`)}` : `in ${month(`${date}T00:00`)}`);
