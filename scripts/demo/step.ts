/** Something is off; the message is for the person who runs the demo. */
export class DemoError extends Error {
  override name = "DemoError";
}

export const print = (line: string) => process.stdout.write(`${line}\n`);

/** Ends the demo unless `condition` holds. */
export function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new DemoError(message);
}

let count = 0;

/** Plays one step and prints what came of it: `work` answers a value and a few words. */
export async function step<T>(title: string, work: () => Promise<[T, string]>): Promise<T> {
  count += 1;
  const number = String(count).padStart(2);
  const begun = performance.now();
  try {
    const [value, outcome] = await work();
    const ms = Math.round(performance.now() - begun);
    print(`  ${number}  ✓ ${title}\n       ${outcome} (${ms} ms)`);
    return value;
  } catch (error) {
    print(`  ${number}  ✗ ${title}`);
    throw error;
  }
}
