import { type BrowserContext, expect, type Page, request } from "@playwright/test";

/** Where the server under test answers. */
export function origin(): string {
  return process.env.FAVCRM_PORTAL_URL ?? `http://localhost:${process.env.FAVCRM_BROWSER_PORT}`;
}

export type ToolAnswer = {
  status: number;
  data: Record<string, unknown>;
  error: { code: string; message: string } | undefined;
};

/** One tools/call, as a plain client sends it. */
export async function callTool(name: string, args: Record<string, unknown>, key?: string): Promise<ToolAnswer> {
  const response = await fetch(`${origin()}/mcp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(key ? { authorization: `Bearer ${key}` } : {}),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } }),
  });
  const body = (await response.json().catch(() => ({}))) as {
    result?: { structuredContent?: { data?: Record<string, unknown>; error?: { code: string; message: string } } };
    error?: { message: string };
  };
  const content = body.result?.structuredContent;
  const error = content?.error ?? (body.error ? { code: "protocol", message: body.error.message } : undefined);
  return { status: response.status, data: content?.data ?? {}, error };
}

type Mail = { id: string; subject: string; text: string; code: string | null };

/** The newest mail to an address that has not been seen yet; waits until it arrives. */
export async function nextMail(to: string, seen: ReadonlySet<string> = new Set()): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        const response = await fetch(`${origin()}/api/outbox?to=${encodeURIComponent(to)}`);
        const { items } = (await response.json()) as { items: Mail[] };
        found = items.find(({ id }) => !seen.has(id));
        return found !== undefined;
      },
      { message: `a mail to ${to}`, timeout: 15_000 },
    )
    .toBe(true);
  if (!found) throw new Error("unreachable");
  return found;
}

/** Waits for the newest mail to `to` that carries a code. */
export async function codeFor(to: string, seen: Set<string> = new Set()): Promise<string> {
  for (;;) {
    const mail = await nextMail(to, seen);
    seen.add(mail.id);
    if (mail.code) return mail.code;
  }
}

let counter = 0;

/** A mailbox that nobody used before. */
export function freshMailbox(name = "owner"): string {
  counter += 1;
  return `${name}-${Date.now().toString(36)}-${process.pid}-${counter}@example.com`;
}

export type Workspace = { email: string; key: string; organisationId: string; companyId: string };

/** An agent registers a business over MCP, without a browser. */
export async function registerByAgent(organisationName: string, email = freshMailbox()): Promise<Workspace> {
  const asked = await callTool("register_organisation_request", { email, organisationName, country: "HK" });
  const code = await codeFor(email);
  const verified = await callTool("register_organisation_verify", { requestId: asked.data.requestId, code });
  const { apiKey, organisationId, companyId } = verified.data as Record<string, string>;
  if (!apiKey || !organisationId || !companyId) throw new Error(`Registration failed: ${verified.error?.message}`);
  return { email, key: apiKey, organisationId, companyId };
}

/** Signs a person in with the mailed code; afterwards the page is wherever the portal leads them. */
export async function signIn(page: Page, email: string, next = "/home"): Promise<void> {
  const seen = new Set((await mailsOf(email)).map(({ id }) => id));
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await page.getByLabel("6-digit code").fill(await codeFor(email, seen));
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Every mail to an address that came so far. */
export async function mailsOf(email: string): Promise<Mail[]> {
  const response = await fetch(`${origin()}/api/outbox?to=${encodeURIComponent(email)}`);
  return ((await response.json()) as { items: Mail[] }).items;
}

/** Signs in and keeps every key, so that the portal is open. */
export async function signInAndKeepKeys(page: Page, email: string): Promise<void> {
  await signIn(page, email);
  if (!page.url().includes("/review")) return;
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("**/home");
}

/** Everything a page must not do while it is open. */
export type Watch = { problems: string[] };

/** Collects console errors, page errors, broken policies and requests to other hosts. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const problems: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  context.on("response", (answer) => {
    if (answer.status() >= 400) problems.push(`${answer.status()}: ${answer.url()}`);
  });
  context.on("weberror", (error) => problems.push(`error: ${error.error().message}`));
  context.on("request", (sent) => {
    const { protocol, host } = new URL(sent.url());
    if (protocol.startsWith("http") && host !== new URL(origin()).host) problems.push(`foreign host: ${sent.url()}`);
  });
  return { problems };
}

/** A plain HTTP client without cookies. */
export function httpClient() {
  return request.newContext({ baseURL: origin() });
}

/** Opens the palette by its keys, which mean nothing before the page's scripts are there. */
export async function openPalette(page: Page): Promise<void> {
  const field = page.getByPlaceholder("A customer, a page or a tool…");
  await expect(async () => {
    if (!(await field.isVisible())) await page.keyboard.press("Control+k");
    await expect(field).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
}
