import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDatabases } from "@/lib/db/client";
import { changeSettings, takeOwnDatabase } from "@/lib/integrations/email/testing/own-database";
import { temporaryFolder } from "../setup/folders";
import { type LaunchedServer, launchServer } from "../setup/launch";
import { callTool, dataOf, type Registration, register, type ToolError } from "../support/server";

/** Two processes know nothing of each other's lines: between them only the database can decide. */
const folder = temporaryFolder("rush");
const testDatabase = process.env.DATABASE_URL;
const instances: LaunchedServer[] = [];
let database: Awaited<ReturnType<typeof takeOwnDatabase>>;
let owner: Registration;

beforeAll(async () => {
  database = await takeOwnDatabase();
  for (const name of ["one", "two"]) {
    instances.push(
      await launchServer({
        DATABASE_URL: database.url,
        FAVCRM_DATA_DIR: path.join(folder, name),
        FAVCRM_SECRET: "a secret that both instances share, long enough",
        MAIL_TRANSPORT: "outbox",
      }),
    );
  }
  owner = await register("Twofold Yoga", { url: instances[0]?.url ?? "" });
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await closeDatabases();
  await database?.remove();
  changeSettings({ DATABASE_URL: testDatabase });
  rmSync(folder, { recursive: true, force: true });
});

const run = <Data = { id: string }>(name: string, args: object) =>
  dataOf<Data>(name, args, { url: instances[0]?.url ?? "", key: owner.apiKey });

/** So many guests ask for one start at the same moment, by turns at both servers; the refusals, and how many were booked. */
async function rush(guests: number, wish: { serviceId: string; start: string }) {
  const answers = await Promise.all(
    Array.from({ length: guests }, (_, index) => {
      const customer = { name: `Guest ${index}`, email: `guest${index}@example.com` };
      const target = { url: instances[index % 2]?.url ?? "", key: owner.apiKey };
      return callTool("create_booking", { ...wish, customer }, target);
    }),
  );
  const refused = answers.flatMap(({ structuredContent }) => structuredContent.error ?? []);
  return { booked: guests - refused.length, refused };
}

const words = (refused: readonly ToolError[]) => [
  ...new Set(refused.map(({ code, details }) => `${code} ${details?.rule}`)),
];
const offered = ({ details }: ToolError) => ((details?.alternatives ?? []) as unknown[]).length;
const inDays = (days: number) => new Date(Date.now() + (days * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

it("one place is given to one of a hundred who ask two servers at once, and the others are offered times", async () => {
  const service = { name: "Massage", durationMinutes: 60, requiresStaff: true };
  const [{ id: serviceId }, anna] = [
    await run("create_service", service),
    await run("create_staff_member", { name: "Anna" }),
  ];
  await run("assign_staff_to_service", { serviceId, userId: anna.id });
  const { booked, refused } = await rush(100, { serviceId, start: `${inDays(3)}T10:00` });
  expect([booked, words(refused)]).toEqual([1, ["slot_taken staffTaken"]]);
  for (const refusal of refused) expect(offered(refusal)).toBe(5);
});

it("a class of twenty is given to twenty of a hundred, and the others are offered the next dates", async () => {
  const { id: serviceId } = await run("create_service", {
    name: "Yoga",
    durationMinutes: 60,
    type: "class",
    capacity: 20,
  });
  const times = { serviceId, date: inDays(3), startTime: "18:30", endTime: "19:30", recurrence: "daily" };
  await run("create_service_schedule", times);
  const { booked, refused } = await rush(100, { serviceId, start: `${inDays(3)}T18:30` });
  expect([booked, words(refused)]).toEqual([20, ["class_full classFull"]]);
  for (const refusal of refused) expect(offered(refusal)).toBe(5);
  const { items } = await run<{ items: { remainingCapacity: number }[] }>("get_available_slots", {
    serviceId,
    date: inDays(3),
  });
  expect(items.map(({ remainingCapacity }) => remainingCapacity)).toEqual([0]);
});
