import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { queueMail } from "@/lib/kernel/outbox";
import { withNames } from "./booking";
import { languagesOf } from "./customer-languages";
import { type Notice, noticeMail } from "./notice";
import { closeNoticeTasks, createNoticeTask } from "./notice-task";
import type { Told } from "./told";

type Teller = Pick<TenantContext, "db" | "caller">;

/**
 * Tells the customers of coming bookings what happened, once each, in the transaction in which it happened. A customer
 * without a mailbox becomes a task with the text ready to send, instead of any earlier one about the same booking. Says how
 * each of them is told.
 */
export async function notifyCustomers(
  { db, caller }: Teller,
  notice: Notice,
  bookingIds: readonly string[],
): Promise<Told[]> {
  const { organisationId, companyId, companyName, language } = caller.workspace;
  if (bookingIds.length === 0) return [];
  // A confirmation comes first, or after a change of status that closed what was there.
  if (notice !== "confirmation") await closeNoticeTasks(db, organisationId, bookingIds);
  const rows = await db.booking.findMany({
    where: { id: { in: [...bookingIds] }, startsAt: { gt: new Date() } },
    include: withNames,
  });
  const languages = await languagesOf(db, rows);
  const owner = { companyId, createdByLabel: caller.actor.label };
  const told: Told[] = [];
  for (const row of rows) {
    const notified = {
      ...row,
      serviceName: row.service.name,
      staffName: row.staff?.name ?? null,
      resourceName: row.resource?.name ?? null,
      businessName: companyName,
      language: languages.get(row.accountId ?? "") ?? language,
    };
    const mail = noticeMail(notified, notice);
    if (mail) await queueMail(db, mail);
    const task = mail ? null : await createNoticeTask(db, owner, notified, notice);
    told.push({ by: mail ? "mail" : task ? "task" : "nobody", taskId: task?.id ?? null });
  }
  return told;
}
