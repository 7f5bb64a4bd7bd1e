import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { queueMail } from "@/lib/kernel/outbox";
import { OPEN_STATUSES } from "../tasks/task";
import { spoken } from "./booking";
import { whatsappLink } from "./notice";
import { dueBefore } from "./notice-task";
import type { Offerer } from "./offer-freed-places";
import { isChinese, spokenTo } from "./spoken-to";
import type { Offer } from "./waitlist";

interface OfferToTell extends Offer {
  accountId: string | null;
  customerEmail: string | null;
  customerPhone: string | null;
}

interface ClassDate {
  startsAt: Date;
  serviceName: string;
}

/** Tells somebody who waits that a place is kept: by mail, else by a task with the text ready to send. */
export async function tellOffer({ db, caller }: Offerer, offer: OfferToTell, date: ClassDate): Promise<void> {
  const { organisationId, language } = caller.workspace;
  const account = offer.accountId
    ? await db.account.findFirst({ where: { organisationId, id: offer.accountId }, select: { language: true } })
    : null;
  const locale = account?.language ?? language;
  if (offer.customerEmail) await mailOffer({ db, caller }, offer, date, { to: offer.customerEmail, locale });
  else if (offer.customerPhone) await makeTask({ db, caller }, offer, date, { phone: offer.customerPhone, locale });
}

async function mailOffer(
  { db, caller }: Offerer,
  { id, offeredUntil, toldAt }: OfferToTell,
  { startsAt, serviceName }: ClassDate,
  reader: { to: string; locale: string },
): Promise<void> {
  const { organisationId, companyName: businessName, timezone } = caller.workspace;
  await queueMail(db, {
    template: "waitlist_offer",
    ...reader,
    organisationId,
    notBefore: toldAt,
    lifeSeconds: Math.ceil((offeredUntil.getTime() - Date.now()) / 1_000),
    data: {
      organisationId,
      waitlistEntryId: id,
      businessName,
      serviceName,
      startsAt: startsAt.toISOString(),
      timezone,
      offeredUntil: offeredUntil.toISOString(),
    },
  });
}

/** How whoever hears the answer books the place; it also tells whose offer a task is about. */
export const claimedBy = (entryId: string) => `claim_waitlist_place · ${entryId}`;
/** The same for a task that only tells something. */
export const listedBy = (entryId: string) => `list_waitlist · ${entryId}`;

async function makeTask(
  { db, caller }: Offerer,
  { id, accountId, customerName, offeredUntil, toldAt }: OfferToTell,
  { startsAt, serviceName }: ClassDate,
  { phone, locale }: { phone: string; locale: string },
): Promise<void> {
  const { organisationId, companyId, companyName, timezone } = caller.workspace;
  const [when, until] = [startsAt, offeredUntil].map((at) => spokenTo(locale, at.getTime(), timezone)) as [
    string,
    string,
  ];
  const message = offerText(locale, { companyName, serviceName, when, until });
  const wait = toldAt ? `Quiet hours: not before ${spoken(toldAt.getTime(), timezone)}.\n\n` : "";
  const link = whatsappLink(phone, message);
  await db.task.create({
    data: {
      organisationId,
      companyId,
      id: newId("task"),
      title: `Offer ${customerName} a free place`.slice(0, 200),
      description: `${wait}${message}\n\n${claimedBy(id)}\n${link}`,
      accountId,
      createdByLabel: caller.actor.label,
      ...dueBefore(offeredUntil, timezone, toldAt?.getTime()),
    },
  });
}

/** An offer as a short message, to be sent by hand: what is free, until when, and how to answer. */
function offerText(
  locale: string,
  { companyName, serviceName, when, until }: Record<"companyName" | "serviceName" | "when" | "until", string>,
): string {
  return isChinese(locale)
    ? `${companyName}：你輪候的 ${serviceName} 有空位了，時間是 ${when}，我們為你保留到 ${until}。要這個位請在此之前回覆「要」，不要請回覆「不要」。`
    : `${companyName}: a place is free for you in ${serviceName}, ${when}. We keep it until ${until}. Answer YES before then to take it, or NO to leave it to the next.`;
}

/** Ends what is still to be told to somebody who waits: their offer ended, or something newer happened to the class. */
export async function withdrawOffer(
  db: DatabaseClient,
  { organisationId, accountId, id }: { organisationId: string; accountId: string | null; id: string },
): Promise<void> {
  await db.task.updateMany({
    where: {
      organisationId,
      accountId,
      OR: [claimedBy(id), listedBy(id)].map((mark) => ({ description: { contains: mark } })),
      status: { in: OPEN_STATUSES },
      deletedAt: null,
    },
    data: { status: "cancelled", version: { increment: 1 } },
  });
  await db.outboxMail.updateMany({
    where: {
      organisationId,
      template: { in: ["waitlist_offer", "waitlist_moved"] },
      status: "queued",
      data: { path: ["waitlistEntryId"], equals: id },
    },
    data: { status: "dropped" },
  });
}
