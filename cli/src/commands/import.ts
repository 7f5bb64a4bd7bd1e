import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { unreachable } from "../answers.ts";
import type { Client, Effect } from "../client.ts";
import type { Context } from "../context.ts";
import { CliError, cancelled, usageError } from "../errors.ts";
import { type Answer, NoAnswer, putFile } from "../http.ts";
import { isObject, type JsonObject, text } from "../json.ts";
import { clearProgress, showProgress, withSpinner } from "../progress.ts";
import { askConfirm, canAsk } from "../prompts.ts";
import { cell, table } from "../table.ts";

export interface ImportFlags {
  map: string[];
  onDuplicate: string;
  dateOrder: string;
  label?: string;
  problems?: string;
  preview?: boolean;
  yes?: boolean;
}

const SENDING_MS = 300_000;
const POLL_MS = 400;
const SHOWN = 20;

/** Sends a file, shows what would happen, asks, and follows the import to its end. */
export async function importFile(context: Context, file: string, flags: ImportFlags): Promise<void> {
  const { out } = context;
  if (!flags.yes && !flags.preview && !canAsk()) {
    throw usageError(
      "Nobody can be asked here.",
      "Add --yes to import at once, or --preview to see what would happen.",
    );
  }
  const mapping = mappingOf(flags.map);
  const size = await sizeOf(file);
  const client = await context.client();
  const call = async (tool: string, args: JsonObject, effect: Effect) =>
    objectOf((await client.call(tool, args, { effect })).data);
  const link = await call("create_import_upload", { label: flags.label ?? path.basename(file) }, "write");
  const sent = await send(client, link, { path: file, size });
  const uploadId = String(link.uploadId);
  const how = {
    uploadId,
    onDuplicate: flags.onDuplicate,
    dateOrder: flags.dateOrder,
    ...(mapping ? { mapping } : {}),
  };
  const seen = await withSpinner("Looking at the rows …", () =>
    call("import_accounts", { ...how, preview: true }, "read"),
  );
  if (!out.json || flags.preview) showPreview(context, sent, seen);
  if (flags.preview) return;
  if (!flags.yes && !(await askConfirm(`Import ${seen.rowCount} rows?`))) {
    await call("delete_import_upload", { uploadId }, "write");
    throw cancelled("Cancelled; nobody was added, and the file was deleted from the server.");
  }
  const started = await call("import_accounts", how, "write");
  const done = await follow(() => call("get_import", { importId: started.importId, limit: SHOWN }, "read"));
  if (flags.problems)
    await saveProblems((args) => call("export_import_problems", args, "read"), uploadId, flags.problems);
  showResult(context, done, flags.problems);
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const rowsOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function mappingOf(given: readonly string[]): Record<string, string> | undefined {
  if (given.length === 0) return undefined;
  return Object.fromEntries(
    given.map((each) => {
      const at = each.lastIndexOf("=");
      if (at < 1 || at === each.length - 1) throw usageError(`--map needs column=field, not ${each}.`);
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw usageError(`There is no file ${file}.`);
  if (found.size === 0) throw usageError(`${file} is empty.`);
  return found.size;
}

/** Sends the file and gives what the server noticed about it. */
async function send(client: Client, link: JsonObject, file: { path: string; size: number }): Promise<JsonObject> {
  const most = Number(link.maxBytes);
  if (file.size > most)
    throw usageError(`${file.path} has ${file.size} bytes; the server takes ${most}.`, "Split the list.");
  const url = new URL(String(link.url));
  const headers = { "content-type": "application/octet-stream", accept: "application/json" };
  const onProgress = (bytes: number) => showProgress("Sending", bytes, file.size);
  const answer = await putFile({ url, headers, file, timeoutMs: SENDING_MS, onProgress })
    .catch((error: unknown) => {
      throw error instanceof NoAnswer ? unreachable(error, { ...client.target, url: url.origin }, false) : error;
    })
    .finally(clearProgress);
  const body = bodyOf(answer);
  if (answer.status !== 201) throw refusalOf(answer, body);
  return body;
}

function bodyOf({ body }: Answer): JsonObject {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return {};
  }
}

function refusalOf({ status }: Answer, body: JsonObject): CliError {
  const error = objectOf(body.error);
  const hint = text(error, "hint");
  return new CliError({
    code: text(error, "code") ?? "upload_refused",
    message: text(error, "message") ?? `The server answered ${status} to the file.`,
    ...(hint ? { hint } : {}),
  });
}

function showPreview({ out }: Context, answer: JsonObject, seen: JsonObject): void {
  if (out.json) {
    out.data({ file: answer, preview: seen });
    return;
  }
  const mapping = objectOf(seen.mapping);
  const columns = Array.isArray(seen.columns) ? seen.columns.map(String) : [];
  out.note(
    table(
      columns.map((column) => ({ column, fills: String(mapping[column] ?? "—") })),
      out.layout(),
    ),
  );
  for (const remark of Array.isArray(answer.remarks) ? answer.remarks : []) out.warn(cell(remark));
  const all = Number(seen.checkedRows) < Number(seen.rowCount) ? ` (the first ${seen.checkedRows} looked at)` : "";
  out.note(
    `\n${seen.rowCount} rows${all}: ${seen.created} new, ${seen.linked} to be linked, ${seen.merged} to be merged, ${seen.heldBack} held back`,
  );
  const problems = [...rowsOf(seen.problems), ...rowsOf(seen.kept)].map(({ row, field, value, rule }) => ({
    row,
    field,
    value,
    rule,
  }));
  const duplicates = rowsOf(seen.duplicates).map((each) => ({
    row: each.row,
    field: Array.isArray(each.matchedOn) ? each.matchedOn.join(", ") : "",
    value: "",
    rule: each.otherRow ? `stands in row ${each.otherRow} already` : `belongs to ${each.name}`,
  }));
  const held = [...problems, ...duplicates].sort((a, b) => Number(a.row) - Number(b.row));
  if (held.length > 0) out.note(table(held.slice(0, SHOWN), out.layout()));
  if (held.length > SHOWN) out.note(`… and ${held.length - SHOWN} more`);
}

/** Asks for the progress until the import is over; reads are repeated by the client when a connection breaks. */
async function follow(look: () => Promise<JsonObject>): Promise<JsonObject> {
  try {
    for (;;) {
      const seen = await look();
      const job = objectOf(seen.import);
      if (!["queued", "running"].includes(String(job.status))) return seen;
      showProgress("Importing", Number(job.processed), Number(job.rowCount));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    clearProgress();
  }
}

async function saveProblems(
  page: (args: JsonObject) => Promise<JsonObject>,
  uploadId: string,
  file: string,
): Promise<void> {
  const parts: string[] = [];
  for (let cursor: unknown, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const answer = await page({ uploadId, ...(cursor === undefined ? {} : { cursor }) });
    parts.push(String(answer.csv ?? ""));
    cursor = answer.nextCursor;
  }
  // Names and phones: for the person who imports only.
  await writeFile(file, parts.join(""), { mode: 0o600 });
}

function showResult({ out }: Context, seen: JsonObject, problems: string | undefined): void {
  const job = objectOf(seen.import);
  const held = rowsOf(seen.held);
  if (out.json) out.data({ import: job, held });
  else {
    out.data({
      import: job.id,
      status: job.status,
      added: job.created,
      linked: job.linked,
      merged: job.merged,
      heldBack: job.heldBack,
    });
    for (const { row, name, reasons } of held) {
      const why = rowsOf(reasons).map(({ field, rule }) =>
        field === "row" ? cell(rule) : `${cell(field)}: ${cell(rule)}`,
      );
      out.note(`row ${row} ${cell(name)}: ${why.join("; ")}`);
    }
    if (problems) out.note(`The rows held back are in ${problems}.`);
    else if (Number(job.heldBack) > held.length) out.note("All of them: add --problems held.csv next time.");
    out.note(`To take it back: favcrm tool call undo_import --set importId=${job.id}`);
  }
  if (job.status === "done") return;
  throw new CliError({
    code: text(job, "failure") ?? "import_stopped",
    message: `The import ended as ${job.status} after ${job.processed} of ${job.rowCount} rows.`,
    hint: "Call import_accounts with the same uploadId to go on with the rest.",
  });
}
