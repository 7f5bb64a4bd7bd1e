// npm run demo: plays a whole sign-up against the running server, as an agent and its user would, and checks every answer.
import { type Conversation, converse } from "./demo/conversation";
import { ageCode } from "./demo/database";
import { DemoError, demand, print, step } from "./demo/step";

const BUSINESS = { organisationName: "Stretch + Breathe", industry: "fitness", country: "HK" };

interface Asked {
  requestId: string;
  expiresAt: string;
  idempotencyKey: string;
}

interface Verified {
  organisationId: string;
  companyId: string;
  apiKey: string;
}

interface Overview {
  company: { name: string; currency: string; timezone: string };
  role: string;
  localTime: string;
}

interface Created {
  key: { parentId: string };
  apiKey: string;
}

type Listed = { items: unknown[] };

interface Keys {
  owner: string;
  ownerId: string;
  reader: string;
}

const mask = (key: string) => `${key.slice(0, 12)}…${key.slice(-4)}`;
const otherThan = (code: string) => (code === "000000" ? "000001" : "000000");
const mailbox = () => `demo-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}@example.com`;

/** Asks for a code for a mailbox that nobody used before. */
async function request(talk: Conversation): Promise<{ email: string; requestId: string; idempotencyKey: string }> {
  const email = mailbox();
  const data = await talk.call<Asked>("register_organisation_request", { email, ...BUSINESS });
  demand(/^signup_req_/.test(data.requestId), `requestId is ${data.requestId}`);
  demand(new Date(data.expiresAt).getTime() > Date.now(), "expiresAt lies in the past");
  return { email, requestId: data.requestId, idempotencyKey: data.idempotencyKey };
}

async function signUp(talk: Conversation): Promise<string> {
  const asked = await step("An agent asks to register Stretch + Breathe, a yoga studio in Hong Kong", async () => {
    const asked = await request(talk);
    return [asked, `the code goes to ${asked.email}`];
  });
  const code = await step("The user reads the six digits in the mail", async () => {
    const code = await talk.codeOf(asked.email);
    return [code, `found in the local outbox: ${code.slice(0, 2)}••••`];
  });
  return step("The agent verifies the code and receives the workspace's first key", async () => {
    const { requestId, idempotencyKey } = asked;
    const data = await talk.call<Verified>("register_organisation_verify", { requestId, code, idempotencyKey });
    demand(/^fav_mcp_[0-9A-Za-z]{36}$/.test(data.apiKey), "the key does not look like one");
    demand(/^org_/.test(data.organisationId) && /^co_/.test(data.companyId), "organisation or company is missing");
    return [data.apiKey, `${data.organisationId}, key ${mask(data.apiKey)}`];
  });
}

/** What `favcrm doctor` looks at, then the first useful call. */
async function firstCalls(talk: Conversation, key: string): Promise<void> {
  await step("With the key: which tools are there?", async () => {
    const tools = await talk.tools(key);
    demand(tools.includes("list_services"), "list_services is not among the tools");
    return [undefined, `${tools.length} tools`];
  });
  await step("Where am I?", async () => {
    const { company, role, localTime } = await talk.call<Overview>("get_workspace_overview", {}, key);
    demand(company.name === BUSINESS.organisationName && role === "owner", `${role} of ${company.name}`);
    demand(company.currency === "HKD" && company.timezone === "Asia/Hong_Kong", "country defaults were not applied");
    return [undefined, `${role} of ${company.name}, ${localTime} there`];
  });
  await step("Which companies, which plan, is WhatsApp connected?", async () => {
    const { items } = await talk.call<Listed>("list_my_companies", {}, key);
    const { plan } = await talk.call<{ plan: { code: string } }>("get_plan_status", {}, key);
    const { connected } = await talk.call<{ connected: boolean }>("get_whatsapp_connection_status", {}, key);
    demand(items.length === 1 && typeof plan.code === "string" && connected === false, "an answer is off");
    return [undefined, `${items.length} company, plan ${plan.code}, WhatsApp not connected`];
  });
  await step("Which services can be booked?", async () => {
    const { items } = await talk.call<Listed>("list_services", {}, key);
    demand(Array.isArray(items) && items.length === 0, "a new workspace must have none");
    return [undefined, "none yet, and that is a success"];
  });
}

async function refusedCodes(talk: Conversation): Promise<void> {
  const { email, requestId } = await request(talk);
  const code = await talk.codeOf(email);
  await step("Somebody types a wrong code", async () => {
    const error = await talk.refused("register_organisation_verify", { requestId, code: otherThan(code) });
    demand(error.code === "code_incorrect" && error.details?.attemptsLeft === 4, `got ${error.code}`);
    return [undefined, `${error.code}: ${error.details?.attemptsLeft} attempts left`];
  });
  await step("Somebody types the right code too late", async () => {
    await ageCode(requestId);
    const error = await talk.refused("register_organisation_verify", { requestId, code });
    demand(error.code === "code_expired", `got ${error.code}`);
    return [undefined, `${error.code}: ${error.hint}`];
  });
}

async function plantKey(talk: Conversation, owner: string): Promise<Keys> {
  return step("The agent makes a narrower key for a colleague", async () => {
    const made = await talk.call<Created>("create_api_key", { name: "Front desk", scopes: ["bookings:read"] }, owner);
    await talk.call("list_services", {}, made.apiKey);
    const error = await talk.refused("list_staff", {}, made.apiKey);
    demand(error.code === "scope_missing", `list_staff with that key: ${error.code}`);
    return [
      { owner, ownerId: made.key.parentId, reader: made.apiKey },
      `key ${mask(made.apiKey)} reads services, and ${error.code} for staff`,
    ];
  });
}

async function revokeKeys(talk: Conversation, { owner, ownerId, reader }: Keys): Promise<void> {
  await step("The owner's key is revoked, and what it planted goes with it", async () => {
    const { revokedKeyIds } = await talk.call<{ revokedKeyIds: string[] }>(
      "revoke_api_key",
      { keyId: ownerId, reason: "End of the demo" },
      owner,
    );
    demand(revokedKeyIds.length === 2, `${revokedKeyIds.length} keys were revoked`);
    const statuses = [await talk.statusWith(owner), await talk.statusWith(reader)];
    demand(
      statuses.every((status) => status === 401),
      `the revoked keys were answered with ${statuses.join(", ")}`,
    );
    return [undefined, "both keys are answered with 401 at once"];
  });
}

async function main(): Promise<void> {
  const talk = converse();
  print(`\n  FavCRM demo against ${talk.url}\n`);
  const owner = await signUp(talk);
  await firstCalls(talk, owner);
  await refusedCodes(talk);
  await revokeKeys(talk, await plantKey(talk, owner));
  print("\n  Everything answered as it should.\n");
}

main().catch((error: unknown) => {
  console.error(error instanceof DemoError ? `\n  ${error.message}\n` : error);
  process.exitCode = 1;
});
