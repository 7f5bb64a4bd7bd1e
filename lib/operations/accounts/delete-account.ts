import "server-only";
import { z } from "zod";
import { countOf, expectedVersionField } from "@/lib/kernel/fields";
import { undoById } from "@/lib/kernel/inverse";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow, requireVersion } from "@/lib/kernel/versions";
import { HOLDING } from "../bookings/booking";
import { accountIdField, accountView, toAccountView } from "./account";
import { requireAccount } from "./account-values";
import { syncIdentifiers } from "./identifier";
import { restoreAccount } from "./restore-account";

const restoration = (): AnyOperation => restoreAccount;

export const deleteAccount = defineOperation({
  name: "delete_account",
  title: "Delete a customer",
  description:
    "Removes a customer from lists and searches and releases the mail address and phone for reuse; the history is kept. Coming bookings stand until they are cancelled (the answer counts them); a wait-list passes the customer over. restore_account brings the customer back. To remove personal data for good use erase_personal_data.",
  area: "contacts",
  effect: "delete",
  scopes: ["contacts:write"],
  input: z.strictObject({ accountId: accountIdField, expectedVersion: expectedVersionField }),
  output: z.object({ account: accountView, comingBookings: z.int() }),
  renderType: "record",
  summary: ({ account, comingBookings }) =>
    `${account.name} deleted; restore_account brings the customer back${comingBookings > 0 ? `. ${countOf(comingBookings, "coming booking stands", "coming bookings stand")}: list_bookings with this accountId, then cancel_booking` : ""}`,
  undo: undoById(restoration, "accountId"),

  async run({ db, caller, note }, { accountId, expectedVersion }) {
    await lockRow(db, "accounts", accountId);
    const row = await requireAccount(db, accountId);
    const before = toAccountView(row);
    requireVersion(row.version, expectedVersion, accountView, () => before);
    await db.account.updateMany({
      where: { id: accountId },
      data: { deletedAt: new Date(), version: { increment: 1 } },
    });
    await syncIdentifiers(db, caller.workspace, accountId);
    const account = toAccountView(await db.account.findFirstOrThrow({ where: { id: accountId } }));
    note({ entityId: accountId, before, after: { deletedAt: account.deletedAt } });
    const comingBookings = await db.booking.count({
      where: { accountId, status: { in: [...HOLDING] }, startsAt: { gt: new Date() } },
    });
    return { account, comingBookings };
  },
});
