/** The marks of an axis from 0 upwards for whole numbers: two or three round values, the last at or above `highest`. */
export function axisMarks(highest: number): number[] {
  if (highest <= 1) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 4, 5, 10].map((factor) => factor * power).find((top) => top >= highest && top % 2 === 0);
  const top = step ?? power * 10;
  return [0, top / 2, top];
}

/** About `count` places of a list of `length`, evenly spread from its first to its last. */
export function spread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / (count - 1)));
}
