import "server-only";
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { env } from "@/lib/env";
import { log } from "@/lib/kernel/log";
import { singleton } from "@/lib/singleton";
import { fetchJson } from "./fetch-json";

const FRESH_MS = 3_600_000;
/** A key that we do not know may be new; anybody can name one, so we look at most once a minute. */
const LOOK_AGAIN_MS = 60_000;
const CURVE = "prime256v1";

const keyList = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(100),
});

interface KeyRing {
  url: string;
  keys: Map<string, KeyObject>;
  fetchedAt: number;
}

const ring = () => singleton("github-keys", (): KeyRing => ({ url: "", keys: new Map(), fetchedAt: 0 }));

async function refresh(state: KeyRing, url: string): Promise<void> {
  state.fetchedAt = Date.now();
  const { public_keys: keys } = keyList.parse(await fetchJson(url));
  state.url = url;
  state.keys = new Map(keys.map(({ key_identifier: id, key }) => [id, createPublicKey(key)]));
}

async function keyOf(identifier: string): Promise<KeyObject | undefined> {
  const url = env().githubKeysUrl;
  if (!url) return undefined;
  const state = ring();
  const age = Date.now() - state.fetchedAt;
  const isStale = state.url !== url || age > FRESH_MS || (!state.keys.has(identifier) && age > LOOK_AGAIN_MS);
  if (isStale) {
    await refresh(state, url).catch((error: unknown) =>
      log().warn({ err: error }, "GitHub's public keys cannot be read"),
    );
  }
  return state.url === url ? state.keys.get(identifier) : undefined;
}

/** Whether GitHub signed these bytes (ECDSA P-256 over the raw body) with a key from its published list. */
export async function isSignedByGithub(headers: Headers, body: Uint8Array): Promise<boolean> {
  const identifier = headers.get("github-public-key-identifier") ?? "";
  const signature = Buffer.from(headers.get("github-public-key-signature") ?? "", "base64");
  if (identifier === "" || signature.length === 0) return false;
  const key = await keyOf(identifier);
  if (key?.asymmetricKeyType !== "ec" || key.asymmetricKeyDetails?.namedCurve !== CURVE) return false;
  try {
    return verify("sha256", body, key, signature);
  } catch {
    return false;
  }
}
