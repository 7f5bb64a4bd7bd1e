import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DatabaseClient, systemDb, tenantDb } from "@/lib/db/client";
import { withTenant } from "@/lib/db/tenant";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { busyTimes, type Claim, claim, claimAll, endClassHolds, heldPlaces, release, releaseHold } from "./allocations";
import { openStudio, type Studio } from "./testing/studio";

const HOUR = 3_600_000;
/** A moment far from every booking, to the millisecond. */
const AT = Date.UTC(2031, 4, 5, 9, 0, 0, 123);

let studio: Studio;
let other: Studio;
beforeAll(async () => {
  [studio, other] = [await openStudio(), await openStudio("Somebody else")];
});

let subjectId: string;
beforeEach(() => {
  subjectId = newId("res");
});

const inside = <T>(work: (context: TenantContext) => Promise<T>, who = studio): Promise<T> =>
  withTenant(who, () => tenantDb().$transaction((db) => work({ db, caller: who.caller } as TenantContext)));

const wanted = (more: Partial<Claim> = {}): Claim => ({
  subjectType: "resource",
  subjectId,
  units: 1,
  start: AT,
  end: AT + HOUR,
  holderType: "hold",
  holderId: newId("hold"),
  ...more,
});
const take = (more: Partial<Claim> = {}) => inside((context) => claim(context, wanted(more)));
const stored = () =>
  systemDb().bookingAllocation.findMany({ where: { subjectId }, orderBy: [{ beginsAt: "asc" }, { unit: "asc" }] });
const end = (holderId: string) =>
  systemDb()
    .$executeRaw`UPDATE booking_allocations SET expires_at = date_trunc('milliseconds', now()) WHERE holder_id = ${holderId}`;

describe("a claim", () => {
  it("takes the lowest free place, and none when all are taken", async () => {
    const places = { units: 2 };
    expect([await take(places), await take(places), await take(places)]).toEqual([true, true, false]);
    expect((await stored()).map(({ unit }) => unit)).toEqual([1, 2]);
    const [first] = await stored();
    await inside((context) => release(context, first?.holderId ?? ""));
    expect(await take(places)).toBe(true);
    expect((await stored()).map(({ unit }) => unit)).toEqual([1, 2]);
  });

  it("of several places says whether it got them all", async () => {
    const takeAll = (places: number) => inside((context) => claimAll(context, wanted({ units: 3 }), places));
    expect(await takeAll(2)).toBe(true);
    expect((await stored()).map(({ unit }) => unit)).toEqual([1, 2]);
    expect(await takeAll(2)).toBe(false);
  });

  it("may begin where another ends, and not a millisecond earlier", async () => {
    expect(await take()).toBe(true);
    expect(await take({ start: AT + HOUR, end: AT + 2 * HOUR })).toBe(true);
    expect(await take({ start: AT - HOUR, end: AT })).toBe(true);
    expect(await take({ start: AT - HOUR, end: AT + 1 })).toBe(false);
    expect(await take({ subjectId: newId("res") })).toBe(true);
  });

  it("lives as long as it is told, or until it is given back", async () => {
    await take({ lifeSeconds: 600 });
    await take({ start: AT + HOUR, end: AT + 2 * HOUR });
    const [held, kept] = await stored();
    expect(Math.abs(Number(held?.expiresAt) - Date.now() - 600_000)).toBeLessThan(120_000);
    expect(kept?.expiresAt).toBeNull();
  });

  it("takes the place of a hold when its time is over, of nothing else", async () => {
    const holdId = newId("hold");
    expect(await take({ lifeSeconds: 600, holderId: holdId })).toBe(true);
    expect(await take()).toBe(false);
    await end(holdId);
    expect(await take({ lifeSeconds: 600 })).toBe(true);
    expect(await take()).toBe(false);
    expect(await stored()).toHaveLength(1);
  });

  it("leaves holds alone that are over elsewhere, at other times, or keep a seat of a class", async () => {
    const elsewhere = newId("res");
    const [there, later, seat] = [newId("hold"), newId("hold"), newId("hold")];
    await take({ subjectId: elsewhere, holderId: there });
    await take({ start: AT + HOUR, end: AT + 2 * HOUR, holderId: later });
    await take({ subjectType: "class", start: AT, end: AT + HOUR, units: 1, holderId: seat });
    for (const id of [there, later, seat]) await end(id);
    await take();
    const left = await systemDb().bookingAllocation.findMany({ where: { holderId: { in: [there, later, seat] } } });
    expect(left.map(({ holderId }) => holderId).toSorted()).toEqual([there, later, seat].toSorted());
  });
});

