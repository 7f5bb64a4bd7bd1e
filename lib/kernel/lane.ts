import { singleton } from "@/lib/singleton";
import { isOperationError, OperationError } from "./errors";

/**
 * How calls that want one and the same thing line up before their transactions. In line they hold no connection, so a
 * thousand of them starve nobody; only the one at the head asks the database, which stays the judge between instances.
 */
export interface Lane<Input> {
  /** Calls with the same text line up; it names everything the refusal depends on. */
  of(input: Input): string;
  /** Whether a refusal of the one at the head answers everybody who stood in line when it began, too. */
  answersAll(refusal: OperationError): boolean;
  /** Whether a call takes such an answer; one that may be treated differently waits for its own turn. */
  takesAnswer(input: Input): boolean;
}

interface Waiting {
  takesAnswer: boolean;
  begin(): void;
  refuse(error: unknown): void;
}

/** Longer than any line should last; then the caller is told to come back. */
const LONGEST_WAIT_MS = 30_000;

const lines = () => singleton("lanes", () => new Map<string, Waiting[]>());

/** Runs `work` when everybody who came before with the same key is done. Throws what `work` throws, or a shared refusal. */
export async function inLane<T>(
  key: string,
  { answersAll, takesAnswer }: { answersAll(refusal: OperationError): boolean; takesAnswer: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const line = lines().get(key) ?? [];
  if (lines().has(key)) await turn(line, takesAnswer);
  else lines().set(key, line);
  // Whoever comes later may have been promised something newer than this turn sees.
  const companions = line.filter((waiting) => waiting.takesAnswer);
  try {
    return await work();
  } catch (error) {
    if (isOperationError(error) && answersAll(error)) {
      const answered = new Set(companions);
      const left = line.filter((waiting) => !answered.has(waiting));
      for (const waiting of line) if (answered.has(waiting)) waiting.refuse(error);
      line.splice(0, line.length, ...left);
    }
    throw error;
  } finally {
    const next = line.shift();
    if (next) next.begin();
    else lines().delete(key);
  }
}

function turn(line: Waiting[], takesAnswer: boolean): Promise<void> {
  return new Promise((begin, refuse) => {
    const waiting: Waiting = {
      takesAnswer,
      begin: () => done(begin),
      refuse: (error) => done(() => refuse(error)),
    };
    const timer = setTimeout(() => {
      const place = line.indexOf(waiting);
      if (place >= 0) line.splice(place, 1);
      refuse(new OperationError("unavailable", { details: { retryAfterSeconds: 2 } }));
    }, LONGEST_WAIT_MS);
    const done = (answer: () => void) => {
      clearTimeout(timer);
      answer();
    };
    line.push(waiting);
  });
}
