"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { linkResourceToService } from "@/lib/operations/resources/link-resource-to-service";
import { unlinkResourceFromService } from "@/lib/operations/resources/unlink-resource-from-service";
import { cancelServiceSchedule } from "@/lib/operations/schedules/cancel-service-schedule";
import { createServiceSchedule } from "@/lib/operations/schedules/create-service-schedule";
import { archiveService } from "@/lib/operations/services/archive-service";
import { createService } from "@/lib/operations/services/create-service";
import { createServiceAddOn } from "@/lib/operations/services/create-service-add-on";
import { createServiceCategory } from "@/lib/operations/services/create-service-category";
import { deleteServiceAddOn } from "@/lib/operations/services/delete-service-add-on";
import { deleteServiceCategory } from "@/lib/operations/services/delete-service-category";
import { updateService } from "@/lib/operations/services/update-service";
import { updateServiceAddOn } from "@/lib/operations/services/update-service-add-on";
import { assignStaffToService } from "@/lib/operations/staff/assign-staff-to-service";
import { unassignStaffFromService } from "@/lib/operations/staff/unassign-staff-from-service";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, retrySafe, submit, text } from "@/lib/surfaces/portal/form";
import { changeClass, checkedWeekdays, refusedClass } from "./class-change";
import { linkChanges } from "./links";

const isOn = (form: FormData, name: string) => text(form, name) === "on";
const serviceOf = (form: FormData) => text(form, "serviceId");

/** What creating and changing a service have in common. */
function fieldsOf(form: FormData) {
  return {
    name: text(form, "name"),
    durationMinutes: Number(text(form, "durationMinutes")),
    price: text(form, "price"),
    capacity: Number(text(form, "capacity")),
    bufferBeforeMinutes: Number(text(form, "bufferBeforeMinutes")),
    bufferAfterMinutes: Number(text(form, "bufferAfterMinutes")),
    cooldownMinutes: Number(text(form, "cooldownMinutes")),
    visibility: text(form, "visibility") as "public",
    requiresStaff: isOn(form, "requiresStaff"),
    requiresResource: isOn(form, "requiresResource"),
    requiresConfirmation: isOn(form, "requiresConfirmation"),
    requireLogin: isOn(form, "requireLogin"),
    description: optionalText(form, "description") ?? null,
  };
}

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const input = { ...fieldsOf(form), ...retrySafe(form), type: text(form, "type") as "class" };
    const { data } = await call(createService, input);
    redirect(`/services/${data.id}`);
  });
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    ...fieldsOf(form),
    serviceId: serviceOf(form),
    categoryId: optionalText(form, "categoryId") ?? null,
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(form, () => call(updateService, input), "services.saved");
}

export async function archive(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(archiveService, { serviceId: serviceOf(form) }), "services.archivedNow");
}

export async function restore(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(updateService, { serviceId: serviceOf(form), status: "active" }), "services.restored");
}

export async function addCategory(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(createServiceCategory, { name: text(form, "name") }));
}

export async function removeCategory(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(deleteServiceCategory, { categoryId: text(form, "categoryId") }));
}

const addOnOf = (form: FormData) => ({
  name: text(form, "name"),
  durationMinutes: Number(text(form, "durationMinutes")),
  price: text(form, "price"),
});

export async function addAddOn(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(createServiceAddOn, { serviceId: serviceOf(form), ...addOnOf(form) }));
}

export async function changeAddOn(_state: FormState, form: FormData): Promise<FormState> {
  const input = { addOnId: text(form, "addOnId"), ...addOnOf(form) };
  return submit(form, () => call(updateServiceAddOn, input), "services.saved");
}

export async function removeAddOn(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(deleteServiceAddOn, { addOnId: text(form, "addOnId") }));
}

export async function linkStaff(_state: FormState, form: FormData): Promise<FormState> {
  const serviceId = serviceOf(form);
  const { added, removed } = linkChanges(form);
  return submit(
    form,
    async () => {
      for (const userId of added) await call(assignStaffToService, { serviceId, userId });
      for (const userId of removed) await call(unassignStaffFromService, { serviceId, userId });
    },
    "services.saved",
  );
}

export async function linkRooms(_state: FormState, form: FormData): Promise<FormState> {
  const serviceId = serviceOf(form);
  const { added, removed } = linkChanges(form);
  return submit(
    form,
    async () => {
      for (const resourceId of added) await call(linkResourceToService, { serviceId, resourceId });
      for (const resourceId of removed) await call(unlinkResourceFromService, { serviceId, resourceId });
    },
    "services.saved",
  );
}

export async function addSchedule(_state: FormState, form: FormData): Promise<FormState> {
  const recurrence = text(form, "recurrence") as "weekly";
  const input = {
    serviceId: serviceOf(form),
    date: text(form, "date"),
    startTime: text(form, "startTime"),
    endTime: text(form, "endTime"),
    recurrence,
    byWeekday: recurrence === "weekly" ? checkedWeekdays(form) : [],
    recurrenceEndDate: optionalText(form, "recurrenceEndDate"),
    staffId: optionalText(form, "staffId"),
    resourceId: optionalText(form, "resourceId"),
    maxCapacity: optionalNumber(form, "maxCapacity"),
    notes: optionalText(form, "notes"),
  };
  const outcome = await attempt(createServiceSchedule, input);
  return outcome.ok
    ? submit(form, async () => undefined, "services.schedule.added")
    : refusedClass(outcome.error, form);
}

export async function changeSchedule(_state: FormState, form: FormData): Promise<FormState> {
  return changeClass(form);
}

export async function cancelSchedule(_state: FormState, form: FormData): Promise<FormState> {
  const input = { scheduleId: text(form, "scheduleId"), cancelBookings: true };
  return submit(form, () => call(cancelServiceSchedule, input));
}
