import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateKeyView } from "@/components/keys/create-key-view";
import { Page as Frame } from "@/components/ui/page";
import { ACTIONS, AREAS, type Scope } from "@/lib/auth/scopes";
import { listMyCompanies } from "@/lib/operations/workspace/list-my-companies";
import { call } from "@/lib/surfaces/portal/call";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { createKey } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("newTitle") };
}

/** The access this person can give, by area. */
async function areasOf(scopes: ReadonlySet<Scope>) {
  const t = await getTranslations("keys.area");
  const areas = AREAS.map((area) => ({
    area,
    label: t(area),
    actions: ACTIONS.filter((action) => scopes.has(`${area}:${action}`)),
  }));
  return areas.filter(({ actions }) => actions.length > 0);
}

export default async function Page() {
  const caller = await workspaceCaller("/settings/mcp-keys/new");
  const [t, { data }, areas] = await Promise.all([
    getTranslations("keys"),
    call(listMyCompanies, {}),
    areasOf(caller.scopes),
  ]);
  return (
    <Frame title={t("newTitle")} description={t("newLead")} className="max-w-3xl">
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
