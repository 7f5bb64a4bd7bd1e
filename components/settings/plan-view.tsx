import { useFormatter, useTranslations } from "next-intl";
import { Card, CardBody } from "@/components/ui/card";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table";

type Quota = { code: string; used: number | null; limit: number | null };
type Plan = {
  code: string;
  name: string;
  pricePerMonth: string | null;
  currency: string;
  quotas: Record<string, number | null>;
};

const quotaCodes = ["customers", "bookingsPerMonth", "mcpCallsPerMonth"] as const;
type QuotaCode = (typeof quotaCodes)[number];

function isQuotaCode(code: string): code is QuotaCode {
  return quotaCodes.some((known) => known === code);
}

function QuotaMeter({ quota }: { quota: Quota & { code: QuotaCode } }) {
  const t = useTranslations("plan");
  const format = useFormatter();
  const used = quota.used ?? 0;
  return (
    <div className="grid gap-1.5">
      <div className="flex justify-between gap-3 text-[13px]">
        <span>{t(`quota.${quota.code}`)}</span>
        <span className="text-ink-soft tabular-nums">
          {quota.used === null ? t("notCounted") : <span translate="no">{format.number(used)}</span>}
          {" / "}
          {quota.limit === null ? t("unlimited") : <span translate="no">{format.number(quota.limit)}</span>}
        </span>
      </div>
      {quota.limit !== null && (
        <meter
          aria-label={t(`quota.${quota.code}`)}
          value={used}
          max={quota.limit}
          high={quota.limit * 0.9}
          className="h-2 w-full"
        />
      )}
    </div>
  );
}

/** The plan, what is used of its quotas, and the other plans this instance knows. */
export function PlanView({ plan, quotas, options }: { plan: Plan; quotas: Quota[]; options: Plan[] }) {
  const t = useTranslations("plan");
  const format = useFormatter();
  const amount = (value: number | null | undefined) =>
    value === null || value === undefined ? t("unlimited") : format.number(value);
  return (
    <>
      <Card
        title={<span translate="no">{plan.name}</span>}
        description={plan.code === "self_hosted" ? t("selfHosted") : undefined}
      >
        <CardBody className="grid max-w-md gap-4">
          {quotas.map((quota) =>
            isQuotaCode(quota.code) ? <QuotaMeter key={quota.code} quota={{ ...quota, code: quota.code }} /> : null,
          )}
        </CardBody>
      </Card>
      <Card title={t("options")} description={t("optionsHelp")}>
        <Table label={t("options")}>
          <thead>
            <tr>
              <HeadCell>{t("plan")}</HeadCell>
              {quotaCodes.map((code) => (
                <HeadCell key={code}>{t(`quota.${code}`)}</HeadCell>
              ))}
              <HeadCell>{t("price")}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {options.map((option) => (
              <Row key={option.code}>
                <Cell className="font-medium" translate="no">
                  {option.name}
                </Cell>
                {quotaCodes.map((code) => (
                  <Cell key={code} className="tabular-nums">
                    {amount(option.quotas[code])}
                  </Cell>
                ))}
                <Cell className="tabular-nums">
                  {option.pricePerMonth === null
                    ? t("noPrice")
                    : format.number(Number(option.pricePerMonth), { style: "currency", currency: option.currency })}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Card>
    </>
  );
}
