import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { settingsOf } from "../booking-settings/read-settings";
import { type Occurrence, occurrencesBetween } from "../schedules/occurrences";
import type { readService } from "../services/read-service";
import { findStaff } from "../staff/find-staff";
import { type Requirement, readCalendars, requirementsOf } from "./availability";
import type { SlotView } from "./booking";
import { spoken } from "./booking";
import type { SlotWish } from "./find-slots";
import { intersect } from "./intervals";
import { addDays, type Instant, localDate, localDay, MINUTE_MS, wallTime } from "./local-time";
import { appointmentRefusal } from "./refuse-place";
import { openIntervals } from "./slots";
import { staffNames } from "./staff-names";

type Service = Awaited<ReturnType<typeof readService>>;
type Asked = Omit<SlotWish, "service"> & { service: Service };

/** What an empty answer of the slot search comes from: something that was never set up, a rule, or a full calendar. */
export async function whyNothing(context: TenantContext, asked: Asked): Promise<string> {
  const { service } = asked;
  if (service.status !== "active") return "The service is archived; update_service with status active offers it again.";
  return (
    (await outOfReach(context, asked)) ??
    (service.type === "class" ? whyNoClass(context, asked) : whyNoAppointment(context, asked))
  );
}

/** Days that lie behind, or further ahead than bookings are made; null when some of them can be booked. */
async function outOfReach(context: TenantContext, { date, days }: Asked): Promise<string | null> {
  const { timezone } = context.caller.workspace;
  const today = localDate(Date.now(), timezone);
  const { horizonDays } = await settingsOf(context);
  const last = addDays(today, horizonDays);
  if (date > last) {
    return `Bookings are made at most ${horizonDays} days ahead, until ${last}; update_booking_settings (horizonDays) changes that.`;
  }
  return addDays(date, days - 1) < today ? `Those days lie in the past; today is ${today}.` : null;
}

async function whyNoClass(context: TenantContext, { service, date, days, staffId, between }: Asked): Promise<string> {
  const { timezone } = context.caller.workspace;
  const schedules = await context.db.serviceSchedule.count({ where: { serviceId: service.id, status: "active" } });
  if (schedules === 0) return "The class has no times yet; add them with create_service_schedule.";
  const dates = await occurrencesBetween(context, { from: date, to: addDays(date, days - 1), serviceId: service.id });
  if (dates.length === 0) return "The class has no date then; look at other days, or at list_service_schedules.";
  const teacher = staffId && (await findStaff(context, staffId)).id;
  const isAsked = ({ start, staffId: who }: Occurrence) =>
    isBetween(start, timezone, between) && (!teacher || who === teacher);
  if (!dates.some(isAsked)) {
    const times = dates.slice(0, MOST_NAMED).map(({ start }) => spoken(start, timezone));
    return `The class has other dates then: ${times.join(", ")}; ask without timeFrom, timeTo and staffId.`;
  }
  return "The class has dates then, and none can be booked: too soon, closed, without the room it requires, or its teacher or room is taken. get_calendar shows which; update_service_schedule moves it.";
}

const MOST_NAMED = 5;

function isBetween(start: Instant, timezone: string, between: SlotWish["between"]): boolean {
  const [hours = 0, minutes = 0] = wallTime(start, timezone).slice(11).split(":").map(Number);
  const minute = hours * 60 + minutes;
  return !between || (minute >= between.fromMinute && minute <= between.toMinute);
}

async function whyNoAppointment(context: TenantContext, asked: Asked): Promise<string> {
  const requirements = await requirementsOf(context, asked);
  const missing = requirements.find(({ candidates }) => candidates.length === 0);
  if (missing) return whatIsMissing(context, asked, missing);
  const { timezone } = context.caller.workspace;
  const { questionOn } = await readCalendars(context, asked, requirements);
  const start = firstAsked(asked, timezone, questionOn);
  if (start === null) {
    const { minimumNoticeMinutes } = await settingsOf(context);
    return `It is too late for those times: bookings are made at least ${minimumNoticeMinutes} minutes ahead. Look at other times or days.`;
  }
  const { service, durationMinutes = service.durationMinutes, staffId, resourceId, participants = 1 } = asked;
  const wish = { service, start, durationMinutes, staffId, resourceId, participants };
  const { message, details } = await appointmentRefusal(
    context,
    wish,
    requirements,
    questionOn(localDate(start, timezone)),
  );
  const near = ((details?.alternatives ?? []) as SlotView[]).map(({ localStart }) => localStart);
  const nearest = near.length > 0 ? ` Nearest free: ${near.join(", ")}.` : " Nothing is free within five weeks of it.";
  return `Nothing is free then. ${spoken(start, timezone)}: ${message}${nearest}`;
}

/** The first time that was asked for and could be booked at all: when the business is open, where it is; null when all are over. */
function firstAsked(
  { date, days, between }: Asked,
  timezone: string,
  questionOn: Awaited<ReturnType<typeof readCalendars>>["questionOn"],
): Instant | null {
  let closed: Instant | null = null;
  for (let index = 0; index < days; index++) {
    const { openingHours, rules, date: day } = questionOn(addDays(date, index));
    const local = localDay(day, timezone);
    const [from, to] = [local.startOf(between?.fromMinute ?? 0), local.endOf(between?.toMinute ?? 1_440)];
    const asked = [
      { start: Math.max(from, gridAfter(rules.notBefore)), end: Math.min(to + MINUTE_MS, rules.notAfter) },
    ];
    if ((asked[0]?.start ?? 0) >= (asked[0]?.end ?? 0)) continue;
    const [open] = openingHours ? intersect(openIntervals(openingHours, local), asked) : asked;
    if (open) return open.start;
    closed ??= asked[0]?.start ?? null;
  }
  return closed;
}

const gridAfter = (at: Instant) => Math.ceil(at / (15 * MINUTE_MS)) * 15 * MINUTE_MS;

/** Nobody and nothing to give the service: says who else would, before it says how to change that. */
async function whatIsMissing(
  context: TenantContext,
  { service, staffId, resourceId }: Asked,
  { subjectType }: Requirement,
): Promise<string> {
  if (subjectType === "staff" && staffId) {
    const { name } = await findStaff(context, staffId);
    const [others] = await requirementsOf(context, { service: { ...service, requiresStaff: true } });
    const names = await staffNames(context, others?.candidates.map(({ id }) => id) ?? []);
    if (names.length > 0) {
      const who = names.map((each) => each.name).join(", ");
      return `${name} does not give ${service.name}; ${who} ${names.length === 1 ? "does" : "do"}: ask with another staffId or without one. assign_staff_to_service only if ${name} is to give it from now on.`;
    }
  }
  if (subjectType === "staff") return "Nobody gives this service yet; use assign_staff_to_service.";
  return resourceId
    ? "This room or equipment is not linked to the service: ask with another or without one, or use link_resource_to_service."
    : "No room or equipment is linked to it; use link_resource_to_service.";
}
