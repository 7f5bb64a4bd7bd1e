import { EXIT } from "./errors.ts";
import { clearProgress } from "./progress.ts";

let lastWish: (() => Promise<unknown>) | undefined;

/** Ends the command cleanly on Ctrl-C: no half-drawn line, the code shells expect, and one last wish if there is one. */
export function handleInterrupts(): void {
  process.on("SIGINT", async () => {
    clearProgress();
    const wish = lastWish;
    lastWish = undefined;
    await wish?.().catch(() => undefined);
    process.exit(EXIT.interrupted);
  });
}

/** Work to do when Ctrl-C comes; `undefined` takes it back. */
export function onInterrupt(wish: (() => Promise<unknown>) | undefined): void {
  lastWish = wish;
}
