import { expect, test } from "@playwright/test";
import { callTool, registerByAgent, signIn, signInAndKeepKeys, watch } from "./support";

test("a person reviews the agent's keys, makes one, watches it work and cuts it off", async ({ page, context }) => {
  const watched = await watch(context);
  const { email } = await registerByAgent("Kiln & Clay");

  await test.step("signing in leads to the review of the keys that exist", async () => {
    await signIn(page, email);
    await expect(page.getByRole("heading", { name: "Which keys are yours?" })).toBeVisible();
    await expect(page.getByRole("paragraph").filter({ hasText: "First key, made at sign-up" })).toBeVisible();
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Kiln & Clay" })).toBeVisible();
  });

  const key = await test.step("a new key is shown once, with ready configuration", async () => {
    await page.goto("/settings/mcp-keys/new");
    await page.getByLabel("Name").fill("Front-desk agent");
    await page.getByRole("button", { name: "Create key" }).click();
    await expect(page.getByText("Copy the key now.")).toBeVisible();
    const keys = page.locator("pre").filter({ hasText: /^fav_mcp_/ });
    const shown = (await keys.first().textContent()) ?? "";
    expect(shown).toMatch(/^fav_mcp_[0-9A-Za-z]{36}$/);
    await expect(page.getByRole("tab", { name: "Claude Code" })).toBeVisible();
    await page.reload();
    await expect(page.getByText(shown)).toHaveCount(0);
    return shown;
  });

  await test.step("what the agent does appears without reloading", async () => {
    await page.goto("/activity");
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: "list_services" })).toHaveCount(0);
    const answer = await callTool("list_services", {}, key);
    expect(answer.error).toBeUndefined();
    await expect(page.getByRole("link", { name: "list_services" })).toBeVisible();
  });

  await test.step("two clicks revoke the key, and the agent's next call is refused", async () => {
    await page.goto("/settings/mcp-keys");
    const row = page.getByRole("row").filter({ hasText: "Front-desk agent" });
    await row.getByRole("link", { name: "Revoke" }).click();
    await expect(page.getByRole("heading", { name: "Revoke “Front-desk agent”?" })).toBeVisible();
    await page.getByLabel("Reason").fill("Pasted into a chat");
    await page.getByRole("button", { name: "Revoke now" }).click();
    await expect(page.getByText("The key no longer works.")).toBeVisible();
    expect((await callTool("list_services", {}, key)).status).toBe(401);
    await page.goto("/settings/mcp-keys?status=all");
    await page.getByRole("link", { name: "Front-desk agent" }).click();
    await expect(page.getByText("Pasted into a chat")).toBeVisible();
  });

  expect(watched.problems).toEqual([]);
});

test("what a key planted is listed before it is revoked, and goes with it", async ({ page }) => {
  const { email, key } = await registerByAgent("Family Studio");
  const planted = await callTool("create_api_key", { name: "Planted key" }, key);
  await callTool("create_team_member_invite", { email: "planted@example.com" }, key);
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/mcp-keys");
  const firstKey = page.getByRole("row").filter({ has: page.getByRole("link", { name: /^First key/ }) });
  await firstKey.getByRole("link", { name: "Revoke" }).click();
  await expect(page.getByText("Planted key")).toBeVisible();
  await expect(page.getByText("planted@example.com")).toBeVisible();
  await page.getByRole("button", { name: "Revoke now" }).click();
  await expect(page.getByText("The key no longer works.")).toBeVisible();
  expect((await callTool("list_services", {}, planted.data.apiKey as string)).status).toBe(401);
  await page.goto("/settings/team");
  await expect(page.getByText("planted@example.com")).toHaveCount(0);
});

test("two organisations in two browsers never see each other", async ({ browser }) => {
  const [one, two] = await Promise.all([registerByAgent("Harbour Yoga"), registerByAgent("Peak Pilates")]);
  const pages = await Promise.all([browser.newPage(), browser.newPage()]);
  const [first, second] = pages;
  if (!first || !second) throw new Error("no pages");
  await signInAndKeepKeys(first, one.email);
  await signInAndKeepKeys(second, two.email);
  const keyLink = await first.goto("/settings/mcp-keys").then(() => first.getByRole("link", { name: /First key/ }));
  const address = (await keyLink.getAttribute("href")) ?? "";
  for (const path of ["/home", "/activity", "/settings/mcp-keys", "/settings/team", "/settings/companies"]) {
    await second.goto(path);
    await expect(second.locator("body")).not.toContainText("Harbour Yoga");
    await expect(second.locator("body")).not.toContainText(one.email);
  }
  const strange = await second.goto(address);
  expect(strange?.status()).toBe(404);
  await Promise.all(pages.map((page) => page.close()));
});
