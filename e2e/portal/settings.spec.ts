import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { callTool, registerByAgent, signInAndKeepKeys } from "./support";

test("a second company is created, renamed, shown, closed and taken back", async ({ page }) => {
  const { email } = await registerByAgent("First Brand");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/companies");
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Create company" }) });
  await form.getByLabel("Name").fill("Second Brand");
  await form.getByRole("button", { name: "Create company" }).click();
  await expect(page.getByText("The company was created.")).toBeVisible();
  const row = (name: string) => page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  await row("Second Brand").locator("summary").filter({ hasText: "Rename" }).click();
  await row("Second Brand").getByLabel("Name").fill("Other Brand");
  await row("Second Brand").getByRole("button", { name: "Rename" }).click();
  await expect(row("Other Brand")).toBeVisible();
  await row("Other Brand").getByRole("button", { name: "Show this one" }).click();
  await page.waitForURL("**/home");
  await expect(page.getByRole("heading", { level: 1, name: "Other Brand" })).toBeVisible();
  await page.goto("/settings/companies");
  await expect(row("Other Brand")).toContainText("Current");
  await row("First Brand").locator("summary").filter({ hasText: "Close" }).click();
  await row("First Brand").getByRole("button", { name: "Close company" }).click();
  await expect(row("First Brand")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row("First Brand")).toBeVisible();
});

test("a key is renamed, and rotated with an overlap in which both work", async ({ page }) => {
  const { email, key } = await registerByAgent("Rotating Studio");
  const made = await callTool("create_api_key", { name: "Old name", scopes: ["bookings:read"] }, key);
  const old = String(made.data.apiKey);
  const { id } = made.data.key as { id: string };
  await signInAndKeepKeys(page, email);
  await page.goto(`/settings/mcp-keys/${id}`);
  await page.getByLabel("Name").fill("New name");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The key has its new name.")).toBeVisible();
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByText("Copy the key now.")).toBeVisible();
  const successor =
    (await page
      .locator("pre")
      .filter({ hasText: /^fav_mcp_/ })
      .first()
      .textContent()) ?? "";
  expect(successor).not.toBe(old);
  for (const each of [old, successor]) expect((await callTool("list_services", {}, each)).status).toBe(200);
  // The successor can do what the old one could, and no more.
  expect((await callTool("list_api_keys", {}, successor)).error?.code).toBe("scope_missing");
});

test("activity is filtered by the address, shows before and after without secrets, and leaves as CSV", async ({
  page,
}) => {
  const { email, key } = await registerByAgent("Watched Studio");
  const made = await callTool("create_tag", { name: "=cmd|' /C calc'!A1" }, key);
  const { id: tagId } = made.data.tag as { id: string };
  await callTool("update_tag", { tagId, name: "Regulars" }, key);
  await callTool("delete_tag", { tagId: "tag_000000000000000000000000" }, key);
  await signInAndKeepKeys(page, email);
  await page.goto("/activity");
  const table = page.getByRole("main").getByRole("table");
  await expect(table.getByRole("link", { name: "update_tag" })).toBeVisible();
  await page.getByRole("combobox", { name: "Effect" }).selectOption("update");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/effect=update/);
  await expect(table.getByRole("link", { name: "create_tag" })).toHaveCount(0);
  await table.getByRole("link", { name: "update_tag" }).click();
  await expect(page.getByRole("main")).toContainText("=cmd|' /C calc'!A1");
  await expect(page.getByRole("main")).toContainText("Regulars");
  await page.goto("/activity?operation=register_organisation_verify");
  await table.getByRole("link", { name: "register_organisation_verify" }).click();
  await expect(page.getByRole("main")).not.toContainText(/\b\d{6}\b|fav_mcp_[0-9A-Za-z]{20}/);

  await page.goto("/activity?outcome=refused");
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: /CSV/ }).click();
  const csv = await readFile(await (await arriving).path(), "utf8");
  expect(csv).toContain('"delete_tag"');
  expect(csv).not.toContain('"update_tag"');
});

test("a person's name and language are kept in their profile, and what somebody else saved meanwhile is not lost", async ({
  page,
  browser,
}) => {
  const { email } = await registerByAgent("Profile Studio");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/profile");
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await expect(page.getByLabel("E-mail")).not.toBeEditable();
  const elsewhere = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage();
  await elsewhere.goto("/settings/profile");

  await page.getByLabel("Name", { exact: true }).fill("Mei Chan 陳美");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Your profile was saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mei Chan 陳美");
  await expect(page.getByRole("complementary").getByRole("button", { name: /Mei Chan/ })).toBeVisible();

  await elsewhere.getByLabel("Name", { exact: true }).fill("Somebody older");
  await elsewhere.getByRole("button", { name: "Save", exact: true }).click();
  await expect(elsewhere.getByText("Somebody else changed this meanwhile")).toBeVisible();
  await expect(elsewhere.getByLabel("Name", { exact: true })).toHaveValue("Somebody older");
  await elsewhere.context().close();

  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "繁體中文" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hant");
  await expect(page.getByRole("heading", { level: 1, name: "個人資料" })).toBeVisible();
});

test("the organisation's settings are kept, and a field that does not fit says so and keeps the rest", async ({
  page,
}) => {
  const { email, key } = await registerByAgent("Settings Studio");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/organisation");
  await page.getByLabel("Name", { exact: true }).fill("x".repeat(80));
  await page.getByRole("combobox", { name: "Kind of business" }).selectOption({ label: "Fitness" });
  await page.getByRole("combobox", { name: "Currency" }).selectOption("JPY");
  await page.getByRole("combobox", { name: "Time zone" }).selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.getByText("The organisation was saved.")).toBeVisible();
  const { data } = await callTool("get_organisation", {}, key);
  expect(data).toMatchObject({ name: "x".repeat(80), industry: "fitness", currency: "JPY", timezone: "Asia/Tokyo" });

  await page.getByLabel("Name", { exact: true }).fill("\u202Egnirts");
  await page.getByRole("combobox", { name: "Currency" }).selectOption("USD");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("combobox", { name: "Currency" })).toHaveValue("USD");
  expect((await callTool("get_organisation", {}, key)).data).toMatchObject({ currency: "JPY" });
});

test("the plan counts customers, bookings and calls as they come, and names what other plans allow", async ({
  page,
}) => {
  const { email, key } = await registerByAgent("Counted Studio");
  for (const name of ["Anna Chan", "Ben Wong"]) await callTool("create_account", { name }, key);
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/plan");
  const main = page.getByRole("main");
  await expect(main).toContainText(/Customers\s*2 \/ Unlimited/);
  await expect(main).toContainText(/Bookings a month\s*0 \/ Unlimited/);
  const calls = async () => Number(/MCP calls a month\s*(\d+) \//.exec((await main.textContent()) ?? "")?.[1]);
  const before = await calls();
  expect(before).toBeGreaterThanOrEqual(2);
  await expect(main.getByRole("row").filter({ hasText: "Free" })).toContainText("1,000");
  await callTool("create_account", { name: "Grace Yip" }, key);
  await page.reload();
  await expect(main).toContainText(/Customers\s*3 \/ Unlimited/);
  expect(await calls()).toBe(before + 1);
});
