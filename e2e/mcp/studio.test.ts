import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverUrl, type ToolResult } from "../support/server";
import { makeWorkspace, type TestWorkspace } from "../support/workspace";

/**
 * "We are a yoga studio, open Monday to Saturday from nine to nine. Anna gives massages of an hour for 480 dollars; Ben
 * teaches Hatha for twelve people on Tuesday and Thursday from half past six to half past seven." What an agent does with it.
 */
let workspace: TestWorkspace;
let client: Client;

beforeAll(async () => {
  workspace = await makeWorkspace("Stretch + Breathe");
  client = new Client({ name: "agent", version: "1.0.0" });
  const headers = { authorization: `Bearer ${workspace.apiKey}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${serverUrl()}/mcp`), { requestInit: { headers } }));
});
afterAll(() => client.close());

async function call(name: string, args: Record<string, unknown> = {}): Promise<ToolResult> {
  return (await client.callTool({ name, arguments: args })) as unknown as ToolResult;
}

/** The data of a call that must succeed. */
async function done<Data>(name: string, args: Record<string, unknown> = {}): Promise<Data> {
  const answer = await call(name, args);
  expect(answer.isError, `${name}: ${answer.content[0]?.text}`).toBeFalsy();
  return answer.structuredContent.data as Data;
}

interface Slot {
  startTime: string;
  localStart: string;
  remainingCapacity: number;
}

describe("a yoga studio from one sentence", () => {
  it("is set up and takes bookings with nothing but the tools", async () => {
    const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    await done("set_opening_hours", { hours: days.map((day) => ({ day, open: "09:00", close: "21:00" })) });
    const anna = await done<{ id: string }>("create_staff_member", { name: "Anna" });
    const ben = await done<{ id: string }>("create_staff_member", { name: "Ben" });
    const massage = await done<{ id: string }>("create_service", {
      ...{ name: "Massage", durationMinutes: 60, price: "480.00", requiresStaff: true },
    });
    await done("assign_staff_to_service", { serviceId: massage.id, userId: anna.id });
    const hatha = await done<{ id: string }>("create_service", {
      ...{ name: "Hatha", type: "class", durationMinutes: 60, capacity: 12 },
    });
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const scheduled = await done<{ nextDates: { localStart: string; startTime: string }[] }>(
      "create_service_schedule",
      {
        ...{ serviceId: hatha.id, date: today, startTime: "18:30", endTime: "19:30", staffId: ben.id },
        ...{ recurrence: "weekly", byWeekday: ["tuesday", "thursday"] },
      },
    );
    expect(scheduled.nextDates).toHaveLength(4);
    for (const { localStart } of scheduled.nextDates) expect(localStart).toMatch(/^(Tuesday|Thursday) \S+ 18:30$/);

    const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
    const { items } = await done<{ items: Slot[] }>("get_available_slots", {
      ...{ serviceId: massage.id, date: tomorrow, days: 7 },
    });
    const [slot] = items;
    if (!slot) throw new Error("an open studio has free times");
    const booking = { serviceId: massage.id, start: slot.startTime };
    const customer = { name: "Mei Chan", email: "mei@example.com" };
    const booked = await done<{ id: string; status: string; staffName: string; localStart: string }>("create_booking", {
      ...{ ...booking, customer },
    });
    expect(booked).toMatchObject({ status: "confirmed", staffName: "Anna", localStart: slot.localStart });

    const again = await call("create_booking", { ...booking, customer: { name: "Kay", email: "kay@example.com" } });
    expect(again.isError).toBe(true);
    const refused = again.structuredContent.error;
    expect([refused?.code, refused?.details?.rule]).toEqual(["slot_taken", "staffTaken"]);
    const [other] = (refused?.details?.alternatives ?? []) as Slot[];
    expect(other?.localStart).toMatch(/^\w+day /);

    const [next] = scheduled.nextDates;
    const seat = { serviceId: hatha.id, start: next?.startTime, customer: { name: "Mei Chan" } };
    expect(await done("create_booking", seat)).toMatchObject({ serviceName: "Hatha", staffName: "Ben" });
    const listed = await done<{ items: { id: string }[] }>("list_bookings");
    expect(listed.items.map(({ id }) => id)).toContain(booked.id);
  });

  it("shows a teacher's calendar to a calendar program by its secret address, and to nobody who guesses", async () => {
    const people = await done<{ items: { id: string; name: string }[] }>("list_bookable_staff");
    const ben = people.items.find(({ name }) => name === "Ben");
    const { url } = await done<{ url: string }>("get_staff_calendar_link", { staffId: ben?.id });
    const path = new URL(url).pathname;
    const feed = await fetch(`${serverUrl()}${path}`);
    expect([feed.status, feed.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
    const text = await feed.text();
    expect(text).toContain("SUMMARY:Hatha");
    expect(text).not.toContain("mei@example.com");
    for (const wrong of [path.replace(".ics", "x.ics"), path.replace(".ics", "")]) {
      expect((await fetch(`${serverUrl()}${wrong}`)).status).toBe(404);
    }
  });
});
