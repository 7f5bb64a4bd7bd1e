import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CallBehind } from "@/components/shell/call-behind";
import { buttonStyle } from "@/components/ui/button-style";
import { Card, CardBody } from "@/components/ui/card";
import { Confirm } from "@/components/ui/confirm";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { ViewForm, type ViewState } from "@/components/ui/view-form";

type Props = {
  accountId: string;
  name: string;
  isOwner: boolean;
  remove: FormAction;
  erase: FormAction<ViewState>;
};

const REASONS = ["request", "retention", "consent_withdrawn", "other"] as const;

function Line({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className="grid gap-2">
      <div>
        <p className="text-[13px] font-medium">{title}</p>
        <p className="text-[13px] text-ink-soft">{children}</p>
      </div>
      {action}
    </div>
  );
}

/** Deleting, which can be taken back, and what the law gives a person: a copy of their data, and its erasure. */
export function DangerCard({ accountId, name, isOwner, remove, erase }: Props) {
  const t = useTranslations("customers");
  return (
    <Card title={t("dangerTitle")} tone="danger" actions={<CallBehind tool="delete_account" args={{ accountId }} />}>
      <CardBody className="grid gap-5">
        <Line
          title={t("deleteTitle")}
          action={
            <ConfirmedAction
              label={t("deleteCustomer")}
              warning={t("deleteWarning", { name })}
              action={remove}
              values={{ id: accountId }}
              submit={t("deleteNow")}
            />
          }
        >
          {t("deleteHelp")}
        </Line>
        {isOwner && (
          <>
            <Line
              title={t("exportTitle")}
              action={
                <a
                  href={`/api/portal/customers/${accountId}/personal-data`}
                  download
                  className={`${buttonStyle({ size: "small" })} justify-self-start`}
                >
                  {t("exportData")}
                </a>
              }
            >
              {t("exportHelp")}
            </Line>
            <Line
              title={t("eraseTitle")}
              action={
                <Confirm label={t("eraseData")} warning={t("eraseWarning", { name })}>
                  <ViewForm action={erase} className="grid gap-2">
                    <input type="hidden" name="id" value={accountId} />
                    <Field
                      name="confirmName"
                      label={t("confirmName", { name })}
                      maxLength={200}
                      autoComplete="off"
                      required
                    />
                    <SelectField
                      name="reason"
                      label={t("eraseReason")}
                      choices={REASONS.map((value) => ({ value, label: t(`eraseReasons.${value}`) }))}
                    />
                    <KeptCheckbox name="cancelBookings" label={t("eraseCancels")} defaultChecked />
                    <div>
                      <SubmitButton tone="danger" size="small">
                        {t("eraseNow")}
                      </SubmitButton>
                    </div>
                  </ViewForm>
                </Confirm>
              }
            >
              {t("eraseHelp")}
            </Line>
          </>
        )}
      </CardBody>
    </Card>
  );
}

type Receipt = {
  erasureId: string;
  changed: Record<string, number>;
  kept: { what: string; why: string }[];
  cancelledBookings: number;
  sharers: { accountId: string; isDeleted: boolean }[];
};

/** What was searched, changed and kept when a person was erased. */
export function ErasureReceipt({ receipt }: { receipt: Receipt }) {
  const t = useTranslations("customers");
  return (
    <div role="status" tabIndex={-1} className="grid gap-2 text-[13px]">
      <p className="font-medium">{t("erased", { id: receipt.erasureId })}</p>
      <ul className="list-disc pl-4 text-ink-soft" translate="no" lang="en">
        {Object.entries(receipt.changed).map(([what, count]) => (
          <li key={what}>
            {what}: {count}
          </li>
        ))}
      </ul>
      {receipt.cancelledBookings > 0 && <p>{t("erasedBookings", { count: receipt.cancelledBookings })}</p>}
      {receipt.sharers.length > 0 && (
        <>
          <p className="font-medium">{t("eraseSharers")}</p>
          <ul className="list-disc pl-4">
            {receipt.sharers.map(({ accountId, isDeleted }) => (
              <li key={accountId}>
                <Link href={`/customers/${accountId}`} className="underline">
                  {accountId}
                </Link>
                {isDeleted && ` · ${t("deletedRecord")}`}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="font-medium">{t("keptByLaw")}</p>
      <ul className="list-disc pl-4 text-ink-soft" translate="no" lang="en">
        {receipt.kept.map(({ what, why }) => (
          <li key={what}>
            {what}: {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
