import "server-only";
import type { TenantContext } from "@/lib/kernel/context";
import { invalidField } from "@/lib/kernel/refusals";
import { readResource } from "../resources/read-resource";
import { findStaff } from "../staff/find-staff";
import type { Subject } from "./set-window";

interface Whose {
  staffId?: string | undefined;
  resourceId?: string | undefined;
}

/** Whose hours are meant: a person's, a resource's, or the company's when neither is named. Throws not_found. */
export async function findSubject(context: TenantContext, { staffId, resourceId }: Whose, mayCreate = false) {
  const { companyId } = context.caller.workspace;
  if (staffId && resourceId) throw invalidField("resourceId", "must not be given together with staffId");
  const subject: Subject = staffId
    ? { type: "staff", id: (await findStaff(context, staffId, "staffId", mayCreate)).id }
    : resourceId
      ? { type: "resource", id: (await readResource(context, resourceId)).id }
      : { type: "company", id: companyId };
  return subject;
}
