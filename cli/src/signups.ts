import { join } from "node:path";
import { configFolder, readPrivateFile, writePrivate } from "./config.ts";
import { isObject, type JsonObject, text } from "./json.ts";

const FILE = "signups.json";
const KEPT = 5;

/** Remembers the idempotency key of a sign-up request, so that `verify` can be repeated when its answer got lost. */
export async function rememberSignup(data: unknown): Promise<void> {
  const requestId = text(data, "requestId");
  const idempotencyKey = text(data, "idempotencyKey");
  if (!requestId || !idempotencyKey) return;
  const entries = [...Object.entries(await openSignups()), [requestId, idempotencyKey]].slice(-KEPT);
  await writePrivate(join(configFolder(), FILE), `${JSON.stringify(Object.fromEntries(entries))}\n`);
}

/** The idempotency key of a request made from here, if it is remembered. */
export async function idempotencyKeyOf(requestId: string): Promise<string | undefined> {
  return text(await openSignups(), requestId);
}

async function openSignups(): Promise<JsonObject> {
  try {
    const parsed: unknown = JSON.parse((await readPrivateFile(FILE)) ?? "{}");
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
