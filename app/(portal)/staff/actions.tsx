"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AbsencePreview } from "@/components/staff/absence";
import type { FormState } from "@/components/ui/form-state";
import type { ViewState } from "@/components/ui/view-form";
import { archiveStaffMember } from "@/lib/operations/staff/archive-staff-member";
import { assignStaffToService } from "@/lib/operations/staff/assign-staff-to-service";
import { createStaffMember } from "@/lib/operations/staff/create-staff-member";
import { reportAbsence } from "@/lib/operations/staff/report-absence";
import { unassignStaffFromService } from "@/lib/operations/staff/unassign-staff-from-service";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { failure } from "@/lib/surfaces/portal/failure";
import { optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { linkChanges } from "../services/links";
import { saveWeek } from "../settings/hours/week";

export async function add(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const input = { name: text(form, "name"), email: optionalText(form, "email"), phone: optionalText(form, "phone") };
    const { data } = await call(createStaffMember, input);
    redirect(`/staff/${data.id}`);
  });
}

export async function archive(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    await call(archiveStaffMember, { staffId: text(form, "staffId") });
    redirect("/staff");
  });
}

export async function setWeek(_state: FormState, form: FormData): Promise<FormState> {
  return saveWeek(form);
}

export async function linkServices(_state: FormState, form: FormData): Promise<FormState> {
  const userId = text(form, "staffId");
  const { added, removed } = linkChanges(form);
  return submit(
    form,
    async () => {
      for (const serviceId of added) await call(assignStaffToService, { serviceId, userId });
      for (const serviceId of removed) await call(unassignStaffFromService, { serviceId, userId });
    },
    "services.saved",
  );
}

const askedOf = (form: FormData) => ({
  staffId: text(form, "staffId"),
  from: text(form, "from"),
  to: text(form, "to"),
  reason: text(form, "reason"),
});

export async function previewAbsence(_state: FormState<ViewState>, form: FormData): Promise<FormState<ViewState>> {
  const asked = askedOf(form);
  const { staffId, from, to } = asked;
  const outcome = await attempt(reportAbsence, { staffId, from, to, resolve: "list" });
  if (!outcome.ok) return failure(outcome.error, form);
  const { bookings, classes } = outcome.answer.data;
  return {
    status: "done",
    result: { view: <AbsencePreview {...{ asked, bookings, classes }} resolve={resolveAbsence} /> },
  };
}

export async function resolveAbsence(_state: FormState, form: FormData): Promise<FormState> {
  const { reason, ...asked } = askedOf(form);
  const input = { ...asked, reason: reason || undefined, resolve: text(form, "resolve") as "cancel" };
  const outcome = await attempt(reportAbsence, input);
  if (!outcome.ok) return failure(outcome.error, form);
  refresh();
  const t = await getTranslations("staff.absence");
  const { left } = outcome.answer.data;
  const dates = left.map(({ localStart }) => localStart).join(", ");
  return { status: "done", message: left.length > 0 ? t("left", { dates }) : t("resolved") };
}
