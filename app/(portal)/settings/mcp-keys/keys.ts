import { notFound } from "next/navigation";
import type { Planted } from "@/components/keys/revoke-key-view";
import type { KeyView } from "@/lib/operations/keys/key";
import { listApiKeys } from "@/lib/operations/keys/list-api-keys";
import { listKeyUsage } from "@/lib/operations/keys/list-key-usage";
import { call } from "@/lib/surfaces/portal/call";

const MAX_PAGES = 20;

/** Every key of the organisation, also revoked ones. */
export async function everyKey(): Promise<KeyView[]> {
  const keys: KeyView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data } = await call(listApiKeys, { status: "all", limit: 100, cursor });
    keys.push(...data.items);
    cursor = data.nextCursor;
    if (!cursor) break;
  }
  return keys;
}

/** One key, or the not-found page. */
export async function keyOrNotFound(id: string): Promise<{ apiKey: KeyView; all: KeyView[] }> {
  const all = await everyKey();
  return { apiKey: all.find((key) => key.id === id) ?? notFound(), all };
}

/** The live keys below a key, however deep. */
export function descendantsOf(id: string, all: KeyView[]): Planted["keys"] {
  const children = all.filter(({ parentId }) => parentId === id);
  return children.flatMap((child) => [
    ...(child.status === "active" ? [{ id: child.id, name: child.name }] : []),
    ...descendantsOf(child.id, all),
  ]);
}

/** Key id → calls on each of the last 30 days, oldest first. */
export async function callsPerKey(): Promise<Record<string, number[]>> {
  const { data } = await call(listKeyUsage, { days: 30 });
  return Object.fromEntries(data.items.map(({ keyId, days }) => [keyId, days.map(({ calls }) => calls)]));
}
