import { beforeAll, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { execute } from "@/lib/kernel/execute";
import { createService } from "../services/create-service";
import { getAvailableSlots } from "./get-available-slots";
import { getBookingDetail } from "./get-booking-detail";
import { holdSlot } from "./hold-slot";
import { rescheduleBooking } from "./reschedule-booking";
import { openStudio, type Studio } from "./testing/studio";
import { updateBooking } from "./update-booking";

let studio: Studio;
let saunaId: string;

beforeAll(async () => {
  studio = await openStudio();
  const sauna = { name: "Sauna", durationMinutes: 60, capacity: 3, price: "100.00" };
  saunaId = (await execute(createService, studio.caller, sauna)).data.id;
});

const people = (bookingId: string, participants: number) =>
  execute(updateBooking, studio.caller, { bookingId, participants });
const freeAt = async (hour: string) => {
  const at = { serviceId: saunaId, date: studio.day(3), timeFrom: hour, timeTo: hour };
  return (await execute(getAvailableSlots, studio.caller, at)).data.items[0]?.remainingCapacity ?? 0;
};

it("takes no more people to an appointment than it is made for: not when booking, holding or changing", async () => {
  const start = `${studio.day(2)}T10:00`;
  const crowd = await refusal(studio.book(start, { participants: 100 }));
  expect(crowd).toMatchObject({ kind: "invalid_input", details: { field: "participants", most: 1 } });
  const hold = execute(holdSlot, studio.caller, { serviceId: studio.massageId, start, participants: 2 });
  expect((await refusal(hold)).details?.field).toBe("participants");
  const { id } = await studio.book(start);
  expect((await refusal(people(id, 2))).details?.field).toBe("participants");
  expect((await execute(getBookingDetail, studio.caller, { bookingId: id })).data.mostParticipants).toBe(1);
});

it("takes a place of the service for each who comes, and gives it back", async () => {
  const start = `${studio.day(3)}T10:00`;
  const sauna = { serviceId: saunaId };
  const { id, price } = await studio.book(start, { ...sauna, participants: 2 });
  expect([price, await freeAt("10:00")]).toEqual(["200.00", 1]);
  expect(await refusal(studio.book(start, { ...sauna, participants: 2 }))).toMatchObject({
    code: "slot_taken",
    details: { rule: "serviceFull" },
  });
  const other = await studio.book(start, sauna);
  expect(await refusal(people(id, 3))).toMatchObject({ code: "slot_taken", details: { rule: "serviceFull" } });
  await people(id, 1);
  expect(await freeAt("10:00")).toBe(1);
  await people(other.id, 2);
  expect(await freeAt("10:00")).toBe(0);
  await execute(rescheduleBooking, studio.caller, { bookingId: other.id, start: `${studio.day(3)}T14:00` });
  expect([await freeAt("10:00"), await freeAt("14:00")]).toEqual([2, 1]);
});

it("offers a group only times at which there is a place for everybody", async () => {
  const sauna = { serviceId: saunaId, participants: 3 };
  await studio.book(`${studio.day(5)}T10:00`, { serviceId: saunaId });
  const { details } = await refusal(studio.book(`${studio.day(5)}T10:00`, sauna));
  const alternatives = details?.alternatives as { startTime: string; remainingCapacity: number }[];
  expect(alternatives.length).toBeGreaterThan(0);
  expect(alternatives.every(({ remainingCapacity }) => remainingCapacity === 3)).toBe(true);
});
