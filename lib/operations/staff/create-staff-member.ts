import "server-only";
import { z } from "zod";
import { newId } from "@/lib/kernel/ids";
import { defineOperation } from "@/lib/kernel/operation";
import { emailField } from "../sign-up/sign-up";
import { archiveStaffMember } from "./archive-staff-member";
import { staffNameField, staffView } from "./staff";

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
  output: staffView,
  renderType: "record",
  summary: ({ name }) => `${name} added, there whenever the company is open; next: assign_staff_to_service`,
  undo: { with: () => archiveStaffMember, arguments: ({ entityId }) => ({ staffId: entityId }) },

  async run({ db, caller, note }, fields) {
    const { organisationId, companyId } = caller.workspace;
    const row = await db.staffMember.create({ data: { organisationId, companyId, id: newId("mem"), ...fields } });
    note({ entityId: row.id, after: staffView.parse(row) });
    return row;
  },
});
