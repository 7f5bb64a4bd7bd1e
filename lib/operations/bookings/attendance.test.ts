import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded } from "@/e2e/support/operations";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import type { TenantOperation } from "@/lib/kernel/operation";
import { cancelClassDate } from "../schedules/cancel-class-date";
import { undoChange } from "../undo/undo-change";
import { checkInOpensAt } from "./attendance";
import { checkInBooking } from "./check-in-booking";
import { completeBooking } from "./complete-booking";
import { getBookingDetail } from "./get-booking-detail";
import { markNoShow } from "./mark-no-show";
import { reopenBooking } from "./reopen-booking";
import { openStudio, type Studio } from "./testing/studio";
import { undoCheckIn } from "./undo-check-in";

let studio: Studio;
let elsewhere: TestWorkspace;

beforeAll(async () => {
  [studio, elsewhere] = await Promise.all([openStudio(), makeWorkspace("Elsewhere")]);
});

const HOUR_MS = 3_600_000;
const shown = async (bookingId: string) => (await execute(getBookingDetail, studio.caller, { bookingId })).data.booking;
const takenOf = async (id: string) => (await systemDb().scheduleOccurrence.findFirstOrThrow({ where: { id } })).taken;
const undoLast = async (operation: TenantOperation) => {
  const done = (await auditOf(studio.organisationId, operation.name)).filter(({ outcome }) => outcome === "done");
  return execute(undoChange, studio.caller, { eventId: done.at(-1)?.id });
};

/** A booking of the studio whose time has come: it began so many hours ago. */
async function begun(start: string, more: Record<string, unknown> = {}, hoursAgo = 1) {
  const booking = await studio.book(start, more);
  const startsAt = new Date(Date.now() - hoursAgo * HOUR_MS);
  await systemDb().booking.updateMany({ where: { id: booking.id }, data: { startsAt } });
  return booking;
}

describe.each([
  ["reopen_booking", reopenBooking],
  ["undo_check_in", undoCheckIn],
] as const)("%s", (_, operation) => {
  let bookingId: string;
  beforeAll(async () => {
    bookingId = (await begun(`${studio.day(operation === reopenBooking ? 12 : 13)}T10:00`)).id;
  });
  itIsGuarded({
    operation,
    input: async () => ({ bookingId }),
    caller: () => studio.caller,
    stranger: () => elsewhere.caller,
  });
});

it("refuses a missed or a finished visit before it begins, and an arrival on an earlier day, and says from when on", async () => {
  const { id, localStart } = await studio.book(`${studio.day(3)}T10:00`);
  const missed = await refusal(execute(markNoShow, studio.caller, { bookingId: id }));
  expect(missed).toMatchObject({ code: "precondition_failed", details: { status: "confirmed" } });
  expect(missed.message).toContain(localStart);
  const finished = await refusal(execute(completeBooking, studio.caller, { bookingId: id }));
  expect(finished).toMatchObject({ code: "precondition_failed", details: { status: "confirmed" } });
  expect(finished.message).toContain(localStart);
  const arrived = await refusal(execute(checkInBooking, studio.caller, { bookingId: id }));
  expect(arrived.message).toContain(`${studio.day(3)} 00:00`);
  expect(await shown(id)).toMatchObject({ status: "confirmed", checkedInAt: null });
});

it("lets guests arrive on the day of the visit, and on the evening before one just after midnight", () => {
  const at = (local: string) => Date.parse(`${local}:00+08:00`);
  expect(checkInOpensAt(at("2026-05-12T18:30"), "Asia/Hong_Kong")).toBe(at("2026-05-12T00:00"));
  expect(checkInOpensAt(at("2026-05-12T00:30"), "Asia/Hong_Kong")).toBe(at("2026-05-11T22:30"));
});

it("takes a no-show back: status, place and seats are as before, and what follows a visit is possible again", async () => {
  const inClass = { serviceId: studio.classId };
  const lesson = await begun(`${studio.day(4)}T18:00`, inClass);
  const taken = await takenOf(lesson.occurrenceId ?? "");
  await execute(markNoShow, studio.caller, { bookingId: lesson.id });
  expect((await undoLast(markNoShow)).data).toMatchObject({ by: "reopen_booking" });
  expect(await shown(lesson.id)).toMatchObject({ status: "confirmed", checkedInAt: null });
  expect(await takenOf(lesson.occurrenceId ?? "")).toBe(taken);

  const massage = await begun(`${studio.day(4)}T10:00`);
  await systemDb().booking.updateMany({ where: { id: massage.id }, data: { status: "pending" } });
  await execute(markNoShow, studio.caller, { bookingId: massage.id });
  await undoLast(markNoShow);
  expect((await shown(massage.id)).status).toBe("pending");
  expect((await refusal(studio.book(`${studio.day(4)}T10:00`))).code).toBe("slot_taken");
  expect((await execute(checkInBooking, studio.caller, { bookingId: massage.id })).data.isLate).toBe(true);
  await execute(completeBooking, studio.caller, { bookingId: massage.id });
  await undoLast(completeBooking);
  expect(await shown(massage.id)).toMatchObject({ status: "confirmed", isLate: true });
});

it("takes a check-in back with all it noted, and a second check-in has nothing to take back", async () => {
  const { id } = await begun(`${studio.day(5)}T10:00`);
  await systemDb().booking.updateMany({ where: { id }, data: { status: "pending" } });
  await execute(checkInBooking, studio.caller, { bookingId: id });
  const [first] = (await auditOf(studio.organisationId, "check_in_booking")).filter(({ entityId }) => entityId === id);
  await execute(checkInBooking, studio.caller, { bookingId: id });
  expect((await refusal(undoLast(checkInBooking))).message).toBe("This call changed nothing.");
  await execute(undoChange, studio.caller, { eventId: first?.id });
  expect(await shown(id)).toMatchObject({ status: "pending", checkedInAt: null, isLate: false });
  const again = await execute(undoCheckIn, studio.caller, { bookingId: id });
  expect(again.data).toMatchObject({ status: "pending" });
});

it("does not open again what has no place any more, or what was cancelled", async () => {
  const lesson = await begun(`${studio.day(6)}T18:00`, { serviceId: studio.classId });
  const reopen = () => refusal(execute(reopenBooking, studio.caller, { bookingId: lesson.id }));
  await execute(markNoShow, studio.caller, { bookingId: lesson.id });
  expect((await refusal(execute(undoCheckIn, studio.caller, { bookingId: lesson.id }))).message).toContain("no_show");
  await execute(cancelClassDate, studio.caller, { occurrenceId: lesson.occurrenceId });
  expect((await reopen()).message).toContain("given up since");
  await systemDb().booking.updateMany({ where: { id: lesson.id }, data: { status: "cancelled" } });
  expect((await reopen()).details?.status).toBe("cancelled");
});
