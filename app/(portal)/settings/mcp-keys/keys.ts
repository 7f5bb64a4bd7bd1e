import { listKeyUsage } from "@/lib/operations/keys/list-key-usage";
import { view } from "@/lib/surfaces/portal/view";

/** Key id → calls on each of the last 30 days, oldest first. */
export async function callsPerKey(): Promise<Record<string, number[]>> {
  const { data } = await view(listKeyUsage, { days: 30 });
  return Object.fromEntries(data.items.map(({ keyId, days }) => [keyId, days.map(({ calls }) => calls)]));
}
