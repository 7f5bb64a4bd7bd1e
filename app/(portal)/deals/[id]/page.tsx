import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DealForm } from "@/components/deals/deal-form";
import { DealNotes } from "@/components/deals/deal-notes";
import { StageForm } from "@/components/deals/stage-form";
import { CallBehind } from "@/components/shell/call-behind";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Page as Frame } from "@/components/ui/page";
import { Moment } from "@/components/ui/time";
import { listContacts } from "@/lib/operations/contacts/list-contacts";
import { getDeal } from "@/lib/operations/deals/get-deal";
import { listNotes } from "@/lib/operations/notes/list-notes";
import { customerById } from "@/lib/surfaces/portal/customer-lookup";
import { titled } from "@/lib/surfaces/portal/metadata";
import { workspaceCaller } from "@/lib/surfaces/portal/session";
import { view } from "@/lib/surfaces/portal/view";
import { addNote, move, remove, update } from "../actions";
import { dealOwners, pipelines, stageChoices } from "../stages";

export const generateMetadata = titled("deals.title");

const tones = { open: "neutral", won: "ok", lost: "danger" } as const;

/** Contact persons of the deal's customer, as choices. */
async function contactsOf(accountId: string | null) {
  if (!accountId) return [];
  const { data } = await view(listContacts, { accountId, limit: 100 });
  return data.items.map(({ id, name }) => ({ value: id, label: name }));
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { scopes } = await workspaceCaller("/deals");
  const { deal } = (await view(getDeal, { dealId: id })).data;
  const [t, { items }, { people }, customer, contacts, notes] = await Promise.all([
    getTranslations("deals"),
    pipelines(),
    dealOwners(),
    customerById(deal.accountId ?? undefined),
    contactsOf(deal.accountId),
    scopes.has("contacts:read") ? view(listNotes, { entityType: "deal", entityId: id, limit: 50 }) : null,
  ]);
  const canEdit = scopes.has("deals:write");
  return (
    <Frame
      title={
        <span translate="no">
          {deal.name} <Badge tone={tones[deal.outcome]}>{deal.stage}</Badge>
        </span>
      }
      description={
        <>
          <Link href={`/deals?pipeline=${deal.pipelineId}`} className="underline underline-offset-2">
            {t("all")}
          </Link>{" "}
          · {t("inStageSince")} <Moment at={deal.stageChangedAt} dateOnly />
        </>
      }
      actions={<CallBehind tool={getDeal.name} args={{ dealId: id }} />}
    >
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <Card title={t("details")}>
          <CardBody>
            <DealForm action={update} {...{ deal, customer, contacts, people, canEdit }} currency={deal.currency} />
          </CardBody>
        </Card>
        <div className="grid gap-5">
          {canEdit && (
            <Card title={t("moveDeal")}>
              <CardBody>
                <StageForm action={move} deal={deal} stages={stageChoices(items)} />
              </CardBody>
            </Card>
          )}
          {notes && (
            <DealNotes dealId={id} notes={notes.data.items} add={scopes.has("contacts:write") ? addNote : undefined} />
          )}
        </div>
      </div>
      {canEdit && (
        <ConfirmedAction
          label={t("delete")}
          warning={t("deleteWarning")}
          action={remove}
          values={{ dealId: id }}
          submit={t("deleteNow")}
        />
      )}
    </Frame>
  );
}
