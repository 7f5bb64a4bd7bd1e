import { expect, test } from "@playwright/test";
import { callTool, codeFor, registerByAgent } from "./support";

test.use({ javaScriptEnabled: false });

test("signing in and revoking a key work as plain forms", async ({ page }) => {
  const { email, key } = await registerByAgent("Plain Forms");
  await page.goto("/sign-in?next=/settings/mcp-keys");
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  const seen = new Set<string>();
  await codeFor(email, seen);
  await page.getByRole("button", { name: "Mail me a code" }).click();

  await page.getByLabel("6-digit code").fill("000000");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toContainText("This is not the code that was mailed");

  await page.getByLabel("6-digit code").fill(await codeFor(email, seen));
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "MCP keys" })).toBeVisible();

  await test.step("a page that shows keys hides its origin, and its form is taken all the same", async () => {
    await page.goto("/settings/mcp-keys/new");
    await page.getByLabel("Name").fill("Made without scripts");
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("button", { name: "Create key" }).click();
    expect((await (await posted).allHeaders()).origin).toBe("null");
    await expect(page.getByText("Copy the key now.")).toBeVisible();
    await page.goto("/settings/mcp-keys");
  });

  const firstKey = page.getByRole("row").filter({ has: page.getByRole("link", { name: /^First key/ }) });
  await firstKey.getByRole("link", { name: "Revoke", exact: true }).click();
  await page.getByRole("button", { name: "Revoke now" }).click();
  await expect(page.getByText("The key no longer works.")).toBeVisible();
  expect((await callTool("list_services", {}, key)).status).toBe(401);
});
