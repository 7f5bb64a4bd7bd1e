import "server-only";
import { z } from "zod";
import { forgetSingleton, singleton } from "@/lib/singleton";

/** A variable is missing or wrong. The message is one line that names it and never repeats a secret value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Whether this host name or address can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return loopbackHosts.test(host);
}

function whole(fallback: number, minimum: number, maximum: number) {
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, rule)
    .default(fallback);
}

function address(protocols: string[], example: string) {
  const rule = `must be an address such as ${example}`;
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), rule);
}

const postgresAddress = () => address(["postgres:", "postgresql:"], "postgresql://user:password@host:5432/favcrm");

const appAddress = address(["http:", "https:"], "https://crm.example.com")
  .refine((value) => /^https?:\/\/[^/?#@]+\/?$/.test(value), "must be a bare origin: no path, query or user name")
  .transform((value) => new URL(value).origin);

const variables = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"], "must be development, production or test")
    .default("production"),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, "must be a host name or an address")
    .default("127.0.0.1"),
  PORT: whole(3000, 1, 65_535),
  FAVCRM_ROLE: z.enum(["all", "web", "worker"], "must be all, web or worker").default("all"),
  APP_URL: appAddress.optional(),
  DATABASE_URL: postgresAddress().optional(),
  DATABASE_DIRECT_URL: postgresAddress().optional(),
  DATABASE_POOL_SIZE: whole(10, 1, 500),
  FAVCRM_DATA_DIR: z.string().default(".data"),
  FAVCRM_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  MAIL_TRANSPORT: z.enum(["resend", "smtp", "outbox"], "must be resend, smtp or outbox").optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: address(["http:", "https:"], "https://api.resend.com").optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/=]+$/, "must begin with whsec_")
    .optional(),
  SMTP_URL: address(["smtp:", "smtps:"], "smtp://user:password@mail.example.com:587").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, "must be a sender such as FavCRM <hello@example.com>")
    .optional(),
  FAVCRM_CODE_TTL_SECONDS: whole(600, 1, 86_400),
  FAVCRM_LIMIT_IP_HOUR: whole(3, 1, 1_000_000),
  FAVCRM_LIMIT_IP_DAY: whole(20, 1, 1_000_000),
  FAVCRM_LIMIT_MAILBOX_MINUTE: whole(1, 1, 1_000_000),
  FAVCRM_LIMIT_MAILBOX_HOUR: whole(3, 1, 1_000_000),
  FAVCRM_LIMIT_MAILBOX_DAY: whole(10, 1, 1_000_000),
  FAVCRM_WRONG_CODES_PER_MINUTE: whole(60, 1, 1_000_000),
  FAVCRM_TRUSTED_HOPS: whole(0, 0, 10),
  FAVCRM_PLAN: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, "must be a plan code such as self_hosted")
    .default("self_hosted"),
  FAVCRM_GITHUB_KEYS_URL: address(
    ["http:", "https:"],
    "https://api.github.com/meta/public_keys/secret_scanning",
  ).optional(),
  FAVCRM_GITHUB_WEBHOOK_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  FAVCRM_GITHUB_TOKEN: z.string().optional(),
  FAVCRM_GITHUB_API_URL: address(["http:", "https:"], "https://api.github.com").default("https://api.github.com"),
  FAVCRM_METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(["http:", "https:"], "http://localhost:4318").optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, "must be a share from 0 to 1")
    .default("1"),
  FAVCRM_KEEP_AUDIT_DAYS: whole(0, 0, 36_500).refine(
    (days) => days === 0 || days >= 62,
    "must be 0 (for ever) or at least 62",
  ),
  FAVCRM_KEEP_MAIL_DAYS: whole(30, 1, 3_650),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "must be a pino level such as info")
    .default("info"),
});

type Variables = z.output<typeof variables>;

function mailTransportOf(values: Variables): "resend" | "smtp" | "outbox" {
  if (values.MAIL_TRANSPORT) return values.MAIL_TRANSPORT;
  if (values.RESEND_API_KEY) return "resend";
  return values.SMTP_URL ? "smtp" : "outbox";
}

function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new EnvironmentError(message);
}

function checkTogether(values: Variables, isLoopbackBind: boolean, mailTransport: string): void {
  demand(
    isLoopbackBind || values.APP_URL,
    `APP_URL is needed because HOST=${values.HOST} can be reached from other machines: set it to the public address, such as https://crm.example.com.`,
  );
  demand(
    values.FAVCRM_ROLE === "all" || values.DATABASE_URL,
    `DATABASE_URL is needed because FAVCRM_ROLE=${values.FAVCRM_ROLE}: the embedded database serves one process.`,
  );
  demand(
    mailTransport !== "resend" || values.RESEND_API_KEY,
    "RESEND_API_KEY is needed because MAIL_TRANSPORT=resend.",
  );
  demand(mailTransport !== "smtp" || values.SMTP_URL, "SMTP_URL is needed because MAIL_TRANSPORT=smtp.");
  demand(
    mailTransport === "outbox" || values.MAIL_FROM,
    `MAIL_FROM is needed because mail goes out through ${mailTransport}: set it to a sender such as FavCRM <hello@example.com>.`,
  );
}

function parse(source: NodeJS.ProcessEnv): Variables {
  // An empty value means "not set": compose files and shells pass empty strings for what nobody filled in.
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const result = variables.safeParse(filled);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new EnvironmentError(`${String(issue?.path[0] ?? "The environment")} ${issue?.message ?? "is not valid"}.`);
}

/**
 * Reads and checks variables; throws EnvironmentError with one line about the first that is wrong.
 * Exported for tests; everything else calls `env()`.
 */
