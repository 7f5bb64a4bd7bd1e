import { describe, expect, it } from "vitest";
import { refusal } from "@/e2e/support/refusal";
import { randomMailbox } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import {
  type CodePurpose,
  codeOf,
  createCode,
  evaluateGuess,
  evaluateInviteGuess,
  hashText,
  matchesIdempotencyKey,
  type NewCode,
  openCode,
  recordUse,
  spendCode,
} from "./codes";

const db = systemDb;
const make = async (more: Partial<NewCode> = {}) =>
  (
    await createCode(db(), {
      purpose: "sign_up",
      email: randomMailbox(),
      payload: {},
      locale: "en",
      ip: null,
      userAgent: null,
      ...more,
    })
  ).id;
const set = (id: string, data: object) => db().verificationRequest.update({ where: { id }, data });
const rowOf = (id: string) => db().verificationRequest.findUniqueOrThrow({ where: { id } });
const expire = (id: string) =>
  db().$executeRaw`UPDATE verification_requests SET expires_at = date_trunc('milliseconds', now()) WHERE id = ${id}`;
const wrong = (id: string) => (codeOf(id) === "000000" ? "000001" : "000000");
const guess = (id: string, code = codeOf(id), purpose: CodePurpose = "sign_up") => evaluateGuess(purpose, id, code);
const PURPOSES = {
  sign_up: "signup_req",
  sign_in: "signin_req",
  invite: "invite_req",
  confirm: "confirm_req",
} as const;

