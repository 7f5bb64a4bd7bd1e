import { beforeAll, describe, expect, it } from "vitest";
import { browserWith, refusalOf } from "@/e2e/support/browser";
import { statementsOf } from "@/e2e/support/statements";
import { auditOf, makeWorkspace, randomMailbox, stranger, type TestWorkspace } from "@/e2e/support/workspace";
import { codeOf } from "@/lib/auth/codes";
import { systemDb } from "@/lib/db/client";
import { execute } from "@/lib/kernel/execute";
import { registerOrganisationRequest } from "../sign-up/register-organisation-request";
import { registerOrganisationVerify } from "../sign-up/register-organisation-verify";
import { requestSignInCode } from "./request-sign-in-code";
import { verifySignInCode } from "./verify-sign-in-code";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});

const ask = async (email: string) => (await execute(requestSignInCode, stranger(), { email })).data;
const enter = (requestId: string, code: string) => execute(verifySignInCode, stranger(), { requestId, code });
const wrong = (code: string) => (code === "000000" ? "000001" : "000000");
const fresh = () => makeWorkspace();

describe("signing in with a mailed code", () => {
  it("signs the person in and audits it without the code or the token", async () => {
    const { requestId } = await ask(workspace.email);
    const { data } = await enter(requestId, codeOf(requestId));
    expect(data).toMatchObject({
      userId: workspace.userId,
      organisationId: workspace.organisationId,
      mustReviewKeys: true,
    });
    expect((await browserWith(data.sessionToken)).userId).toBe(workspace.userId);
    const [event] = await auditOf(workspace.organisationId, "verify_sign_in_code");
    expect(event).toMatchObject({ outcome: "done", surface: "mcp" });
    expect(JSON.stringify(event)).not.toContain(data.sessionToken);
    expect(JSON.stringify(event?.arguments)).not.toContain(codeOf(requestId));
  });

  it("answers a known and an unknown mailbox alike, and mails only the known one (case 4)", async () => {
    const { email } = await fresh();
    const nobody = randomMailbox();
    const [known, unknown] = [await ask(email), await ask(nobody)];
    const wordsOf = ({ requestId, maskedEmail, expiresAt }: typeof known, answer: object) =>
      JSON.stringify(answer).replace(requestId, "ID").replace(maskedEmail, "MASK").replace(expiresAt, "TIME");
    expect(wordsOf(known, known)).toBe(wordsOf(unknown, unknown));
    expect(known.requestId).toMatch(/^signin_req_/);
    expect(unknown.requestId).toMatch(/^signin_req_/);
    const mails = await systemDb().outboxMail.findMany({ where: { recipient: { in: [email, nobody] } } });
    expect(mails).toMatchObject([{ recipient: email, template: "sign_in_code", verificationId: known.requestId }]);
    expect(JSON.stringify(mails)).not.toContain(codeOf(known.requestId));
  });

  it("does the same work for a known and an unknown mailbox, statement by statement (case 4)", async () => {
    const { email } = await fresh();
    const workFor = (mailbox: string) => statementsOf(() => ask(mailbox));
    const work = await workFor(email);
    expect(work.filter((sql) => sql.includes("INSERT INTO outbox_mails"))).toHaveLength(1);
    expect(await workFor(randomMailbox())).toEqual(work);
  });

  it("looks as long at a wrong code, whosever request it is for, and when there is none (cases 4, 29)", async () => {
    const guess = (requestId: string) => statementsOf(() => refusalOf(enter(requestId, wrong(codeOf(requestId)))));
    const work = await guess((await ask((await fresh()).email)).requestId);
    expect(work.filter((sql) => sql.includes("UPDATE verification_requests"))).toHaveLength(1);
    expect(await guess((await ask(randomMailbox())).requestId)).toEqual(work);
    expect(await guess("signin_req_000000000000000000000000")).toEqual(work);
  });

  it("treats the right code of an unknown mailbox as wrong", async () => {
    const { requestId } = await ask(randomMailbox());
    expect((await refusalOf(enter(requestId, codeOf(requestId)))).code).toBe("code_incorrect");
  });

  it("answers an unknown request id like a wrong code (case 29)", async () => {
    const { requestId } = await ask((await fresh()).email);
    const known = await refusalOf(enter(requestId, wrong(codeOf(requestId))));
    const unknown = await refusalOf(enter("signin_req_000000000000000000000000", "123456"));
    expect(unknown.toBody()).toEqual(known.toBody());
  });

  it("locks after five wrong codes (case 21) and never reopens", async () => {
    const { requestId } = await ask((await fresh()).email);
    for (let guess = 0; guess < 5; guess++) await refusalOf(enter(requestId, wrong(codeOf(requestId))));
    expect((await refusalOf(enter(requestId, codeOf(requestId)))).code).toBe("code_locked");
  });

  it("works once, even when the same code comes twenty times at the same moment (case 23)", async () => {
    const { email, userId } = await fresh();
    const { requestId } = await ask(email);
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => enter(requestId, codeOf(requestId))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await systemDb().session.count({ where: { userId } })).toBe(1);
  });

  it("refuses an expired code", async () => {
    const { requestId } = await ask((await fresh()).email);
    await systemDb()
      .$executeRaw`UPDATE verification_requests SET expires_at = now() - interval '1 second' WHERE id = ${requestId}`;
    expect((await refusalOf(enter(requestId, codeOf(requestId)))).code).toBe("code_expired");
  });

  it("lets a sign-up code never sign in, and a sign-in code never register", async () => {
    const signUp = await execute(registerOrganisationRequest, stranger(), {
      email: randomMailbox(),
      organisationName: "Somebody",
    });
    const { requestId } = await ask((await fresh()).email);
    expect((await refusalOf(enter(signUp.data.requestId, codeOf(signUp.data.requestId)))).code).toBe("code_incorrect");
    const register = execute(registerOrganisationVerify, stranger(), { requestId, code: codeOf(requestId) });
    expect((await refusalOf(register)).code).toBe("code_incorrect");
  });

  it("leaves the owner's sign-in open when a stranger spent the mailbox's sign-up codes (case 78)", async () => {
    const { email } = await fresh();
    const signUp = () => execute(registerOrganisationRequest, stranger(), { email, organisationName: "Not you" });
    await signUp();
    expect((await refusalOf(signUp())).code).toBe("rate_limited");
    expect((await ask(email)).requestId).toMatch(/^signin_req_/);
  });

  it("mails one code a minute, and says how long to wait", async () => {
    const { email } = await fresh();
    await ask(email);
    const error = await refusalOf(ask(email.replace("@", "+again@")));
    expect(error.code).toBe("rate_limited");
    expect(error.details?.retryAfterSeconds).toBeGreaterThan(0);
  });
});
