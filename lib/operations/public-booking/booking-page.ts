import { z } from "zod";
import { lineOfText } from "@/lib/kernel/fields";

export const GUEST_RULES = ["all", "where_allowed"] as const;
export type GuestRule = (typeof GUEST_RULES)[number];

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Addresses below /book/ that are not a business. */
const RESERVED = new Set(["embed", "new", "admin", "api", "favcrm"]);
const ORIGIN = /^(https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{2,5})?|http:\/\/(localhost|127\.0\.0\.1)(:\d{2,5})?)$/;

export const slugField = z
  .string()
  .trim()
  .toLowerCase()
  .min(3, "must have at least 3 characters")
  .max(60, "must have at most 60 characters")
  .regex(SLUG, "must be small letters, digits and single hyphens")
  .refine((slug) => !RESERVED.has(slug), "is a word this server keeps for itself")
  .meta({ description: "Last part of the page's address, /book/<slug>.", examples: ["stretch-and-breathe"] });

export const bookingPageFields = {
  slug: slugField,
  isOn: z.boolean().meta({ description: "Whether visitors can book on the page.", examples: [true] }),
  welcome: z
    .string()
    .trim()
    .max(1_000)
    .nullable()
    .meta({ description: "What visitors read first; null clears.", examples: ["Come ten minutes early."] }),
  address: lineOfText(1, 300)
    .nullable()
    .meta({ description: "Where customers find the business; null clears.", examples: ["12 Hollywood Road, Central"] }),
  guests: z.enum(GUEST_RULES).meta({
    description: "all: every public service; where_allowed: only services with requireLogin false.",
    examples: ["all"],
  }),
  frameAncestors: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(200)
        .regex(ORIGIN, "must be an origin such as https://www.example.com, without a path")
        .meta({ description: "Origin of a website.", examples: ["https://www.example.com"] }),
    )
    .max(20)
    .meta({
      description: "Websites that may show the page in a frame, replacing the list; empty: none.",
      examples: [["https://www.example.com"]],
    }),
};

export const bookingPageView = z.object({
  slug: z.string(),
  isOn: z.boolean(),
  welcome: z.string().nullable(),
  address: z.string().nullable(),
  guests: z.enum(GUEST_RULES),
  frameAncestors: z.array(z.string()),
  url: z.string(),
  /** HTML to put into a website that frameAncestors names. */
  embedSnippet: z.string(),
  /** Services a visitor can book there now. */
  publishedServices: z.int(),
  /** 0: nothing was chosen yet; the slug is a suggestion. */
  version: z.int(),
});

/** `Stretch + Breathe` → `stretch-breathe`; what is left of other scripts may be too short, then `fallback` follows. */
export function slugOf(name: string, fallback: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return plain.length >= 3 && !RESERVED.has(plain) ? plain : [plain, fallback].filter(Boolean).join("-");
}

/** What a website carries to show the page: a frame, and the script that gives it its height. */
export function snippetOf(appUrl: string, slug: string): string {
  return [
    `<iframe src="${appUrl}/book/${slug}" title="Book" data-favcrm-book style="width:100%;min-height:640px;border:0"></iframe>`,
    `<script async src="${appUrl}/book/embed.js"></script>`,
  ].join("\n");
}
