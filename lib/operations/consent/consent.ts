import { z } from "zod";
import { instant, lineOfText } from "@/lib/kernel/fields";

export const CONSENT_CHANNELS = ["email", "sms", "whatsapp", "phone", "post", "push"] as const;
export const CONSENT_PURPOSES = ["marketing", "service", "research", "profiling"] as const;
export const CONSENT_STATUSES = ["granted", "withdrawn"] as const;
export const CONSENT_SOURCES = [
  "web_form",
  "paper_form",
  "in_person",
  "phone_call",
  "message",
  "import",
  "preference_page",
  "other",
] as const;

export const consentFields = {
  channel: z.enum(CONSENT_CHANNELS).meta({ description: "How the customer may be reached.", examples: ["email"] }),
  purpose: z.enum(CONSENT_PURPOSES).meta({ description: "What for.", examples: ["marketing"] }),
  status: z.enum(CONSENT_STATUSES).meta({ description: "What the customer said.", examples: ["granted"] }),
  source: z.enum(CONSENT_SOURCES).meta({ description: "Where the customer said it.", examples: ["paper_form"] }),
  proof: lineOfText(1, 1_000).meta({
    description: "What proves it: a form number, a link, the customer's words.",
    examples: ["Form 2026-114, signed 11 May"],
  }),
};

export const consentView = z.object({
  id: z.string(),
  channel: z.string(),
  purpose: z.string(),
  status: z.string(),
  source: z.string(),
  proof: z.string().nullable(),
  recordedBy: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  isCurrent: z.boolean(),
});

export interface ConsentRow {
  id: string;
  channel: string;
  purpose: string;
  status: string;
  source: string;
  proof: string | null;
  actorLabel: string;
  occurredAt: Date;
  recordedAt: Date;
  isCurrent: boolean;
}

export function toConsentView({
  actorLabel,
  occurredAt,
  recordedAt,
  ...row
}: ConsentRow): z.output<typeof consentView> {
  return { ...row, recordedBy: actorLabel, occurredAt: occurredAt.toISOString(), recordedAt: recordedAt.toISOString() };
}
