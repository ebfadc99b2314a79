// Times of the answers, such as `2026-11-23T13:05+01:00`: the clock of the zone that the page shows, with its offset. What is shown is
// taken from the clock, so nothing is converted.

const formats = new Map();

function timeFormat(options, timeZone = "UTC") {
  const key = JSON.stringify([options, timeZone]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(undefined, { ...options, timeZone }));
  }
  return formats.get(key);
}

/** What the clock shows, as if it were in UTC. */
const clockOf = (text) => new Date(`${text.slice(0, 16)}Z`);

const isMidnight = (text) => text.slice(11, 16) === "00:00";

const shortDay = { weekday: "short", day: "numeric", month: "short" };
const minute = { hour: "2-digit", minute: "2-digit" };

/** The moment before a time, which belongs to what ends there. */
const before = (text) => new Date(clockOf(text).getTime() - 60_000).toISOString().slice(0, 16);

export const time = (text) => timeFormat(minute).format(clockOf(text));
export const day = (text) => timeFormat(shortDay).format(clockOf(text));
export const month = (text) => timeFormat({ month: "long", year: "numeric" }).format(clockOf(text));

/** A moment of UTC on the clock of a zone, to the second. */
export const secondIn = (moment, zone) => timeFormat({ ...minute, second: "2-digit" }, zone).format(new Date(moment));

/** A moment of UTC on the clock of a zone, with its day. */
export const momentIn = (moment, zone) => timeFormat({ ...shortDay, ...minute, second: "2-digit" }, zone).format(new Date(moment));

/** A range whose end is exclusive: `Mon, 23 Nov, 00:00 – 13:06`, or days only where it begins and ends with one. */
export function range(from, to) {
  const year = from.slice(0, 4) === String(new Date().getUTCFullYear()) ? {} : { year: "numeric" };
  const date = timeFormat({ ...shortDay, ...year });
  if (isMidnight(from) && isMidnight(to)) {
    const last = before(to);
    return from.slice(0, 10) === last.slice(0, 10)
      ? date.format(clockOf(from))
      : `${date.format(clockOf(from))} – ${date.format(clockOf(last))}`;
  }
  const end = from.slice(0, 10) === before(to).slice(0, 10) ? time(to) : `${day(to)}, ${time(to)}`;
  return `${date.format(clockOf(from))}, ${time(from)} – ${end}`;
}

/** Where a step begins, for a heading. */
export function stepTitle(at, step) {
  switch (step) {
    case "1mo": return month(at);
    case "1w": return `Week of ${day(at)}`;
    case "1d": return day(at);
    default: return `${day(at)}, ${time(at)}`;
  }
}

/** Where a step begins, below an axis: the day where one begins, else the time. */
export function axisLabel(at, step) {
  switch (step) {
    case "1mo": return timeFormat({ month: "short" }).format(clockOf(at));
    case "1w":
    case "1d": return timeFormat({ day: "numeric", month: "short" }).format(clockOf(at));
    default: return isMidnight(at) ? timeFormat({ day: "numeric", month: "short" }).format(clockOf(at)) : time(at);
  }
}
