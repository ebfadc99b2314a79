// From a widget's metrics to queries, and back to series with their looks.

const pointsMax = 2000;
const periods = [60, 300, 900, 3600, 21_600, 86_400];

/** Colours of series that name none; they hold on light and dark ground. */
export const palette = ["#2f6fde", "#0e9488", "#d08700", "#7a5bd0", "#d0433f", "#3f9b4f", "#c2548f", "#5b7d9e", "#a0713c", "#4aa3c7", "#8a8d2f", "#b06fd0"];

/** What is left over is told apart from what has a name. */
const grey = "#8a94a3";

/** Spells out the dots by which an entry repeats the one before. */
function spelledOut(entry, before) {
  const texts = [];
  entry.forEach((text, index) => {
    if (/^\.{3,}$/.test(text)) {
      const rest = entry.length - index - 1;
      texts.push(...before.slice(texts.length, Math.max(texts.length, before.length - rest)));
    } else {
      texts.push(text === "." ? before[texts.length] : text);
    }
  });
  return texts;
}

/** A period as a widget gives it, longer where the range would have more points than can be drawn. */
function periodFor(given, range) {
  const least = (range.end - range.start) / pointsMax;
  return given >= least ? given : (periods.find((period) => period >= least && period % given === 0) ?? Math.ceil(least / 86_400) * 86_400);
}

/** The queries of a widget and the looks of each, by id. */
export function queriesOf(properties, range) {
  const looks = new Map();
  let before = [];
  const queries = (properties.metrics ?? []).map((entry, index) => {
    const last = entry[entry.length - 1];
    const look = typeof last === "object" && last !== null ? last : {};
    const texts = typeof last === "object" ? entry.slice(0, -1) : entry;
    const id = look.id ?? `q${index}`;
    const period = periodFor(look.period ?? properties.period ?? 300, range);
    looks.set(id, { ...look, order: index, isExpression: look.expression !== undefined });
    const common = { Id: id, ReturnData: look.visible !== false, ...(look.label === undefined ? {} : { Label: look.label }) };
    if (look.expression !== undefined) {
      return { ...common, Expression: look.expression, Period: period };
    }
    before = spelledOut(texts, before);
    const [namespace, name, ...pairs] = before;
    const dimensions = [];
    for (let at = 0; at < pairs.length; at += 2) {
      dimensions.push({ Name: pairs[at], Value: pairs[at + 1] });
    }
    return {
      ...common,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensions },
        Stat: look.stat ?? properties.stat ?? "Average",
        Period: period,
      },
    };
  });
  return { queries, looks };
}

/** Asks for the series of a widget. Each has id, label, period, points `[[seconds, value]…]`, look and colour. */
export async function seriesOf(properties, range, signal) {
  const { queries, looks } = queriesOf(properties, range);
  if (!queries.some((query) => query.ReturnData)) {
    return [];
  }
  const response = await fetch("/api/metrics", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ StartTime: range.start, EndTime: range.end, OnePeriod: range.isOnePeriod, MetricDataQueries: queries }),
    signal,
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.message);
  }
  const many = new Map();
  answer.results.forEach(({ id }) => many.set(id, (many.get(id) ?? 0) + 1));
  const taken = new Set(answer.results.map(({ id }) => looks.get(id).color).filter(Boolean));
  const free = palette.filter((colour) => !taken.has(colour));
  let next = 0;
  return answer.results.map((series, index) => {
    const look = looks.get(series.id);
    const own = many.get(series.id) === 1 ? look.color : series.label === "Other" ? grey : undefined;
    return { ...series, key: `${series.id} ${series.label} ${index}`, look, isOneOfMany: many.get(series.id) > 1, colour: own ?? free[next++ % free.length] };
  });
}
