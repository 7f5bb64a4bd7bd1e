import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { workspaceView } from "./session";

export const listMyWorkspaces = defineSystemOperation({
  name: "list_my_workspaces",
  title: "List my workspaces",
  description:
    "Lists the organisations the person belongs to, with their companies, for the switcher. An owner also sees a deleted one while it can be restored.",
  area: "organisation",
  effect: "read",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: listOf(workspaceView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "workspace"),

  async run({ system, caller }) {
    const memberships = await system.membership.findMany({
      where: {
        userId: caller.userId ?? "",
        removedAt: null,
        OR: [{ organisation: { deletedAt: null } }, { role: "owner" }],
      },
      orderBy: { createdAt: "asc" },
      include: {
        organisation: {
          include: {
            companies: { where: { archivedAt: null }, orderBy: { id: "asc" }, select: { id: true, name: true } },
          },
        },
      },
    });
    const current = caller.workspace;
    return {
      items: memberships.map(({ organisation, role }) => ({
        organisationId: organisation.id,
        organisationName: organisation.name,
        role,
        isCurrent: organisation.id === current?.organisationId,
        deletedAt: organisation.deletedAt?.toISOString() ?? null,
        companies: organisation.companies.map(({ id, name }) => ({ id, name, isCurrent: id === current?.companyId })),
      })),
    };
  },
});
