"use server";

import type { FormState } from "@/components/ui/form-state";
import { createResource } from "@/lib/operations/resources/create-resource";
import { linkResourceToService } from "@/lib/operations/resources/link-resource-to-service";
import { unlinkResourceFromService } from "@/lib/operations/resources/unlink-resource-from-service";
import { updateResource } from "@/lib/operations/resources/update-resource";
import { call } from "@/lib/surfaces/portal/call";
import { optionalNumber, optionalText, submit, text } from "@/lib/surfaces/portal/form";
import { linkChanges } from "../services/links";
import { saveWeek } from "../settings/hours/week";

const fieldsOf = (form: FormData) => ({
  name: text(form, "name"),
  type: text(form, "type"),
  capacity: Number(text(form, "capacity")),
  description: optionalText(form, "description") ?? null,
});

export async function add(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, () => call(createResource, fieldsOf(form)), "resources.added");
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  const input = {
    ...fieldsOf(form),
    resourceId: text(form, "resourceId"),
    status: text(form, "status") as "active",
    expectedVersion: optionalNumber(form, "expectedVersion"),
  };
  return submit(form, () => call(updateResource, input), "services.saved");
}

export async function setWeek(_state: FormState, form: FormData): Promise<FormState> {
  return saveWeek(form);
}

export async function linkServices(_state: FormState, form: FormData): Promise<FormState> {
  const resourceId = text(form, "resourceId");
  const { added, removed } = linkChanges(form);
  return submit(
    form,
    async () => {
      for (const serviceId of added) await call(linkResourceToService, { serviceId, resourceId });
      for (const serviceId of removed) await call(unlinkResourceFromService, { serviceId, resourceId });
    },
    "services.saved",
  );
}
