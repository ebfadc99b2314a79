// Round numbers for an axis that begins at zero, or below it where values are negative.

/** The ticks of an axis for values from `least` to `most`, the first at or below and the last at or above them. */
export function ticksFor(least, most, wanted = 4, isWhole = false) {
  const [low, high] = [Math.min(0, least), Math.max(0, most)];
  if (high === low) {
    return [0, 1];
  }
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max([1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough), isWhole ? 1 : 0);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** Every how many labels of a width fit beside one another. */
export function every(count, labelWidth, width) {
  const least = Math.max(1, Math.ceil((count * labelWidth) / Math.max(width, 1)));
  return [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48, 60].find((one) => one >= least) ?? least;
}
