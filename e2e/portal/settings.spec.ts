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
