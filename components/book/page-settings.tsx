import { useTranslations } from "next-intl";
import type { z } from "zod";
import { SettingsForm } from "@/components/settings/simple-form";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field, SelectField, TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import type { bookingPageView } from "@/lib/operations/public-booking/booking-page";

type PageValues = z.output<typeof bookingPageView>;
type Props = { page: PageValues; canEdit: boolean; save: FormAction };

/** Everything about the public booking page: whether it is on, where it is, what it says and who may embed it. */
export function PageSettings({ page, canEdit, save }: Props) {
  const t = useTranslations("book.settings");
  return (
    <>
      <Card>
        <CardBody className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Badge tone={page.isOn ? "ok" : "neutral"}>{page.isOn ? t("on") : t("off")}</Badge>
          <code className="min-w-0 break-all" translate="no">
            {page.url}
          </code>
          {page.isOn && (
            <a href={page.url} className="font-medium underline underline-offset-2">
              {t("open")}
            </a>
          )}
          <p className="w-full text-[13px] text-ink-soft">{t("services", { count: page.publishedServices })}</p>
        </CardBody>
      </Card>
      {page.publishedServices === 0 && (
        <Card>
          <EmptyState title={t("noServices")} sentence={t("sentence")}>
            {t("noServicesBody")}
          </EmptyState>
        </Card>
      )}
      <Card>
        <CardBody>
          <fieldset disabled={!canEdit}>
            <SettingsForm action={save} hidden={{ expectedVersion: page.version }}>
              <PageFields page={page} />
            </SettingsForm>
          </fieldset>
        </CardBody>
      </Card>
      <Card
        title={t("embed")}
        description={t("embedHelp")}
        actions={<CopyButton text={page.embedSnippet} label={t("copy")} done={t("copied")} />}
      >
        <CardBody>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-[13px]" tabIndex={0} translate="no">
            {page.embedSnippet}
          </pre>
        </CardBody>
      </Card>
    </>
  );
}

function PageFields({ page }: { page: PageValues }) {
  const t = useTranslations("book.settings");
  return (
    <>
      <SelectField
        name="isOn"
        label={t("isOn")}
        defaultValue={page.isOn ? "on" : "off"}
        choices={[
          { value: "on", label: t("isOnYes") },
          { value: "off", label: t("isOnNo") },
        ]}
      />
      <Field
        name="slug"
        label={t("slug")}
        help={t("slugHelp")}
        defaultValue={page.slug}
        minLength={3}
        maxLength={60}
        required
        spellCheck={false}
      />
      <TextAreaField name="welcome" label={t("welcome")} defaultValue={page.welcome ?? ""} maxLength={1_000} />
      <Field name="address" label={t("address")} defaultValue={page.address ?? ""} maxLength={300} />
      <SelectField
        name="guests"
        label={t("guests")}
        defaultValue={page.guests}
        choices={[
          { value: "all", label: t("guestsAll") },
          { value: "where_allowed", label: t("guestsWhereAllowed") },
        ]}
      />
      <TextAreaField
        name="frameAncestors"
        label={t("frames")}
        help={t("framesHelp")}
        defaultValue={page.frameAncestors.join("\n")}
        rows={3}
        spellCheck={false}
      />
    </>
  );
}
