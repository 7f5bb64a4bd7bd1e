import "server-only";
import type { TenantContext } from "@/lib/kernel/context";

export interface NamedStaff {
  staffId: string;
  name: string;
}

/** People by their ids, in their usual order. */
export async function staffNames({ db }: TenantContext, ids: readonly string[]): Promise<NamedStaff[]> {
  if (ids.length === 0) return [];
  const rows = await db.staffMember.findMany({
    where: { id: { in: [...ids] } },
    orderBy: [{ sortOrder: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
  return rows.map(({ id, name }) => ({ staffId: id, name }));
}
