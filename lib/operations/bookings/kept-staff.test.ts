import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createServiceSchedule } from "../schedules/create-service-schedule";
import { assignStaffToService } from "../staff/assign-staff-to-service";
import { createStaffMember } from "../staff/create-staff-member";
import { undoChange } from "../undo/undo-change";
import type { SlotView } from "./booking";
import { rescheduleBooking } from "./reschedule-booking";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let anna: string;
let ben: string;

beforeAll(async () => {
  studio = await openStudio();
  anna = studio.teacherId;
  ben = (await execute(createStaffMember, studio.caller, { name: "Ben" })).data.id;
  await execute(assignStaffToService, studio.caller, { serviceId: studio.massageId, userId: ben });
});

const move = (bookingId: string, start: string, more: Record<string, unknown> = {}) =>
  execute(rescheduleBooking, studio.caller, { bookingId, start, ...more });

it("keeps the person who was asked for, or says when they are free and who is instead", async () => {
  const day = studio.day(2);
  const { id } = await studio.book(`${day}T10:00`, { staffId: anna });
  await studio.book(`${day}T14:00`, { staffId: anna });
  const error = await refusal(move(id, `${day}T14:00`));
  expect(error).toMatchObject({
    code: "slot_taken",
    message: "Anna has Massage 14:00–15:00. Free then: Ben.",
    details: { rule: "staffTaken", busy: { staffName: "Anna" }, freeStaff: [{ staffId: ben, name: "Ben" }] },
  });
  const starts = ((error.details?.alternatives ?? []) as SlotView[]).map(({ localStart, staffId }) => [
    localStart.slice(-5),
    staffId,
  ]);
  expect(starts.slice(0, 2)).toEqual([
    ["13:00", anna],
    ["15:00", anna],
  ]);
  expect((await move(id, `${day}T15:00`)).data).toMatchObject({ staffId: anna, insteadOf: null });
});

it("hands it to somebody else only when that was said", async () => {
  const day = studio.day(3);
  const { id } = await studio.book(`${day}T10:00`, { staffId: anna });
  await studio.book(`${day}T14:00`, { staffId: anna });
  const moved = await move(id, `${day}T14:00`, { staffId: null });
  expect(moved.data).toMatchObject({ staffId: ben, insteadOf: "Anna" });
  expect(moved.summary).toContain("with Ben instead of Anna");
  await studio.book(`${day}T16:00`, { staffId: ben });
  expect((await move(id, `${day}T16:00`)).data).toMatchObject({ staffId: anna, insteadOf: "Ben" });
});

it("stays with whoever has it when nobody was asked for and they are free", async () => {
  const day = studio.day(4);
  const blocked = await studio.book(`${day}T10:00`, { staffId: anna });
  const { id, staffId } = await studio.book(`${day}T10:00`);
  expect(staffId).toBe(ben);
  await move(blocked.id, `${day}T19:00`);
  expect((await move(id, `${day}T12:00`)).data).toMatchObject({ staffId: ben, insteadOf: null });
});

it("goes back to the same person when the move is taken back", async () => {
  const day = studio.day(5);
  const { id } = await studio.book(`${day}T10:00`, { staffId: anna });
  await move(id, `${day}T12:00`, { staffId: ben });
  const event = (await auditOf(studio.organisationId, "reschedule_booking")).at(-1);
  await execute(undoChange, studio.caller, { eventId: event?.id ?? "" });
  expect((await move(id, `${day}T10:15`)).data).toMatchObject({ staffId: anna });
});

it("names the class that a teacher has, and what each has where several could have been free", async () => {
  const day = studio.day(6);
  const lesson = { serviceId: studio.classId, date: day, startTime: "12:00", endTime: "13:00" };
  await execute(createServiceSchedule, studio.caller, { ...lesson, staffId: anna });
  const named = await refusal(studio.book(`${day}T12:30`, { staffId: anna }));
  expect(named.message).toBe("Anna has Yoga 12:00–13:00. Free then: Ben.");
  await studio.book(`${day}T12:30`, { staffId: ben });
  const anybody = await refusal(studio.book(`${day}T12:30`));
  expect(anybody.message).toBe("Nobody is free then: Anna has Yoga 12:00–13:00; Ben has Massage 12:30–13:30.");
  expect(anybody.details?.busy).toBeNull();
});
