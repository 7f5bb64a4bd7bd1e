import type { Browser, Page } from "@playwright/test";
import { callTool, codeFor, freshMailbox, nextMail } from "./support";

/** Invites somebody with the agent's key; the person opens the mailed link in a browser of their own and joins. */
export async function joinByMail(browser: Browser, key: string, role: "manager" | "staff"): Promise<Page> {
  const email = freshMailbox(role);
  await callTool("create_team_member_invite", { email, role }, key);
  const invitation = await nextMail(email);
  const link = /https?:\/\/\S+\/join#\S+/.exec(invitation.text)?.[0];
  if (!link) throw new Error(`No link in the invitation:\n${invitation.text}`);
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Mail me a code" }).click();
  await page.getByLabel("6-digit code").fill(await codeFor(email, new Set([invitation.id])));
  await page.getByLabel("Your name").fill(`The ${role}`);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL((url) => url.pathname !== "/join");
  return page;
}
