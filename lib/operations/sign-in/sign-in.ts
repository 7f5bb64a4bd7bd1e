import { z } from "zod";
import { instant } from "@/lib/kernel/fields";

/** What a browser learns when it signed in. The token goes into the cookie and nowhere else. */
export const signedInView = z.object({
  sessionToken: z.string().meta({ secret: true }),
  userId: z.string(),
  /** Null while the person belongs to no workspace. */
  organisationId: z.string().nullable(),
  companyId: z.string().nullable(),
  /** Keys exist that this person may revoke and has not looked at yet. */
  mustReviewKeys: z.boolean(),
  hasPasskey: z.boolean(),
});
export type SignedIn = z.output<typeof signedInView>;

export const signInRequestIdField = z
  .string()
  .min(1)
  .max(128)
  .meta({
    description: "requestId of the answer that mailed the code.",
    examples: ["signin_req_0OaZ3kP9x1yB7cD2eF4gH6jK"],
  });

/** The answer to a request for a code, the same for every mailbox. */
export const codeRequestedView = z.object({ requestId: z.string(), maskedEmail: z.string(), expiresAt: instant });
