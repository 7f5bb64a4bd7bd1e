import { beforeAll, describe, expect, it } from "vitest";
import { asPerson, auditOf, makeWorkspace, type TestWorkspace, withScopes } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { setOpeningHours } from "../opening-hours/set-opening-hours";
import { createServiceSchedule } from "../schedules/create-service-schedule";
import { createService } from "../services/create-service";
import { assignStaffToService } from "../staff/assign-staff-to-service";
import { createStaffMember } from "../staff/create-staff-member";
import { cancelBooking } from "./cancel-booking";
import { createBooking } from "./create-booking";
import { getAvailableSlots } from "./get-available-slots";
import { listBookings } from "./list-bookings";
import { addDays, localDate } from "./local-time";
import { rescheduleBooking } from "./reschedule-booking";

const ZONE = "Asia/Hong_Kong";
const tomorrow = addDays(localDate(Date.now(), ZONE), 1);
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

let studio: TestWorkspace;
let other: TestWorkspace;
let serviceId: string;
let anna: string;

const refusal = async (work: Promise<unknown>): Promise<OperationError> =>
  work.then(
    () => Promise.reject(new Error("was not refused")),
    (error: unknown) => {
      expect(error).toBeInstanceOf(OperationError);
      return error as OperationError;
    },
  );

const book = (start: string, more: Record<string, unknown> = {}) =>
  execute(createBooking, studio.caller, {
    serviceId,
    start,
    customer: { name: "Mei Chan", email: "mei@example.com" },
    ...more,
  });

beforeAll(async () => {
  [studio, other] = await Promise.all([makeWorkspace(), makeWorkspace("Other studio")]);
  const run = studio.caller;
  await execute(setOpeningHours, run, { hours: DAYS.map((day) => ({ day, open: "09:00", close: "21:00" })) });
  const service = await execute(createService, run, {
    name: "Massage",
    durationMinutes: 60,
    price: "480.00",
    requiresStaff: true,
    bufferAfterMinutes: 15,
  });
  serviceId = service.data.id;
  anna = (await execute(createStaffMember, run, { name: "Anna" })).data.id;
  await execute(assignStaffToService, run, { serviceId, userId: anna });
});

