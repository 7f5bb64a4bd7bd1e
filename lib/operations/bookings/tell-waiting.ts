import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { newId } from "@/lib/kernel/ids";
import { queueMail } from "@/lib/kernel/outbox";
import { languagesOf } from "./customer-languages";
import { whatsappLink } from "./notice";
import { dueBefore } from "./notice-task";
import { isChinese, spokenTo } from "./spoken-to";
import { claimedBy, listedBy, withdrawOffer } from "./tell-offer";
import type { Told } from "./told";
import { withClass } from "./waitlist";

type Teller = Pick<TenantContext, "db" | "caller">;
/** What happened to the class somebody waits for. */
export type WaitNotice = "moved" | "cancelled";

/**
 * Tells those who wait for a coming class what happened to it, as who has a place is told: by mail, else by a task with the
 * text ready. What was still to be told of an offer is withdrawn; one that stands is told with the new time. Says how each is
 * told.
 */
export async function tellWaiting(
  { db, caller }: Teller,
  notice: WaitNotice,
  entryIds: readonly string[],
): Promise<Told[]> {
  if (entryIds.length === 0) return [];
  const { workspace } = caller;
  const found = await db.waitlistEntry.findMany({
    where: { id: { in: [...entryIds] } },
    orderBy: { id: "asc" },
    include: { ...withClass, account: { select: { deletedAt: true } } },
  });
  for (const entry of found) await withdrawOffer(db, entry);
  const rows = found.filter(({ account, occurrence }) => !account?.deletedAt && occurrence.startsAt > new Date());
  const languages = await languagesOf(db, rows);
  const told: Told[] = [];
  for (const row of rows) {
    const language = languages.get(row.accountId ?? "") ?? workspace.language;
    // An offer that ran out is no offer, though nobody has ended it yet.
    const offeredUntil = row.offeredUntil && row.offeredUntil > new Date() ? row.offeredUntil : null;
    told.push(await tellOne({ db, caller }, notice, { ...row, offeredUntil, language }));
  }
  return told;
}

interface Waiting {
  id: string;
  accountId: string | null;
  customerName: string;
  customerEmail: string | null;
  customerPhone: string | null;
  offeredUntil: Date | null;
  occurrence: { startsAt: Date; schedule: { service: { name: string } } };
  language: string;
}

async function tellOne(teller: Teller, notice: WaitNotice, waiting: Waiting): Promise<Told> {
  if (waiting.customerEmail) {
    await mail(teller, notice, waiting, waiting.customerEmail);
    return { by: "mail", taskId: null };
  }
  if (!waiting.customerPhone) return { by: "nobody", taskId: null };
  return { by: "task", taskId: await makeTask(teller, notice, waiting, waiting.customerPhone) };
}

async function mail({ db, caller }: Teller, notice: WaitNotice, waiting: Waiting, to: string): Promise<void> {
  const { organisationId, companyName: businessName, timezone } = caller.workspace;
  const { id, offeredUntil, occurrence, language } = waiting;
  await queueMail(db, {
    template: `waitlist_${notice}`,
    to,
    locale: language,
    organisationId,
    lifeSeconds: Math.ceil(((offeredUntil ?? occurrence.startsAt).getTime() - Date.now()) / 1_000),
    data: {
      organisationId,
      waitlistEntryId: id,
      businessName,
      serviceName: occurrence.schedule.service.name,
      startsAt: occurrence.startsAt.toISOString(),
      timezone,
      ...(offeredUntil ? { offeredUntil: offeredUntil.toISOString() } : {}),
    },
  });
}

async function makeTask({ db, caller }: Teller, notice: WaitNotice, waiting: Waiting, phone: string): Promise<string> {
  const { organisationId, companyId, timezone } = caller.workspace;
  const { accountId, customerName, occurrence, offeredUntil } = waiting;
  const message = textOf(waiting, notice, caller.workspace);
  const mark = offeredUntil ? claimedBy(waiting.id) : listedBy(waiting.id);
  const id = newId("task");
  await db.task.create({
    data: {
      organisationId,
      companyId,
      id,
      title:
        `Tell ${customerName}: the class they wait for ${notice === "moved" ? "has a new time" : "was cancelled"}`.slice(
          0,
          200,
        ),
      description: `${message}\n\n${mark}\n${whatsappLink(phone, message)}`,
      accountId,
      createdByLabel: caller.actor.label,
      ...dueBefore(offeredUntil ?? occurrence.startsAt, timezone),
    },
  });
  return id;
}

/** The message to be sent by hand: what happened, and what that means for the wait. */
function textOf(
  { language, occurrence, offeredUntil }: Waiting,
  notice: WaitNotice,
  { companyName, timezone }: Teller["caller"]["workspace"],
): string {
  const { name } = occurrence.schedule.service;
  const when = spokenTo(language, occurrence.startsAt.getTime(), timezone);
  const until = offeredUntil && spokenTo(language, offeredUntil.getTime(), timezone);
  if (isChinese(language)) {
    if (notice === "cancelled") return `${companyName}：你輪候的 ${name}（${when}）取消了，輪候亦已結束。`;
    const offer = until ? `我們為你保留一個空位到 ${until}，要的話請在此之前回覆「要」。` : "你仍在候補名單上。";
    return `${companyName}：你輪候的 ${name} 改到 ${when}。${offer}`;
  }
  if (notice === "cancelled") {
    return `${companyName}: ${name}, ${when}, for which you were waiting, was cancelled. You are no longer on the wait-list.`;
  }
  const offer = until
    ? `We keep a place for you until ${until}. Answer YES before then to take it.`
    : "You stay on the wait-list.";
  return `${companyName}: ${name}, for which you are waiting, has a new time: ${when}. ${offer}`;
}
