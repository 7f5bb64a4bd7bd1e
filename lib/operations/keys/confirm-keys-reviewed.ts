import "server-only";
import { z } from "zod";
import { instant } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";

export const confirmKeysReviewed = defineOperation({
  name: "confirm_keys_reviewed",
  title: "Confirm that keys were reviewed",
  description:
    "Remembers that the person looked at every key that existed when they first signed in: whoever had the code had a key. Revoke what is not wanted before.",
  area: "keys",
  effect: "update",
  scopes: ["keys:write"],
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: z.object({ keysReviewedAt: instant }),
  renderType: "record",
  summary: () => "Keys reviewed",
  undo: { none: "A review cannot be taken back; keys can be revoked at any time." },

  async run({ db, caller, note }) {
    const [row] = await db.$queryRaw<{ id: string; keysReviewedAt: Date }[]>`
      UPDATE memberships SET keys_reviewed_at = now()
      WHERE organisation_id = ${caller.workspace.organisationId} AND user_id = ${caller.userId} AND removed_at IS NULL
      RETURNING id, keys_reviewed_at AS "keysReviewedAt"`;
    if (!row) throw new Error("The membership of the caller is gone");
    note({ entityId: row.id });
    return { keysReviewedAt: row.keysReviewedAt.toISOString() };
  },
});
