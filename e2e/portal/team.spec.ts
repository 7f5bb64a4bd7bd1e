import { expect, test } from "@playwright/test";
import { callTool, freshMailbox, registerByAgent, signInAndKeepKeys } from "./support";
import { joinByMail } from "./team";

test("a role that shrinks while a page is open ends what the page could do, and loses nothing typed", async ({
  page,
  browser,
}) => {
  const { email, key } = await registerByAgent("Changing Roles");
  const colleague = await joinByMail(browser, key, "manager");
  await signInAndKeepKeys(page, email);
  await colleague.goto("/tools/create_tag");
  await colleague.getByLabel("name", { exact: true }).fill("Regulars");

  await page.goto("/settings/team");
  const row = page.getByRole("row").filter({ hasText: "The manager" });
  await row.getByRole("combobox").selectOption({ label: "Staff" });
  await row.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The role was changed.")).toBeVisible();

  await colleague.getByRole("checkbox", { name: /changes real data/ }).check();
  await colleague.getByRole("button", { name: "Run", exact: true }).click();
  await expect(colleague.getByRole("main").getByRole("alert")).toContainText("You may not do this");
  await expect(colleague.getByLabel("name", { exact: true })).toHaveValue("Regulars");
  await colleague.reload();
  await expect(colleague.getByRole("button", { name: "Run", exact: true })).toHaveCount(0);
  expect((await callTool("list_tags", {}, key)).data.items).toEqual([]);
  await colleague.close();
});

test("a member who is removed while a page is open is led out, and so is their live feed", async ({
  page,
  browser,
}) => {
  const { email, key } = await registerByAgent("Parting Ways");
  const colleague = await joinByMail(browser, key, "manager");
  await signInAndKeepKeys(page, email);
  await colleague.goto("/activity");
  await expect(colleague.getByText("Live", { exact: true })).toBeVisible();
  await page.goto("/settings/team");
  const row = page.getByRole("row").filter({ hasText: "The manager" });
  await row.getByText("Remove", { exact: true }).click();
  await row.getByRole("button", { name: "Remove now" }).click();
  await expect(row).toHaveCount(0);
  // The check every 15 seconds would be too late for this.
  await expect(colleague).toHaveURL(/\/workspaces$/, { timeout: 8_000 });
  await colleague.close();
});

test("two people who change the same thing do not overwrite each other unseen", async ({ page }) => {
  const { email } = await registerByAgent("Twice Changed");
  await signInAndKeepKeys(page, email);
  const other = await page.context().newPage();
  await page.goto("/settings/organisation");
  await other.goto("/settings/organisation");
  await page.getByLabel("Name").fill("Changed first");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The organisation was saved.")).toBeVisible();
  await other.getByLabel("Name").fill("Changed second");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("main").getByRole("alert")).toContainText("Somebody else changed this meanwhile");
  await expect(other.getByLabel("Name")).toHaveValue("Changed second");
});

test("an invitation can be mailed again and revoked; a wrong address keeps what was typed", async ({ page }) => {
  const { email } = await registerByAgent("Inviting Studio");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/team");
  await page.getByLabel("E-mail").fill("mei@localhost");
  await page.getByLabel("Name", { exact: true }).fill("Mei");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Mei");
  const invited = freshMailbox("mei");
  await page.getByLabel("E-mail").fill(invited);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const row = page.getByRole("row").filter({ hasText: invited });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("The invitation was mailed again.")).toBeVisible();
  await row.getByRole("button", { name: "Revoke" }).click();
  await expect(row).toHaveCount(0);
});
