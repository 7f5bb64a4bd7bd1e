"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/ui/form-state";
import { OperationError } from "@/lib/kernel/errors";
import { createSegment } from "@/lib/operations/segments/create-segment";
import { deleteSegment } from "@/lib/operations/segments/delete-segment";
import { getSegmentMembers } from "@/lib/operations/segments/get-segment-members";
import { restoreSegment } from "@/lib/operations/segments/restore-segment";
import { setSegmentMembers } from "@/lib/operations/segments/set-segment-members";
import { updateSegment } from "@/lib/operations/segments/update-segment";
import { attempt, call } from "@/lib/surfaces/portal/call";
import { customerOf } from "@/lib/surfaces/portal/customer-lookup";
import { optionalNumber, optionalText, retrySafe, submit, text } from "@/lib/surfaces/portal/form";

const PAGE = 100;

/** The criteria as they were typed or built; an empty text is everybody. Throws invalid_input when it is no JSON object. */
function criteriaOf(form: FormData): Record<string, unknown> | null {
  const json = optionalText(form, "criteria");
  if (!json) return null;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, like everything else that is no object.
  }
  const rule = "must be a JSON object such as the builder writes";
  throw new OperationError("invalid_input", {
    message: `criteria: ${rule}`,
    details: { field: "criteria", fields: [{ field: "criteria", rule }] },
  });
}

export async function create(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, async () => {
    const segmentType = text(form, "segmentType") === "STATIC" ? "STATIC" : "DYNAMIC";
    const criteria = segmentType === "DYNAMIC" ? criteriaOf(form) : null;
    const { data } = await call(createSegment, {
      name: text(form, "name"),
      segmentType,
      description: optionalText(form, "description"),
      ...(criteria ? { criteria } : {}),
      ...retrySafe(form),
    });
    redirect(`/segments/${data.segment.id}${segmentType === "STATIC" ? "/members" : ""}?done=added`);
  });
}

export async function update(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    async () => {
      const isDynamic = text(form, "segmentType") === "DYNAMIC";
      await call(updateSegment, {
        segmentId: text(form, "segmentId"),
        name: text(form, "name"),
        description: optionalText(form, "description") ?? null,
        ...(isDynamic ? { criteria: criteriaOf(form) } : {}),
        expectedVersion: optionalNumber(form, "expectedVersion"),
      });
    },
    "common.saved",
  );
}

export async function remove(_state: FormState, form: FormData): Promise<FormState> {
  const segmentId = text(form, "segmentId");
  return submit(form, async () => {
    await call(deleteSegment, { segmentId });
    redirect(`/segments?done=deleted.${segmentId}`);
  });
}

/** The undo of deleting. */
export async function restore(form: FormData): Promise<void> {
  const outcome = await attempt(restoreSegment, { segmentId: text(form, "segmentId") });
  redirect(`/segments?done=${outcome.ok ? "undone" : "refused"}`);
}

/** Everybody on a hand-picked list. */
async function pickedIds(segmentId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await call(getSegmentMembers, { segmentId, limit: PAGE, cursor });
    ids.push(...data.items.map(({ id }) => id));
    cursor = data.nextCursor;
  } while (cursor);
  return ids;
}

export async function addMember(_state: FormState, form: FormData): Promise<FormState> {
  const segmentId = text(form, "segmentId");
  return submit(
    form,
    async () => {
      const accountId = await customerOf(form);
      const accountIds = await pickedIds(segmentId);
      if (accountId) await call(setSegmentMembers, { segmentId, accountIds: [...new Set([accountId, ...accountIds])] });
    },
    "segments.memberAdded",
  );
}

export async function removeMember(_state: FormState, form: FormData): Promise<FormState> {
  const [segmentId, accountId] = [text(form, "segmentId"), text(form, "accountId")];
  return submit(form, async () => {
    const accountIds = (await pickedIds(segmentId)).filter((id) => id !== accountId);
    await call(setSegmentMembers, { segmentId, accountIds });
  });
}
