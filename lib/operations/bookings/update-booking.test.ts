import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { auditOf } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { updateService } from "../services/update-service";
import { undoChange } from "../undo/undo-change";
import { cancelBooking } from "./cancel-booking";
import { getAvailableSlots } from "./get-available-slots";
import { joinWaitlist } from "./join-waitlist";
import { openStudio, type Studio } from "./testing/studio";
import { updateBooking } from "./update-booking";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});

const update = (bookingId: string, more: Record<string, unknown>) =>
  execute(updateBooking, studio.caller, { bookingId, ...more });
const free = async (date: string) =>
  (await execute(getAvailableSlots, studio.caller, { serviceId: studio.classId, date })).data.items[0]
    ?.remainingCapacity;

it("changes the note and the people, by the version that was read, and takes it back", async () => {
  const { id, version } = await studio.book(`${studio.day(2)}T10:00`, { notes: "First visit" });
  await execute(updateService, studio.caller, { serviceId: studio.massageId, capacity: 2 });
  const { data } = await update(id, { notes: null, participants: 2, expectedVersion: version });
  expect(data).toMatchObject({ notes: null, participants: 2, price: "960.00", version: version + 1 });
  const late = await refusal(update(id, { notes: "Late", expectedVersion: version }));
  const changes = [{ operation: "update_booking", fields: ["notes", "participants", "price"] }];
  expect({ ...late.details, code: late.code }).toMatchObject({ code: "version_conflict", changes });
  const event = (await auditOf(studio.organisationId, "update_booking")).findLast(({ outcome }) => outcome === "done");
  await execute(undoChange, studio.caller, { eventId: event?.id ?? "" });
  expect((await update(id, {})).data).toMatchObject({ notes: "First visit", participants: 1, price: "480.00" });
});

it("takes places of a class while there are some, and offers those it gives back", async () => {
  const date = studio.day(3);
  const { id, occurrenceId } = await studio.book(`${date}T18:00`, { serviceId: studio.classId });
  await update(id, { participants: 2 });
  expect(await free(date)).toBe(0);
  const full = await refusal(update(id, { participants: 3 }));
  expect(full).toMatchObject({ code: "class_full", details: { remainingCapacity: 0 } });
  const ada = { occurrenceId: occurrenceId ?? "", customer: { name: "Ada", email: "ada@example.com" } };
  await execute(joinWaitlist, studio.caller, ada);
  expect((await update(id, { participants: 1 })).data.offers).toMatchObject([{ name: "Ada" }]);
});

it("leaves the number of people of a booking that is over", async () => {
  const { id } = await studio.book(`${studio.day(4)}T10:00`);
  await execute(cancelBooking, studio.caller, { bookingId: id });
  expect((await update(id, { notes: "Called" })).data.notes).toBe("Called");
  expect((await refusal(update(id, { participants: 2 }))).details?.status).toBe("cancelled");
});
