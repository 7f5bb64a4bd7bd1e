import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { missingSteps } from "./set-up";

const missingStep = z.object({ what: z.string(), tool: z.string() });

/** `Mon 11 May 2026, 20:15` in the company's zone: agents plan by weekday. */
function localTime(timezone: string, now: Date): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(now);
}

export const getWorkspaceOverview = defineOperation({
  name: "get_workspace_overview",
  title: "Get workspace overview",
  description:
    "Where am I and what may I do: organisation, company, role, scopes, local time with weekday, currency, and what the set-up still lacks, with the tool that mends it. Call it first, and again whenever the context was lost.",
  area: "organisation",
  effect: "read",
  // Every key may ask: what it is called first for is finding out what the key may do.
  scopes: [],
  input: z.strictObject({}),
  output: z.object({
    organisation: z.object({ id: z.string(), name: z.string(), industry: z.string().nullable(), plan: z.string() }),
    company: z.object({
      id: z.string(),
      name: z.string(),
      country: z.string().nullable(),
      timezone: z.string(),
      currency: z.string(),
      language: z.string(),
    }),
    role: z.string(),
    scopes: z.array(z.string()),
    localTime: z.string(),
    setUp: z.object({ isComplete: z.boolean(), missing: z.array(missingStep) }),
  }),
  renderType: "record",
  summary: ({ organisation, company, localTime: time }) =>
    `${organisation.name}, company ${company.name}, ${time} there`,

  async run(context) {
    const { db, caller } = context;
    const { workspace } = caller;
    const [organisation, missing] = await Promise.all([
      db.organisation.findUniqueOrThrow({ where: { id: workspace.organisationId }, select: { industry: true } }),
      missingSteps(context),
    ]);
    return {
      organisation: {
        id: workspace.organisationId,
        name: workspace.organisationName,
        industry: organisation.industry,
        plan: workspace.plan,
      },
      company: {
        id: workspace.companyId,
        name: workspace.companyName,
        country: workspace.country,
        timezone: workspace.timezone,
        currency: workspace.currency,
        language: workspace.language,
      },
      role: caller.role,
      scopes: [...caller.scopes],
      localTime: localTime(workspace.timezone, new Date()),
      setUp: { isComplete: missing.length === 0, missing },
    };
  },
});
