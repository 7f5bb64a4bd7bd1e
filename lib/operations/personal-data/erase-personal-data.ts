import "server-only";
import { z } from "zod";
import { flushAudit } from "@/lib/kernel/audit";
import type { TenantContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { countOf, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { invalidField, requireOwner } from "@/lib/kernel/refusals";
import { lockRow } from "@/lib/kernel/versions";
import { accountIdField } from "../accounts/account";
import { fold } from "../accounts/search-text";
import { HOLDING } from "../bookings/booking";
import { cancelOne } from "../bookings/cancel-one";
import { endEntry } from "../bookings/offer-freed-places";
import { KEPT, removePerson } from "./erasure";
import { type Person, personOf, sharersOf } from "./person";

const receipt = z.object({
  erasureId: z.string(),
  accountId: z.string(),
  erasedAt: z.string(),
  /** Rows changed or removed, by kind; what is 0 was searched and held nothing. */
  changed: z.record(z.string(), z.int()),
  kept: z.array(z.object({ what: z.string(), why: z.string() })),
  cancelledBookings: z.int(),
  /** Records with the same mail or phone and another name, which were left alone. */
  sharers: z.array(z.object({ accountId: z.string(), isDeleted: z.boolean() })),
});

export const erasePersonalData = defineOperation({
  name: "erase_personal_data",
  title: "Erase a person's data",
  description:
    "Removes the personal data of a customer for good, also from stored answers, mails, uploaded lists and the activity; what law keeps stays without a name, and the receipt says what was searched, changed and kept. Customers merged into this one and deleted doubles of the same name go with it; sharers in the answer are records of other names with the same mail or phone. It cannot be undone: show the user, and offer export_personal_data first. Owners only.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({
    accountId: accountIdField,
    confirmName: lineOfText(1, 200).meta({
      secret: true,
      description: "The customer's name or localName, to be sure it is the right one.",
      examples: ["Anna Chan"],
    }),
    cancelBookings: z
      .boolean()
      .optional()
      .meta({
        description:
          "Needed when visits are still to come: true cancels them without a message, false lets them stand for nobody.",
        examples: [true],
      }),
    reason: z
      .enum(["request", "retention", "consent_withdrawn", "other"])
      .default("request")
      .meta({ description: "Why: the person asked, or the time to keep it is over.", examples: ["request"] }),
  }),
  output: receipt,
  renderType: "record",
  summary: ({ erasureId, cancelledBookings, sharers }) =>
    [
      `Personal data erased; receipt ${erasureId}`,
      ...(cancelledBookings > 0 ? [`${countOf(cancelledBookings, "coming booking")} cancelled`] : []),
      ...(sharers.length > 0
        ? [`${countOf(sharers.length, "other record")} with the same mail or phone left alone`]
        : []),
    ].join("; "),
  undo: { none: "Erased personal data cannot come back; that is what erasing means." },

  async run(context, { accountId, confirmName, reason, cancelBookings }) {
    const { db, caller, note } = context;
    requireOwner(caller);
    const { organisationId, companyId } = caller.workspace;
    await lockRow(db, "accounts", accountId);
    const person = await personOf(db, accountId);
    const account = await db.account.findFirstOrThrow({ where: { id: accountId } });
    if (account.erasedAt) {
      throw new OperationError("precondition_failed", {
        reason: "erased",
        message: "This customer was erased before.",
        hint: "Nothing to do.",
      });
    }
    if (account.mergedIntoId) {
      throw new OperationError("precondition_failed", {
        reason: "merged",
        message: "accountId: this customer was merged into another, who holds the data now",
        hint: "Erase that customer (details.mergedIntoId), or call unmerge_accounts to part them first.",
        details: { field: "accountId", mergedIntoId: account.mergedIntoId },
      });
    }
    const names = [account.name, account.localName].flatMap((name) => (name ? [fold(name)] : []));
    if (!names.includes(fold(confirmName))) throw invalidField("confirmName", "is not the name of this customer");
    const cancelledBookings = await cancelComing(context, person, cancelBookings);
    await leaveQueues(context, person);
    // Reads are recorded in batches: one that is still waiting would bring the name back.
    await flushAudit();
    const sharers = await sharersOf(db, person);
    const changed = await removePerson(db, person);
    const erasureId = newId("era");
    await db.personalDataErasure.create({
      data: {
        organisationId,
        companyId,
        id: erasureId,
        accountId,
        reason,
        accountIds: person.accountIds,
        receipt: { changed, kept: KEPT },
        actorLabel: caller.actor.label,
      },
    });
    note({ entityId: accountId, after: { erasureId, changed, cancelledBookings } });
    return {
      erasureId,
      accountId,
      erasedAt: new Date().toISOString(),
      changed,
      kept: KEPT,
      cancelledBookings,
      sharers,
    };
  },
});

/** Cancels the person's coming visits, or refuses until somebody decided about them. Returns how many were cancelled. */
async function cancelComing(context: TenantContext, { accountIds }: Person, cancel: boolean | undefined) {
  const coming = await context.db.booking.findMany({
    where: { accountId: { in: accountIds }, status: { in: [...HOLDING] }, startsAt: { gt: new Date() } },
    select: { id: true },
    orderBy: { startsAt: "asc" },
  });
  if (coming.length === 0 || cancel === false) return 0;
  if (cancel === undefined) {
    throw new OperationError("precondition_failed", {
      reason: "comingBookings",
      message: `${countOf(coming.length, "booking is", "bookings are")} still to come.`,
      hint: "Ask the user; repeat with cancelBookings true to cancel them, or false to let them stand without a name.",
      details: { bookings: coming.length, bookingIds: coming.slice(0, 20).map(({ id }) => id) },
    });
  }
  // The trail tells of the erasure; what it would tell of each booking is the name that has to go.
  const quiet = { ...context, note: () => {} };
  for (const { id: bookingId } of coming) await cancelOne(quiet, { bookingId, notifyCustomer: false });
  return coming.length;
}

/** Nobody keeps a place for a person who is gone. */
async function leaveQueues(context: TenantContext, { accountIds }: Person): Promise<void> {
  const entries = await context.db.waitlistEntry.findMany({
    where: { accountId: { in: accountIds }, status: { in: ["waiting", "offered"] } },
  });
  for (const entry of entries) await endEntry(context, entry, "left");
}
