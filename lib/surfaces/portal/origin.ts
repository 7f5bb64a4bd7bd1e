import { env } from "@/lib/env";
import { OperationError } from "@/lib/kernel/errors";

/**
 * Refuses a change that did not come from a page of ours. Browsers send Origin with every POST; a page whose Referrer-Policy
 * is no-referrer (it shows a key) sends `null`, and then the browser's own word about the site counts, which no page can
 * forge. A request with neither is no browser's form. Throws forbidden.
 */
export function assertOwnOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  const isOwn =
    origin !== null && origin !== "null" ? origin === env().appUrl : headers.get("sec-fetch-site") === "same-origin";
  if (isOwn) return;
  throw new OperationError("forbidden", {
    reason: "otherSite",
    message: "This request was sent from another site.",
    hint: `Open ${env().appUrl} itself and try again there.`,
  });
}

/** For programs that call without a browser: an absent Origin is fine, a foreign or hidden one is not. Throws forbidden. */
export function assertNoForeignOrigin(headers: Headers): void {
  if (headers.get("origin") !== null) assertOwnOrigin(headers);
}
