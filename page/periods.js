// The periods that the picker offers, what each can be compared with, and the steps of its chart.

/** Words of the calendar and rolling windows, as the API names them. */
export const periodGroups = [
  { title: "Calendar", choices: [
    { window: "today", name: "Today" }, { window: "yesterday", name: "Yesterday" },
    { window: "thisWeek", name: "This week" }, { window: "lastWeek", name: "Last week" },
    { window: "thisMonth", name: "This month" }, { window: "lastMonth", name: "Last month" },
    { window: "thisYear", name: "This year" },
  ] },
  { title: "Up to now", choices: [
    { window: "15m", name: "Last 15 minutes" }, { window: "1h", name: "Last hour" }, { window: "24h", name: "Last 24 hours" },
    { window: "7d", name: "Last 7 days" }, { window: "28d", name: "Last 28 days" }, { window: "90d", name: "Last 90 days" },
    { window: "365d", name: "Last 365 days" },
  ] },
];

const named = new Map(periodGroups.flatMap(({ choices }) => choices.map(({ window, name }) => [window, name])));

/** The name of a period. */
export const periodName = ({ window }) => (window ? named.get(window) ?? `Last ${window}` : "From … to …");

const spansBefore = {
  today: "the day before", yesterday: "the day before", thisWeek: "the week before", lastWeek: "the week before",
  thisMonth: "the month before", lastMonth: "the month before", thisYear: "the year before",
};

/** What a period can be compared with, as the API names it, with names for people. */
export function comparisons({ window }) {
  return [
    { compare: "", name: "nothing" },
    { compare: "previous", name: spansBefore[window] ?? (window ? `the ${periodName({ window }).replace("Last ", "")} before` : "the same time before") },
    { compare: "yesterday", name: "a day earlier" },
    { compare: "lastWeek", name: "a week earlier" },
    { compare: "lastYear", name: "a year earlier" },
  ].filter(({ compare }) => compare !== "yesterday" || !["today", "yesterday"].includes(window));
}

const steps = [
  { step: "1m", name: "minute", minutes: 1 }, { step: "5m", name: "5 minutes", minutes: 5 },
  { step: "15m", name: "15 minutes", minutes: 15 }, { step: "1h", name: "hour", minutes: 60 },
  { step: "1d", name: "day", minutes: 1440 }, { step: "1w", name: "week", minutes: 10_080 }, { step: "1mo", name: "month", minutes: 43_200 },
];

export const stepName = (step) => steps.find((one) => one.step === step)?.name ?? step;

/** How long a step is, in minutes. */
export const minutesOfStep = (step) => steps.find((one) => one.step === step)?.minutes ?? 60;

const units = { m: 1, h: 60, d: 1440 };
const calendarMinutes = {
  today: 1440, yesterday: 1440, thisWeek: 10_080, lastWeek: 10_080, thisMonth: 44_640, lastMonth: 44_640, thisYear: 525_600,
};

/** How long a period is at most, in minutes. */
function minutesOf({ window, from, to }) {
  if (!window) {
    return Math.max(1, (Date.parse(to) - Date.parse(from)) / 60_000);
  }
  const rolling = /^(\d+)([mhd])$/.exec(window);
  return calendarMinutes[window] ?? (rolling ? Number(rolling[1]) * units[rolling[2]] : 1440);
}

// A chart of more points cannot be read, one of fewer says nothing.
const pointsMax = 200;
const pointsWanted = 70;

/** The steps that make a readable chart of a period. */
export function stepsOf(period) {
  const minutes = minutesOf(period);
  const fitting = steps.filter((one) => minutes / one.minutes <= pointsMax && one.minutes <= minutes);
  return fitting.length ? fitting : [steps[minutes > 1 ? steps.length - 1 : 0]];
}

/** The step that a chart of a period has unless another was chosen. */
export function stepOf(period, chosen) {
  const fitting = stepsOf(period);
  const wanted = fitting.find(({ step }) => step === chosen)
    ?? fitting.find((one) => minutesOf(period) / one.minutes <= pointsWanted) ?? fitting.at(-1);
  return wanted.step;
}