export function readEnvironment(source: NodeJS.ProcessEnv) {
  const values = parse(source);
  const isLoopbackBind = isLoopbackHost(values.HOST);
  const mailTransport = mailTransportOf(values);
  checkTogether(values, isLoopbackBind, mailTransport);
  return Object.freeze({
    nodeEnv: values.NODE_ENV,
    host: values.HOST,
    port: values.PORT,
    /** What this process does: answer (`web`), work through mail and jobs (`worker`), or both. */
    role: values.FAVCRM_ROLE,
    /** Whether only this machine can reach the server's own socket. */
    isLoopbackBind,
    /** Public origin without a trailing slash; every link starts with it. */
    appUrl: values.APP_URL ?? `http://localhost:${values.PORT}`,
    /** Undefined means: run the embedded server. */
    databaseUrl: values.DATABASE_URL,
    /** A connection without a pooler in between, for migrations, LISTEN and jobs. */
    databaseDirectUrl: values.DATABASE_DIRECT_URL ?? values.DATABASE_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    /** Folder of the embedded database and the generated secret; relative to the working directory. */
    dataFolder: values.FAVCRM_DATA_DIR,
    /** Undefined means: generated in the data folder. */
    secret: values.FAVCRM_SECRET,
    mailTransport,
    mailFrom: values.MAIL_FROM ?? "FavCRM <no-reply@favcrm.localhost>",
    resendApiKey: values.RESEND_API_KEY,
    resendBaseUrl: values.RESEND_BASE_URL,
    /** Undefined means: the provider's reports about delivery are not heard. */
    resendWebhookSecret: values.RESEND_WEBHOOK_SECRET,
    smtpUrl: values.SMTP_URL,
    codeTtlSeconds: values.FAVCRM_CODE_TTL_SECONDS,
    limitIpHour: values.FAVCRM_LIMIT_IP_HOUR,
    limitIpDay: values.FAVCRM_LIMIT_IP_DAY,
    limitMailboxMinute: values.FAVCRM_LIMIT_MAILBOX_MINUTE,
    limitMailboxHour: values.FAVCRM_LIMIT_MAILBOX_HOUR,
    limitMailboxDay: values.FAVCRM_LIMIT_MAILBOX_DAY,
    wrongCodesPerMinute: values.FAVCRM_WRONG_CODES_PER_MINUTE,
    trustedHops: values.FAVCRM_TRUSTED_HOPS,
    plan: values.FAVCRM_PLAN,
    /** Where GitHub publishes the keys that sign its leak reports; undefined means: none are accepted. */
    githubKeysUrl: values.FAVCRM_GITHUB_KEYS_URL,
    /** Signs a repository's own secret_scanning_alert webhook; undefined means: none are accepted. */
    githubWebhookSecret: values.FAVCRM_GITHUB_WEBHOOK_SECRET,
    /** Reads the alert that a webhook is about: GitHub leaves the secret out of the webhook itself. */
    githubToken: values.FAVCRM_GITHUB_TOKEN,
    githubApiUrl: values.FAVCRM_GITHUB_API_URL.replace(/\/+$/, ""),
    /** Days that events of the audit are kept; 0 means for ever. Quotas count events of the running month. */
    keepAuditDays: values.FAVCRM_KEEP_AUDIT_DAYS,
    /** Days that a mail is kept after it was queued, once it has left or was given up. */
    keepMailDays: values.FAVCRM_KEEP_MAIL_DAYS,
    /** Whoever brings it may read /metrics from anywhere; undefined means: this machine alone. */
    metricsToken: values.FAVCRM_METRICS_TOKEN,
    /** Base address of an OpenTelemetry collector; undefined means: traces and metrics go nowhere. */
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, ""),
    /** Share of requests that are traced, from 0 to 1. */
    tracedShare: Number(values.OTEL_TRACES_SAMPLER_ARG),
    logLevel: values.LOG_LEVEL,
  });
}

export type Environment = ReturnType<typeof readEnvironment>;

const cacheName = "environment";

/** The checked variables of this process, read once. Throws EnvironmentError. */
export function env(): Environment {
  return singleton(cacheName, () => readEnvironment(process.env));
}

/** Makes `env()` answer with these fields changed: the server adds the embedded database's address after starting it. */
export function amendEnvironment(changes: Partial<Environment>): void {
  const amended = Object.freeze({ ...env(), ...changes });
  forgetSingleton(cacheName);
  singleton(cacheName, () => amended);
}

/** Makes the next `env()` read the process environment again (tests). */
export function forgetEnvironment(): void {
  forgetSingleton(cacheName);
}

/** The named variables of this process, unchecked, for the environment of a program that we start. */
export function passOn(...names: string[]): NodeJS.ProcessEnv {
  const kept = names.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv;
}

/** Sets a variable of this process for a library that can be told no other way. */
export function setVariable(name: string, value: string): void {
  process.env[name] = value;
}
