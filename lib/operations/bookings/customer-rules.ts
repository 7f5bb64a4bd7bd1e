import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { readSettings } from "../booking-settings/read-settings";
import { HOLDING } from "./booking";
import { type Instant, MINUTE_MS } from "./local-time";

interface Wish {
  accountId: string;
  service: { id: string; cooldownMinutes: number };
  start: Instant;
}

const DAY_MS = 86_400_000;

/** What a single customer may book: number of coming bookings, rest between two, one at a time. Throws not_bookable. */
export async function requireCustomerMayBook(
  context: TenantContext,
  { accountId, service, start }: Wish,
): Promise<void> {
  const { settings } = await readSettings(context);
  const { maximumUpcomingPerCustomer: most, globalCooldownDays, blockUntilFinished, cooldownMessage } = settings;
  const mine = { accountId, status: { in: [...HOLDING] } };
  if (most !== null && (await context.db.booking.count({ where: { ...mine, startsAt: { gt: new Date() } } })) >= most) {
    throw refusal(`This customer already has ${most} coming bookings.`, "maximumUpcomingPerCustomer");
  }
  if (
    blockUntilFinished &&
    (await context.db.booking.count({ where: { ...mine, serviceId: service.id, endsAt: { gt: new Date() } } })) > 0
  ) {
    throw refusal("This customer has a booking of this service that is not over yet.", "blockUntilFinished");
  }
  const isNear = (restMs: number, serviceId?: string) =>
    context.db.booking.count({
      where: {
        accountId,
        status: { in: [...HOLDING, "completed"] },
        startsAt: { gt: new Date(start - restMs), lt: new Date(start + restMs) },
        ...(serviceId ? { serviceId } : {}),
      },
    });
  const rest = cooldownMessage ?? "This customer must leave more time between two bookings.";
  if (service.cooldownMinutes > 0 && (await isNear(service.cooldownMinutes * MINUTE_MS, service.id)) > 0) {
    throw refusal(rest, "cooldownMinutes");
  }
  if (globalCooldownDays !== null && (await isNear(globalCooldownDays * DAY_MS)) > 0) {
    throw refusal(rest, "globalCooldownDays");
  }
}

function refusal(message: string, rule: string): OperationError {
  return new OperationError("not_bookable", {
    message,
    hint: "Offer a later date, or change the rule with update_booking_settings.",
    details: { rule },
  });
}
