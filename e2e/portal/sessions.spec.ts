import { expect, type Page, test } from "@playwright/test";
import { codeFor, freshMailbox, origin, registerByAgent, signIn, signInAndKeepKeys } from "./support";

/** Founds a workspace on the web, without any agent. */
async function signUp(page: Page, organisationName: string): Promise<string> {
  const email = freshMailbox();
  await page.goto("/sign-up");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name of the business").fill(organisationName);
  await page.getByLabel("Country").selectOption("HK");
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await page.getByLabel("6-digit code").fill(await codeFor(email));
  await page.getByRole("button", { name: "Create the workspace" }).click();
  await expect(page.getByText("Copy the key now.")).toBeVisible();
  await page.goto("/home");
  await expect(page.getByRole("heading", { level: 1, name: organisationName })).toBeVisible();
  return email;
}

test("signing out everywhere ends every other browser at once, and an old cookie opens nothing again", async ({
  page,
  browser,
}) => {
  const email = await signUp(page, "Many Browsers");
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, email, "/activity");
  await other.goto("/activity");
  await expect(other.getByText("Live", { exact: true })).toBeVisible();
  const stolen = (await context.cookies()).filter(({ name }) => name === "favcrm");

  await page.goto("/settings/profile");
  await page.locator("summary").filter({ hasText: "Sign out everywhere" }).click();
  await page.locator("details[open]").getByRole("button", { name: "Sign out everywhere" }).click();
  await page.waitForURL("**/sign-in*");
  // The open page of the other browser leaves by itself, long before the feed's own check.
  await expect(other).toHaveURL(/\/sign-in\?next=%2Factivity$/, { timeout: 8_000 });

  const thief = await browser.newContext();
  await thief.addCookies(stolen);
  const answer = await thief.request.get(`${origin()}/api/activity/export`);
  expect(answer.status()).toBe(401);
  await (await thief.newPage()).goto("/home").then((response) => expect(response?.url()).toContain("/sign-in"));
  await thief.close();
  await context.close();
});

test("a session that ended under an open form says so, keeps what was typed and leads back", async ({
  page,
  context,
}) => {
  const { email } = await registerByAgent("Forgotten Tab");
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/mcp-keys/new");
  await page.getByLabel("Name").fill("Typed before");
  await context.clearCookies();
  await page.getByRole("button", { name: "Create key" }).click();
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("You are not signed in");
  await expect(page.getByLabel("Name")).toHaveValue("Typed before");
  await expect(alert.getByRole("link")).toHaveAttribute("href", "/sign-in?next=%2Fsettings%2Fmcp-keys%2Fnew");
});
