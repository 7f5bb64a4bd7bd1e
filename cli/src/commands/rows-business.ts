import { type Input, one, type ToolCommand } from "./tool-command.ts";

const limit: Input = { as: "--limit <n>", to: "limit", about: "how many at most (1–100)", kind: "integer" };
const bookingId: Input = { as: "<id>", to: "bookingId", about: "booking id" };
const invoiceId: Input = { as: "<id>", to: "invoiceId", about: "invoice id" };
const INVOICE_WORDS: Record<string, string> = { SENT: "OPEN", VOID: "VOIDED" };

function invoiceStatus(value: string): string {
  const upper = value.toUpperCase();
  return INVOICE_WORDS[upper] ?? upper;
}

/** The daily work: customers, bookings, invoices. */
export const BUSINESS_ROWS: readonly ToolCommand[] = [
  {
    path: "dashboard",
    about: "headline numbers of the company",
    tool: "get_dashboard_stats",
    effect: "read",
    examples: ["favcrm dashboard"],
  },
  {
    path: "members create",
    about: "add a customer",
    tool: "create_account",
    effect: "write",
    inputs: [
      { as: "<name>", to: "name", about: "full name" },
      { as: "--email <address>", to: "email", about: "e-mail address" },
      { as: "--phone <number>", to: "phone", about: "phone, with + and country code" },
      { as: "--first-name <name>", to: "firstName", about: "first name of the contact" },
      { as: "--last-name <name>", to: "lastName", about: "last name of the contact" },
      { as: "--enroll-membership", to: "enrollMembership", about: "make a member at once", kind: "flag" },
      { as: "--tier-id <id>", to: "tierId", about: "membership tier" },
      { as: "--notes <text>", to: "notes", about: "free text" },
    ],
    examples: [
      'favcrm members create "Chan Tai Man" --phone +85291234567',
      'favcrm members create "Ada Ho" --email ada@example.com --enroll-membership',
    ],
  },
  {
    path: "members search",
    about: "find customers by name, mail or phone",
    tool: "search_members",
    effect: "read",
    inputs: [
      { as: "[query]", to: "search", about: "part of a name, mail or phone" },
      { as: "--inactive-days <n>", to: "inactiveDays", about: "no activity for this many days", kind: "integer" },
      { as: "--tier-id <id>", to: "tierId", about: "membership tier" },
      limit,
    ],
    examples: ["favcrm members search chan --limit 5", "favcrm members search --inactive-days 90"],
  },
  one(
    "members get",
    "one customer's profile",
    "get_member_profile",
    "read",
    { as: "<id>", to: "accountId", about: "account id" },
    "acc_…",
  ),
  {
    path: "bookings list",
    about: "bookings, filtered",
    tool: "list_bookings",
    effect: "read",
    inputs: [
      { as: "--from <date>", to: "from", about: "first day, e.g. 2026-12-01" },
      { as: "--to <date>", to: "to", about: "last day" },
      { as: "--status <word>", to: "status", about: "pending, confirmed, cancelled, completed or no_show" },
      limit,
    ],
    examples: [
      "favcrm bookings list --from 2026-12-01 --to 2026-12-07",
      "favcrm --json bookings list --status confirmed",
    ],
  },
  one("bookings get", "one booking", "get_booking_detail", "read", bookingId, "bkg_…"),
  one("bookings cancel", "cancel a booking", "cancel_booking", "destructive", bookingId, "bkg_…"),
  one("bookings complete", "mark a booking as completed", "complete_booking", "write", bookingId, "bkg_…"),
  one("bookings confirm", "confirm a pending booking", "confirm_booking", "write", bookingId, "bkg_…"),
  {
    path: "bookings stats",
    about: "booking counts",
    tool: "get_booking_stats",
    effect: "read",
    examples: ["favcrm bookings stats"],
  },
  {
    path: "invoices list",
    about: "invoices, filtered",
    tool: "list_invoices",
    effect: "read",
    inputs: [
      {
        as: "--status <word>",
        to: "status",
        about: "draft, sent (open), partial, paid, overdue or void",
        spelling: invoiceStatus,
      },
      limit,
    ],
    examples: ["favcrm invoices list --status overdue"],
  },
  one("invoices get", "one invoice", "get_invoice", "read", invoiceId, "inv_…"),
  one("invoices send", "mark an invoice as sent", "mark_invoice_sent", "write", invoiceId, "inv_…"),
  one("invoices void", "void an invoice", "void_invoice", "destructive", invoiceId, "inv_…"),
  {
    path: "invoices stats",
    about: "invoice totals",
    tool: "get_invoice_stats",
    effect: "read",
    examples: ["favcrm invoices stats"],
  },
];