describe("create_booking", () => {
  it("books a free time, makes the customer, and writes the audit row", async () => {
    const { data, summary } = await book(`${tomorrow}T09:00`);
    expect(data).toMatchObject({
      status: "confirmed",
      staffName: "Anna",
      price: "480.00",
      currency: "HKD",
      customer: { name: "Mei Chan" },
    });
    expect(data.startTime).toBe(new Date(`${tomorrow}T09:00:00+08:00`).toISOString());
    expect(summary).toContain("Mei Chan");
    const events = await auditOf(studio.organisationId, "create_booking");
    expect(events.at(-1)).toMatchObject({ outcome: "done", entityId: data.id });
  });

  it("refuses a taken time, and one inside the buffer, with the nearest free ones", async () => {
    await book(`${tomorrow}T12:00`);
    for (const start of ["12:00", "12:30", "13:00", "11:00"]) {
      const error = await refusal(book(`${tomorrow}T${start}`));
      expect(error.code).toBe("slot_taken");
      expect(((error.details?.alternatives ?? []) as unknown[]).length).toBeGreaterThan(0);
    }
    expect((await book(`${tomorrow}T13:15`)).data.status).toBe("confirmed");
  });

  it("gives one place to one of three hundred who ask at the same moment, in two lines, and records every refusal", async () => {
    // The same time in other words lines up by itself, as on a second server: between the lines the database decides.
    const words = [`${tomorrow}T16:00`, new Date(`${tomorrow}T16:00:00+08:00`).toISOString()];
    const recorded = async () => (await auditOf(studio.organisationId, "create_booking")).length;
    const before = await recorded();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 300 }, (_, i) =>
        book(words[i % 2] ?? "", { customer: { name: `Guest ${i}`, email: `guest${i}@example.com` } }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(codes).toEqual(Array(299).fill("slot_taken"));
    expect((await recorded()) - before).toBe(300);
  });

  it("fills a class of five with exactly five of thirty, and then offers the next date", async () => {
    const yoga = await execute(createService, studio.caller, {
      name: "Yoga",
      durationMinutes: 60,
      type: "class",
      capacity: 5,
    });
    const { data } = await execute(createServiceSchedule, studio.caller, {
      serviceId: yoga.data.id,
      date: tomorrow,
      startTime: "18:30",
      endTime: "19:30",
      recurrence: "daily",
    });
    expect(data.nextDates).toHaveLength(4);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        book(`${tomorrow}T18:30`, {
          serviceId: yoga.data.id,
          customer: { name: `Yogi ${i}`, email: `yogi${i}@example.com` },
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as OperationError] : [],
    );
    expect(refused.map(({ code }) => code)).toEqual(Array(25).fill("class_full"));
    expect(JSON.stringify(refused[0]?.details?.alternatives)).toContain(addDays(tomorrow, 1));
  });

  it("keeps a class teacher free of appointments, whoever came first", async () => {
    const day = addDays(tomorrow, 2);
    const yoga = await execute(createService, studio.caller, {
      name: "Flow",
      durationMinutes: 60,
      type: "class",
      capacity: 5,
    });
    await execute(createServiceSchedule, studio.caller, {
      serviceId: yoga.data.id,
      date: day,
      startTime: "10:00",
      endTime: "11:00",
      staffId: anna,
    });
    expect((await refusal(book(`${day}T10:00`))).code).toBe("slot_taken");
    await book(`${day}T14:00`);
    const lesson = execute(createServiceSchedule, studio.caller, {
      serviceId: yoga.data.id,
      date: day,
      startTime: "14:00",
      endTime: "15:00",
      staffId: anna,
    });
    expect((await refusal(lesson)).code).toBe("slot_taken");
  });

  it("frees the time when a booking is cancelled, once, and when it is moved", async () => {
    const day = addDays(tomorrow, 3);
    const { data } = await book(`${day}T10:00`);
    await Promise.all([1, 2].map(() => execute(cancelBooking, studio.caller, { bookingId: data.id })));
    const again = await book(`${day}T10:00`);
    const moved = await execute(rescheduleBooking, studio.caller, { bookingId: again.data.id, start: `${day}T15:00` });
    expect(moved.data.localStart).toContain("15:00");
    expect((await book(`${day}T10:00`)).data.id).not.toBe(data.id);
    expect(
      (await refusal(execute(rescheduleBooking, studio.caller, { bookingId: again.data.id, start: `${day}T10:00` })))
        .code,
    ).toBe("slot_taken");
    const { data: list } = await execute(listBookings, studio.caller, { from: day, to: day, status: "confirmed" });
    expect(list.items.map(({ localStart }) => localStart.slice(-5))).toEqual(["10:00", "15:00"]);
  });

  it("refuses what cannot be meant, with the reason", async () => {
    const day = addDays(tomorrow, 4);
    expect(await refusal(book("2020-05-12T10:00"))).toMatchObject({ code: "not_bookable", details: { rule: "past" } });
    expect(await refusal(book(`${day}T10:00:00+09:00`))).toMatchObject({
      code: "invalid_input",
      details: { field: "start" },
    });
    expect(await refusal(book("2026-02-30T10:00"))).toMatchObject({
      code: "invalid_input",
      details: { field: "start" },
    });
    const wrongDay = DAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 1) % 7];
    expect(await refusal(book(`${day}T10:00`, { weekday: wrongDay }))).toMatchObject({ details: { field: "weekday" } });
    expect(await refusal(book(`${day}T22:00`))).toMatchObject({
      code: "not_bookable",
      details: { rule: "openingHours", hours: ["09:00–21:00"] },
    });
    expect(await refusal(book(`${day}T10:00`, { organisationId: other.organisationId }))).toMatchObject({
      code: "invalid_input",
    });
  });

  it("never guesses between customers of one name", async () => {
    const day = addDays(tomorrow, 5);
    const guest = (email: string, start: string) => book(`${day}T${start}`, { customer: { name: "Chris Lee", email } });
    await guest("chris1@example.com", "09:00");
    await guest("chris2@example.com", "11:00");
    const error = await refusal(book(`${day}T13:00`, { customer: { name: "chris lee" } }));
    expect(error).toMatchObject({
      code: "conflict",
      details: { candidates: [{ name: "Chris Lee" }, { name: "Chris Lee" }] },
    });
    expect((await refusal(book(`${day}T13:00`, { customer: { name: "Nobody Known" } }))).code).toBe("not_found");
  });

  it("is safe to retry, needs its scope, and is invisible to another tenant", async () => {
    const day = addDays(tomorrow, 6);
    const first = await book(`${day}T10:00`, { idempotencyKey: "retry-me-please" });
    const second = await book(`${day}T10:00`, { idempotencyKey: "retry-me-please" });
    expect(second.data.id).toBe(first.data.id);
    expect((await refusal(book(`${day}T12:00`, { idempotencyKey: "retry-me-please" }))).code).toBe(
      "idempotency_conflict",
    );
    const reader = withScopes(studio.caller, ["bookings:read"]);
    expect(
      (
        await refusal(
          execute(createBooking, reader, {
            serviceId,
            start: `${day}T12:00`,
            customer: { name: "X", email: "x@example.com" },
          }),
        )
      ).code,
    ).toBe("scope_missing");
    expect((await refusal(execute(cancelBooking, other.caller, { bookingId: first.data.id }))).code).toBe("not_found");
    expect((await refusal(execute(getAvailableSlots, other.caller, { serviceId, date: day }))).code).toBe("not_found");
    expect((await execute(listBookings, asPerson(other.caller), {})).data.items).toEqual([]);
    expect(await systemDb().booking.count({ where: { organisationId: other.organisationId } })).toBe(0);
  });
});
