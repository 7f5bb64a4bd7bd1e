import { describe, expect, it } from "vitest";
import { amendEnvironment, EnvironmentError, env, forgetEnvironment, readEnvironment } from "./env";

function failure(source: Record<string, string>): string {
  try {
    readEnvironment(source as unknown as NodeJS.ProcessEnv);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as Error).message;
  }
  throw new Error("expected an EnvironmentError");
}

function read(source: Record<string, string> = {}) {
  return readEnvironment(source as unknown as NodeJS.ProcessEnv);
}

describe("the environment", () => {
  it("needs nothing to be set", () => {
    expect(read()).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      appUrl: "http://localhost:3000",
      isLoopbackBind: true,
      databaseUrl: undefined,
      dataFolder: ".data",
      mailTransport: "outbox",
      codeTtlSeconds: 600,
      plan: "self_hosted",
    });
  });

  it("takes an empty value for an unset one", () => {
    expect(read({ PORT: "", APP_URL: " ", RESEND_API_KEY: "" })).toMatchObject({ port: 3000, mailTransport: "outbox" });
  });

  it("derives the address people use from the port", () => {
    expect(read({ PORT: "4100" }).appUrl).toBe("http://localhost:4100");
  });

  it("keeps only the origin of APP_URL", () => {
    expect(read({ APP_URL: "https://CRM.example.com/" }).appUrl).toBe("https://crm.example.com");
    expect(failure({ APP_URL: "https://crm.example.com/path" })).toMatch(/^APP_URL must be a bare origin/);
    expect(failure({ APP_URL: "ftp://crm.example.com" })).toMatch(/^APP_URL must be an address/);
  });

  it.each(["0", "65536", "abc", "3000.5", "-1", "1e3"])("refuses the port %s in one line", (port) => {
    expect(failure({ PORT: port })).toBe("PORT must be a whole number from 1 to 65535.");
  });

  it.each(["0.0.0.0", "::", "192.168.1.5", "crm.local"])("asks for APP_URL when bound to %s", (host) => {
    expect(failure({ HOST: host })).toContain("APP_URL is needed");
    expect(read({ HOST: host, APP_URL: "https://crm.example.com" }).isLoopbackBind).toBe(false);
  });

  it.each(["localhost", "127.0.0.1", "127.1.2.3", "::1"])("knows that %s is this machine", (host) => {
    expect(read({ HOST: host }).isLoopbackBind).toBe(true);
  });

  it("sends mail the way that is configured, and asks for a sender", () => {
    const from = { MAIL_FROM: "FavCRM <hello@example.com>" };
    expect(read({ RESEND_API_KEY: "re_1", ...from }).mailTransport).toBe("resend");
    expect(read({ SMTP_URL: "smtp://localhost:25", ...from }).mailTransport).toBe("smtp");
    expect(read({ RESEND_API_KEY: "re_1", MAIL_TRANSPORT: "outbox" }).mailTransport).toBe("outbox");
    expect(failure({ RESEND_API_KEY: "re_1" })).toContain("MAIL_FROM is needed");
    expect(failure({ MAIL_TRANSPORT: "resend", ...from })).toContain("RESEND_API_KEY is needed");
    expect(failure({ MAIL_TRANSPORT: "smtp", ...from })).toContain("SMTP_URL is needed");
    expect(failure({ MAIL_FROM: "nobody" })).toMatch(/^MAIL_FROM must be a sender/);
  });

  it("keeps the audit for ever, or for longer than the month that quotas are counted in", () => {
    expect(read().keepAuditDays).toBe(0);
    expect(read({ FAVCRM_KEEP_AUDIT_DAYS: "62" }).keepAuditDays).toBe(62);
    expect(failure({ FAVCRM_KEEP_AUDIT_DAYS: "61" })).toMatch(/^FAVCRM_KEEP_AUDIT_DAYS must be 0 \(for ever\)/);
  });

  it.each(["web", "worker"])("asks a %s process for a database that others reach too", (role) => {
    expect(failure({ FAVCRM_ROLE: role })).toContain("DATABASE_URL is needed");
    expect(read({ FAVCRM_ROLE: role, DATABASE_URL: "postgresql://u:p@h/db" }).role).toBe(role);
  });

  it("never repeats a secret value", () => {
    expect(failure({ FAVCRM_SECRET: "short-secret" })).not.toContain("short-secret");
    expect(failure({ DATABASE_URL: "mysql://u:hunter2@h/db" })).not.toContain("hunter2");
    expect(failure({ SMTP_URL: "http://u:hunter2@h" })).not.toContain("hunter2");
  });

  it("migrates over DATABASE_URL unless a direct address is given", () => {
    const pooled = "postgresql://u:p@pooler:6432/favcrm";
    expect(read({ DATABASE_URL: pooled }).databaseDirectUrl).toBe(pooled);
    const direct = "postgresql://u:p@db:5432/favcrm";
    expect(read({ DATABASE_URL: pooled, DATABASE_DIRECT_URL: direct }).databaseDirectUrl).toBe(direct);
  });

  it("is frozen, read once, and amended in one place", () => {
    forgetEnvironment();
    const first = env();
    expect(env()).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    amendEnvironment({ databaseUrl: "postgresql://127.0.0.1:1/favcrm" });
    expect(env().databaseUrl).toBe("postgresql://127.0.0.1:1/favcrm");
    forgetEnvironment();
  });
});
