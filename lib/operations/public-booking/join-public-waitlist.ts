import "server-only";
import { z } from "zod";
import { limitVisitorBooking } from "@/lib/auth/limits";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { joinQueue } from "../bookings/join-queue";
import { refusingInPublic } from "../bookings/public-refusal";
import { occurrenceIdField } from "../bookings/waitlist";
import { requireOccurrence } from "../schedules/require-occurrence";
import { withPage } from "./enter-page";
import { guestOf } from "./guest";
import { noteMarketingConsent } from "./note-consent";
import { onceForEachForm } from "./once";
import { pageField, visitorFields } from "./public-view";
import { publishedService } from "./published";
import { requireVisitorForm } from "./visitor-form";

export const joinPublicWaitlist = defineSystemOperation({
  name: "join_public_waitlist",
  title: "Join a wait-list on a public page",
  description:
    "Puts a visitor of a public booking page on the wait-list of a full class. When a place becomes free it is kept for them and they get a mail. Refused while the class has room.",
  area: "bookings",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ slug: pageField, occurrenceId: occurrenceIdField, ...visitorFields }),
  output: z.object({ serviceName: z.string(), localStart: z.string() }),
  renderType: "record",
  summary: ({ serviceName, localStart }) => `A visitor waits for ${serviceName}, ${localStart}`,
  undo: { none: "The business takes somebody off the list with leave_waitlist." },

  async admit({ caller }, { slug, formToken, website, email }) {
    const nonce = await requireVisitorForm({ slug, formToken, website });
    await limitVisitorBooking(caller.ip, email);
    return nonce;
  },

  async run(context, { slug, occurrenceId, participants, ...visitor }, nonce) {
    return withPage(context, slug, async (tenant, page) => {
      const { serviceId } = await requireOccurrence(tenant, occurrenceId);
      await publishedService(tenant, page, serviceId);
      return onceForEachForm(tenant, "join_public_waitlist", nonce, async () => {
        const customer = () => guestOf(tenant, visitor);
        const entry = await refusingInPublic(() => joinQueue(tenant, { occurrenceId, participants, customer }));
        const { accountId } = entry.customer;
        if (visitor.marketing && accountId) {
          await noteMarketingConsent(tenant, { accountId, email: visitor.email, recordId: entry.id });
        }
        return { serviceName: entry.serviceName, localStart: entry.localStart };
      });
    });
  },
});
