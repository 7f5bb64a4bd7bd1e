import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateKeyView } from "@/components/keys/create-key-view";
import { CallBehind } from "@/components/shell/call-behind";
import { Page as Frame } from "@/components/ui/page";
import { createApiKey } from "@/lib/operations/keys/create-api-key";
import { listMyCompanies } from "@/lib/operations/workspace/list-my-companies";
import { scopeAreas } from "@/lib/surfaces/portal/scope-areas";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { createKey } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("newTitle") };
}

export default async function Page() {
  const caller = await workspaceCaller("/settings/mcp-keys/new");
  const [t, { data }, areas] = await Promise.all([
    getTranslations("keys"),
    view(listMyCompanies, {}),
    scopeAreas(caller.scopes),
  ]);
  return (
    <Frame
      title={t("newTitle")}
      description={t("newLead")}
      actions={<CallBehind tool={createApiKey.name} args={{ name: "Front-desk agent" }} />}
    >
      <CreateKeyView
        action={createKey}
        companies={data.items.map(({ id, name }) => ({ value: id, label: name }))}
        currentCompanyId={caller.workspace.companyId}
        areas={areas}
        idempotencyKey={randomUUID()}
      />
    </Frame>
  );
}
