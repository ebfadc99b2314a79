// Alerts in words: when they ring, whether they do, and what they found.
import { clockIn, day, momentIn, range, time } from "./time.js";
import { count, money } from "./format.js";
import { nameOf } from "./names.js";

const thenWords = { yesterday: "the day before", lastWeek: "the same day a week earlier", lastYear: "the same day a year earlier" };

/** The names of what a day is compared with. */
export const comparisonChoices = Object.entries(thenWords);

const minutesText = (minutes) => (Number(minutes) % 60 === 0 && Number(minutes) > 60 ? `${count(Number(minutes) / 60)} hours` : minutes === "1" ? "minute" : minutes === "60" ? "hour" : `${count(minutes)} minutes`);
const minutesLong = (minutes) => (["1", "60"].includes(minutes) ? `${minutes === "1" ? "a" : "an"} ${minutesText(minutes)}` : minutesText(minutes));
const figureName = ({ measure, currency }) => (measure === "revenue" ? `revenue in ${currency}` : `number of ${measure}`);
const figure = (figures) => (figures.revenue ? Object.entries(figures.revenue).map(([code, sum]) => money(sum, code)).join(", ")
  : figures.orders !== undefined ? counted(figures.orders, "order") : counted(figures.units, "unit"));
const counted = (number, word) => `${count(number)} ${word}${number === "1" ? "" : "s"}`;

/** When an alert rings. */
export function ruleText({ rule, hours, timeZone }, zone) {
  const text = {
    noSales: () => `Nothing is sold for ${minutesLong(rule.minutes)}`,
    below: () => `The ${figureName(rule)} of the day so far is below ${count(rule.percent)}% of ${thenWords[rule.compare] ?? rule.compare} by then`,
    itemAbove: () => `More than ${counted(rule.units, "unit")} of ${rule.sku ? itemText(rule.sku) : "any item"} are sold within ${minutesLong(rule.minutes ?? "60")}`,
  }[rule.type]?.() ?? `A rule of a newer version: ${rule.type}`;
  return `${text}${hours ? `, between ${hours.from} and ${hours.to}` : ""}${timeZone === zone ? "" : ` (${timeZone.replaceAll("_", " ")})`}`;
}

const itemText = (sku) => (nameOf(sku) ? `${nameOf(sku)} (${sku})` : sku);

/** What an evaluation found; `isShort` leaves out in which time. */
export function findingText({ numbers, rule, isShort = false }) {
  if (numbers.changed) {
    return "the alert was changed";
  }
  const when = isShort ? "" : `, ${range(numbers.from, numbers.to)}`;
  switch (rule.type) {
    case "noSales": return `no order${when}`;
    case "below": return `${figure(numbers)} so far, ${figure(numbers.comparison)} by then (${day(numbers.comparison.from)})`;
    default: return `${counted(numbers.units, "unit")} of ${numbers.sku ? itemText(numbers.sku) : "an item"}${when}`;
  }
}

/** A minute of an alert's zone: the time of today, else with its day. */
export function minuteText(at, zone) {
  return at.slice(0, 10) === clockIn(Date.now(), zone).slice(0, 10) ? time(at) : `${day(at)}, ${time(at)}`;
}

/** Whether an alert rings, in words, and the tone of it. */
export function stateOf({ enabled, ringing, since, notice, timeZone, rule }) {
  if (!enabled) {
    return { tone: "off", text: "Off" };
  }
  if (ringing) {
    return { tone: "ringing", text: `Ringing since ${minuteText(since, timeZone)}${notice?.event === "began" ? `: ${findingText({ numbers: notice.numbers, rule })}` : ""}` };
  }
  return { tone: "quiet", text: notice?.until ? `Quiet; rang last ${range(notice.since, laterMinute(notice))}` : "Quiet" };
}

// An alert that rang for less than a minute has a range of its own all the same.
const laterMinute = ({ since, until }) => (until > since ? until : `${new Date(Date.parse(`${since.slice(0, 16)}Z`) + 60_000).toISOString().slice(0, 16)}`);

/** What became of the newest notice, where the receiver does not have it; else nothing. */
export function deliveryText({ notice }, zone) {
  const reason = notice?.failure ? ` ${notice.failure}` : "";
  return notice?.delivery === "givenUp" ? `The receiver did not take the notice for a day.${reason}`
    : notice?.delivery === "pending" && notice.failure ? `The receiver has not taken the notice; the newest attempt was at ${momentIn(notice.attemptedAt, zone)}.${reason}` : "";
}

const days = (number) => `${count(number)} days`;

/** How often an alert would have rung, as a sentence. */
export function trialText({ times, minutes, from, to }, wanted) {
  const span = (Date.parse(to) - Date.parse(from)) / 60_000;
  const period = span < wanted * 1440 - 60 ? `since ${day(from)}, where the orders begin` : `in the last ${days(wanted)}`;
  return times === "0" ? `It would not have rung ${period}.`
    : `It would have rung ${times === "1" ? "once" : `${count(times)} times`} ${period}, for ${lastingText(Number(minutes))} in all.`;
}

function lastingText(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours ? `${count(hours)} h` : "", rest || !hours ? `${count(rest)} min` : ""].filter(Boolean).join(" ");
}
