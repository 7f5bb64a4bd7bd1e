import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { type JsonObject, text } from "../json.ts";
import { withSpinner } from "../progress.ts";
import { askChoice, askText, canAsk } from "../prompts.ts";
import { idempotencyKeyOf, rememberSignup } from "../signups.ts";
import { deliver } from "./deliver.ts";
import { doctor } from "./doctor.ts";
import { INDUSTRIES } from "./rows-account.ts";

const CODE_TRIES = 5;
/** What the typed code can be wrong about without the request being over. */
const ASK_AGAIN = new Set(["code_incorrect", "invalid_input"]);

/** The whole sign-up as a conversation: fields, request, code, key saved, check. */
export async function signup(context: Context): Promise<void> {
  if (!canAsk()) {
    const hint = "In scripts: favcrm signup request --email … --organisation-name …, then favcrm signup verify.";
    throw new CliError({
      code: "no_terminal",
      message: "signup asks questions and needs a terminal.",
      hint,
      exitCode: 2,
    });
  }
  const client = await context.client();
  const args = await askFields();
  const send = () => client.call("register_organisation_request", args, { effect: "write", withKey: false });
  const request = await withSpinner("Asking for a code …", send);
  await rememberSignup(request.data);
  context.out.note(
    text(request.data, "instructions")
      ? `A code is on its way to ${text(request.data, "maskedEmail")}.`
      : "A code is on its way.",
  );
  await verify(context, text(request.data, "requestId") ?? "");
  context.reload();
  await doctor(context);
}

async function askFields(): Promise<JsonObject> {
  const email = await askText({
    message: "Your e-mail address",
    placeholder: "you@example.com",
    validate: (value) => (/^\S+@\S+\.\S+$/.test(value) ? undefined : "An address like you@example.com"),
  });
  const organisationName = await askText({
    message: "Name of the business",
    validate: (value) => (value.trim().length >= 2 && value.trim().length <= 80 ? undefined : "2 to 80 characters"),
  });
  const industry = await askChoice(
    "Kind of business",
    INDUSTRIES.map((value) => ({ value, label: value })),
  );
  const country = await askText({
    message: "Country (two letters; empty to skip)",
    placeholder: "HK",
    validate: (value) => (/^([A-Za-z]{2})?$/.test(value) ? undefined : "Two letters such as HK, GB, US"),
  });
  return {
    email,
    organisationName: organisationName.trim(),
    industry,
    ...(country ? { country: country.toUpperCase() } : {}),
  };
}

async function verify(context: Context, requestId: string): Promise<void> {
  const client = await context.client();
  const idempotencyKey = await idempotencyKeyOf(requestId);
  for (let attempt = 1; ; attempt++) {
    const typed = await askText({
      message: "The 6 digits from the mail",
      validate: (value) => (/^\s*\d{3}\s?\d{3}\s*$/.test(value) ? undefined : "Six digits"),
    });
    const args = { requestId, code: typed.replace(/\s/g, ""), ...(idempotencyKey ? { idempotencyKey } : {}) };
    try {
      const call = () => client.call("register_organisation_verify", args, { effect: "write", withKey: false });
      return await deliver("register_organisation_verify", await withSpinner("Checking …", call), true, context);
    } catch (error) {
      if (!(error instanceof CliError) || !ASK_AGAIN.has(error.code) || attempt >= CODE_TRIES) throw error;
      context.out.failure(error);
    }
  }
}
