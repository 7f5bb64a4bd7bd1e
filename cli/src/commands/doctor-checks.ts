import { isObject, text } from "../json.ts";
import { VERSION } from "../version.ts";
import type { Report } from "./doctor-report.ts";

export interface Check {
  name: string;
  state: "good" | "bad" | "neutral";
  finding: string;
  /** What to do about it. */
  remedy?: string;
}

const SKEW_LIMIT_SECONDS = 30;
const EXPIRES_SOON_MS = 7 * 24 * 3600 * 1000;

/** The report as a list of findings, each with what to do when it is off. */
export function checksOf(report: Report): Check[] {
  const checks: Check[] = [endpoint(report), auth(report)];
  if (!report.reachable) return checks;
  checks.push({ name: "tools", state: report.toolCount ? "good" : "bad", finding: `${report.toolCount ?? 0} tools` });
  if (report.keyAccepted) checks.push(organisation(report), plan(report), whatsapp(report), expiry(report));
  return [...checks, clock(report), versions(report)];
}

function endpoint(report: Report): Check {
  const where = `${report.url} (${report.urlSource})`;
  if (report.reachable && !report.error)
    return { name: "endpoint", state: "good", finding: `${where}, ${report.latencyMs} ms` };
  return {
    name: "endpoint",
    state: "bad",
    finding: report.error ?? where,
    ...(report.errorHint ? { remedy: report.errorHint } : {}),
  };
}

function auth(report: Report): Check {
  const name = "auth";
  if (!report.authenticated) {
    return {
      name,
      state: "bad",
      finding: "no key configured",
      remedy: "New here: `favcrm signup`. Have a workspace: `favcrm login`.",
    };
  }
  const from = `key from ${report.authSource}`;
  if (report.keyAccepted === undefined) return { name, state: "neutral", finding: `${from}, not tried` };
  if (report.keyAccepted) return { name, state: "good", finding: from };
  return {
    name,
    state: "bad",
    finding: `${from} is refused (unknown, expired or revoked)`,
    remedy: "Make a key in the portal (Settings → MCP Keys), then `favcrm login`.",
  };
}

function organisation({ currentUser, currentUserError, workspace }: Report): Check {
  const name = "organisation";
  if (currentUserError) return { name, state: "bad", finding: currentUserError };
  const companies = isObject(currentUser) && Array.isArray(currentUser.items) ? currentUser.items.filter(isObject) : [];
  const current = companies.find((company) => company.isCurrent === true) ?? companies[0];
  const names = [text(isObject(currentUser) ? currentUser.organisation : undefined, "name"), text(current, "name")];
  const role = text(workspace, "role");
  const more = companies.length > 1 ? `, ${companies.length} companies` : "";
  const finding = [...new Set(names.filter(Boolean))].join(" / ") || "known";
  return { name, state: "good", finding: `${finding}${role ? ` (${role})` : ""}${more}` };
}

function plan({ plan: data, planError }: Report): Check {
  const found = isObject(data) && isObject(data.plan) ? data.plan : {};
  if (planError) return { name: "plan", state: "bad", finding: planError };
  return { name: "plan", state: "good", finding: text(found, "name") ?? text(found, "code") ?? "known" };
}

function whatsapp({ whatsapp: data, whatsappError }: Report): Check {
  const name = "WhatsApp";
  if (whatsappError) return { name, state: "neutral", finding: whatsappError };
  if (isObject(data) && data.connected === true) return { name, state: "good", finding: "connected" };
  return { name, state: "neutral", finding: "not connected" };
}

function expiry({ keyExpiresAt }: Report): Check {
  const name = "key expiry";
  if (!keyExpiresAt)
    return { name, state: "neutral", finding: keyExpiresAt === null ? "never expires" : "not told by the server" };
  const soon = Date.parse(keyExpiresAt) - Date.now() < EXPIRES_SOON_MS;
  return soon
    ? {
        name,
        state: "bad",
        finding: `expires ${keyExpiresAt}`,
        remedy: "Rotate it: `favcrm tool call rotate_api_key` or the portal.",
      }
    : { name, state: "good", finding: `expires ${keyExpiresAt}` };
}

function clock({ clockSkewSeconds: skew }: Report): Check {
  const name = "clock";
  if (skew === undefined) return { name, state: "neutral", finding: "the server does not tell its time" };
  if (Math.abs(skew) <= SKEW_LIMIT_SECONDS)
    return { name, state: "good", finding: skew === 0 ? "in step" : `${skew} s apart` };
  const finding = `this machine is ${Math.abs(skew)} s ${skew > 0 ? "behind" : "ahead of"} the server`;
  return { name, state: "bad", finding, remedy: "Turn on time synchronisation: expiry times will look wrong." };
}

function versions({ serverVersion, url }: Report): Check {
  const name = "versions";
  if (!serverVersion) return { name, state: "neutral", finding: `cli ${VERSION}, server does not tell` };
  const finding = `cli ${VERSION}, server ${serverVersion}`;
  if (serverVersion === VERSION) return { name, state: "good", finding };
  return {
    name,
    state: "neutral",
    finding,
    remedy: `The server's own client: npx -y ${new URL("/cli.tgz", url).href}`,
  };
}
