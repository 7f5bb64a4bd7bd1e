import { describe, expect, it } from "vitest";
import { withClockOff } from "@/e2e/support/clock";
import { auditOf, makeWorkspace, randomMailbox, stranger } from "@/e2e/support/workspace";
import { codeOf } from "@/lib/auth/codes";
import { hashKey, isWellFormedKey } from "@/lib/auth/keys";
import { systemDb } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { newId } from "@/lib/kernel/ids";
import { registerOrganisationRequest } from "./register-organisation-request";
import { registerOrganisationVerify } from "./register-organisation-verify";

const request = async (email = randomMailbox()) =>
  (
    await execute(registerOrganisationRequest, stranger(), {
      email,
      organisationName: "Stretch + Breathe",
      industry: "fitness",
      country: "HK",
    })
  ).data;

const verify = async (requestId: string, code: string, idempotencyKey?: string) =>
  (await execute(registerOrganisationVerify, stranger(), { requestId, code, idempotencyKey })).data;

/** Codes follow from ids, so one that begins with 0 is looked for among ids, and the request gets it. */
async function requestWithLeadingZero(): Promise<{ requestId: string; code: string }> {
  const { requestId: id } = await request();
  let requestId = id;
  while (!codeOf(requestId).startsWith("0")) requestId = newId("signup_req");
  await systemDb().verificationRequest.update({ where: { id }, data: { id: requestId } });
  return { requestId, code: codeOf(requestId) };
}

const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

const refusal = async (work: Promise<unknown>): Promise<OperationError> =>
  work.then(
    () => Promise.reject(new Error("was not refused")),
    (error: unknown) => {
      expect(error).toBeInstanceOf(OperationError);
      return error as OperationError;
    },
  );

const age = (requestId: string, seconds: number) =>
  systemDb()
    .$executeRaw`UPDATE verification_requests SET expires_at = now() - ${seconds}::int * interval '1 second' WHERE id = ${requestId}`;

