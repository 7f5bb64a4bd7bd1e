import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import type { Occurrence } from "./occurrences";

/** The classes that take place: not those on which the company is closed or the teacher away. Sorted in, sorted out. */
export async function withoutClosed({ db }: TenantContext, occurrences: readonly Occurrence[]): Promise<Occurrence[]> {
  const [first] = occurrences;
  if (!first) return [];
  const end = Math.max(...occurrences.map((each) => each.end));
  const closures = await db.closure.findMany({
    where: { startsAt: { lt: new Date(end) }, endsAt: { gt: new Date(first.start) } },
  });
  return occurrences.filter(
    (each) =>
      !closures.some(
        ({ staffId, startsAt, endsAt }) =>
          (staffId === null || staffId === each.staffId) &&
          startsAt.getTime() < each.end &&
          endsAt.getTime() > each.start,
      ),
  );
}
