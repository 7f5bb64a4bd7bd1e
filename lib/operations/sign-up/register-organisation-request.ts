import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { createCode, openCode } from "@/lib/auth/codes";
import { limitAddress, limitMailbox } from "@/lib/auth/limits";
import { maskMailbox } from "@/lib/auth/mailbox";
import { env } from "@/lib/env";
import { emailAvailable, senderOf, subjectOf } from "@/lib/integrations/email";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { defaultsOf } from "../workspace/country";
import { requestInstructions } from "./instructions";
import {
  countryField,
  emailField,
  industryField,
  languageField,
  organisationNameField,
  requestIdField,
  timezoneField,
} from "./sign-up";

const TEMPLATE = "sign_up_code";

export const registerOrganisationRequest = defineSystemOperation({
  name: "register_organisation_request",
  title: "Register a business: mail a code",
  description:
    "Starts the sign-up of a business with FavCRM. Needs no key. Mails a 6-digit code to the owner's mailbox and returns a requestId. Ask the user for the code, then call register_organisation_verify. Nothing is created before that. Give the requestId of an earlier answer to have the same code mailed again.",
  area: "organisation",
  effect: "send",
  access: "public",
  input: z.strictObject({
    email: emailField,
    organisationName: organisationNameField,
    industry: industryField.optional(),
    country: countryField.optional(),
    timezone: timezoneField.optional(),
    language: languageField.optional(),
    requestId: requestIdField.optional().meta({
      description: "Only to have the code of an earlier request mailed again.",
      examples: ["signup_req_0OaZ3kP9x1yB7cD2eF4gH6jK"],
    }),
  }),
  output: z.object({
    requestId: z.string(),
    maskedEmail: z.string(),
    expiresAt: instant,
    idempotencyKey: z.string().optional(),
    instructions: z.string(),
  }),
  renderType: "record",
  summary: ({ maskedEmail }) => `A 6-digit code is on its way to ${maskedEmail}`,
  undo: { none: "A mail cannot be called back; the code expires by itself." },

  async admit({ caller, system }, input) {
    if (!(await emailAvailable())) throw new OperationError("email_unavailable");
    await limitAddress("sign_up", caller.ip);
    await limitMailbox("sign_up", input.email);
    if (input.requestId === undefined) return undefined;
    const earlier = await openCode(system, "sign_up", input.requestId);
    if (earlier?.email === input.email) return earlier;
    throw new OperationError("code_expired", {
      message: "There is no open request with this requestId for this mailbox.",
      hint: "Call register_organisation_request again without requestId.",
    });
  },

  async run({ caller, system, queueMail }, input, earlier) {
    const { language: countryLanguage, timezone } = defaultsOf(input.country ?? null);
    const language = input.language ?? countryLanguage;
    const idempotencyKey = randomBytes(16).toString("base64url");
    const request =
      earlier ??
      (await createCode(system, {
        purpose: "sign_up",
        email: input.email,
        payload: {
          organisationName: input.organisationName,
          industry: input.industry ?? null,
          country: input.country ?? null,
          timezone: input.timezone ?? null,
          language,
        },
        locale: language,
        ip: caller.ip,
        userAgent: caller.client,
        idempotencyKey,
      }));
    await queueMail({
      template: TEMPLATE,
      to: input.email,
      locale: earlier?.locale ?? language,
      verificationId: request.id,
      // A code that is mailed again may end earlier; the worker then drops the mail with it.
      lifeSeconds: env().codeTtlSeconds,
      data: {
        organisationName: earlier?.payload.organisationName ?? input.organisationName,
        ip: caller.ip,
        client: caller.client,
        timezone: input.timezone ?? timezone,
      },
    });
    const maskedEmail = maskMailbox(input.email);
    return {
      requestId: request.id,
      maskedEmail,
      expiresAt: request.expiresAt.toISOString(),
      // A repeated mail keeps the key of the first answer; only its hash is stored, so it cannot be told again.
      ...(earlier ? {} : { idempotencyKey }),
      instructions: requestInstructions({
        requestId: request.id,
        idempotencyKey: earlier ? "<the one of the first answer>" : idempotencyKey,
        maskedEmail,
        sender: senderOf(),
        subject: subjectOf(TEMPLATE, earlier?.locale ?? language),
        minutes: Math.max(1, Math.round(env().codeTtlSeconds / 60)),
      }),
    };
  },
});
