import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { env } from "@/lib/env";
import { log } from "@/lib/kernel/log";
import { fetchJson } from "./fetch-json";

/** Whether a repository's webhook was signed with FAVCRM_GITHUB_WEBHOOK_SECRET (HMAC-SHA-256 over the raw body). */
export function isSignedWebhook(headers: Headers, body: Uint8Array): boolean {
  const secret = env().githubWebhookSecret;
  if (!secret) return false;
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(headers.get("x-hub-signature-256") ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const alertSchema = z.object({
  url: z.string().optional(),
  html_url: z.string().optional(),
  state: z.string().optional(),
  secret: z.string().optional(),
});
const eventSchema = z.object({ action: z.string().optional(), alert: alertSchema });

export interface Alert {
  /** The text that the alert is about; null when it can not be read. */
  secret: string | null;
  /** The alert's page. */
  url: string | null;
}

/**
 * The secret and the page of a secret_scanning_alert event. GitHub leaves the secret out of the event, so it is read from
 * the alert's own address with FAVCRM_GITHUB_TOKEN. Returns undefined for another event.
 */
export async function readAlert(headers: Headers, body: unknown): Promise<Alert | undefined> {
  if (headers.get("x-github-event") !== "secret_scanning_alert") return undefined;
  const event = eventSchema.safeParse(body);
  if (!event.success) return undefined;
  const { alert } = event.data;
  return { secret: alert.secret ?? (await fetchSecret(alert.url)), url: alert.html_url ?? null };
}

async function fetchSecret(url: string | undefined): Promise<string | null> {
  const { githubToken, githubApiUrl } = env();
  // Only GitHub's own API is asked, whatever the event says: the token must not go anywhere else.
  if (!githubToken || !url?.startsWith(`${githubApiUrl}/repos/`)) return null;
  try {
    const alert = await fetchJson(url, {
      authorization: `Bearer ${githubToken}`,
      "x-github-api-version": "2022-11-28",
    });
    return alertSchema.parse(alert).secret ?? null;
  } catch (error) {
    log().warn({ err: error }, "a secret scanning alert cannot be read");
    return null;
  }
}
