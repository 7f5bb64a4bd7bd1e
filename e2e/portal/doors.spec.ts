import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { callTool, freshMailbox, httpClient, origin, registerByAgent, signIn, signInAndKeepKeys } from "./support";

test("a form posted from another site is refused", async () => {
  const client = await httpClient();
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
    const answer = await client.post("/leaked", { headers: headers as Record<string, string>, form: { apiKey: "x" } });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
});

test("a browser says no for us when another site posts, whatever that site hides", async ({ page }) => {
  const { email, key } = await registerByAgent("Two Sites");
  await signInAndKeepKeys(page, email);
  // Another port of this machine is another origin of the same site: the session's cookie does travel.
  const form = `<form method="post" action="${origin()}/leaked"><input name="apiKey" value="${key}"><button>Send</button></form>`;
  const pages: Record<string, string> = {
    "/plain": form,
    "/no-referrer": `<meta name="referrer" content="no-referrer">${form}`,
    "/sandboxed": `<iframe sandbox="allow-forms" srcdoc='${form}'></iframe>`,
  };
  const evil = createServer((request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(pages[request.url ?? ""] ?? "");
  }).listen(0, "127.0.0.1");
  await once(evil, "listening");
  const { port } = evil.address() as AddressInfo;
  for (const path of Object.keys(pages)) {
    await page.goto(`http://localhost:${port}${path}`);
    const answer = page.waitForResponse((each) => each.url().endsWith("/leaked"));
    const frame = path === "/sandboxed" ? page.frameLocator("iframe") : page;
    await frame.getByRole("button").click();
    const { status, origin: sent } = await answer.then(async (each) => ({
      status: each.status(),
      origin: (await each.request().allHeaders()).origin,
    }));
    expect([path, status]).toEqual([path, 403]);
    expect(sent, path).toBe(path === "/plain" ? `http://localhost:${port}` : "null");
  }
  evil.close();
  expect((await callTool("list_services", {}, key)).status).toBe(200);
});

test("signing in leads to our own pages only", async ({ page }) => {
  const { email } = await registerByAgent("No Detours");
  await signIn(page, email, "https://evil.example/home");
  expect(new URL(page.url()).origin).toBe(origin());
  // Somebody who is signed in already is sent on at once, by the same rule.
  for (const next of ["https://evil.example/home", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(new URL(page.url()).origin, next).toBe(origin());
  }
});

test("a forged or ended session leads to the sign-in page and back", async ({ page, context }) => {
  const name = "favcrm";
  await context.addCookies([{ name, value: "ses_forged_0000000000000000000000000000", url: origin() }]);
  await page.goto("/settings/mcp-keys");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fmcp-keys$/);
});

test("a failed form keeps what was typed and says what to mend", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill("mei@localhost");
  await page.getByLabel("Name of the business").fill("Kiln & Clay");
  await page.getByLabel("Country").selectOption("HK");
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "does not fit" })).toBeVisible();
  await expect(page.getByLabel("Name of the business")).toHaveValue("Kiln & Clay");
  await expect(page.getByLabel("Country")).toHaveValue("HK");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
});

test("text that agents write is shown, never run", async ({ page }) => {
  const attack = `<img src=x onerror="document.title='run'">`;
  const { email, key } = await registerByAgent(attack);
  const made = await callTool("create_api_key", { name: attack }, key);
  const keyId = (made.data.key as { id: string }).id;
  await callTool("create_team_member_invite", { email: "x@example.com", name: attack }, key);
  await callTool("create_service", { name: attack, description: attack, durationMinutes: 60 }, key);
  await callTool("create_account", { name: attack, email: freshMailbox(), notes: attack }, key);
  await callTool("create_tag", { name: attack }, key);
  await signInAndKeepKeys(page, email);
  const paths = ["/home", "/settings/mcp-keys", "/activity", `/settings/mcp-keys/${keyId}`, "/settings/companies"];
  for (const path of [...paths, `/settings/mcp-keys/${keyId}/revoke`]) {
    await page.goto(path);
    await expect(page.locator("main"), path).toContainText(attack);
    expect(await page.title(), path).not.toBe("run");
  }
  // What changed is shown field by field, before and after.
  await page.goto("/activity?operation=create_service");
  await page.getByRole("main").getByRole("link", { name: "create_service" }).click();
  await expect(page.locator("main")).toContainText("onerror=");
  await page.goto("/settings/organisation");
  await expect(page.getByLabel("Name")).toHaveValue(attack);
  await page.goto("/tools/list_services");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.locator("pre").last()).toContainText("onerror=");
  expect(await page.title()).not.toBe("run");
  expect(await page.locator("img[src=x]").count()).toBe(0);
});

test("the page of a revoked key tells why, and offers nothing that could wake it", async ({ page }) => {
  const { email, key } = await registerByAgent("Revoked Page");
  const made = await callTool("create_api_key", { name: "Short-lived" }, key);
  const { id } = made.data.key as { id: string };
  await signInAndKeepKeys(page, email);
  await page.goto(`/settings/mcp-keys/${id}`);
  await callTool("revoke_api_key", { keyId: id, reason: "Seen in a log" }, key);
  // The open page still offers to revoke; a second revocation does no harm and keeps the first reason.
  await page.goto(`/settings/mcp-keys/${id}/revoke`);
  await page.goto(`/settings/mcp-keys/${id}`);
  await expect(page.getByText("Seen in a log")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Revoke/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Rotate|Rename/ })).toHaveCount(0);
});

test("anybody who holds a key can end it without signing in", async ({ page }) => {
  const { key } = await registerByAgent("Leaky Studio");
  await page.goto("/leaked");
  await page.getByLabel("The key").fill(key);
  await page.getByLabel("Where you found it").fill("https://example.com/paste");
  await page.getByRole("button", { name: "Revoke this key" }).click();
  await expect(page.getByText("Thank you.")).toBeVisible();
  expect((await callTool("list_services", {}, key)).status).toBe(401);
});
