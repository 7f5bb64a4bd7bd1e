import "server-only";
import { z } from "zod";
import { readNotMeToken } from "@/lib/auth/links";
import { OperationError } from "@/lib/kernel/errors";

export const mailTokenField = z
  .string()
  .min(1)
  .max(256)
  .meta({ secret: true, description: "The token of the link in the mail.", examples: ["the part after ?t="] });

/** The key that a signed link names. Throws not_found for a forged or mangled one. */
export function keyOfLink(token: string): { organisationId: string; keyId: string } {
  const key = readNotMeToken(token);
  if (key) return key;
  throw new OperationError("not_found", {
    message: "This link is incomplete or was not made here.",
    hint: "Open it from the mail again, or sign in and revoke the key in Settings → MCP Keys.",
  });
}
