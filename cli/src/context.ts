import { Client } from "./client.ts";
import { type GlobalFlags, resolveSettings, type Settings } from "./config.ts";
import { usageError } from "./errors.ts";
import { Output } from "./output.ts";
import { VERSION } from "./version.ts";

const DEFAULT_TIMEOUT_SECONDS = 30;

/** What every command gets: the output, and the settings and the client, made when first needed. */
export class Context {
  readonly out = new Output();
  flags: GlobalFlags = {};
  private known: Promise<Settings> | undefined;

  settings(): Promise<Settings> {
    this.known ??= this.read();
    return this.known;
  }

  /** Forgets what was read, after the settings changed. */
  reload(): void {
    this.known = undefined;
  }

  async client(): Promise<Client> {
    const { url, key, company } = await this.settings();
    return new Client({ url: url.value, key: key?.value, company, timeoutMs: timeoutMs(), version: VERSION });
  }

  private async read(): Promise<Settings> {
    const settings = await resolveSettings(this.flags);
    const { key, url } = settings;
    if (key) {
      this.out.hide(key.value);
      if (!/^[\x21-\x7e]+$/.test(key.value))
        throw usageError(`The key from ${key.source} contains characters that no key has.`);
      if (isExposed(new URL(url.value))) this.out.warn(`The key travels unencrypted to ${url.value}: use https.`);
    }
    return settings;
  }
}

/** How long one request may take: `FAVCRM_TIMEOUT` in seconds, 30 by default. */
export function timeoutMs(): number {
  const seconds = Number(process.env.FAVCRM_TIMEOUT || DEFAULT_TIMEOUT_SECONDS);
  if (!(seconds > 0 && seconds <= 3600))
    throw usageError("FAVCRM_TIMEOUT must be a number of seconds between 0 and 3600.");
  return seconds * 1000;
}

function isExposed(url: URL): boolean {
  return url.protocol === "http:" && !/^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(url.hostname);
}