describe("what is given back", () => {
  it("is everything of the holder, and nothing of others", async () => {
    const holderId = newId("bkg");
    const mine = { holderId, holderType: "booking" as const };
    await take(mine);
    await take({ ...mine, start: AT + HOUR, end: AT + 2 * HOUR });
    await take({ start: AT + 2 * HOUR, end: AT + 3 * HOUR });
    await inside((context) => release(context, holderId));
    expect(await stored()).toHaveLength(1);
  });

  it("as a hold is a hold: a booking of that id stays", async () => {
    const [bookingId, holdId] = [newId("bkg"), newId("hold")];
    await take({ holderType: "booking", holderId: bookingId });
    await take({ start: AT + HOUR, end: AT + 2 * HOUR, holderId: holdId });
    const letGo = (id: string) => inside((context) => releaseHold(context, id));
    expect(await letGo(bookingId)).toBeFalsy();
    expect(await letGo(holdId)).toBeTruthy();
    expect(await letGo(holdId)).toBeFalsy();
    expect((await stored()).map(({ holderId }) => holderId)).toEqual([bookingId]);
  });
});

describe("a held seat of a class", () => {
  /** A class has one date a day. */
  let days = 0;

  /** A date of a class with so many seats taken; twice with the same id, here and at somebody else's. */
  async function classDate(taken: number, id = newId("occ"), who = studio) {
    const { organisationId, companyId, scheduleId } = who;
    days += 1;
    const startsAt = new Date(AT + days * 24 * HOUR);
    const endsAt = new Date(Number(startsAt) + HOUR);
    await systemDb().scheduleOccurrence.create({
      data: {
        organisationId,
        companyId,
        id,
        scheduleId,
        date: startsAt,
        startsAt,
        endsAt,
        capacity: 9,
        taken,
      },
    });
    return id;
  }
  const takenOf = async (id: string, { organisationId } = studio) =>
    (await systemDb().scheduleOccurrence.findUniqueOrThrow({ where: { organisationId_id: { organisationId, id } } }))
      .taken;
  const seat = (occurrenceId: string, holderId: string, more: Partial<Claim> = {}) =>
    take({ subjectType: "class", subjectId: occurrenceId, units: 9, holderId, lifeSeconds: 600, ...more });

  it("is free again when it is released, in its own class and organisation", async () => {
    const [id, neighbour] = [await classDate(3), await classDate(3)];
    await classDate(3, id, other);
    const holdId = newId("hold");
    await seat(id, holdId);
    await seat(id, holdId);
    await inside((context) => releaseHold(context, holdId));
    expect([await takenOf(id), await takenOf(neighbour), await takenOf(id, other)]).toEqual([1, 3, 3]);
  });

  it("is not freed by a hold of something else that has its id", async () => {
    const id = await classDate(3);
    const holdId = newId("hold");
    await take({ subjectId: id, holderId: holdId });
    await inside((context) => releaseHold(context, holdId));
    expect(await takenOf(id)).toBe(3);
  });

  it("is counted while its time lasts, for its own hold and date", async () => {
    const [id, elsewhere] = [await classDate(3), await classDate(3)];
    const [holdId, another, over] = [newId("hold"), newId("hold"), newId("hold")];
    for (const [occurrence, hold] of [
      [id, holdId],
      [id, holdId],
      [id, another],
      [elsewhere, holdId],
      [id, over],
    ] as const)
      await seat(occurrence, hold);
    await seat(id, holdId, { holderType: "booking" });
    await end(over);
    const held = (hold: string) => inside((context) => heldPlaces(context, id, hold));
    expect([await held(holdId), await held(another), await held(over)]).toEqual([2, 1, 0]);
  });

  it("ends by itself when its time is over, wherever it is, and says where", async () => {
    const [id, alive, empty] = [await classDate(3), await classDate(3), await classDate(0)];
    await classDate(3, id, other);
    const [holdId, living, none, plain] = [newId("hold"), newId("hold"), newId("hold"), newId("hold")];
    await seat(id, holdId);
    await seat(alive, living);
    await seat(empty, none);
    await take({ holderId: plain });
    const ended = await systemDb().$transaction(async (tx) => {
      await endClassHolds(tx);
      for (const hold of [holdId, none, plain])
        await tx.$executeRaw`UPDATE booking_allocations SET expires_at = date_trunc('milliseconds', now()) WHERE holder_id = ${hold}`;
      return endClassHolds(tx);
    });
    const ours = ended.filter(({ organisationId }) => organisationId === studio.organisationId);
    expect(ours.map(({ occurrenceId }) => occurrenceId).toSorted()).toEqual([id, empty].toSorted());
    expect([await takenOf(id), await takenOf(id, other), await takenOf(alive), await takenOf(empty)]).toEqual([
      2, 3, 3, 0,
    ]);
    const left = { where: { holderId: { in: [holdId, living, none, plain] } } };
    expect((await systemDb().bookingAllocation.findMany(left)).map(({ holderId }) => holderId).toSorted()).toEqual(
      [living, plain].toSorted(),
    );
  });
});

