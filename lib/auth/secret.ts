import "server-only";
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/env";
import { singleton } from "@/lib/singleton";

const SECRET_FILE = "secret";

/**
 * The instance secret: FAVCRM_SECRET, else a file generated with mode 0600 in the data folder. Losing it voids open codes
 * and signed links, never data.
 */
function instanceSecret(): string {
  return singleton("instance-secret", () => env().secret ?? readOrCreate(path.join(env().dataFolder, SECRET_FILE)));
}

function readOrCreate(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    // `wx` decides between processes that start together: one writes, the others read.
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32)
    throw new Error(`${file} is damaged: remove it to generate a new one (open codes and links become void)`);
  return secret;
}

/** HMAC-SHA-256 of `message` under a key derived for one purpose, so that a value of one purpose fits no other. */
export function sign(purpose: string, message: string): Buffer {
  const key = singleton(`derived-key:${purpose}`, () =>
    Buffer.from(hkdfSync("sha256", instanceSecret(), "", purpose, 32)),
  );
  return createHmac("sha256", key).update(message).digest();
}
