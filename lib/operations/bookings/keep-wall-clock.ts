import "server-only";
import { z } from "zod";
import type { TenantContext } from "@/lib/kernel/context";
import { countOf } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { keepClosures } from "../opening-hours/keep-closures";
import { spoken } from "./booking";
import { displacedOf, takenBeside } from "./displaced";
import { moveDisplaced } from "./move-displaced";
import { planMoves } from "./wall-clock-moves";

export const keepWallClock = defineOperation({
  name: "keep_wall_clock",
  title: "Keep the wall clock of bookings",
  description:
    "After the rules of a time zone changed: moves coming bookings, class dates, closures and absences to the instant at which the promised local time now is. What would overlap then stays, and becomes a task. Nobody is told: the time on the wall did not change.",
  area: "bookings",
  effect: "update",
  scopes: ["bookings:write"],
  offeredTo: ["system"],
  input: z.strictObject({}),
  output: z.object({ movedIds: z.array(z.string()), stuckIds: z.array(z.string()) }),
  renderType: "record",
  summary: ({ movedIds, stuckIds }) =>
    `The clocks' rules changed: ${countOf(movedIds.length, "time")} kept; ${countOf(stuckIds.length, "clash", "clashes")}`,
  undo: { none: "The promised local time is the truth; reschedule_booking gives a booking another." },

  async run(context) {
    const { caller, db, note } = context;
    const { companyId } = caller.workspace;
    // Of two servers that begin at the same moment the second finds everything done.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${companyId}, 0))`;
    const displaced = await displacedOf(context);
    const { moves, stuck } = planMoves(displaced, await takenBeside(context, displaced));
    await moveDisplaced(context, moves);
    for (const each of stuck) await makeTask(context, each);
    const closures = await keepClosures(context);
    const [movedIds, stuckIds] = [[...moves, ...closures].map(({ id }) => id), stuck.map(({ id }) => id)];
    const from = (list: typeof displaced) =>
      list.map(({ id, start, promised }) => ({ id, start: new Date(start), promised: promised && new Date(promised) }));
    note({ entityId: companyId, before: from(displaced), after: { moved: from(moves), stuck: from(stuck), closures } });
    return { movedIds, stuckIds };
  },
});

/** Somebody has to settle what cannot be kept; once is enough. */
async function makeTask(
  { db, caller }: TenantContext,
  { id, title, localStart, start, promised, page }: Awaited<ReturnType<typeof displacedOf>>[number],
): Promise<void> {
  const { organisationId, companyId, timezone } = caller.workspace;
  if (await db.task.findFirst({ where: { description: { contains: id } }, select: { id: true } })) return;
  const why =
    promised === null
      ? "The clocks skip that time now."
      : "What is booked there now would overlap, so it was left where it is.";
  await db.task.create({
    data: {
      organisationId,
      companyId,
      id: newId("task"),
      title: `Settle the time of ${title}`.slice(0, 200),
      description: `The clocks of ${timezone} changed. It was promised for ${localStart.replace("T", " ")} and is now at ${spoken(start, timezone)}. ${why} Move one of the two and tell the customers.\n\n${page} (${id})`,
      priority: "high",
      createdByLabel: caller.actor.label,
    },
  });
}
