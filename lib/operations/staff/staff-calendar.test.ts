import { beforeAll, describe, expect, it } from "vitest";
import { itIsGuarded } from "@/e2e/support/operations";
import { refusal } from "@/e2e/support/refusal";
import { auditOf, makeWorkspace, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { cancelBooking } from "../bookings/cancel-booking";
import { rescheduleBooking } from "../bookings/reschedule-booking";
import { openStudio, type Studio } from "../bookings/testing/studio";
import { addClosure } from "../opening-hours/add-closure";
import { updateServiceSchedule } from "../schedules/update-service-schedule";
import { archiveStaffMember } from "./archive-staff-member";
import { createStaffMember } from "./create-staff-member";
import { getStaffCalendarLink } from "./get-staff-calendar-link";
import { readStaffCalendar } from "./read-staff-calendar";
import { rotateStaffCalendarLink } from "./rotate-staff-calendar-link";

let studio: Studio;
let other: TestWorkspace;

beforeAll(async () => {
  [studio, other] = await Promise.all([openStudio(), makeWorkspace("Other")]);
});

const person = () => ({ staffId: studio.teacherId });
const tokenIn = (url: string) => url.slice(url.lastIndexOf("/") + 1, -".ics".length);
const link = async () => tokenIn((await execute(getStaffCalendarLink, studio.caller, person())).data.url);
const read = async (token: string) => (await execute(readStaffCalendar, stranger(), { token })).data.text;

/** Reads an iCalendar file strictly (RFC 5545, 3.1): lines end with CR LF, hold 75 octets, and every part that begins ends. */
function parse(text: string) {
  expect(text.endsWith("\r\n")).toBe(true);
  const raw = text.slice(0, -2).split("\r\n");
  for (const line of raw) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const lines = raw.join("\n").replaceAll("\n ", "").split("\n");
  const open: string[] = [];
  const events: Record<string, string>[] = [];
  const calendar: Record<string, string> = {};
  for (const line of lines) {
    const [, name = "", value = ""] = /^([A-Z-]+)(?:;[A-Z-]+=[^:;]+)*:(.*)$/.exec(line) ?? [];
    expect(name, line).not.toBe("");
    if (name === "BEGIN") {
      open.push(value);
      if (value === "VEVENT") events.push({});
    } else if (name === "END") expect(open.pop()).toBe(value);
    else {
      const target = open.at(-1) === "VEVENT" ? (events.at(-1) ?? {}) : calendar;
      expect(target, `${name} twice`).not.toHaveProperty(name);
      target[name] = value.replace(/\\([\\;,])/g, "$1");
    }
  }
  expect(open).toEqual([]);
  return { calendar, events };
}

describe("get_staff_calendar_link", () => {
  itIsGuarded({
    operation: getStaffCalendarLink,
    input: person,
    caller: () => studio.caller,
    stranger: () => other.caller,
  });
});

describe("rotate_staff_calendar_link", () => {
  itIsGuarded({
    operation: rotateStaffCalendarLink,
    input: person,
    caller: () => studio.caller,
    stranger: () => other.caller,
  });

  it("ends the old address at once and keeps both out of the audit", async () => {
    const old = await link();
    const { url } = (await execute(rotateStaffCalendarLink, studio.caller, person())).data;
    expect((await refusal(read(old))).code).toBe("not_found");
    expect(parse(await read(tokenIn(url))).calendar["X-WR-CALNAME"]).toContain("Anna");
    expect(await link()).toBe(tokenIn(url));
    const events = await auditOf(studio.organisationId, "rotate_staff_calendar_link");
    const event = events.find(({ outcome }) => outcome === "done");
    expect(event?.entityId).toBe(studio.teacherId);
    for (const token of [old, tokenIn(url)]) expect(JSON.stringify(event)).not.toContain(token.slice(-20));
  });
});

describe("a staff calendar", () => {
  it("shows appointments with names and nothing that reaches a customer", async () => {
    const customer = { name: "Chan; Mei, 陳\\美", email: "secret@example.com", phone: "+852 9123 4567" };
    const notes = "Has a bad knee";
    const { id, startTime, endTime } = await studio.book(`${studio.day(2)}T10:00`, { customer, notes });
    const text = await read(await link());
    const { events } = parse(text);
    const mine = events.find((event) => event.UID === id);
    const stamp = (at: string) => `${at.slice(0, 19).replace(/[-:]/g, "")}Z`;
    expect(mine).toMatchObject({
      DTSTART: stamp(startTime),
      DTEND: stamp(endTime),
      SUMMARY: "Massage: Chan; Mei, 陳\\美",
      SEQUENCE: "0",
      STATUS: "CONFIRMED",
    });
    for (const secret of ["secret@example.com", "9123", "knee"]) expect(text).not.toContain(secret);
    await execute(rescheduleBooking, studio.caller, { bookingId: id, start: `${studio.day(2)}T12:00` });
    expect(parse(await read(await link())).events.find((event) => event.UID === id)?.SEQUENCE).toBe("1");
    await execute(cancelBooking, studio.caller, { bookingId: id });
    expect(parse(await read(await link())).events.some((event) => event.UID === id)).toBe(false);
  });

  it("shows the person's classes with their places, not those on which they are away", async () => {
    const change = { scheduleId: studio.scheduleId, staffId: studio.teacherId };
    await execute(updateServiceSchedule, studio.caller, change);
    await studio.book(`${studio.day(3)}T18:00`, { serviceId: studio.classId });
    await execute(addClosure, studio.caller, { staffId: studio.teacherId, dateFrom: studio.day(4) });
    const { events } = parse(await read(await link()));
    const on = (date: string) => events.filter((event) => event.DTSTART === `${date.replaceAll("-", "")}T100000Z`);
    expect(on(studio.day(3))).toMatchObject([{ SUMMARY: "Yoga", DESCRIPTION: "1 of 2 booked" }]);
    expect(on(studio.day(4))).toEqual([]);
    expect(on(studio.day(5))).toHaveLength(1);
  });

  it("opens nothing when the address is forged, of nobody, or of a person who left", async () => {
    const { id: staffId } = (await execute(createStaffMember, studio.caller, { name: "Ben" })).data;
    const token = tokenIn((await execute(getStaffCalendarLink, studio.caller, { staffId })).data.url);
    const [organisation, staff, version, signature] = token.split(".");
    const forged = [
      [other.organisationId, staff, version, signature],
      [organisation, "mem_000000000000000000000000", version, signature],
      [organisation, staff, Number(version) + 1, signature],
      [organisation, staff, version, "A".repeat(43)],
      [organisation, staff, version, signature, "more"],
    ];
    for (const parts of forged) expect((await refusal(read(parts.join(".")))).code).toBe("not_found");
    await execute(archiveStaffMember, studio.caller, { staffId });
    expect((await refusal(read(token))).code).toBe("not_found");
  });
});
