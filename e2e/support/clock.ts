import { vi } from "vitest";

/** Does `work` while this machine's clock, and not the database's, is wrong by so many milliseconds. */
export async function withClockOff<T>(byMs: number, work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + byMs });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}
