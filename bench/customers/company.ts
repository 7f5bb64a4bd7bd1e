import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeWorkspace } from "@/e2e/support/workspace";
import type { Caller } from "@/lib/kernel/context";
import { fill, NEIGHBOURS } from "./fill";
import { numbered } from "./people";

type Kept = Omit<Caller, "scopes"> & { scopes: string[] };

/** The owner of the company with a million customers; fills the database unless a run before did. */
export async function ownerOfBig(url: string, folder: string, say: (line: string) => void): Promise<Caller> {
  const note = path.join(folder, "bench-caller.json");
  if (existsSync(note)) {
    const kept = JSON.parse(readFileSync(note, "utf8")) as Kept;
    return { ...kept, scopes: new Set(kept.scopes) } as Caller;
  }
  const { caller, organisationId, companyId } = await makeWorkspace("A million customers");
  await fill(url, { organisationId, companyId }, say);
  writeFileSync(note, JSON.stringify({ ...caller, scopes: [...caller.scopes] } satisfies Kept));
  return caller;
}

/** Somebody of one of the small organisations beside it. */
export function neighbourOf(caller: Caller, round: number): Caller {
  if (!caller.workspace) throw new Error("the owner works in no company");
  const index = 1 + (round % NEIGHBOURS);
  const ids = { organisationId: numbered("org", index), companyId: numbered("co", index) };
  return { ...caller, workspace: { ...caller.workspace, ...ids } };
}
