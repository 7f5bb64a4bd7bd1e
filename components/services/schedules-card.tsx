import { useFormatter, useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { RECURRENCES } from "@/lib/operations/schedules/schedule";
import {
  ApplyToField,
  type Named,
  PlacesField,
  type Weekday,
  WeekdayChange,
  WeekdayFields,
  WhoAndWhereFields,
  weekdaysOf,
} from "./class-fields";

export type Schedule = {
  id: string;
  staffId: string | null;
  resourceId: string | null;
  date: string;
  startTime: string;
  endTime: string;
  recurrence: string;
  weekdays: Weekday[];
  recurrenceInterval: number;
  recurrenceEndDate: string | null;
  maxCapacity: number | null;
  notes: string | null;
  version: number;
  next: { date: string; label: string }[];
};

type Actions = { create: FormAction; change: FormAction; cancel: FormAction };
type Props = {
  serviceId: string;
  schedules: Schedule[];
  staff: Named[];
  rooms: Named[];
  today: string;
  durationMinutes: number;
  capacity: number;
  actions?: Actions;
};

function useRule() {
  const t = useTranslations("services.schedule");
  const days = useTranslations("hours.day");
  const format = useFormatter();
  return (schedule: Schedule): string => {
    const kind = RECURRENCES.find((value) => value === schedule.recurrence) ?? "none";
    const weekdays = format.list(schedule.weekdays.map((day) => days(day)));
    const rule = kind === "weekly" && weekdays ? t("everyWeek", { days: weekdays }) : t(`kind.${kind}`);
    const dayText = (date: string) =>
      format.dateTime(new Date(`${date}T00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
    const [first, last] = [dayText(schedule.date), schedule.recurrenceEndDate && dayText(schedule.recurrenceEndDate)];
    return [rule, kind === "none" ? first : t("from", { date: first }), last ? t("until", { date: last }) : ""]
      .filter(Boolean)
      .join(", ");
  };
}

function ChangeForm({
  schedule,
  capacity,
  staff,
  rooms,
  action,
}: Pick<Props, "staff" | "rooms" | "capacity"> & { schedule: Schedule; action: FormAction }) {
  const t = useTranslations("services.schedule");
  const grid = useTranslations("calendar.grid");
  const plain = useTranslations("calendar.class");
  return (
    <details className="mt-2">
      <summary className="w-fit text-[13px] font-medium underline underline-offset-2">{t("change")}</summary>
      <ActionForm action={action} className="mt-3 grid gap-3">
        <input type="hidden" name="scheduleId" value={schedule.id} />
        <div className="grid gap-3 sm:grid-cols-3">
          <Field name="startTime" type="time" label={plain("start")} defaultValue={schedule.startTime} required />
          <Field name="endTime" type="time" label={plain("end")} defaultValue={schedule.endTime} required />
          <PlacesField capacity={schedule.maxCapacity ?? capacity} />
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <WhoAndWhereFields staff={staff} rooms={rooms} now={schedule} />
        </div>
        <WeekdayChange now={weekdaysOf(schedule)} />
        <ApplyToField first="all" />
        <SelectField
          name="date"
          label={t("whichDate")}
          help={t("whichDateHelp")}
          choices={schedule.next.map(({ date, label }) => ({ value: date, label }))}
        />
        <KeptCheckbox name="notify" label={grid("notify")} defaultChecked />
        <div>
          <SubmitButton tone="plain" size="small">
            {plain("save")}
          </SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}

function ScheduleItem({ schedule, actions, ...rest }: Props & { schedule: Schedule }) {
  const t = useTranslations("services.schedule");
  const plain = useTranslations("calendar.class");
  const ruleOf = useRule();
  const nameOf = (items: Named[], id: string | null) => items.find((item) => item.id === id)?.name;
  return (
    <li className="px-4 py-3 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <p className="font-medium" translate="no">
            {schedule.startTime}–{schedule.endTime}, {ruleOf(schedule)}
          </p>
          <p className="text-[13px] text-ink-soft" translate="no">
            {[nameOf(rest.staff, schedule.staffId), nameOf(rest.rooms, schedule.resourceId), schedule.notes]
              .filter(Boolean)
              .join(" · ")}
          </p>
          <p className="text-[13px] text-ink-soft">
            {t("next")}{" "}
            <span translate="no">
              {schedule.next
                .slice(0, 4)
                .map(({ label }) => label)
                .join(" · ") || "–"}
            </span>
          </p>
        </div>
        {actions && (
          <ConfirmedAction
            label={plain("cancelSeries")}
            warning={plain("cancelSeriesWarning")}
            action={actions.cancel}
            values={{ scheduleId: schedule.id }}
            submit={plain("cancelSeriesNow")}
          />
        )}
      </div>
      {actions && schedule.next.length > 0 && <ChangeForm {...rest} schedule={schedule} action={actions.change} />}
    </li>
  );
}

function NewForm({ serviceId, staff, rooms, today, capacity, action }: Props & { action: FormAction }) {
  const t = useTranslations("services.schedule");
  const plain = useTranslations("calendar.class");
  return (
    <ActionForm action={action} className="grid gap-3" aria-label={t("new")}>
      <h3 className="text-sm font-semibold">{t("new")}</h3>
      <input type="hidden" name="serviceId" value={serviceId} />
      <div className="grid gap-3 sm:grid-cols-4">
        <Field name="date" type="date" label={t("firstDate")} defaultValue={today} required />
        <Field name="startTime" type="time" label={plain("start")} required />
        <Field name="endTime" type="time" label={plain("end")} required />
        <PlacesField capacity={capacity} />
      </div>
      <div className="grid gap-3 sm:grid-cols-4">
        <SelectField
          name="recurrence"
          label={t("repeats")}
          defaultValue="weekly"
          choices={RECURRENCES.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <Field name="recurrenceEndDate" type="date" label={t("lastDate")} />
        <WhoAndWhereFields staff={staff} rooms={rooms} />
      </div>
      <WeekdayFields />
      <Field name="notes" label={t("notes")} maxLength={1000} />
      <div>
        <SubmitButton tone="plain">{t("add")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

/** When a class happens, with its next dates, and the forms that change the rule or add one. */
export function SchedulesCard(props: Props) {
  const t = useTranslations("services.schedule");
  const { schedules, actions } = props;
  return (
    <Card title={t("title")} description={t("help")}>
      {schedules.length > 0 && (
        <ul className="divide-y">
          {schedules.map((schedule) => (
            <ScheduleItem key={schedule.id} {...props} schedule={schedule} />
          ))}
        </ul>
      )}
      {actions && (
        <CardBody className={schedules.length > 0 ? "border-t" : undefined}>
          <NewForm {...props} action={actions.create} />
        </CardBody>
      )}
    </Card>
  );
}
