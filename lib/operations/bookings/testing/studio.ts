import { makeWorkspace, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { setOpeningHours } from "../../opening-hours/set-opening-hours";
import { createServiceSchedule } from "../../schedules/create-service-schedule";
import { createService } from "../../services/create-service";
import { assignStaffToService } from "../../staff/assign-staff-to-service";
import { createStaffMember } from "../../staff/create-staff-member";
import { createBooking } from "../create-booking";
import { addDays, localDate } from "../local-time";

export const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** A studio that is open every day from 09:00 to 21:00, with one teacher, a massage and a class of two at 18:00 every day. */
export interface Studio extends TestWorkspace {
  massageId: string;
  classId: string;
  scheduleId: string;
  teacherId: string;
  /** The local date so many days from today. */
  day(offset: number): string;
  book(start: string, more?: Record<string, unknown>): Promise<Awaited<ReturnType<typeof bookOne>>["data"]>;
}

const bookOne = (studio: TestWorkspace, input: Record<string, unknown>) => execute(createBooking, studio.caller, input);

/** Opens a studio of its own for one suite. */
export async function openStudio(name?: string): Promise<Studio> {
  const workspace = await makeWorkspace(name);
  const run = workspace.caller;
  await execute(setOpeningHours, run, { hours: DAYS.map((day) => ({ day, open: "09:00", close: "21:00" })) });
  // Tests run at any hour; what is said at night is a test of its own.
  const { organisationId, companyId } = workspace;
  const values = { quietHoursFrom: null, quietHoursTo: null };
  await systemDb().bookingSettings.create({ data: { organisationId, companyId, values, version: 0 } });
  const massage = { name: "Massage", durationMinutes: 60, price: "480.00", requiresStaff: true };
  const massageId = (await execute(createService, run, massage)).data.id;
  const teacherId = (await execute(createStaffMember, run, { name: "Anna" })).data.id;
  await execute(assignStaffToService, run, { serviceId: massageId, userId: teacherId });
  const yoga = { name: "Yoga", durationMinutes: 60, type: "class", capacity: 2 };
  const classId = (await execute(createService, run, yoga)).data.id;
  const today = localDate(Date.now(), "Asia/Hong_Kong");
  const times = { date: today, startTime: "18:00", endTime: "19:00", recurrence: "daily" };
  const scheduled = await execute(createServiceSchedule, run, { serviceId: classId, ...times });
  let guests = 0;
  return {
    ...workspace,
    massageId,
    classId,
    scheduleId: scheduled.data.schedule.id,
    teacherId,
    day: (offset) => addDays(today, offset),
    async book(start, more = {}) {
      guests += 1;
      const customer = { name: `Guest ${guests}`, email: `guest${guests}@example.com` };
      return (await bookOne(workspace, { serviceId: massageId, start, customer, ...more })).data;
    },
  };
}
