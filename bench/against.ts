import path from "node:path";
import { compare } from "./measures";
import { startOnPort } from "./programs";
import type { Stage } from "./stage";
import { type Kind, subjectOf } from "./subjects";
import { HEAD, numbersOf, table, times } from "./tables";
import { costRatio, rateRatio, roundsOf } from "./targets";

const KINDS: readonly Kind[] = ["read", "write", "booking"];
const TURNS = { connections: 8, rounds: 10, roundMs: 1_000 };

/** The server as it is against another bundle of it, such as one of an older commit, in turns on one database. */
export async function against(stage: Stage, bundle: string, kinds: readonly Kind[] = KINDS): Promise<string> {
  const start = (file: string, name: string) =>
    startOnPort([file], { DATABASE_URL: stage.databaseUrl, FAVCRM_DATA_DIR: path.join(stage.folder, name) }, "/readyz");
  const other = await start(bundle, "other");
  const own = await start(".build/server.mjs", "own");
  const found: string[] = [];
  for (const kind of kinds) {
    const subjects = [
      subjectOf(stage, kind, "other", bundle, other, "/mcp"),
      subjectOf(stage, kind, "own", "this one", own, "/mcp"),
    ];
    await compare(subjects, { ...TURNS, rounds: 2 });
    const { rounds } = await compare(subjects, TURNS);
    const rows = subjects.map(({ id, title }) => [title, ...numbersOf(roundsOf(rounds, id))]);
    const ratios = `${times(rateRatio(rounds, "own", "other"))} the calls, ${times(costRatio(rounds, "own", "other"))} the processor time`;
    found.push(`${kind}: ${ratios}\n\n${table(["", ...HEAD], rows)}`);
  }
  return found.join("\n\n");
}
