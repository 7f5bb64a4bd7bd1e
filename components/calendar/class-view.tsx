import { useFormatter, useTranslations } from "next-intl";
import type { Booking } from "@/components/bookings/booking";
import {
  ApplyToField,
  type Named,
  PlacesField,
  type Weekday,
  WeekdayChange,
  WhoAndWhereFields,
} from "@/components/services/class-fields";
import { Roster, type RosterActions } from "@/components/today/roster";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { ConfirmedAction } from "@/components/ui/confirmed-action";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";

export type ClassProps = {
  lesson: {
    occurrenceId: string;
    scheduleId: string;
    date: string;
    staffId: string | null;
    resourceId: string | null;
    capacity: number;
    taken: number;
  };
  times: { start: string; end: string };
  /** When its weekly rule happens; empty for another rule. */
  weekdays: readonly Weekday[];
  bookings: Booking[];
  waiting: { id: string; customer: { name: string }; participants: number; offeredUntil: string | null }[];
  staff: Named[];
  rooms: Named[];
  now: number;
  actions?: RosterActions & { change: FormAction; cancelDate: FormAction; cancelSeries: FormAction };
};

function ChangeForm({
  lesson,
  times,
  weekdays,
  staff,
  rooms,
  action,
}: Pick<ClassProps, "lesson" | "times" | "weekdays" | "staff" | "rooms"> & { action: FormAction }) {
  const t = useTranslations("calendar.class");
  const grid = useTranslations("calendar.grid");
  return (
    <Card title={t("edit")} description={t("editHelp")}>
      <CardBody>
        <ActionForm action={action} className="grid gap-4">
          <input type="hidden" name="scheduleId" value={lesson.scheduleId} />
          <input type="hidden" name="date" value={lesson.date} />
          <div className="grid grid-cols-2 gap-3">
            <Field name="startTime" type="time" label={t("start")} defaultValue={times.start} required />
            <Field name="endTime" type="time" label={t("end")} defaultValue={times.end} required />
          </div>
          <WhoAndWhereFields staff={staff} rooms={rooms} now={lesson} />
          <PlacesField capacity={lesson.capacity} />
          <WeekdayChange now={weekdays} />
          <ApplyToField first="this" />
          <KeptCheckbox name="notify" label={grid("notify")} defaultChecked />
          <div>
            <SubmitButton>{t("save")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}

/** One date of a class: who comes, who waits, and what can be changed of it. */
export function ClassView(props: ClassProps) {
  const { lesson, bookings, waiting, now, actions } = props;
  const t = useTranslations("calendar.class");
  const today = useTranslations("today");
  const format = useFormatter();
  const places = useTranslations("calendar")("places", { taken: lesson.taken, capacity: lesson.capacity });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <div className="grid gap-5">
        <Card title={places}>
          {bookings.length > 0 ? (
            <Roster {...{ bookings, now, actions }} />
          ) : (
            <p className="px-4 py-3 text-[13px] text-ink-soft">{today("nobody")}</p>
          )}
        </Card>
        {waiting.length > 0 && (
          <Card title={t("waitlist")}>
            <ol className="divide-y text-sm">
              {waiting.map(({ id, customer, participants, offeredUntil }) => (
                <li key={id} className="px-4 py-2.5">
                  <span translate="no">
                    {customer.name}
                    {participants > 1 && ` × ${participants}`}
                  </span>
                  {offeredUntil && (
                    <span className="block text-[13px] text-ink-soft">
                      {t("offered", {
                        time: format.dateTime(new Date(offeredUntil), { dateStyle: "medium", timeStyle: "short" }),
                      })}
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </Card>
        )}
      </div>
      {actions && (
        <div className="grid gap-5">
          <ChangeForm {...props} action={actions.change} />
          <div className="flex flex-wrap items-start gap-2">
            <ConfirmedAction
              label={t("cancel")}
              warning={t("cancelWarning", { count: bookings.length })}
              action={actions.cancelDate}
              values={{ occurrenceId: lesson.occurrenceId }}
              submit={t("cancelNow")}
            />
            <ConfirmedAction
              label={t("cancelSeries")}
              warning={t("cancelSeriesWarning")}
              action={actions.cancelSeries}
              values={{ scheduleId: lesson.scheduleId }}
              submit={t("cancelSeriesNow")}
            />
          </div>
        </div>
      )}
    </div>
  );
}
