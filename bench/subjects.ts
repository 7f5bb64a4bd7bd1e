import type { Call } from "./load-job";
import type { Program } from "./programs";
import type { Stage } from "./stage";

/** One thing that is called over and over. */
export interface Subject {
  id: string;
  title: string;
  /** The process that answers. */
  pid: number;
  /** The PostgreSQL behind it. */
  databasePid: number | undefined;
  call: Call;
}

/** What is called. `open-list` is tools/list without a key, as a newcomer asks. */
export type Kind = "read" | "write" | "booking" | "list" | "open-list" | "page";

const toolCall = (name: string, args: string) =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":${args}}}`;

const TOOLS_LIST = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
const NOTE = '{"entityType":"account","entityId":"{line}","body":"Called; will come on Friday."}';
/** Stands in every success of a change and in no refusal. */
const CHANGED = '"renderType":"record"';

function contentsOf(stage: Stage, kind: Kind, id: string): Omit<Call, "url" | "headers"> {
  const same = { method: "POST", lines: null, says: null } as const;
  const changing = { method: "POST", says: CHANGED } as const;
  switch (kind) {
    case "read":
      return { ...same, body: toolCall("list_services", "{}") };
    case "write":
      return { ...changing, body: toolCall("create_note", NOTE), lines: { file: stage.accountFile, from: 0 } };
    case "booking":
      return { ...changing, body: toolCall("create_booking", "{line}"), lines: { file: stage.timesFor(id), from: 0 } };
    case "page":
      return { method: "GET", body: "", lines: null, says: "Class 1" };
    default:
      return { ...same, body: TOOLS_LIST };
  }
}

function headersOf(stage: Stage, kind: Kind, { url }: Program): Record<string, string> {
  if (kind === "open-list") return {};
  if (kind !== "page") return { authorization: `Bearer ${stage.workspace.apiKey}` };
  // Pages belong to the name in APP_URL, which is localhost unless it is set.
  return { host: `localhost:${new URL(url).port}`, cookie: `favcrm=${stage.sessionToken}`, accept: "text/html" };
}

/** A call of `kind` to a path of a running program. */
export function subjectOf(
  stage: Stage,
  kind: Kind,
  id: string,
  title: string,
  program: Program,
  path: string,
): Subject {
  const call = {
    ...contentsOf(stage, kind, id),
    url: `${program.url}${path}`,
    headers: headersOf(stage, kind, program),
  };
  return { id, title, pid: program.pid, databasePid: stage.databasePid, call };
}
