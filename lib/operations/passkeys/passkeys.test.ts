import { beforeEach, describe, expect, it } from "vitest";
import { SoftwareAuthenticator } from "@/e2e/support/authenticator";
import { browserWith, refusalOf, signedInBrowser } from "@/e2e/support/browser";
import { auditOf, makeWorkspace, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { beginPasskeyConfirmation } from "./begin-passkey-confirmation";
import { beginPasskeyRegistration } from "./begin-passkey-registration";
import { beginPasskeySignIn } from "./begin-passkey-sign-in";
import { confirmWithPasskey } from "./confirm-with-passkey";
import { finishPasskeyRegistration } from "./finish-passkey-registration";
import { finishPasskeySignIn } from "./finish-passkey-sign-in";
import { listMyPasskeys } from "./list-my-passkeys";
import { removePasskey } from "./remove-passkey";
import { renamePasskey } from "./rename-passkey";

let workspace: TestWorkspace;
let browser: Awaited<ReturnType<typeof signedInBrowser>>;

beforeEach(async () => {
  workspace = await makeWorkspace();
  browser = await signedInBrowser(workspace);
});

async function register(device = new SoftwareAuthenticator(), which = browser) {
  const { data } = await execute(beginPasskeyRegistration, await which.caller(), {});
  const credential = device.register(data.options as never);
  const input = { challengeId: data.challengeId, credential, name: "Laptop" };
  return { device, input, answer: await execute(finishPasskeyRegistration, await which.caller(), input) };
}

const begin = async () => (await execute(beginPasskeySignIn, stranger(), {})).data;
const finish = (challengeId: string, credential: string) =>
  execute(finishPasskeySignIn, stranger(), { challengeId, credential });

describe("a passkey", () => {
  it("is added in a signed-in browser and signs its person in elsewhere", async () => {
    const { device } = await register();
    const { challengeId, options } = await begin();
    const { data } = await finish(challengeId, device.authenticate(options));
    expect(data).toMatchObject({
      userId: workspace.userId,
      organisationId: workspace.organisationId,
      hasPasskey: true,
    });
    expect((await browserWith(data.sessionToken)).userId).toBe(workspace.userId);
    const [event] = await auditOf(workspace.organisationId, "finish_passkey_sign_in");
    expect(JSON.stringify(event)).not.toContain(data.sessionToken);
  });

  it("answers a challenge once", async () => {
    const { device, input } = await register();
    const again = execute(finishPasskeyRegistration, await browser.caller(), input);
    expect((await refusalOf(again)).code).toBe("forbidden");
    const { challengeId, options } = await begin();
    const answer = device.authenticate(options);
    await finish(challengeId, answer);
    expect((await refusalOf(finish(challengeId, answer))).code).toBe("forbidden");
  });

  it("spends the challenge also when the answer was wrong", async () => {
    const { device } = await register();
    const { challengeId, options } = await begin();
    const liar = new SoftwareAuthenticator();
    await refusalOf(finish(challengeId, liar.authenticate(options)));
    expect((await refusalOf(finish(challengeId, device.authenticate(options)))).code).toBe("forbidden");
  });

  it.each([
    ["an unknown passkey", () => new SoftwareAuthenticator()],
    [
      "another site's page",
      (device: SoftwareAuthenticator) => Object.assign(device, { origin: "https://evil.example" }),
    ],
    ["nobody verified", (device: SoftwareAuthenticator) => Object.assign(device, { isVerifying: false })],
    ["a cloned counter", (device: SoftwareAuthenticator) => Object.assign(device, { counter: -1 })],
    [
      "another person's handle",
      (device: SoftwareAuthenticator) => Object.assign(device, { userHandle: "dXNyX290aGVy" }),
    ],
  ])("is refused for %s", async (_what, spoil) => {
    const { device } = await register();
    const first = await begin();
    await finish(first.challengeId, device.authenticate(first.options));
    const { challengeId, options } = await begin();
    expect((await refusalOf(finish(challengeId, spoil(device).authenticate(options)))).code).toBe("forbidden");
  });

  it("is refused after five minutes", async () => {
    const { device } = await register();
    const { challengeId, options } = await begin();
    await systemDb()
      .$executeRaw`UPDATE passkey_challenges SET expires_at = now() - interval '1 second' WHERE id = ${challengeId}`;
    expect((await refusalOf(finish(challengeId, device.authenticate(options)))).code).toBe("forbidden");
  });

  it.each(["", "{}", "not json", '{"id":"x","rawId":"x","type":"public-key","response":{}}'])(
    "is refused for the malformed answer %j",
    async (credential) => {
      const { challengeId } = await begin();
      expect((await refusalOf(finish(challengeId, credential))).kind).toMatch(/forbidden|invalid_input/);
    },
  );

  it("opens the danger zone of its own person only", async () => {
    const { device } = await register();
    const intruder = await signedInBrowser(await makeWorkspace());
    await register(new SoftwareAuthenticator(), intruder);
    const begun = await execute(beginPasskeyConfirmation, await intruder.caller(), {});
    const borrowed = execute(confirmWithPasskey, await intruder.caller(), {
      challengeId: begun.data.challengeId,
      credential: device.authenticate(begun.data.options),
    });
    expect((await refusalOf(borrowed)).code).toBe("forbidden");
    expect((await intruder.caller()).session?.confirmedAt).toBeNull();

    const own = await execute(beginPasskeyConfirmation, await browser.caller(), {});
    const credential = device.authenticate(own.data.options);
    await execute(confirmWithPasskey, await browser.caller(), { challengeId: own.data.challengeId, credential });
    expect((await browser.caller()).session?.confirmedAt).not.toBeNull();
  });

  it("is listed, renamed and removed by its person, and by nobody else", async () => {
    const { device } = await register();
    const list = async () => (await execute(listMyPasskeys, await browser.caller(), {})).data.items;
    const [passkey] = await list();
    const passkeyId = passkey?.id ?? "";
    const other = await (await signedInBrowser(await makeWorkspace())).caller();
    expect((await refusalOf(execute(removePasskey, other, { passkeyId }))).code).toBe("not_found");
    expect((await refusalOf(execute(renamePasskey, other, { passkeyId, name: "Mine" }))).code).toBe("not_found");
    await execute(renamePasskey, await browser.caller(), { passkeyId, name: "Phone" });
    expect(await list()).toMatchObject([{ name: "Phone" }]);
    await execute(removePasskey, await browser.caller(), { passkeyId });
    const { challengeId, options } = await begin();
    expect((await refusalOf(finish(challengeId, device.authenticate(options)))).code).toBe("forbidden");
  });

  it("is never added by a key", async () => {
    expect((await refusalOf(execute(beginPasskeyRegistration, workspace.caller, {}))).code).toBe("forbidden");
  });
});
