import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { emailField } from "../sign-up/sign-up";
import { archiveStaffMember } from "./archive-staff-member";
import { staffNameField, staffView } from "./staff";

const MISSING = ["services", "assignment", "openingHours"] as const;
type Missing = (typeof MISSING)[number];

const WORDS: Record<Missing, string> = {
  services: "there is no service yet (create_service)",
  assignment: "they give no service yet (assign_staff_to_service)",
  openingHours: "no opening hours are set, so that every hour counts as open (set_opening_hours)",
};

/** A new person gives no service yet; the rest is as the company has it. */
async function missingIn(db: DatabaseClient, companyId: string): Promise<Missing[]> {
  const [service, hours] = await Promise.all([
    db.service.findFirst({ where: { status: "active", deletedAt: null }, select: { id: true } }),
    db.availabilityWindow.findFirst({ where: { subjectId: companyId }, select: { id: true } }),
  ]);
  return [...(service ? [] : (["services"] as const)), "assignment", ...(hours ? [] : (["openingHours"] as const))];
}

export const createStaffMember = defineOperation({
  name: "create_staff_member",
  title: "Create staff member",
  description:
    "Adds a bookable person who needs no login, such as a guest teacher. Then say which services they give with assign_staff_to_service: appointments are booked with whoever is assigned, and whoever is assigned to a class can step in for its teacher (report_absence); its teacher is named in create_service_schedule. They work whenever the company is open, unless set_opening_hours with staffId gives them a week of their own. To let them sign in, use create_team_member_invite with the same e-mail address.",
  area: "bookings",
  effect: "create",
  scopes: ["bookings:write"],
  input: z.strictObject({
    name: staffNameField,
    email: emailField.optional().meta({
      format: "email",
      description: "Mailbox of the person; an invitation to it links the login later.",
      examples: ["anna@example.com"],
    }),
    phone: z
      .string()
      .trim()
      .max(40)
      .optional()
      .meta({ description: "Phone number of the person.", examples: ["+852 5123 4567"] }),
  }),
  output: staffView.extend({
    /** What is still to be done before they are booked as they should be. */
    missing: z.array(z.enum(MISSING)),
  }),
  renderType: "record",
  summary: ({ name, missing }) =>
    [
      `${name} added${missing.includes("openingHours") ? "" : ", there whenever the company is open"}`,
      ...missing.map((each) => WORDS[each]),
    ].join("; "),
  undo: { with: () => archiveStaffMember, arguments: ({ entityId }) => ({ staffId: entityId }) },

  async run({ db, caller, note }, fields) {
    const { organisationId, companyId } = caller.workspace;
    const row = await db.staffMember.create({ data: { organisationId, companyId, id: newId("mem"), ...fields } });
    note({ entityId: row.id, after: staffView.parse(row) });
    return { ...row, missing: await missingIn(db, companyId) };
  },
});
