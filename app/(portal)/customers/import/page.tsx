import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ImportChoices } from "@/components/imports/import-choices";
import { ImportList } from "@/components/imports/import-list";
import { ImportPreview } from "@/components/imports/import-preview";
import { ImportProgress } from "@/components/imports/import-progress";
import { ImportResult } from "@/components/imports/import-result";
import { UploadCard } from "@/components/imports/upload-card";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { listCustomFields } from "@/lib/operations/custom-fields/list-custom-fields";
import { createImportUpload } from "@/lib/operations/imports/create-import-upload";
import { getImport } from "@/lib/operations/imports/get-import";
import { importAccounts } from "@/lib/operations/imports/import-accounts";
import { listImports } from "@/lib/operations/imports/list-imports";
import { previewImport } from "@/lib/operations/imports/preview-import";
import { attempt } from "@/lib/surfaces/portal/call";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { oneOf, type PageQuery } from "@/lib/surfaces/portal/table-query";
import { view } from "@/lib/surfaces/portal/view";
import { discard, start, stop, undo } from "./actions";
import { choicesOf } from "./query";

export const generateMetadata = titled("imports.title");

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const { scopes } = await workspaceCaller("/customers/import");
  if (!scopes.has("contacts:write")) redirect("/home?done=forbidden");
  const uploadId = oneOf(query, "upload");
  return uploadId ? <File uploadId={uploadId} query={query} /> : <Start problem={oneOf(query, "problem")} />;
}

/** Where a file is chosen, and what was imported before. */
async function Start({ problem, failure }: { problem?: string; failure?: string }) {
  const [t, { data }] = await Promise.all([getTranslations("imports"), view(listImports, {})]);
  return (
    <Frame title={t("title")} description={t("lead")} actions={<CallBehind tool={createImportUpload.name} />}>
      <UploadCard problem={problem} failure={failure} />
      <ImportList items={data.items} undo={undo} />
    </Frame>
  );
}

/** One file: its columns and problems, then how far its import is, then what came of it. */
async function File({ uploadId, query }: { uploadId: string; query: PageQuery }) {
  const [t, { data }] = await Promise.all([getTranslations("imports"), view(getImport, { uploadId, limit: 50 })]);
  const { import: job, upload } = data;
  if (upload?.status !== "ready") return <Start failure={upload?.failure ?? "waiting"} />;
  const title = upload.label ?? t("title");
  if (job && ["queued", "running", "undoing"].includes(job.status)) {
    return (
      <Frame title={title} actions={<CallBehind tool={getImport.name} args={{ importId: job.id }} />}>
        <ImportProgress job={job} uploadId={uploadId} stop={stop} />
      </Frame>
    );
  }
  if (job && job.status !== "undone" && oneOf(query, "again") === undefined) {
    return (
      <Frame title={title} actions={<CallBehind tool={getImport.name} args={{ importId: job.id }} />}>
        <ImportResult job={job} held={data.held} hasMore={data.nextCursor !== undefined} undo={undo} />
      </Frame>
    );
  }
  const fields = await view(listCustomFields, { entityType: "account" });
  const choices = choicesOf(query, upload.columns, data.mapping);
  const call = { uploadId, ...choices, mapping: choices.mapping as Record<string, "name"> };
  const preview = await attempt(previewImport, call);
  return (
    <Frame
      title={title}
      description={t("fileLead", { rows: upload.rowCount, days: 7 })}
      actions={<CallBehind tool={importAccounts.name} args={{ ...call, preview: true }} />}
    >
      <ImportChoices upload={upload} sample={data.sample} choices={choices} customFields={fields.data.items} />
      <ImportPreview
        preview={preview.ok ? preview.answer.data : null}
        refusal={preview.ok ? null : preview.error.message}
        upload={upload}
        choices={choices}
        actions={{ start, discard }}
      />
    </Frame>
  );
}
