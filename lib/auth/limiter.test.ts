import { expect, it } from "vitest";
import { withClockOff } from "@/e2e/support/clock";
import { refusal } from "@/e2e/support/refusal";
import { randomMailbox } from "@/e2e/support/workspace";
import { systemDb } from "@/lib/db/client";
import { countUse, uncountUse, usesOf } from "./limiter";
import { limitFailures, limitUse } from "./limits";

const DAY_MS = 86_400_000;
/** Lets a key's window end so many milliseconds earlier, on the database's clock. */
const hasten = (key: string, byMs: number) =>
  systemDb().rateLimit.updateMany({ where: { key: { endsWith: key } }, data: { expire: { decrement: byMs } } });

it("ends a limit by the database's clock, whatever this machine's says (case 19)", async () => {
  const key = randomMailbox();
  const use = () => limitUse("tested", key, 1, 60);
  await use();
  const error = await withClockOff(DAY_MS, () => refusal(use()));
  expect(error.code).toBe("rate_limited");
  expect(error.details?.retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(error.details?.retryAfterSeconds).toBeGreaterThan(0);
  await hasten(key, 60_000);
  await withClockOff(-DAY_MS, use);
  expect((await refusal(use())).code).toBe("rate_limited");
});

it("counts every one of parallel uses, and each key by itself", async () => {
  const [key, other] = [randomMailbox(), randomMailbox()];
  const uses = await Promise.all(Array.from({ length: 30 }, () => countUse("tested", key, 60)));
  expect(uses.map(({ used }) => used).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 30 }, (_, index) => index + 1),
  );
  expect((await countUse("tested", other, 60)).used).toBe(1);
  expect(await usesOf("tested", key)).toBe(30);
  expect(await usesOf("elsewhere", key)).toBe(0);
});

it("begins its window with the first use, and a new one when that is over", async () => {
  const key = randomMailbox();
  await countUse("tested", key, 60);
  await hasten(key, 50_000);
  const second = await countUse("tested", key, 60);
  expect(second.used).toBe(2);
  expect(second.msLeft).toBeLessThanOrEqual(10_000);
  await hasten(key, 10_000);
  expect(await usesOf("tested", key)).toBe(0);
  const next = await countUse("tested", key, 60);
  expect(next.used).toBe(1);
  expect(next.msLeft).toBe(60_000);
});

it("gives back what succeeded, to nobody else, never more than was used, and nothing of a window that is over", async () => {
  const other = randomMailbox();
  await countUse("tested", other, 60);
  const key = `${"a".repeat(230)}${randomMailbox()}`;
  for (let time = 0; time < 3; time++) await limitFailures("tested", key, 1, 60, async () => {});
  expect(await usesOf("tested", key)).toBe(0);
  expect(await usesOf("tested", other)).toBe(1);
  await uncountUse("tested", key);
  await limitUse("tested", key, 1, 60);
  expect((await refusal(limitFailures("tested", key, 1, 60, async () => {}))).code).toBe("rate_limited");

  const late = randomMailbox();
  await countUse("tested", late, 60);
  await hasten(late, 60_000);
  await uncountUse("tested", late);
  expect((await countUse("tested", late, 60)).used).toBe(1);
});
