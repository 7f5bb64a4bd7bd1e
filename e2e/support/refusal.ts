import { expect } from "vitest";
import { isOperationError, type OperationError } from "@/lib/kernel/errors";

/** The error of a call that must be refused; fails the test when it goes through or breaks in another way. */
export async function refusal(work: Promise<unknown>): Promise<OperationError> {
  const error = await work.then(
    (answer) => {
      throw new Error(`was not refused: ${JSON.stringify(answer).slice(0, 300)}`);
    },
    (reason: unknown) => reason,
  );
  if (!isOperationError(error)) throw error;
  expect(error.hint).not.toBe("");
  return error;
}
