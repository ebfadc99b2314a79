// Stretches of time: what the controls offer, what dashboards say, and what is asked for.

/** What the controls offer, in seconds. */
export const choices = [
  { key: "5m", name: "5 m", title: "The last 5 minutes", seconds: 300 },
  { key: "15m", name: "15 m", title: "The last 15 minutes", seconds: 900 },
  { key: "1h", name: "1 h", title: "The last hour", seconds: 3600 },
  { key: "3h", name: "3 h", title: "The last 3 hours", seconds: 10_800 },
  { key: "1d", name: "1 d", title: "The last day", seconds: 86_400 },
];

const units = { Y: 31_536_000, M: 2_592_000, W: 604_800, D: 86_400 };
const clockUnits = { H: 3600, M: 60, S: 1 };

/** Seconds of a duration such as `-PT5M` or `P0D`; null if it is none. */
export function seconds(text) {
  const match = /^(-?)P((?:\d+[YMWD])*)(?:T((?:\d+[HMS])+))?$/.exec(text ?? "");
  if (!match || (!match[2] && !match[3])) {
    return null;
  }
  const sum = (part, sizes) => [...(part ?? "").matchAll(/(\d+)([A-Z])/g)].reduce((all, [, number, unit]) => all + Number(number) * sizes[unit], 0);
  const size = sum(match[2], units) + sum(match[3], clockUnits);
  return match[1] ? -size : size;
}

/** A moment that a dashboard names, relative to now or not, in seconds since 1970; null if it names none. */
function moment(text, now) {
  const relative = seconds(text);
  if (relative !== null) {
    return now + relative;
  }
  const absolute = Date.parse(text ?? "");
  return Number.isNaN(absolute) ? null : absolute / 1000;
}

/** The range of a widget: its own where it has one, else the page's. `{ start, end, isOnePeriod }` in seconds since 1970. */
export function rangeOf(properties, page, now) {
  const isOnePeriod = properties.setPeriodToTimeRange === true;
  let { start, end } = page.from ? { start: page.from, end: page.to } : { start: now - page.seconds, end: now };
  const own = moment(properties.start, now);
  if (own !== null) {
    [start, end] = [own, moment(properties.end, now) ?? now];
  }
  if (isOnePeriod && Math.abs(end - now) < 1) {
    // Up to and including the current minute, as the windows of the aggregates are.
    const length = end - start;
    end = Math.ceil((now + 0.001) / 60) * 60;
    start = end - length;
  }
  return { start: Math.floor(start), end: Math.ceil(end), isOnePeriod };
}
