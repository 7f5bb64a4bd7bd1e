import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Home } from "./support";

/** The server of this run: built from this tree, on the run's PostgreSQL. */
export function realUrl(): string {
  const url = process.env.FAVCRM_TEST_URL;
  if (!url) throw new Error("FAVCRM_TEST_URL is not set: run through `npm test` or vitest's e2e project");
  return url;
}

export const endpoint = () => `${realUrl()}/mcp`;

/** A mailbox that nobody used before. */
export function mailbox(): string {
  return `cli-${randomBytes(6).toString("hex")}@example.com`;
}

/** Waits for a mail with a code to an address in the local outbox and answers the newest code. */
export async function mailedCode(address: string, limitMs = 15_000): Promise<string> {
  const until = Date.now() + limitMs;
  while (Date.now() < until) {
    const answer = await fetch(`${realUrl()}/api/outbox?to=${encodeURIComponent(address)}`);
    const { items } = (await answer.json()) as { items: { code?: string }[] };
    const code = items.find((mail) => mail.code)?.code;
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail with a code came for ${address}`);
}

/** Signs a person up with the two commands of a script, as the quickstart has them. Answers the address used. */
export async function signUp(home: Home): Promise<string> {
  const email = mailbox();
  const words = ["--email", email, "--organisation-name", "Stretch + Breathe", "--industry", "fitness"];
  const place = ["--country", "HK", "--timezone", "Asia/Hong_Kong"];
  const { requestId } = await home.json<{ requestId: string }>(["signup", "request", ...words, ...place]);
  const code = await mailedCode(email);
  const verified = await home.run(["signup", "verify", "--request-id", requestId, "--code", code]);
  expect(verified.code, verified.stderr).toBe(0);
  return email;
}
