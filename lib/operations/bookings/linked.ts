import "server-only";
import { z } from "zod";
import { readBookingToken } from "@/lib/auth/booking-links";
import { limitUse } from "@/lib/auth/limits";
import { workspaceOf } from "@/lib/auth/workspace";
import type { SystemContext, TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { BOOKING_STATUSES, type BookingView } from "./booking";

/** The token of a customer's link; whoever holds it acts for that one booking. */
export const tokenField = z
  .string()
  .min(20)
  .max(300)
  .meta({
    description: "The last part of the link in the customer's mail.",
    examples: ["org_0OaZ.bkg_0OaZ.signature"],
    secret: true,
  });

const LOOKS_A_MINUTE = 60;
const CHANGES_AN_HOUR = 20;

/** Bounds what links can be used for: guesses from one address, and changes of one booking. Throws rate_limited. */
export async function limitLink(caller: SystemContext["caller"], token: string, use: "look" | "change"): Promise<void> {
  await limitUse("link-address", caller.ip ?? "unknown", LOOKS_A_MINUTE, 60);
  const linked = use === "change" ? readBookingToken(token) : null;
  if (linked) await limitUse("link-change", linked.recordId, CHANGES_AN_HOUR, 3_600);
}

/** A forged link, or one whose booking is gone. */
export const deadLink = () =>
  new OperationError("not_found", {
    message: "token: this link opens nothing",
    hint: "Use the newest mail's link, or ask the business.",
    details: { field: "token" },
  });

/**
 * Enters the organisation and company of the booking that a link names, for the rest of the transaction: from here on the
 * database shows this tenant's rows only, as to any caller of its own. Throws not_found for a forged or dead link.
 */
export async function enterByLink(
  { caller, system, note, queueMail }: SystemContext,
  token: string,
  kind: "booking" | "waitlistEntry" = "booking",
) {
  const linked = readBookingToken(token);
  if (!linked) throw deadLink();
  const { organisationId, recordId } = linked;
  const where = { organisationId, id: recordId };
  const record = await (kind === "booking"
    ? system.booking.findFirst({ where })
    : system.waitlistEntry.findFirst({ where }));
  const company = record && (await system.company.findFirst({ where: { organisationId, id: record.companyId } }));
  const organisation =
    record && (await system.organisation.findFirst({ where: { id: organisationId, deletedAt: null } }));
  if (!record || !company || !organisation) throw deadLink();
  const workspace = workspaceOf(organisation, company);
  await system.$executeRaw`
    SELECT set_config('favcrm.organisation_id', ${organisationId}, true), set_config('favcrm.company_id', ${company.id}, true)`;
  await system.$executeRaw`SET LOCAL ROLE favcrm_tenant`;
  note({ organisationId });
  const actor = { type: "customer" as const, id: record.accountId, label: record.customerName };
  const customer: TenantContext["caller"] = { ...caller, actor, workspace, role: "staff", userId: "" };
  const context: TenantContext = {
    caller: customer,
    db: system,
    note,
    queueMail: (mail) => queueMail({ ...mail, organisationId }),
  };
  return { context, recordId };
}

/** Refuses to move or cancel what has begun: that is for the business to judge. Throws precondition_failed. */
export async function requireComing({ db }: TenantContext, bookingId: string): Promise<void> {
  const booking = await db.booking.findFirst({ where: { id: bookingId }, select: { startsAt: true } });
  if (booking && booking.startsAt.getTime() > Date.now()) return;
  throw new OperationError("precondition_failed", {
    reason: "bookingBegun",
    message: "This booking has begun already.",
    hint: "Ask the business.",
  });
}

/** What a customer sees of the own booking. */
export const linkedBookingView = z.object({
  bookingId: z.string(),
  businessName: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  staffName: z.string().nullable(),
  startTime: z.string(),
  endTime: z.string(),
  localStart: z.string(),
  timezone: z.string(),
  status: z.enum(BOOKING_STATUSES),
  isLateCancel: z.boolean(),
});

export function toLinkedView(booking: BookingView, businessName: string): z.output<typeof linkedBookingView> {
  return linkedBookingView.parse({ ...booking, bookingId: booking.id, businessName });
}
