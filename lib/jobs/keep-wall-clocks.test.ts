import { beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { openStudio, type Studio } from "@/lib/operations/bookings/testing/studio";
import { type Displaced, planMoves } from "@/lib/operations/bookings/wall-clock-moves";
import { addClosure } from "@/lib/operations/opening-hours/add-closure";
import { isElsewhere } from "@/lib/operations/opening-hours/keep-closures";
import { keepWallClocks } from "./keep-wall-clocks";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});

const keep = () => keepWallClocks(studio.organisationId);

/** Puts everything of the studio an hour earlier, as rules without summer time had stored the same wall clock. */
async function underOtherRules(): Promise<void> {
  const { organisationId } = studio;
  const db = systemDb();
  await db.$executeRaw`
    UPDATE bookings SET starts_at = starts_at - interval '1 hour', ends_at = ends_at - interval '1 hour'
    WHERE organisation_id = ${organisationId}`;
  await db.$executeRaw`
    UPDATE schedule_occurrences SET starts_at = starts_at - interval '1 hour', ends_at = ends_at - interval '1 hour'
    WHERE organisation_id = ${organisationId}`;
  await db.$executeRaw`UPDATE booking_allocations SET unit = -unit WHERE organisation_id = ${organisationId}`;
  await db.$executeRaw`
    UPDATE booking_allocations SET unit = -unit,
      during = tstzrange(lower(during) - interval '1 hour', upper(during) - interval '1 hour')
    WHERE organisation_id = ${organisationId}`;
}

const bookingOf = (id: string) => systemDb().booking.findFirstOrThrow({ where: { id } });
const startOf = async (id: string) => (await bookingOf(id)).startsAt.toISOString();
const tasks = () => systemDb().task.findMany({ where: { organisationId: studio.organisationId } });
const mails = () => systemDb().outboxMail.count({ where: { organisationId: studio.organisationId } });
const audited = () => auditOf(studio.organisationId, "keep_wall_clock");

describe("bookings of a zone whose rules changed", () => {
  it("stay at their wall clock, neighbours too, tell nobody, and leave what would overlap to a person", async () => {
    const [first, next] = [await studio.book(`${studio.day(5)}T10:00`), await studio.book(`${studio.day(5)}T11:00`)];
    const lesson = await studio.book(`${studio.day(6)}T18:00`, { serviceId: studio.classId });
    const late = await studio.book(`${studio.day(7)}T15:00`);
    await underOtherRules();
    // Booked by the new rules, before the old bookings were looked at.
    const newcomer = await studio.book(`${studio.day(7)}T15:00`);
    const told = await mails();

    expect(await keep()).toBe(1);
    expect(await startOf(first.id)).toBe(first.startTime);
    expect(await startOf(next.id)).toBe(next.startTime);
    expect(await bookingOf(first.id)).toMatchObject({ sequence: 1, localStart: `${studio.day(5)}T10:00` });
    expect(await startOf(lesson.id)).toBe(lesson.startTime);
    const where = { id: lesson.occurrenceId ?? "" };
    expect((await systemDb().scheduleOccurrence.findFirstOrThrow({ where })).startsAt.toISOString()).toBe(
      lesson.startTime,
    );
    expect(await startOf(late.id)).toBe(new Date(Date.parse(late.startTime) - 3_600_000).toISOString());
    expect(await startOf(newcomer.id)).toBe(newcomer.startTime);
    expect(await tasks()).toMatchObject([{ priority: "high", description: expect.stringContaining(late.id) }]);
    expect(await mails()).toBe(told);
    const [event, ...others] = await audited();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ outcome: "done", actorType: "system" });

    // Nothing is left to do, and the kept times are taken where they are now.
    expect(await keep()).toBe(0);
    expect([await tasks(), await audited()].map(({ length }) => length)).toEqual([1, 1]);
    await expect(studio.book(`${studio.day(5)}T11:30`)).rejects.toMatchObject({ details: { rule: "staffTaken" } });
    expect((await studio.book(`${studio.day(5)}T09:00`)).status).toBe("confirmed");
  });

  it("are kept once when two servers start at the same moment", async () => {
    await systemDb().task.deleteMany({ where: { organisationId: studio.organisationId } });
    const { id, startTime } = await studio.book(`${studio.day(9)}T10:00`);
    await systemDb().$executeRaw`
      UPDATE bookings SET starts_at = starts_at - interval '1 hour', ends_at = ends_at - interval '1 hour' WHERE id = ${id}`;
    await systemDb().$executeRaw`
      UPDATE booking_allocations SET
        during = tstzrange(lower(during) - interval '1 hour', upper(during) - interval '1 hour') WHERE holder_id = ${id}`;
    await Promise.all([keep(), keep(), keep()]);
    expect(await startOf(id)).toBe(startTime);
    expect(await bookingOf(id)).toMatchObject({ sequence: 1 });
    expect(await tasks()).toHaveLength(1);
  });
});

