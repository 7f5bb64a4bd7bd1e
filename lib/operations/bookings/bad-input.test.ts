import { beforeAll, describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { makeWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { setOpeningHours } from "../opening-hours/set-opening-hours";
import { createResource } from "../resources/create-resource";
import { linkResourceToService } from "../resources/link-resource-to-service";
import { createServiceSchedule } from "../schedules/create-service-schedule";
import { createService } from "../services/create-service";
import { archiveStaffMember } from "../staff/archive-staff-member";
import { cancelBooking } from "./cancel-booking";
import { confirmBooking } from "./confirm-booking";
import { createBooking } from "./create-booking";
import { getBookingDetail } from "./get-booking-detail";
import { addDays } from "./local-time";
import { DAYS, openStudio, type Studio } from "./testing/studio";

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

const service = (more: Record<string, unknown>) =>
  execute(createService, studio.caller, { name: "Odd", durationMinutes: 60, ...more });
const schedule = (more: Record<string, unknown>) => {
  const times = { date: studio.day(1), startTime: "10:00", endTime: "11:00" };
  return execute(createServiceSchedule, studio.caller, { serviceId: studio.classId, ...times, ...more });
};

describe("a time that cannot be", () => {
  it("in the past names the rule and offers times that are free", async () => {
    const error = await refusal(studio.book(`${studio.day(-1)}T10:00`));
    expect(error).toMatchObject({ code: "not_bookable", details: { rule: "past" } });
    expect(error.details).toHaveProperty("alternatives");
  });

  it.each([
    ["in the missing hour", "2027-03-28T01:30", "does not exist in Europe/London"],
    ["in the repeated hour", "2027-10-31T01:30", "happens twice in Europe/London"],
    ["with an offset that disagrees", "2027-06-01T10:00:00+05:00", "has an offset that Europe/London does not have"],
    ["on a day that does not exist", "2027-02-30T10:00", "is no day or time that exists"],
  ])("%s is refused by name, never guessed", async (_, start, rule) => {
    const london = await makeWorkspace("London");
    const { workspace } = london.caller;
    if (!workspace) throw new Error("a workspace has a caller");
    const caller = { ...london.caller, workspace: { ...workspace, timezone: "Europe/London" } };
    await execute(setOpeningHours, caller, { hours: DAYS.map((day) => ({ day, open: "00:00", close: "24:00" })) });
    const made = await execute(createService, caller, { name: "Massage", durationMinutes: 30 });
    const customer = { name: "Ada", email: "ada@example.com" };
    const error = await refusal(execute(createBooking, caller, { serviceId: made.data.id, start, customer }));
    expect(error.details?.field).toBe("start");
    expect(error.message).toContain(rule);
  });

  it("that ends before it begins is refused, for classes and for days", async () => {
    expect((await refusal(schedule({ endTime: "09:00" }))).details?.field).toBe("endTime");
    const hours = [{ day: "monday", open: "18:00", close: "09:00" }];
    expect((await refusal(execute(setOpeningHours, studio.caller, { hours }))).kind).toBe("invalid_input");
  });
});

describe("a length that cannot be", () => {
  it.each([0, -5, 10_000, 1.5])("%d minutes is refused by name", async (durationMinutes) => {
    expect((await refusal(service({ durationMinutes }))).details?.field).toBe("durationMinutes");
  });
});

describe("what is missing or in use", () => {
  it("a service that needs staff and has none says so and what to call", async () => {
    const { id } = (await service({ requiresStaff: true })).data;
    const error = await refusal(studio.book(`${studio.day(2)}T10:00`, { serviceId: id }));
    expect(error).toMatchObject({ code: "not_bookable", details: { rule: "staffMissing" } });
    expect(error.hint).toContain("assign_staff_to_service");
  });

  it("a person with coming bookings is not removed", async () => {
    const { id } = await studio.book(`${studio.day(2)}T11:00`, { staffId: studio.teacherId });
    const remove = () => execute(archiveStaffMember, studio.caller, { staffId: studio.teacherId });
    expect(await refusal(remove())).toMatchObject({ kind: "precondition_failed", details: { comingBookings: 1 } });
    expect((await execute(getBookingDetail, studio.caller, { bookingId: id })).data.booking.staffName).toBe("Anna");
    await execute(cancelBooking, studio.caller, { bookingId: id });
  });

  it("a resource takes as many at once as it has places, and not one more", async () => {
    const room = (await execute(createResource, studio.caller, { name: "Sauna", type: "room", capacity: 2 })).data.id;
    const { id: serviceId } = (await service({ requiresResource: true })).data;
    await execute(linkResourceToService, studio.caller, { serviceId, resourceId: room });
    const start = `${studio.day(3)}T10:00`;
    const calls = Array.from({ length: 6 }, () => studio.book(start, { serviceId }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const error = await refusal(studio.book(start, { serviceId }));
    expect(error.code).toBe("slot_taken");
    expect(error.details?.alternatives ?? []).not.toEqual([]);
  });
});

it("a rule that never ends costs no more than one that does, and is booked within the horizon only", async () => {
  const { data } = await schedule({ recurrence: "weekly", startTime: "07:00", endTime: "08:00" });
  expect(data.nextDates).toHaveLength(4);
  const inTwoYears = addDays(studio.day(1), 728);
  const error = await refusal(studio.book(`${inTwoYears}T07:00`, { serviceId: studio.classId }));
  expect(error).toMatchObject({ code: "not_bookable", details: { rule: "horizon" } });
});

describe("changes that come too late", () => {
  it("a cancelled booking is not confirmed", async () => {
    const { id: bookingId } = await studio.book(`${studio.day(4)}T10:00`);
    await execute(cancelBooking, studio.caller, { bookingId });
    const error = await refusal(execute(confirmBooking, studio.caller, { bookingId }));
    expect(error).toMatchObject({ kind: "precondition_failed", details: { status: "cancelled" } });
  });

  it("two cancels at once end one booking once: one place is free, and one mail is sent", async () => {
    const start = `${studio.day(4)}T18:00`;
    const inClass = { serviceId: studio.classId };
    const [first] = [await studio.book(start, inClass), await studio.book(start, inClass)];
    const cancel = () => execute(cancelBooking, studio.caller, { bookingId: first.id });
    const both = await Promise.all([cancel(), cancel()]);
    expect(both.map(({ data }) => data.status)).toEqual(["cancelled", "cancelled"]);
    expect(both[0].data.version).toBe(both[1].data.version);
    expect((await studio.book(start, inClass)).status).toBe("confirmed");
    expect((await refusal(studio.book(start, inClass))).code).toBe("class_full");
  });
});