describe("a code", () => {
  it("has six digits, of which the first may be 0, and is the same for the same request", () => {
    const ids = Array.from({ length: 500 }, (_, index) => `signup_req_${index}`);
    for (const id of ids) expect(codeOf(id)).toMatch(/^\d{6}$/);
    expect(ids.map(codeOf)).toEqual(ids.map(codeOf));
    expect(new Set(ids.map(codeOf)).size).toBeGreaterThan(490);
    expect(ids.map((id) => codeOf(id)[0]).toSorted()).toEqual(
      expect.arrayContaining(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
    );
  });

  it.each(Object.entries(PURPOSES))(
    "for %s has an id that says so, and the life that is set",
    async (purpose, prefix) => {
      const id = await make({ purpose: purpose as CodePurpose });
      expect(id.startsWith(`${prefix}_`)).toBe(true);
      const row = await rowOf(id);
      expect(Math.abs(Number(row.expiresAt) - Number(row.createdAt) - env().codeTtlSeconds * 1_000)).toBeLessThan(
        1_000,
      );
      expect(row).toMatchObject({ idempotencyKeyHash: null, wrongGuesses: 0, usedAt: null });
    },
  );
});

describe("a guess", () => {
  it("that is right opens the request and counts nothing, also when it was used", async () => {
    const id = await make();
    await set(id, { usedAt: new Date() });
    for (let again = 0; again < 6; again++) expect(await guess(id)).toMatchObject({ id, usedAt: expect.any(Date) });
    expect((await rowOf(id)).wrongGuesses).toBe(0);
  });

  it("that is wrong counts for its own request alone, five times, and then nothing opens it", async () => {
    const [id, neighbour] = [await make(), await make()];
    for (const left of [4, 3, 2, 1, 0])
      expect((await refusal(guess(id, wrong(id)))).toBody()).toMatchObject({
        code: "code_incorrect",
        details: { attemptsLeft: left },
      });
    for (const code of [wrong(id), codeOf(id)]) expect((await refusal(guess(id, code))).code).toBe("code_locked");
    expect((await rowOf(id)).wrongGuesses).toBe(5);
    expect((await rowOf(neighbour)).wrongGuesses).toBe(0);
  });

  it("of another purpose is a wrong one, and counts nowhere", async () => {
    const id = await make();
    const error = await refusal(guess(id, codeOf(id), "sign_in"));
    expect(error.toBody()).toMatchObject({ code: "code_incorrect", details: { attemptsLeft: 4 } });
    await refusal(guess(id, wrong(id), "sign_in"));
    expect((await rowOf(id)).wrongGuesses).toBe(0);
  });

  it("is too late from the very instant of its end; what was locked stays locked", async () => {
    const [late, locked] = [await make(), await make()];
    await set(locked, { wrongGuesses: 5 });
    for (const id of [late, locked]) await expire(id);
    for (const code of [codeOf(late), wrong(late)])
      expect((await refusal(guess(late, code))).code).toBe("code_expired");
    expect((await rowOf(late)).wrongGuesses).toBe(0);
    expect((await refusal(guess(locked))).code).toBe("code_locked");
  });

  it("of another length is wrong, and no more than that", async () => {
    const id = await make();
    for (const code of ["", codeOf(id).slice(0, 5), `${codeOf(id)}0`])
      expect((await refusal(guess(id, code))).code).toBe("code_incorrect");
  });

  it("at an invitation is one at its newest code", async () => {
    const inviteId = `inv_${Math.random()}`;
    const of = (payload: Record<string, string>) => make({ purpose: "invite", payload });
    const [older, newer] = [await of({ inviteId }), await of({ inviteId })];
    await of({ inviteId: `${inviteId}-other` });
    const elsewhere = await make({ payload: { inviteId } });
    expect((await evaluateInviteGuess(inviteId, codeOf(newer))).id).toBe(newer);
    for (const id of [older, elsewhere])
      expect((await refusal(evaluateInviteGuess(inviteId, codeOf(id)))).code).toBe("code_incorrect");
    expect((await refusal(evaluateInviteGuess("inv_unknown", "123456"))).code).toBe("code_incorrect");
  });
});

describe("a request", () => {
  it("is open while it is neither used, expired nor locked, for its own purpose", async () => {
    const id = await make();
    await set(id, { wrongGuesses: 4 });
    expect(await openCode(db(), "sign_up", id)).toMatchObject({ id, purpose: "sign_up" });
    expect(await openCode(db(), "sign_in", id)).toBeUndefined();
    expect(await openCode(db(), "sign_up", `${id}0`)).toBeUndefined();
    for (const end of [{ usedAt: new Date() }, { wrongGuesses: 5 }]) {
      const ended = await make();
      await set(ended, end);
      expect(await openCode(db(), "sign_up", ended), JSON.stringify(end)).toBeUndefined();
    }
    await expire(id);
    expect(await openCode(db(), "sign_up", id)).toBeUndefined();
  });

  it("is spent once, and no other with it", async () => {
    const [id, neighbour] = [await make(), await make()];
    expect([await spendCode(db(), id), await spendCode(db(), id)]).toEqual([true, false]);
    expect((await rowOf(neighbour)).usedAt).toBeNull();
    expect(await spendCode(db(), "signup_req_unknown")).toBe(false);
  });

  it("keeps what it made, and the key it was asked with unless the verification brings another", async () => {
    const [id, neighbour] = [await make({ idempotencyKey: "asked-with-this" }), await make()];
    const use = { organisationId: "org_made", apiKeyId: "key_made" };
    await recordUse(db(), id, { ...use, idempotencyKey: undefined });
    expect(await rowOf(id)).toMatchObject({ ...use, idempotencyKeyHash: hashText("asked-with-this") });
    await recordUse(db(), id, { ...use, idempotencyKey: "verified-with-that" });
    expect(await rowOf(id)).toMatchObject({ ...use, idempotencyKeyHash: hashText("verified-with-that") });
    expect(await rowOf(neighbour)).toMatchObject({ organisationId: null, idempotencyKeyHash: null });
  });

  it("knows the key it was made with, and no other", async () => {
    const [id, without] = [await make({ idempotencyKey: "right-key" }), await make()];
    const request = await guess(id);
    expect(matchesIdempotencyKey(request, "right-key")).toBe(true);
    for (const key of ["wrong-key", "", undefined]) expect(matchesIdempotencyKey(request, key)).toBe(false);
    const plain = await guess(without);
    for (const key of ["right-key", undefined]) expect(matchesIdempotencyKey(plain, key)).toBe(false);
    const odd = { ...request, idempotencyKeyHash: "short" };
    expect(matchesIdempotencyKey(odd, "right-key")).toBe(false);
  });
});
