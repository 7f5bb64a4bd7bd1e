import { beforeAll, describe } from "vitest";
import type { z } from "zod";
import { itIsGuarded } from "@/e2e/support/operations";
import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import type { AnyOperation } from "@/lib/kernel/operation";
import { bookingSettingsOperations } from "../booking-settings/operations";
import { openingHoursOperations } from "../opening-hours/operations";
import { resourceOperations } from "../resources/operations";
import { scheduleOperations } from "../schedules/operations";
import { serviceOperations } from "../services/operations";
import { staffOperations } from "../staff/operations";
import { bookingOperations } from "./operations";
import { openStudio, type Studio } from "./testing/studio";

let studio: Studio;
let other: TestWorkspace;
let bookingId: string;

beforeAll(async () => {
  [studio, other] = await Promise.all([openStudio(), makeWorkspace("Other studio")]);
  bookingId = (await studio.book(`${studio.day(1)}T10:00`)).id;
});

/** Ids that arguments take, and who holds them. */
const HELD: Record<string, () => unknown> = {
  serviceId: () => studio.massageId,
  scheduleId: () => studio.scheduleId,
  staffId: () => studio.teacherId,
  memberId: () => studio.teacherId,
  userId: () => studio.teacherId,
  bookingId: () => bookingId,
};
/** Values whose examples alone make no call that gets as far as the id. */
const OWN: Record<string, Record<string, () => unknown>> = {
  set_staff_availability: { dayOfWeek: () => "monday" },
  set_resource_availability: { dayOfWeek: () => "monday" },
};

const ours: readonly AnyOperation[] = [
  ...serviceOperations,
  ...staffOperations,
  ...resourceOperations,
  ...openingHoursOperations,
  ...scheduleOperations,
  ...bookingOperations,
  ...bookingSettingsOperations,
].filter(({ access }: AnyOperation) => access === undefined);

describe.each(ours.map((operation) => [operation.name, operation] as const))("%s", (name, operation) => {
  const fields = Object.entries(operation.input.shape as Record<string, z.ZodType>);
  const required = fields.filter(([, schema]) => !schema.safeParse(undefined).success);
  const input = () => ({
    ...Object.fromEntries(
      required.map(([field, schema]) => [field, HELD[field]?.() ?? (schema.meta()?.examples as unknown[])?.[0]]),
    ),
    ...Object.fromEntries(Object.entries(OWN[name] ?? {}).map(([field, make]) => [field, make()])),
  });
  const takesId = required.some(([field]) => field.endsWith("Id"));
  itIsGuarded({ operation, input, caller: () => studio.caller, ...(takesId ? { stranger: () => other.caller } : {}) });
});
