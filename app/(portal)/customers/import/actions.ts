"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/ui/form-state";
import { cancelImport } from "@/lib/operations/imports/cancel-import";
import { deleteImportUpload } from "@/lib/operations/imports/delete-import-upload";
import { importAccounts } from "@/lib/operations/imports/import-accounts";
import { undoImport } from "@/lib/operations/imports/undo-import";
import { attempt } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { text } from "@/lib/surfaces/portal/form";
import { hrefOf } from "@/lib/surfaces/portal/table-query";

const PATH = "/customers/import";
const mappingText = z.record(z.string(), z.string());

/** Begins the import as it was looked at. */
export async function start(_state: FormState, form: FormData): Promise<FormState> {
  const uploadId = text(form, "upload");
  const outcome = await attempt(importAccounts, {
    uploadId,
    mapping: mappingText.parse(JSON.parse(text(form, "mapping"))) as Record<string, "name">,
    onDuplicate: text(form, "onDuplicate") as "hold",
    dateOrder: text(form, "dateOrder") as "ymd",
  });
  if (!outcome.ok) return failure(outcome.error, form);
  redirect(hrefOf(PATH, { upload: uploadId }));
}

/** Stops an import under way; what was added stays. */
export async function stop(_state: FormState, form: FormData): Promise<FormState> {
  const outcome = await attempt(cancelImport, { importId: text(form, "importId") });
  return outcome.ok ? redirect(back(form)) : failure(outcome.error, form);
}

/** Takes an import back. */
export async function undo(_state: FormState, form: FormData): Promise<FormState> {
  const outcome = await attempt(undoImport, { importId: text(form, "importId") });
  return outcome.ok ? redirect(back(form)) : failure(outcome.error, form);
}

/** Deletes a file that shall not be imported. */
export async function discard(_state: FormState, form: FormData): Promise<FormState> {
  const outcome = await attempt(deleteImportUpload, { uploadId: text(form, "upload") });
  return outcome.ok ? redirect(PATH) : failure(outcome.error, form);
}

function back(form: FormData): string {
  return hrefOf(PATH, { upload: text(form, "upload") });
}
