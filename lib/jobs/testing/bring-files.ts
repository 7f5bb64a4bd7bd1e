// Files of customers, from the link to the end of their import, for tests.
import { expect } from "vitest";
import type { TestWorkspace } from "@/e2e/support/workspace";
import { execute } from "@/lib/kernel/execute";
import { createImportUpload } from "@/lib/operations/imports/create-import-upload";
import { getImport } from "@/lib/operations/imports/get-import";
import { importAccounts } from "@/lib/operations/imports/import-accounts";
import { undoImport } from "@/lib/operations/imports/undo-import";
import { receiveUpload } from "@/lib/surfaces/http/receive-upload";
import { runImports } from "../run-imports";

export const linkOf = async ({ caller }: TestWorkspace) => {
  const { uploadId, url } = (await execute(createImportUpload, caller, { label: "list.csv" })).data;
  return { uploadId, url, token: url.slice(url.lastIndexOf("/") + 1) };
};

async function* bytesOf(...parts: (string | Buffer)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

export const send = ({ url, token }: { url: string; token: string }, ...parts: (string | Buffer)[]) =>
  receiveUpload(new Request(url, { method: "PUT" }), token, bytesOf(...parts));

/** A link whose file has arrived. */
export async function fileOf(text: string | Buffer, workspace: TestWorkspace): Promise<string> {
  const link = await linkOf(workspace);
  await send(link, text);
  return link.uploadId;
}

export const bring = async (uploadId: string, more: Record<string, unknown>, { caller }: TestWorkspace) =>
  (await execute(importAccounts, caller, { uploadId, ...more })).data;

export const look = async (input: Record<string, unknown>, { caller }: TestWorkspace) =>
  (await execute(getImport, caller, input)).data;

/** Waits until nothing of an import is left to do, whoever does it. */
export async function settled(importId: string, workspace: TestWorkspace): Promise<void> {
  await expect
    .poll(
      async () => {
        await runImports();
        return (await look({ importId }, workspace)).import?.status;
      },
      { timeout: 60_000, interval: 50 },
    )
    .toMatch(/done|failed|undone|cancelled/);
}

/** Queues a file and waits for its end. */
export async function bringAll(uploadId: string, more: Record<string, unknown>, workspace: TestWorkspace) {
  const importId = (await bring(uploadId, more, workspace)).importId ?? "";
  await settled(importId, workspace);
  return { importId, ...(await look({ importId }, workspace)) };
}

/** Takes an import back, in the call or behind it. */
export async function takeBack(importId: string, workspace: TestWorkspace): Promise<void> {
  await execute(undoImport, workspace.caller, { importId });
  await settled(importId, workspace);
}
