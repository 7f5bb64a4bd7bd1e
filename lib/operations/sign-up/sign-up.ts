import { z } from "zod";
import { normalizeMailbox } from "@/lib/auth/mailbox";
import { lineOfText } from "@/lib/kernel/fields";
import { isCountry, isTimezone } from "../workspace/country";

export const INDUSTRIES = ["beauty", "fitness", "tutoring", "retail", "hospitality", "services", "other"] as const;

/** A mail address; what comes out is its stored form. */
export const emailField = z
  .string()
  .max(254, "must have at most 254 characters")
  .transform((text, check) => {
    const mailbox = normalizeMailbox(text);
    if (mailbox === null) check.addIssue({ code: "custom", message: "must be one e-mail address", input: text });
    return mailbox ?? "";
  })
  .meta({
    format: "email",
    description: "The mailbox of the owner; a 6-digit code is sent there.",
    examples: ["you@example.com"],
  });

export const organisationNameField = lineOfText(2, 80).meta({
  description: "Name of the business, 2 to 80 characters; also the name of its first company.",
  examples: ["Stretch + Breathe"],
});

export const countryField = z
  .string()
  .refine(isCountry, "must be an ISO 3166-1 alpha-2 code in capitals")
  .meta({
    description: "ISO 3166-1 alpha-2 code; sets currency, language, phone region and week start.",
    examples: ["HK"],
  });

export const timezoneField = z
  .string()
  .refine(isTimezone, "must be an IANA time zone")
  .meta({ description: "IANA time zone. Default: the country's, else UTC.", examples: ["Asia/Hong_Kong"] });

/** Languages that mails and pages are written in. */
export const languageField = z.enum(["en", "zh-Hant"]).meta({
  description: "Language of mails, to the owner and to customers without one of their own. Default: the country's.",
  examples: ["en"],
});

/** Six digits as a text, because a number would lose leading zeros. Surrounding space and full-width digits are forgiven. */
export const codeField = z
  .string()
  .max(32)
  .transform((text) => text.normalize("NFKC").replace(/\s/g, ""))
  .refine((code) => /^[0-9]{6}$/.test(code), "must be the 6 digits from the mail, as a text")
  .meta({ secret: true, description: "The 6 digits from the mail, as a text.", examples: ["042917"] });

export const requestIdField = z
  .string()
  .min(1)
  .max(128)
  .meta({
    description: "requestId from register_organisation_request.",
    examples: ["signup_req_0OaZ3kP9x1yB7cD2eF4gH6jK"],
  });

export const industryField = z
  .enum(INDUSTRIES)
  .meta({ description: "Kind of business; a later set-up offers fitting templates.", examples: ["fitness"] });
