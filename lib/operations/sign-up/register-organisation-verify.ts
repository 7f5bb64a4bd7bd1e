import "server-only";
import { z } from "zod";
import { type CodeRequest, evaluateGuess, matchesIdempotencyKey, recordUse, spendCode } from "@/lib/auth/codes";
import { announceKey } from "@/lib/auth/key-mail";
import { issueKey, reissueKey } from "@/lib/auth/keys";
import { withinGuessBudget } from "@/lib/auth/limits";
import { ALL_SCOPES } from "@/lib/auth/scopes";
import { env } from "@/lib/env";
import type { SystemContext } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { createOrganisation, ownsWorkspace, personOf } from "./found";
import { keyNextSteps } from "./instructions";
import { codeField, requestIdField } from "./sign-up";

const loginUrl = () => `${env().appUrl}/sign-in`;

export const registerOrganisationVerify = defineSystemOperation({
  name: "register_organisation_verify",
  title: "Register a business: verify the code",
  description:
    "Finishes the sign-up: checks the 6-digit code that the user read in the mail, creates the workspace and returns an API key, shown only this once. Needs no key. Pass the idempotencyKey of the request, so that a lost answer can be asked for again. Follow nextSteps afterwards.",
  area: "organisation",
  effect: "create",
  access: "public",
  input: z.strictObject({
    requestId: requestIdField,
    code: codeField,
    idempotencyKey: z
      .string()
      .min(8)
      .max(128)
      .optional()
      .meta({
        description: "idempotencyKey from register_organisation_request.",
        examples: ["k3v1Zr0b1c2d3e4f5g6h7i"],
      }),
  }),
  output: z.object({
    organisationId: z.string(),
    companyId: z.string(),
    userId: z.string(),
    apiKey: z.string().meta({ secret: true }),
    loginUrl: z.string(),
    nextSteps: z.string(),
  }),
  renderType: "record",
  summary: () => "The workspace is ready; the key is shown only this once",
  undo: { none: "The owner can delete the organisation in the portal's danger zone." },

  admit: (_context, { requestId, code }) => withinGuessBudget(() => evaluateGuess("sign_up", requestId, code)),

  async run(context, { requestId, idempotencyKey }, request: CodeRequest) {
    if (request.usedAt !== null) return answerAgain(context, request, idempotencyKey);
    const { system, caller, note } = context;
    const userId = await personOf(system, request.email);
    if (!(await spendCode(system, requestId)))
      throw new OperationError("code_used", { details: { loginUrl: loginUrl() } });
    if (await ownsWorkspace(system, userId)) {
      throw new OperationError("existing_account", { details: { loginUrl: loginUrl() } });
    }
    const { organisationId, companyId } = await createOrganisation(system, userId, request.payload);
    const { id: keyId, apiKey } = await issueKey(system, {
      organisationId,
      companyId,
      userId,
      name: "First key, made at sign-up",
      scopes: ALL_SCOPES,
      parent: null,
      lifeSeconds: null,
      createdByActor: "sign-up",
    });
    await recordUse(system, requestId, { organisationId, apiKeyId: keyId, idempotencyKey });
    await announceKey(system, { organisationId, keyId, ip: caller.ip, client: caller.client, createdBy: "sign-up" });
    note({ organisationId, entityId: organisationId, after: { organisationId, companyId, userId, keyId } });
    return {
      organisationId,
      companyId,
      userId,
      apiKey,
      loginUrl: loginUrl(),
      nextSteps: keyNextSteps(`${env().appUrl}/mcp`),
    };
  },
});

/** A repeat with the same idempotencyKey replaces the key while nobody has used it; otherwise the code counts as used. */
async function answerAgain({ system, note }: SystemContext, request: CodeRequest, idempotencyKey: string | undefined) {
  const { organisationId, apiKeyId } = request;
  const used = new OperationError("code_used", { details: { loginUrl: loginUrl() } });
  if (!organisationId || !apiKeyId || !matchesIdempotencyKey(request, idempotencyKey)) throw used;
  const apiKey = await reissueKey(system, organisationId, apiKeyId);
  const key = await system.apiKey.findUnique({
    where: { organisationId_id: { organisationId, id: apiKeyId } },
    select: { companyId: true, userId: true },
  });
  if (!apiKey || !key) throw used;
  note({ organisationId, entityId: organisationId });
  return { organisationId, ...key, apiKey, loginUrl: loginUrl(), nextSteps: keyNextSteps(`${env().appUrl}/mcp`) };
}
