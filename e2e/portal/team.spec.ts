import { expect, test } from "@playwright/test";
import { callTool, freshMailbox, registerByAgent, signInAndKeepKeys } from "./support";
import { joinByMail } from "./team";

test("a role that shrinks while a page is open ends what the page could do", async ({ page, browser }) => {
  const { email, key } = await registerByAgent("Changing Roles");
  const colleague = await joinByMail(browser, key, "manager");
  await signInAndKeepKeys(page, email);

  // The colleague has a form open that only owners and managers may send.
  await colleague.goto("/settings/companies");
  await page.goto("/settings/team");
  const row = page.getByRole("row").filter({ hasText: "The manager" });
  await row.getByRole("combobox").selectOption({ label: "Staff" });
  await row.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The role was changed.")).toBeVisible();
  await colleague.close();

  // The owner's own page is open while they hand the organisation over elsewhere: the agent's key shrinks with it.
  await page.goto("/settings/mcp-keys/new");
  await page.getByLabel("Name").fill("Too late");
  const owner = await callTool("list_staff", {}, key);
  expect(owner.error).toBeUndefined();
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
