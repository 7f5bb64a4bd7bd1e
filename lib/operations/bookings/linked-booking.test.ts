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
import { readLinkedOffer } from "./read-linked-offer";
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
    expect((await refusal(execute(readLinkedOffer, nobody, { token: each }))).code).toBe("not_found");
  }
  expect((await execute(readLinkedBooking, nobody, { token })).data.status).toBe("confirmed");
});

it("neither moves nor cancels what has begun", async () => {
  const { id } = await studio.book(`${studio.day(8)}T10:00`);
  await systemDb().$executeRaw`
    UPDATE bookings SET starts_at = now() - interval '1 minute', ends_at = now() + interval '59 minutes' WHERE id = ${id}`;
  const token = tokenOf(id);
  expect((await execute(readLinkedBooking, nobody, { token })).data).toMatchObject({
    mayMove: false,
    mayCancel: false,
  });
  const move = execute(rescheduleLinkedBooking, nobody, { token, start: `${studio.day(8)}T14:00` });
  expect((await refusal(move)).kind).toBe("precondition_failed");
  expect((await refusal(execute(cancelLinkedBooking, nobody, { token }))).kind).toBe("precondition_failed");
});

it("opens nothing of a business that was deleted, and opens it again when that is taken back", async () => {
  const gone = await openStudio("Closing studio");
  const { id } = await gone.book(`${gone.day(2)}T10:00`);
  const token = bookingToken({ organisationId: gone.organisationId, recordId: id });
  const mark = (deletedAt: Date | null) =>
    systemDb().organisation.update({ where: { id: gone.organisationId }, data: { deletedAt } });
  await mark(new Date());
  for (const operation of [readLinkedBooking, cancelLinkedBooking]) {
    expect((await refusal(execute(operation, nobody, { token }))).code).toBe("not_found");
  }
  await mark(null);
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
  const seen = async () => (await execute(readLinkedOffer, nobody, { token })).data;
  expect(await seen()).toMatchObject({ state: "gone", keptUntil: null, serviceName: "Yoga" });
  await execute(cancelBooking, studio.caller, { bookingId: seats[0]?.id });
  expect(await seen()).toMatchObject({ state: "kept", keptUntil: expect.any(String) });
  const first = await execute(claimLinkedPlace, nobody, { token });
  expect((await seen()).state).toBe("taken");
  expect((await execute(claimLinkedPlace, nobody, { token })).data.bookingId).toBe(first.data.bookingId);
});

it("bounds guesses from one address, and changes of one booking", async () => {
  const { id } = await studio.book(`${studio.day(19)}T10:00`);
  const guesser = stranger();
  const guesses = Array.from({ length: 61 }, () => execute(readLinkedBooking, guesser, { token: "x".repeat(40) }));
  const codes = (await Promise.all(guesses.map(refusal))).map(({ code }) => code);
  expect(codes.filter((code) => code === "rate_limited")).toHaveLength(1);
  const token = tokenOf(id);
  expect((await execute(readLinkedBooking, nobody, { token })).data.bookingId).toBe(id);
  const outcomes = [];
  for (let i = 0; i < 21; i++) outcomes.push(await refusal(execute(claimLinkedPlace, stranger(), { token })));
  expect(outcomes.at(-1)).toMatchObject({ code: "rate_limited", details: { retryAfterSeconds: expect.any(Number) } });
  expect(outcomes.at(-2)?.code).toBe("not_found");
});
