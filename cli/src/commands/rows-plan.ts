import { usageError } from "../errors.ts";
import { isObject, text } from "../json.ts";
import type { Input, ToolCommand } from "./tool-command.ts";

const returnUrl: Input = { as: "--return-url <url>", to: "returnUrl", about: "where the browser goes afterwards" };
const confirm: Input = { as: "--confirm", to: "confirm", about: "really make the link", kind: "flag" };

/** What the workspace may do and is connected to. */
export const PLAN_ROWS: readonly ToolCommand[] = [
  {
    path: "plan status",
    about: "plan, payment state and quotas",
    tool: "get_plan_status",
    effect: "read",
    examples: ["favcrm plan status"],
  },
  {
    path: "plan check",
    about: "would this be allowed by the plan?",
    tool: "check_plan_operation",
    effect: "read",
    inputs: [
      { as: "--tool <name>", to: "toolName", about: "tool to check" },
      { as: "--quota <code>", to: "quotaCode", about: "quota to check" },
      { as: "--module <code>", to: "moduleCode", about: "module to check" },
      { as: "--delta <n>", to: "delta", about: "how many more", kind: "integer", fallback: 1 },
    ],
    examples: ["favcrm plan check --tool create_account", "favcrm plan check --quota contacts --delta 50"],
  },
  {
    path: "plan options",
    about: "plans to choose from",
    tool: "list_plan_options",
    effect: "read",
    examples: ["favcrm plan options"],
  },
  {
    path: "plan upgrade",
    about: "link to change the plan",
    tool: "create_plan_upgrade_link",
    effect: "write",
    inputs: [
      { as: "--plan-code <code>", to: "planCode", about: "the plan wanted" },
      { as: "--plan-id <id>", to: "planId", about: "the plan wanted, by id" },
      { as: "--billing-cycle <word>", to: "billingCycle", about: "monthly or yearly", fallback: "monthly" },
      returnUrl,
      confirm,
    ],
    examples: ["favcrm plan upgrade --plan-code starter --confirm"],
    prepare(args) {
      if (args.planCode || args.planId) return args;
      throw usageError("Say which plan: --plan-code or --plan-id.", "`favcrm plan options` lists them.");
    },
  },
  {
    path: "plan portal",
    about: "link to the billing portal of the present plan",
    tool: "create_plan_upgrade_link",
    effect: "write",
    inputs: [returnUrl, confirm],
    examples: ["favcrm plan portal --confirm"],
    async prepare(args, context) {
      const { data } = await (await context.client()).call("get_plan_status", {}, { effect: "read" });
      const plan = text(isObject(data) ? data.plan : undefined, "code");
      return plan ? { ...args, planCode: plan } : args;
    },
  },
  {
    path: "whatsapp status",
    about: "is WhatsApp connected?",
    tool: "get_whatsapp_connection_status",
    effect: "read",
    examples: ["favcrm whatsapp status"],
  },
  {
    path: "whatsapp connect",
    about: "link to connect a WhatsApp number",
    tool: "create_whatsapp_connect_link",
    effect: "write",
    inputs: [
      {
        as: "--mode <mode>",
        to: "onboardingMode",
        about: "cloud-api or coexistence",
        choices: ["cloud-api", "cloud_api", "coexistence"],
        spelling: (value) => value.replaceAll("-", "_"),
      },
      { as: "--ttl-minutes <n>", to: "ttlMinutes", about: "life of the link", kind: "integer" },
    ],
    examples: ["favcrm whatsapp connect --mode coexistence --ttl-minutes 60"],
  },
];
