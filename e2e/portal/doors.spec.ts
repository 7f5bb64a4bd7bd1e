import { expect, test } from "@playwright/test";
import { callTool, httpClient, origin, registerByAgent, signIn, signInAndKeepKeys } from "./support";

test("a form posted from another site is refused", async () => {
  const client = await httpClient();
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, {}]) {
    const answer = await client.post("/leaked", { headers: headers as Record<string, string>, form: { apiKey: "x" } });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
});

test("signing in leads to our own pages only", async ({ page }) => {
  const { email } = await registerByAgent("No Detours");
  await signIn(page, email, "https://evil.example/home");
  expect(new URL(page.url()).origin).toBe(origin());
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
  const { email, key } = await registerByAgent("Plain Text");
  await callTool("create_api_key", { name: attack }, key);
  await signInAndKeepKeys(page, email);
  for (const path of ["/home", "/settings/mcp-keys", "/activity"]) {
    await page.goto(path);
    await expect(page.locator("main")).toContainText(attack);
    expect(await page.title()).not.toBe("run");
  }
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
