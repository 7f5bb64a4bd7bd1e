import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { queueMail } from "@/lib/kernel/outbox";
import { withNames } from "./booking";
import { type Notice, noticeMail, noticeTask } from "./notice";

type Teller = Pick<TenantContext, "db" | "caller">;

/**
 * Tells the customers of coming bookings what happened, once each, in the transaction in which it happened. A customer
 * without a mailbox becomes a task with the text ready to send.
 */
export async function notifyCustomers({ db, caller }: Teller, notice: Notice, bookingIds: readonly string[]) {
  const { organisationId, companyId, companyName, language } = caller.workspace;
  if (bookingIds.length === 0) return;
  const rows = await db.booking.findMany({
    where: { id: { in: [...bookingIds] }, startsAt: { gt: new Date() } },
    include: withNames,
  });
  const accounts = await db.account.findMany({
    where: { id: { in: rows.flatMap(({ accountId }) => accountId ?? []) }, language: { not: null } },
    select: { id: true, language: true },
  });
  const languageOf = new Map(accounts.map((account) => [account.id, account.language]));
  for (const row of rows) {
    const told = {
      ...row,
      serviceName: row.service.name,
      staffName: row.staff?.name ?? null,
      resourceName: row.resource?.name ?? null,
      businessName: companyName,
      language: languageOf.get(row.accountId ?? "") ?? language,
    };
    const mail = noticeMail(told, notice);
    const task = mail ? null : noticeTask(told, notice);
    if (mail) await queueMail(db, mail);
    if (task) {
      await db.task.create({
        data: {
          organisationId,
          companyId,
          id: newId("task"),
          ...task,
          accountId: row.accountId,
          createdByLabel: caller.actor.label,
        },
      });
    }
  }
}
