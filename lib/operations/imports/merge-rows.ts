import "server-only";
import type { AccountRow } from "../accounts/account";
import { identifiersOf } from "../accounts/identifier";
import { type Fill, fillsOf, standingOf } from "./fill";
import type { RowProblem } from "./import";
import { putTags, taggingsOf } from "./import-tags";
import type { RowToJoin } from "./plan-import";
import { type ImportPlace, storeCustomValues, storeIdentifiers } from "./store-rows";
import { lockAccounts, writeAccounts } from "./write-accounts";

/** What a row did to a customer who was there: names of the fields it filled, `custom:` and `tag:` with an id among them. */
interface MergedRow {
  row: number;
  accountId: string;
  filled: string[];
  /** The customer's version afterwards. */
  versionAfter: number;
  kept: RowProblem[];
}

/** Fills what is empty of customers who have the rows' mail, phone or code; `created` are the customers of earlier rows. */
export async function mergeRows(
  place: ImportPlace,
  merges: readonly RowToJoin[],
  created: ReadonlyMap<number, string>,
  tagIds: ReadonlyMap<string, string>,
): Promise<MergedRow[]> {
  const rows = merges.flatMap(({ row, accountId, otherRow }) => {
    const owner = accountId ?? created.get(otherRow ?? -1);
    return owner ? [{ row, accountId: owner }] : [];
  });
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map(({ accountId }) => accountId))];
  const accounts = await lockAccounts(place.db, ids);
  const fills = fillsOf(rows, await standingOf(place.db, ids));
  const tags = await putTags(
    place,
    rows.flatMap(({ row, accountId }) => taggingsOf(row, accountId, tagIds)),
  );
  const filled = fills.map((fill) => [
    ...Object.keys(fill.values),
    ...fill.custom.map((each) => `custom:${each.definitionId}`),
  ]);
  for (const { accountId, tagId } of tags) {
    filled[fills.findIndex((fill) => fill.accountId === accountId)]?.push(`tag:${tagId}`);
  }
  const touched = new Set(fills.flatMap(({ accountId }, at) => (filled[at]?.length ? [accountId] : [])));
  await writeAccounts(place.db, changesOf(fills, accounts, touched));
  await storeIdentifiers(place, fills.flatMap(identifiersFilled));
  await storeCustomValues(
    place,
    fills.map(({ accountId, custom }) => ({ id: accountId, custom })),
  );
  return fills.map(({ row, accountId, kept }, at) => {
    const version = (accounts.get(accountId)?.version ?? 0) + (touched.has(accountId) ? 1 : 0);
    return { row: row.row, accountId, filled: filled[at] ?? [], versionAfter: version, kept };
  });
}

function changesOf(fills: readonly Fill[], accounts: ReadonlyMap<string, AccountRow>, touched: ReadonlySet<string>) {
  const after = new Map([...accounts].filter(([id]) => touched.has(id)));
  for (const { accountId, values, row } of fills) {
    const before = after.get(accountId);
    if (!before) continue;
    const { dateOfBirth, ...plain } = values;
    after.set(accountId, {
      ...before,
      ...plain,
      ...(dateOfBirth ? { dateOfBirth: new Date(`${dateOfBirth}T00:00:00Z`) } : {}),
      ...(values.phone ? { phoneOriginal: row.phone?.original ?? null } : {}),
    });
  }
  return [...after].flatMap(([id, row]) => {
    const before = accounts.get(id);
    return before ? [{ before, after: row }] : [];
  });
}

const identifiersFilled = ({ accountId, values }: Fill) =>
  identifiersOf({ email: values.email, phone: values.phone }).map((each) => ({ accountId, ...each }));