describe("register_organisation_verify", () => {
  it("makes organisation, company, owner and key, and audits it in the new organisation", async () => {
    const { requestId } = await request();
    const answer = await verify(requestId, codeOf(requestId));
    expect(isWellFormedKey(answer.apiKey)).toBe(true);
    const organisation = await systemDb().organisation.findUniqueOrThrow({
      where: { id: answer.organisationId },
      include: { companies: true, memberships: true, apiKeys: true },
    });
    expect(organisation).toMatchObject({ name: "Stretch + Breathe", timezone: "Asia/Hong_Kong", currency: "HKD" });
    expect(organisation.companies).toHaveLength(1);
    expect(organisation.memberships).toMatchObject([{ userId: answer.userId, role: "owner" }]);
    expect(organisation.apiKeys).toMatchObject([{ hash: hashKey(answer.apiKey), companyId: answer.companyId }]);
    const [event] = await auditOf(answer.organisationId, "register_organisation_verify");
    expect(event).toMatchObject({ outcome: "done", actorType: "anonymous" });
    expect(JSON.stringify(event)).not.toContain(answer.apiKey);
    expect(JSON.stringify(event?.arguments)).not.toContain(codeOf(requestId));
  });

  it("names nobody of another organisation to the new one when a key of there signs it up", async () => {
    const elsewhere = await makeWorkspace("Elsewhere Ltd");
    const { requestId } = await request();
    const { data } = await execute(registerOrganisationVerify, elsewhere.caller, {
      requestId,
      code: codeOf(requestId),
    });
    const [event] = await auditOf(data.organisationId, "register_organisation_verify");
    expect(event).toMatchObject({ outcome: "done", actorType: "anonymous", actorId: null, companyId: null });
    for (const foreign of [elsewhere.keyId, elsewhere.organisationId, elsewhere.companyId, "Elsewhere Ltd"])
      expect(JSON.stringify(event)).not.toContain(foreign);
  });

  it("refuses the right code after five wrong ones (case 21)", async () => {
    const { requestId } = await request();
    for (let left = 4; left >= 0; left--) {
      const error = await refusal(verify(requestId, wrong(codeOf(requestId))));
      expect(error).toMatchObject({ code: "code_incorrect", details: { attemptsLeft: left } });
    }
    expect((await refusal(verify(requestId, codeOf(requestId)))).code).toBe("code_locked");
  });

  it("evaluates five of a hundred parallel wrong guesses (case 22)", async () => {
    const { requestId } = await request();
    const errors = await Promise.all(
      Array.from({ length: 100 }, () => refusal(verify(requestId, wrong(codeOf(requestId))))),
    );
    const evaluated = errors.filter(({ code }) => code === "code_incorrect");
    expect(evaluated.map(({ details }) => details?.attemptsLeft).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(errors.filter(({ code }) => code === "code_locked")).toHaveLength(95);
  });

  it("makes one workspace and one key of twenty parallel right codes (case 23)", async () => {
    const email = randomMailbox();
    const { requestId } = await request(email);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => verify(requestId, codeOf(requestId))));
    const done = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(done).toHaveLength(1);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason.code);
    expect(refused).toEqual(Array(19).fill("code_used"));
    const user = await systemDb().user.findUniqueOrThrow({ where: { email }, include: { memberships: true } });
    expect(user.memberships).toHaveLength(1);
    expect(await systemDb().apiKey.count({ where: { userId: user.id } })).toBe(1);
  });

  it("refuses a code that expired a second ago, by the database's clock (case 24)", async () => {
    const { requestId } = await request();
    await age(requestId, 1);
    expect((await refusal(verify(requestId, codeOf(requestId)))).code).toBe("code_expired");
  });

  it("asks the database's clock alone, whatever this machine's says (case 19)", async () => {
    const [late, early] = [await request(), await request()];
    await age(late.requestId, 1);
    const answer = withClockOff(-86_400_000, () => refusal(verify(late.requestId, codeOf(late.requestId))));
    expect((await answer).code).toBe("code_expired");
    const made = await withClockOff(86_400_000, () => verify(early.requestId, codeOf(early.requestId)));
    expect(made.organisationId).toMatch(/^org_/);
  });

  it("refuses the code of one request with the id of another, also of the same mailbox (cases 25, 26)", async () => {
    const email = randomMailbox();
    const first = await request(email);
    await systemDb().rateLimit.deleteMany({ where: { key: { contains: email } } });
    const second = await request(email);
    const stranger = await request();
    expect((await refusal(verify(second.requestId, codeOf(first.requestId)))).code).toBe("code_incorrect");
    expect((await refusal(verify(stranger.requestId, codeOf(first.requestId)))).code).toBe("code_incorrect");
    expect((await verify(first.requestId, codeOf(first.requestId))).organisationId).toMatch(/^org_/);
  });

  it("refuses a second use and names the portal (case 27)", async () => {
    const { requestId } = await request();
    await verify(requestId, codeOf(requestId));
    const error = await refusal(verify(requestId, codeOf(requestId)));
    expect(error).toMatchObject({ code: "code_used", details: { loginUrl: expect.stringContaining("/sign-in") } });
  });

  it("forgives full-width digits and spaces, keeps leading zeros, refuses numbers and arrays (case 28)", async () => {
    const { requestId, code } = await requestWithLeadingZero();
    const run = (value: unknown) => execute(registerOrganisationVerify, stranger(), { requestId, code: value });
    for (const value of [Number(code), String(Number(code)), [code], { code }, "12345", "1234567", "12345a", ""]) {
      expect(await refusal(run(value))).toMatchObject({ code: "invalid_input", details: { field: "code" } });
    }
    const fullWidth = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join("");
    expect((await run(` ${fullWidth} `)).data.organisationId).toMatch(/^org_/);
  });

  it("answers an unknown request id like a wrong code (case 29)", async () => {
    const { requestId } = await request();
    const known = await refusal(verify(requestId, wrong(codeOf(requestId))));
    for (const id of ["signup_req_000000000000000000000000", "'; DROP TABLE users; --", "x".repeat(128)]) {
      expect((await refusal(verify(id, "123456"))).toBody()).toEqual(known.toBody());
    }
  });

  it("gives a lost answer again with the same idempotency key, while the key was never used (cases 31, 32)", async () => {
    const { requestId, idempotencyKey } = await request();
    const first = await verify(requestId, codeOf(requestId), idempotencyKey);
    const unkeyed = await refusal(verify(requestId, codeOf(requestId)));
    expect(unkeyed).toMatchObject({ code: "code_used", details: { loginUrl: expect.stringContaining("/sign-in") } });
    const second = await verify(requestId, codeOf(requestId), idempotencyKey);
    expect(second.organisationId).toBe(first.organisationId);
    expect(second.apiKey).not.toBe(first.apiKey);
    expect(await systemDb().apiKey.findMany({ where: { organisationId: first.organisationId } })).toMatchObject([
      { hash: hashKey(second.apiKey) },
    ]);
    await systemDb().apiKey.updateMany({ where: { hash: hashKey(second.apiKey) }, data: { firstUsedAt: new Date() } });
    expect((await refusal(verify(requestId, codeOf(requestId), idempotencyKey))).code).toBe("code_used");
    expect((await refusal(verify(requestId, codeOf(requestId), "another-idempotency-key"))).code).toBe("code_used");
  });

  it("tells only the holder of the code that the mailbox already owns a workspace", async () => {
    const email = randomMailbox();
    const first = await request(email);
    await verify(first.requestId, codeOf(first.requestId));
    await systemDb().rateLimit.deleteMany({ where: { key: { contains: email } } });
    const second = await request(email);
    expect((await refusal(verify(second.requestId, wrong(codeOf(second.requestId))))).code).toBe("code_incorrect");
    const error = await refusal(verify(second.requestId, codeOf(second.requestId)));
    expect(error).toMatchObject({ code: "existing_account", details: { loginUrl: expect.any(String) } });
    expect(await systemDb().organisation.count({ where: { memberships: { some: { user: { email } } } } })).toBe(1);
  });

  it("founds one workspace when two codes of one mailbox are verified at once", async () => {
    const email = randomMailbox();
    const first = await request(email);
    await systemDb().rateLimit.deleteMany({ where: { key: { contains: email } } });
    const second = await request(email);
    const outcomes = await Promise.allSettled(
      [first, second].map(({ requestId }) => verify(requestId, codeOf(requestId))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await systemDb().organisation.count({ where: { memberships: { some: { user: { email } } } } })).toBe(1);
  });
});
