import { text } from "../json.ts";
import { idempotencyKeyOf, rememberSignup } from "../signups.ts";
import { type Input, one, type ToolCommand } from "./tool-command.ts";

const token: Input = { as: "--token <token>", to: "token", about: "token of the invite", required: true };
const code: Input = { as: "--code <code>", to: "code", about: "the 6 digits from the mail", required: true };

export const INDUSTRIES = ["beauty", "fitness", "tutoring", "retail", "hospitality", "services", "other"] as const;

/** Getting in: sign-up, companies, team. */
export const ACCOUNT_ROWS: readonly ToolCommand[] = [
  {
    path: "signup request",
    about: "ask for a workspace: a code is mailed to the owner",
    tool: "register_organisation_request",
    effect: "write",
    isPublic: true,
    inputs: [
      { as: "--email <address>", to: "email", about: "the owner's mailbox", required: true },
      {
        as: "--organisation-name <name>",
        to: "organisationName",
        about: "name of the business (2–80 characters)",
        required: true,
      },
      { as: "--industry <word>", to: "industry", about: "kind of business", choices: INDUSTRIES },
      {
        as: "--country <code>",
        to: "country",
        about: "two letters, e.g. HK",
        spelling: (value) => value.toUpperCase(),
      },
      { as: "--timezone <zone>", to: "timezone", about: "e.g. Asia/Hong_Kong; the country's own by default" },
    ],
    examples: ['favcrm signup request --email you@example.com --organisation-name "Stretch + Breathe" --country HK'],
    async after(data, { out }) {
      await rememberSignup(data);
      out.note(
        `Next: favcrm signup verify --request-id ${text(data, "requestId") ?? "<request-id>"} --code <six-digit-code>`,
      );
    },
  },
  {
    path: "signup verify",
    about: "finish a sign-up with the mailed code; saves the key",
    tool: "register_organisation_verify",
    effect: "write",
    isPublic: true,
    makesKey: true,
    inputs: [{ as: "--request-id <id>", to: "requestId", about: "from signup request", required: true }, code],
    examples: [
      "favcrm signup verify --request-id signup_req_… --code 123456",
      "favcrm signup verify --request-id signup_req_… --code 123456 --no-save --show-key",
    ],
    async prepare(args) {
      const idempotencyKey = await idempotencyKeyOf(text(args, "requestId") ?? "");
      return idempotencyKey ? { ...args, idempotencyKey } : args;
    },
  },
  {
    path: "whoami",
    about: "who the key belongs to, and its companies",
    tool: "list_my_companies",
    effect: "read",
    examples: ["favcrm whoami"],
  },
  {
    path: "orgs list",
    about: "companies the key can work for",
    tool: "list_my_companies",
    effect: "read",
    examples: ["favcrm orgs list"],
  },
  one(
    "orgs switch",
    "change the key's company",
    "switch_company",
    "write",
    { as: "<id>", to: "companyId", about: "company id" },
    "co_…",
  ),
  {
    path: "team invite create",
    about: "invite a teammate",
    tool: "create_team_member_invite",
    effect: "write",
    inputs: [
      { as: "--email <address>", to: "email", about: "the teammate's mailbox", required: true },
      { as: "--name <name>", to: "name", about: "name to greet with" },
      {
        as: "--role <role>",
        to: "role",
        about: "what the teammate may do",
        choices: ["manager", "staff"],
        fallback: "staff",
      },
      { as: "--modules <list>", to: "modules", about: "modules, separated by commas", kind: "list" },
      { as: "--permissions <json>", to: "permissions", about: "permissions as a JSON array", kind: "json" },
      { as: "--expires-in-hours <n>", to: "expiresInHours", about: "life of the invite (1–336)", kind: "integer" },
    ],
    examples: ["favcrm team invite create --email teammate@example.com --role manager"],
  },
  {
    path: "team invite accept-request",
    about: "have the code of an invite mailed",
    tool: "accept_team_invite_request",
    effect: "write",
    isPublic: true,
    inputs: [token],
    examples: ["favcrm team invite accept-request --token …"],
  },
  {
    path: "team invite accept-verify",
    about: "join with the mailed code; saves the key",
    tool: "accept_team_invite_verify",
    effect: "write",
    isPublic: true,
    makesKey: true,
    inputs: [token, code, { as: "--name <name>", to: "name", about: "your name" }],
    examples: ["favcrm team invite accept-verify --token … --code 123456"],
  },
];