describe("closures and absences", () => {
  const close = async (more: Record<string, unknown>) =>
    (await execute(addClosure, studio.caller, { dateFrom: studio.day(20), ...more })).data.closure;
  const timesOf = async ({ id }: { id: string }) => {
    const { startsAt, endsAt } = await systemDb().closure.findFirstOrThrow({ where: { id } });
    return { startTime: startsAt.toISOString(), endTime: endsAt.toISOString() };
  };
  const times = ({ startTime, endTime }: { startTime: string; endTime: string }) => ({ startTime, endTime });

  it("stay at their wall clock when the rules of the zone change", async () => {
    const day = await close({});
    const hours = await close({ startTime: "14:00", endTime: "15:30", staffId: studio.teacherId });
    await systemDb().$executeRaw`
      UPDATE closures SET starts_at = starts_at - interval '1 hour', ends_at = ends_at - interval '1 hour'
      WHERE organisation_id = ${studio.organisationId}`;
    expect(await keep()).toBe(1);
    expect(await timesOf(day)).toEqual(times(day));
    expect(await timesOf(hours)).toEqual(times(hours));
    expect(JSON.stringify((await audited()).at(-1)?.after)).toContain(hours.id);
    expect(await keep()).toBe(0);
  });

  it("follow the company into another zone", async () => {
    const { timezone } = studio.caller.workspace ?? { timezone: "" };
    const day = await close({});
    const moveTo = (zone: string) =>
      systemDb().company.updateMany({ where: { id: studio.companyId }, data: { timezone: zone } });
    await moveTo("Asia/Tokyo");
    await keep();
    const hourEarlier = (at: string) => new Date(Date.parse(at) - 3_600_000).toISOString();
    expect(await timesOf(day)).toEqual({ startTime: hourEarlier(day.startTime), endTime: hourEarlier(day.endTime) });
    await moveTo(timezone);
    await keep();
    expect(await timesOf(day)).toEqual(times(day));
  });

  it("are left alone in an hour that clocks repeat, and moved once when theirs is skipped", () => {
    const at = (start: string, end: string, localStart: string, localEnd: string) => ({
      ...{ startsAt: new Date(start), endsAt: new Date(end), localStart, localEnd },
    });
    const second = at("2026-10-25T01:30:00Z", "2026-10-25T03:00:00Z", "2026-10-25T01:30", "2026-10-25T03:00");
    expect(isElsewhere(second, "Europe/London")).toBe(false);
    const skipped = at("2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z", "2026-03-29T01:30", "2026-03-29T03:00");
    expect(isElsewhere(skipped, "Europe/London")).toBe(true);
    const kept = { ...skipped, startsAt: new Date("2026-03-29T01:00:00Z") };
    expect(isElsewhere(kept, "Europe/London")).toBe(false);
  });
});

describe("the plan of moves", () => {
  const at = (id: string, start: number, promised: number | null, end = start + 10): Displaced => {
    return { id, start, promised, taken: [{ subjectId: "anna", unit: 1, start, end }] };
  };
  const ids = (list: readonly Displaced[]) => list.map(({ id }) => id).join();

  it("lets whoever cannot move stay, and with them everybody whom they block", () => {
    const fixed = [{ subjectId: "anna", unit: 1, start: 30, end: 40 }];
    const { moves, stuck } = planMoves([at("a", 0, 10), at("b", 10, 20), at("c", 20, 30), at("d", 50, 60)], fixed);
    expect([ids(moves), ids(stuck)]).toEqual(["d", "c,b,a"]);
  });

  it("keeps a promise that the clocks skip where it is, and two promises of one time apart", () => {
    const { moves, stuck } = planMoves([at("gone", 0, null), at("x", 100, 200), at("y", 120, 205)], []);
    expect([ids(moves), ids(stuck)]).toEqual(["x", "gone,y"]);
  });
});