describe("times that are taken", () => {
  const busy = (range: { start: number; end: number }, ids = [subjectId]) =>
    inside((context) => busyTimes(context, ids, range));

  it("come unit by unit, sorted, to the millisecond, for who is asked about", async () => {
    const two = { units: 2 };
    await take({ ...two, start: AT + 2 * HOUR, end: AT + 3 * HOUR });
    await take({ ...two });
    await take({ ...two, end: AT + 90 * 60_000 });
    const theirs = newId("res");
    await take({ subjectId: theirs });
    await inside((context) => claim(context, wanted()), other);
    const range = { start: AT - HOUR, end: AT + 5 * HOUR };
    expect(await busy(range)).toEqual(
      new Map([
        [
          subjectId,
          new Map([
            [
              1,
              [
                { start: AT, end: AT + HOUR },
                { start: AT + 2 * HOUR, end: AT + 3 * HOUR },
              ],
            ],
            [2, [{ start: AT, end: AT + 90 * 60_000 }]],
          ]),
        ],
      ]),
    );
    expect([...(await busy(range, [subjectId, theirs])).keys()].toSorted()).toEqual([subjectId, theirs].toSorted());
  });

  it("touch the span that is asked for, also when they began long before it", async () => {
    await take();
    const isSeen = async (start: number, end: number) => (await busy({ start, end })).size > 0;
    expect(await isSeen(AT + HOUR, AT + 2 * HOUR)).toBe(false);
    expect(await isSeen(AT + HOUR - 1, AT + 2 * HOUR)).toBe(true);
    expect(await isSeen(AT - HOUR, AT)).toBe(false);
    expect(await isSeen(AT - HOUR, AT + 1)).toBe(true);
    await take({ start: AT + 10 * HOUR, end: AT + 57 * HOUR });
    expect(await isSeen(AT + 56 * HOUR, AT + 60 * HOUR)).toBe(true);
  });

  it("are no longer those of a hold whose time is over", async () => {
    const range = { start: AT, end: AT + HOUR };
    const holdId = newId("hold");
    await take({ lifeSeconds: 600, holderId: holdId });
    expect((await busy(range)).size).toBe(1);
    await end(holdId);
    expect((await busy(range)).size).toBe(0);
  });

  it("of nobody are none, and nothing is asked for them", async () => {
    const silent = { db: undefined as unknown as DatabaseClient };
    expect(await busyTimes(silent, [], { start: AT, end: AT + HOUR })).toEqual(new Map());
  });
});
