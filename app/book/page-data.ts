import { notFound } from "next/navigation";
import { cache } from "react";
import { OperationError } from "@/lib/kernel/errors";
import type { PublicPage } from "@/lib/operations/public-booking/public-view";
import { readPublicBookingPage } from "@/lib/operations/public-booking/read-public-booking-page";
import { type Attempt, attempt } from "@/lib/surfaces/portal/call";

/** The page at an address, read once a request; an unknown one is the not-found page. */
export const pageAt = cache(async (slug: string): Promise<PublicPage> => {
  return shown(await attempt(readPublicBookingPage, { slug }));
});

/** What was read, or the not-found page when it does not exist; other refusals are thrown. */
export function shown<Data>(outcome: Attempt<Data>): Data {
  if (outcome.ok) return outcome.answer.data;
  const { code, kind, message } = outcome.error;
  if (kind === "not_found" || kind === "invalid_input") notFound();
  throw new OperationError(code as "internal", { message });
}
