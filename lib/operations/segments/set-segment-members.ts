import "server-only";
import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { OperationError } from "@/lib/kernel/errors";
import { countOf } from "@/lib/kernel/fields";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { lockRow } from "@/lib/kernel/versions";
import { accountIdField } from "../accounts/account";
import { requireAccounts } from "../tags/account-tags";
import { segmentIdField, segmentView, toSegmentView } from "./segment";
import { requireSegment } from "./segment-rules";

/** More ids than this do not fit into the audit row, so that undo could not be exact. */
const MOST_UNDONE = 200;
const self = (): AnyOperation => setSegmentMembers;
const earlier = z.object({ segmentType: z.string(), accountIds: z.array(z.string()).optional() });

export const setSegmentMembers = defineOperation({
  name: "set_segment_members",
  title: "Set a segment's customers",
  description:
    "Replaces the list of a segment by up to 1,000 customers picked by hand; an empty list empties it. A DYNAMIC segment becomes STATIC and loses its criteria. Ids come from search_members.",
  area: "segments",
  effect: "update",
  scopes: ["segments:write"],
  input: z.strictObject({
    segmentId: segmentIdField,
    accountIds: z
      .array(accountIdField)
      .max(1_000)
      .meta({ description: "The customers, all of them.", examples: [["acc_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
  }),
  output: z.object({
    segment: segmentView,
    memberCount: z.int(),
    /** The criteria it had, when it was DYNAMIC before: update_segment with them brings it back. */
    lostCriteria: z.unknown().nullable(),
  }),
  renderType: "record",
  summary: ({ segment, memberCount, lostCriteria }) =>
    `${segment.name} now has ${countOf(memberCount, "customer")}${lostCriteria === null ? "" : "; it was DYNAMIC, and lostCriteria are what it went by"}`,
  undo: {
    with: self,
    arguments: ({ entityId, before }) => {
      const { segmentType, accountIds } = earlier.parse(before);
      if (segmentType !== "STATIC") {
        throw new OperationError("precondition_failed", {
          reason: "segmentWasDynamic",
          message: "The segment was DYNAMIC before.",
          hint: "Call update_segment with segmentType DYNAMIC and the criteria, which get_activity_event shows in before.",
        });
      }
      if (!accountIds) {
        throw new OperationError("precondition_failed", {
          reason: "listNotKept",
          message: `The earlier list had more than ${MOST_UNDONE} customers and was not kept.`,
          hint: "Call set_segment_members with the customers it should have.",
          details: { most: MOST_UNDONE },
        });
      }
      return { segmentId: entityId, accountIds };
    },
  },

  async run({ db, caller, note }, { segmentId, accountIds }) {
    const { organisationId, companyId } = caller.workspace;
    await lockRow(db, "segments", segmentId);
    const row = await requireSegment(db, segmentId);
    const wanted = [...new Set(accountIds)];
    await requireAccounts(db, wanted);
    const old = await db.segmentMember.findMany({ where: { segmentId }, select: { accountId: true } });
    await db.segmentMember.deleteMany({ where: { segmentId } });
    await db.segmentMember.createMany({
      data: wanted.map((accountId) => ({ organisationId, companyId, segmentId, accountId })),
    });
    await db.segment.updateMany({
      where: { id: segmentId },
      data: { segmentType: "STATIC", criteria: Prisma.DbNull, version: { increment: 1 } },
    });
    const ids = old.map(({ accountId }) => accountId);
    note({
      entityId: segmentId,
      before: {
        segmentType: row.segmentType,
        criteria: row.criteria,
        ...(ids.length <= MOST_UNDONE ? { accountIds: ids } : { accountCount: ids.length }),
      },
      after: { segmentType: "STATIC", accountCount: wanted.length },
    });
    return {
      segment: toSegmentView(await requireSegment(db, segmentId)),
      memberCount: wanted.length,
      lostCriteria: row.criteria,
    };
  },
});
