import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { ViewForm, type ViewState } from "@/components/ui/view-form";

export type AbsenceHit = {
  bookingId: string;
  customerName: string;
  serviceName: string;
  localStart: string;
  substitutes: { staffId: string; name: string }[];
};

type ClassHit = {
  occurrenceId: string;
  serviceName: string;
  localStart: string;
  placesTaken: number;
  substitutes: { staffId: string; name: string }[];
};

type Asked = { staffId: string; from: string; to: string; reason: string };

type PreviewProps = {
  asked: Asked;
  bookings: AbsenceHit[];
  classes: ClassHit[];
  resolve: FormAction;
};

function Substitutes({ of }: { of: { name: string }[] }) {
  const t = useTranslations("staff.absence");
  return (
    <span className="block text-[13px] text-ink-soft">
      {of.length > 0 ? t("couldTake") : t("nobodyFree")}{" "}
      <span translate="no">{of.map(({ name }) => name).join(", ")}</span>
    </span>
  );
}

/** What an absence hits, who could take each, and the two ways to settle it. Nothing has changed yet. */
export function AbsencePreview({ asked, bookings, classes, resolve }: PreviewProps) {
  const t = useTranslations("staff.absence");
  const hours = useTranslations("hours");
  const isFree = bookings.length + classes.length === 0;
  return (
    <div className="grid gap-4 text-sm">
      <p className="font-medium">{t("hit", { count: bookings.length })}</p>
      {bookings.length > 0 && (
        <ul className="divide-y">
          {bookings.map((hit) => (
            <li key={hit.bookingId} className="py-2">
              <Link href={`/bookings/${hit.bookingId}`} className="underline underline-offset-2" translate="no">
                {hit.localStart}
              </Link>{" "}
              <span translate="no">
                {hit.customerName} · {hit.serviceName}
              </span>
              <Substitutes of={hit.substitutes} />
            </li>
          ))}
        </ul>
      )}
      {classes.length > 0 && (
        <div className="grid gap-1">
          <p className="text-[13px]">{t("classes")}</p>
          <ul className="text-[13px]">
            {classes.map((lesson) => (
              <li key={lesson.occurrenceId}>
                <Link href={`/calendar/${lesson.occurrenceId}`} className="underline underline-offset-2" translate="no">
                  {lesson.localStart} {lesson.serviceName}
                </Link>{" "}
                {hours("classBooked", { count: lesson.placesTaken })}
                <Substitutes of={lesson.substitutes} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="text-[13px] text-ink-soft">{t("told")}</p>
      <div className="flex flex-wrap gap-2">
        {(["substitute", "cancel"] as const)
          .map((how) => (
            <ActionForm key={how} action={resolve}>
              {Object.entries({ ...asked, resolve: how }).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <SubmitButton tone={how === "cancel" ? "danger" : "primary"} size="small">
                {isFree ? t("note") : t(how)}
              </SubmitButton>
            </ActionForm>
          ))
          .slice(0, isFree ? 1 : 2)}
      </div>
    </div>
  );
}

/** Asks when the person cannot come, then shows what that hits. */
export function AbsenceCard({ staffId, preview }: { staffId: string; preview: FormAction<ViewState> }) {
  const t = useTranslations("staff.absence");
  return (
    <Card title={t("title")} description={t("help")}>
      <CardBody>
        <ViewForm action={preview} className="grid gap-3">
          <input type="hidden" name="staffId" value={staffId} />
          <div className="grid gap-3 sm:grid-cols-3">
            <Field name="from" type="datetime-local" label={t("from")} required />
            <Field name="to" type="datetime-local" label={t("to")} required />
            <Field name="reason" label={t("reason")} maxLength={200} />
          </div>
          <div>
            <SubmitButton tone="plain">{t("show")}</SubmitButton>
          </div>
        </ViewForm>
      </CardBody>
    </Card>
  );
}
