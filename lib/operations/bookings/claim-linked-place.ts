import "server-only";
import { z } from "zod";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { claimPlace } from "./claim-waitlist-place";
import { enterByLink, limitLink, linkedBookingView, tokenField, toLinkedView } from "./linked";

export const claimLinkedPlace = defineSystemOperation({
  name: "claim_linked_place",
  title: "Take a place by its link",
  description:
    "Lets a customer take the place that the wait-list keeps for them, by the link in their mail, without signing in. Twice does no harm.",
  area: "bookings",
  effect: "create",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ token: tokenField }),
  output: linkedBookingView,
  renderType: "record",
  summary: ({ serviceName, localStart }) => `Place taken by the customer: ${serviceName}, ${localStart}`,
  undo: { none: "The customer cancels with the link of the confirmation." },

  admit: ({ caller }, { token }) => limitLink(caller, token, "change"),
  async run(context, { token }) {
    const { context: tenant, recordId: entryId } = await enterByLink(context, token, "waitlistEntry");
    return toLinkedView(await claimPlace(tenant, { entryId }), tenant.caller.workspace.companyName);
  },
});
