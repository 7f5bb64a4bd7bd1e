import { useLocale, useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";
import type { AccountView } from "@/lib/operations/accounts/account";
import type { CustomerTag } from "./customer";
import { languageName } from "./customer-cells";

type Profile = {
  account: AccountView;
  tags: CustomerTag[];
  contacts: unknown[];
  recentNotes: unknown[];
  openTasks: unknown[];
  openDeals: unknown[];
};

const FIELDS = ["name", "localName", "firstName", "lastName", "phone", "email", "whatsappId", "memberCode"] as const;
const MORE = ["language", "gender", "dateOfBirth", "address"] as const;

function useRows(survivor: Profile, other: Profile) {
  const locale = useLocale();
  const t = useTranslations("customers");
  const row = (label: string, kept: string | null, given: string | null) => ({
    label,
    kept,
    given,
    result: kept ?? given,
  });
  const shown = (name: (typeof MORE)[number], { account }: Profile) => {
    const value = account[name];
    if (value === null) return null;
    if (name === "gender") return t(`genders.${value as "other"}`);
    return name === "language" ? languageName(locale, value) : value;
  };
  const tags = (profile: Profile) => profile.tags.map(({ name }) => name);
  return [
    ...FIELDS.map((name) => row(t(`field.${name}`), survivor.account[name], other.account[name])),
    ...MORE.map((name) => row(t(`column.${name}`), shown(name, survivor), shown(name, other))),
    row(t("remark"), survivor.account.notes, other.account.notes),
    {
      label: t("column.tags"),
      kept: tags(survivor).join(", ") || null,
      given: tags(other).join(", ") || null,
      result: [...new Set([...tags(survivor), ...tags(other)])].join(", ") || null,
    },
  ].filter(({ kept, given }) => kept !== null || given !== null);
}

function Value({ children, isStrong = false }: { children: string | null; isStrong?: boolean }) {
  return (
    <Cell className={isStrong ? "font-medium" : "text-ink-soft"}>
      <bdi translate="no" className="block max-w-60 break-words">
        {children ?? "–"}
      </bdi>
    </Cell>
  );
}

/** Two customers side by side, what one customer of both will be, and the button that makes it. */
export function MergePreview({ survivor, other, action }: { survivor: Profile; other: Profile; action: FormAction }) {
  const t = useTranslations("customers");
  const common = useTranslations("common");
  const rows = useRows(survivor, other);
  const [stays, goes] = [survivor.account.id, other.account.id];
  return (
    <Card>
      <Table label={t("mergeTitle")}>
        <thead>
          <tr>
            <HeadCell>{t("mergeFieldName")}</HeadCell>
            <HeadCell>{t("stays")}</HeadCell>
            <HeadCell>{t("goes")}</HeadCell>
            <HeadCell>{t("afterwards")}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, kept, given, result }) => (
            <Row key={label}>
              <Cell className="text-ink-soft">{label}</Cell>
              <Value>{kept}</Value>
              <Value>{given}</Value>
              <Value isStrong>{result}</Value>
            </Row>
          ))}
          <Row>
            <Cell className="text-ink-soft">{t("whoMoves")}</Cell>
            <Cell colSpan={3}>
              {t("movesCount", {
                contacts: other.contacts.length,
                notes: other.recentNotes.length,
                tasks: other.openTasks.length,
                deals: other.openDeals.length,
              })}
            </Cell>
          </Row>
        </tbody>
      </Table>
      <CardBody className="flex flex-wrap items-start gap-2 border-t">
        <ActionForm action={action}>
          <input type="hidden" name="id" value={stays} />
          <input type="hidden" name="with" value={goes} />
          <SubmitButton>{t("mergeNow")}</SubmitButton>
        </ActionForm>
        <ButtonLink href={`/customers/${goes}/merge?with=${stays}`} prefetch={false}>
          {t("swap")}
        </ButtonLink>
        <ButtonLink href={`/customers/${stays}`} tone="quiet">
          {common("cancel")}
        </ButtonLink>
      </CardBody>
    </Card>
  );
}
