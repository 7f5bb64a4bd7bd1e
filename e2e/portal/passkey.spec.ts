import { expect, test } from "@playwright/test";
import { registerByAgent, signInAndKeepKeys } from "./support";

test("a passkey signs in where a code did before, and opens the danger zone", async ({ page, context }) => {
  const { email } = await registerByAgent("Passkey Studio");
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signInAndKeepKeys(page, email);
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.locator("#passkeys").getByText(/^Added/)).toBeVisible();

  await context.clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL("**/home");

  await page.goto("/settings/danger");
  await page.getByRole("button", { name: "Confirm with a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Delete the organisation" })).toBeVisible();
});
