import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import type { Interval } from "../bookings/intervals";
import type { Occurrence } from "./occurrences";

/** When something happens, and who is needed for it. */
type Happening = Interval & { staffId: string | null };

/** The classes that take place: not those on which the company is closed or the teacher away. Sorted in, sorted out. */
export async function withoutClosed(context: TenantContext, occurrences: readonly Occurrence[]): Promise<Occurrence[]> {
  const [first] = occurrences;
  if (!first) return [];
  const end = Math.max(...occurrences.map((each) => each.end));
  const closures = await closuresIn(context, { start: first.start, end });
  return occurrences.filter((each) => !closures.some((closure) => hits(closure, each)));
}

/** What keeps something from taking place: a closure of the company or an absence of its person; null when nothing does. */
export async function closureOver(context: TenantContext, happening: Happening) {
  const closures = await closuresIn(context, happening);
  return closures.find((closure) => hits(closure, happening)) ?? null;
}

function closuresIn({ db }: TenantContext, { start, end }: Interval) {
  return db.closure.findMany({
    where: { startsAt: { lt: new Date(end) }, endsAt: { gt: new Date(start) } },
    // What closes the company comes before who is away.
    orderBy: [{ staffId: { sort: "desc", nulls: "first" } }, { startsAt: "asc" }],
  });
}

function hits(closure: { staffId: string | null; startsAt: Date; endsAt: Date }, { start, end, staffId }: Happening) {
  return (
    (closure.staffId === null || closure.staffId === staffId) &&
    closure.startsAt.getTime() < end &&
    closure.endsAt.getTime() > start
  );
}
