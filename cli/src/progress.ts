const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const PATIENCE_MS = 300;
const FRAME_MS = 80;
const CLEAR_LINE = "\r\u001b[2K";

/** Runs the work; when it takes longer than a moment and a person is looking, a spinner turns on standard error. */
export async function withSpinner<T>(label: string, work: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY || process.env.TERM === "dumb") return work();
  const started = Date.now();
  let turning = false;
  const timer = setInterval(() => {
    const elapsedMs = Date.now() - started;
    if (elapsedMs < PATIENCE_MS) return;
    turning = true;
    const frame = FRAMES[Math.floor(elapsedMs / FRAME_MS) % FRAMES.length];
    process.stderr.write(`${CLEAR_LINE}${frame} ${label}`);
  }, FRAME_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (turning) process.stderr.write(CLEAR_LINE);
  }
}

/** Removes a half-drawn spinner line, for an interrupted run. */
export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
}

/** Draws how far something is on standard error, for a person who looks. */
export function showProgress(label: string, done: number, all: number): void {
  if (!process.stderr.isTTY || process.env.TERM === "dumb") return;
  const percent = all > 0 ? Math.min(100, Math.floor((done / all) * 100)) : 0;
  process.stderr.write(`${CLEAR_LINE}${label} ${"█".repeat(Math.floor(percent / 5)).padEnd(20, "░")} ${percent} %`);
}
