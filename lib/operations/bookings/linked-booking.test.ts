import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, stranger } from "@/e2e/support/workspace";
import { bookingToken } from "@/lib/auth/booking-links";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { updateBookingSettings } from "../booking-settings/update-booking-settings";
import { cancelBooking } from "./cancel-booking";
import { cancelLinkedBooking } from "./cancel-linked-booking";
import { claimLinkedPlace } from "./claim-linked-place";
import { joinWaitlist } from "./join-waitlist";
import { readLinkedBooking } from "./read-linked-booking";
import { rescheduleLinkedBooking } from "./reschedule-linked-booking";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let other: Studio;
const nobody = stranger();

beforeAll(async () => {
  [studio, other] = await Promise.all([openStudio(), openStudio("Other studio")]);
});

const tokenOf = (recordId: string) => bookingToken({ organisationId: studio.organisationId, recordId });

it("shows, moves and cancels the one booking without signing in, twice without harm", async () => {
  const { id } = await studio.book(`${studio.day(2)}T10:00`);
  const token = tokenOf(id);
  expect((await execute(readLinkedBooking, nobody, { token })).data).toMatchObject({
    bookingId: id,
    status: "confirmed",
  });
  const moved = await execute(rescheduleLinkedBooking, nobody, { token, start: `${studio.day(2)}T14:00` });
  expect(moved.data.localStart).toContain("14:00");
  for (let i = 0; i < 2; i++) {
    expect((await execute(cancelLinkedBooking, nobody, { token, reason: "Ill" })).data.status).toBe("cancelled");
  }
  expect((await studio.book(`${studio.day(2)}T14:00`)).status).toBe("confirmed");
  const [event] = await auditOf(studio.organisationId, "cancel_linked_booking");
  expect(event).toMatchObject({ outcome: "done", entityId: id });
  expect(JSON.stringify(event)).not.toContain(token);
});

it("sees nothing of another organisation while it looks for free times", async () => {
  const busy = await other.book(`${other.day(3)}T10:00`);
  const { id } = await studio.book(`${studio.day(4)}T10:00`);
  const moved = await execute(rescheduleLinkedBooking, nobody, { token: tokenOf(id), start: `${studio.day(3)}T10:00` });
  expect(moved.data.startTime).toBe(busy.startTime);
  expect(await systemDb().booking.count({ where: { id, organisationId: studio.organisationId } })).toBe(1);
});

it("opens nothing when it is forged, altered or of another organisation", async () => {
  const { id } = await studio.book(`${studio.day(5)}T10:00`);
  const token = tokenOf(id);
  const forged = [
    token.replace(id, "bkg_000000000000000000000000"),
    token.replace(studio.organisationId, other.organisationId),
    bookingToken({ organisationId: other.organisationId, recordId: id }),
    `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`.concat("x"),
    "x".repeat(40),
  ];
  for (const each of forged) {
    for (const operation of [readLinkedBooking, cancelLinkedBooking, claimLinkedPlace]) {
      expect((await refusal(execute(operation, nobody, { token: each }))).code).toBe("not_found");
    }
  }
  expect((await execute(readLinkedBooking, nobody, { token })).data.status).toBe("confirmed");
});

it("keeps to what the business allows", async () => {
  const { id } = await studio.book(`${studio.day(6)}T10:00`);
  const rules = { allowMemberCancellation: false, memberReschedulingMode: "merchant-only" };
  await execute(updateBookingSettings, studio.caller, rules);
  const token = tokenOf(id);
  expect((await refusal(execute(cancelLinkedBooking, nobody, { token }))).kind).toBe("precondition_failed");
  const move = execute(rescheduleLinkedBooking, nobody, { token, start: `${studio.day(6)}T14:00` });
  expect((await refusal(move)).kind).toBe("precondition_failed");
});

it("takes the place that the wait-list keeps", async () => {
  const date = studio.day(7);
  const seats = [];
  for (let i = 0; i < 2; i++) seats.push(await studio.book(`${date}T18:00`, { serviceId: studio.classId }));
  const customer = { name: "Ada", email: "ada@example.com" };
  const occurrenceId = seats[0]?.occurrenceId;
  const { data } = await execute(joinWaitlist, studio.caller, { occurrenceId, customer });
  const token = tokenOf(data.id);
  expect((await refusal(execute(claimLinkedPlace, nobody, { token }))).kind).toBe("precondition_failed");
  await execute(cancelBooking, studio.caller, { bookingId: seats[0]?.id });
  const first = await execute(claimLinkedPlace, nobody, { token });
  expect((await execute(claimLinkedPlace, nobody, { token })).data.bookingId).toBe(first.data.bookingId);
});
