import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded, refusalOf } from "@/e2e/support/operations";
import { execute } from "@/lib/kernel/execute";
import { addClosure } from "../opening-hours/add-closure";
import { cancelBooking } from "./cancel-booking";
import { getCalendar } from "./get-calendar";
import { joinWaitlist } from "./join-waitlist";
import { listBookings } from "./list-bookings";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let other: Studio;
beforeAll(async () => {
  [studio, other] = await Promise.all([openStudio(), openStudio()]);
});

const calendar = async (input: Record<string, unknown>) =>
  (await execute(getCalendar, studio.caller, { dateFrom: studio.day(1), ...input })).data;

describe("get_calendar", () => {
  itIsGuarded({
    operation: getCalendar,
    input: () => ({ dateFrom: studio.day(1), staffId: studio.teacherId }),
    caller: () => studio.caller,
    stranger: () => other.caller,
  });

  it("shows appointments, class dates with their places and queue, and closures of the days asked for", async () => {
    const massage = await studio.book(`${studio.day(1)}T10:00`);
    const gone = await studio.book(`${studio.day(1)}T12:00`);
    await execute(cancelBooking, studio.caller, { bookingId: gone.id });
    const place = await studio.book(`${studio.day(1)}T18:00`, { serviceId: studio.classId, participants: 2 });
    const occurrenceId = place.occurrenceId ?? "";
    await execute(joinWaitlist, studio.caller, { occurrenceId, customer: { name: "Wai", email: "wai@example.com" } });
    await execute(addClosure, studio.caller, { dateFrom: studio.day(2), reason: "Stocktaking" });

    const day = await calendar({});
    expect(day.bookings.map(({ id }) => id)).toEqual([massage.id, place.id]);
    expect(day.classes).toMatchObject([
      { occurrenceId, serviceName: "Yoga", capacity: 2, taken: 2, waiting: 1, staffName: null, date: studio.day(1) },
    ]);
    expect(day.closures).toEqual([]);
    const week = await calendar({ dateTo: studio.day(7) });
    expect(week.classes.map(({ date }) => date)).toEqual([1, 3, 4, 5, 6, 7].map(studio.day));
    expect(week.closures).toMatchObject([{ reason: "Stocktaking", staffId: null }]);
  });

  it("narrows to one person or service", async () => {
    const teacher = await calendar({ staffId: studio.teacherId });
    expect([teacher.bookings.length, teacher.classes.length]).toEqual([1, 0]);
    const lesson = await calendar({ serviceId: studio.classId });
    expect([lesson.bookings.length, lesson.classes.length]).toEqual([1, 1]);
  });

  it("refuses a span that ends before it begins or is too long", async () => {
    for (const dateTo of [studio.day(0), studio.day(32)]) {
      const error = await refusalOf(execute(getCalendar, studio.caller, { dateFrom: studio.day(1), dateTo }));
      expect(error).toMatchObject({ code: "invalid_input", details: { field: "dateTo" } });
    }
  });
});

it("list_bookings finds a customer by a part of the name, mail address or phone", async () => {
  const customer = { name: "Ho Ka-yan", email: "kayan@example.com", phone: "+852 9123 4567" };
  const { id } = await studio.book(`${studio.day(3)}T15:00`, { customer });
  for (const search of ["ka-y", "KAYAN@", "9123"]) {
    const { items } = (await execute(listBookings, studio.caller, { search })).data;
    expect(items.map((booking) => booking.id)).toEqual([id]);
  }
  expect((await execute(listBookings, studio.caller, { search: "%" })).data.items).toEqual([]);
});
