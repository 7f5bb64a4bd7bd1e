import { addDays, localDay, MINUTE_MS, wallTime } from "@/lib/operations/bookings/local-time";

/**
 * Where moments stand on a calendar whose days stand side by side. A position counts minutes from the top. When clocks are
 * put back, the repeated time gets rows of its own, on every day of the view; when they are put forward, the rows that the
 * day does not have stay blank. So an hour is an hour everywhere, and the same wall time stands on one line.
 */
export type Segment = { from: number; to: number; at: number };
export type Gap = { from: number; to: number };
export type DayAxis = { date: string; segments: Segment[]; gaps: Gap[] };
export type HourMark = { position: number; minute: number; isRepeated: boolean };
export type Axis = { length: number; hours: HourMark[]; days: DayAxis[] };

const DAY_MINUTES = 1_440;
/** Clock changes happen on whole quarters of an hour. */
const STEP_MINUTES = 15;

type Stretch = { wall: number; at: number; minutes: number };
/** Wall-clock minutes that one day has twice: `[from, to)`. */
type Repeat = { from: number; to: number };

/** The parts of a local day in which its clock runs on without a jump. */
function stretchesOf(date: string, timezone: string): Stretch[] {
  const start = localDay(date, timezone).startOf(0);
  const end = localDay(addDays(date, 1), timezone).startOf(0);
  const minuteAt = (at: number) =>
    Number(wallTime(at, timezone).slice(11, 13)) * 60 + Number(wallTime(at, timezone).slice(14));
  if (end - start === DAY_MINUTES * MINUTE_MS) return [{ wall: minuteAt(start), at: start, minutes: DAY_MINUTES }];
  const stretches: Stretch[] = [];
  for (let at = start; at < end; at += STEP_MINUTES * MINUTE_MS) {
    const last = stretches.at(-1);
    const wall = minuteAt(at);
    if (last && wall === last.wall + last.minutes) last.minutes += STEP_MINUTES;
    else stretches.push({ wall, at, minutes: STEP_MINUTES });
  }
  return stretches;
}

function repeatsOf(stretches: readonly Stretch[]): Repeat[] {
  return stretches.slice(1).flatMap(({ wall }, index) => {
    const before = stretches[index];
    const to = before ? before.wall + before.minutes : wall;
    return wall < to ? [{ from: wall, to }] : [];
  });
}

/** Cuts a stretch where another day's repeated time begins its rows. */
function segmentsOf(stretch: Stretch, repeats: readonly Repeat[], isAfterRepeat: boolean): Segment[] {
  const cuts = repeats.map(({ to }) => to).filter((cut) => cut > stretch.wall && cut < stretch.wall + stretch.minutes);
  const edges = [stretch.wall, ...cuts, stretch.wall + stretch.minutes];
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    const inRepeat = isAfterRepeat && index === 0;
    const own = repeats.find((repeat) => repeat.from === from);
    const position = inRepeat && own ? positionBefore(own.to, repeats) : positionOfMinute(from, repeats);
    return { from: position, to: position + to - from, at: stretch.at + (from - stretch.wall) * MINUTE_MS };
  });
}

/** Where the rows of a repeated time begin: at its end, before anything that comes after it. */
const positionBefore = (minute: number, repeats: readonly Repeat[]) =>
  minute + sum(repeats.filter(({ to }) => to < minute));
const positionOfMinute = (minute: number, repeats: readonly Repeat[]) =>
  minute + sum(repeats.filter(({ to }) => to <= minute));
const sum = (repeats: readonly Repeat[]) => repeats.reduce((total, { from, to }) => total + to - from, 0);

function gapsOf(segments: readonly Segment[], length: number): Gap[] {
  const sorted = [...segments].sort((a, b) => a.from - b.from);
  const edges = [0, ...sorted.flatMap(({ from, to }) => [from, to]), length];
  return edges
    .flatMap((from, index) => (index % 2 === 0 ? [{ from, to: edges[index + 1] ?? from }] : []))
    .filter(({ from, to }) => to > from);
}

function hourMarks(repeats: readonly Repeat[]): HourMark[] {
  const plain = Array.from({ length: 24 }, (_, hour) => ({
    position: positionOfMinute(hour * 60, repeats),
    minute: hour * 60,
    isRepeated: false,
  }));
  const again = repeats.flatMap((repeat) =>
    plain
      .filter(({ minute }) => minute >= repeat.from && minute < repeat.to)
      .map(({ minute }) => ({
        position: positionBefore(repeat.to, repeats) + minute - repeat.from,
        minute,
        isRepeated: true,
      })),
  );
  return [...plain, ...again].sort((a, b) => a.position - b.position);
}

/** The axis that these local dates share. */
export function axisOf(dates: readonly string[], timezone: string): Axis {
  const days = dates.map((date) => ({ date, stretches: stretchesOf(date, timezone) }));
  const all = days.flatMap(({ stretches }) => repeatsOf(stretches)).sort((a, b) => a.to - b.to);
  const repeats = all.filter((repeat, index) => all.findIndex(({ to }) => to === repeat.to) === index);
  const length = DAY_MINUTES + sum(repeats);
  return {
    length,
    hours: hourMarks(repeats),
    days: days.map(({ date, stretches }) => {
      const own = repeatsOf(stretches);
      const segments = stretches.flatMap((stretch) =>
        segmentsOf(stretch, repeats, own.some(({ from }) => from === stretch.wall) && stretch !== stretches[0]),
      );
      return { date, segments, gaps: gapsOf(segments, length) };
    }),
  };
}
