import "server-only";
import type { DatabaseClient } from "@/lib/db/client";
import { carryWithdrawals, deletedTwinsOf, isTwin } from "../accounts/deleted-twins";
import type { ImportPlan } from "./plan-import";
import type { ImportPlace } from "./store-rows";

type Fresh = ImportPlan["fresh"];

const newcomerOf = ({ row: { values, phone } }: Fresh[number]) => ({ email: values.email, phone: phone?.e164 });

/** The deleted customers whom new rows would bring back as somebody else. */
export async function twinsOfRows(db: DatabaseClient, fresh: Fresh) {
  const twins = await deletedTwinsOf(db, fresh.map(newcomerOf));
  if (twins.length === 0) return [];
  return fresh.flatMap((each) =>
    twins.flatMap((twin) =>
      isTwin(twin, newcomerOf(each)) ? [{ row: each.row.row, accountId: twin.id, name: twin.name }] : [],
    ),
  );
}

/** Gives the customers made of rows what their deleted twins withdrew. `created` has their ids by row. */
export async function carryOver(
  { db, workspace }: ImportPlace,
  fresh: Fresh,
  created: ReadonlyMap<number, string>,
): Promise<void> {
  const twins = await deletedTwinsOf(db, fresh.map(newcomerOf));
  const newcomers = fresh.map((each) => ({ ...newcomerOf(each), id: created.get(each.row.row) ?? "" }));
  await carryWithdrawals(db, workspace, newcomers, twins);
}
