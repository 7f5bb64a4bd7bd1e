import "server-only";
import { z } from "zod";
import { OperationError } from "@/lib/kernel/errors";
import { defineOperation } from "@/lib/kernel/operation";
import { findStaff } from "./find-staff";
import { staffIdField, staffView } from "./staff";

export const archiveStaffMember = defineOperation({
  name: "archive_staff_member",
  title: "Archive staff member",
  description:
    "Makes a person unbookable. Refused while they have coming bookings: move or cancel those first (list_bookings with staffId). Past bookings keep the name.",
  area: "bookings",
  effect: "delete",
  scopes: ["bookings:write"],
  input: z.strictObject({ staffId: staffIdField }),
  output: staffView,
  renderType: "record",
  summary: ({ name }) => `${name} can no longer be booked`,
  undo: { none: "Add the person again with create_staff_member." },

  async run(context, { staffId }) {
    const { db, caller, note } = context;
    const staff = await findStaff(context, staffId);
    const { organisationId, companyId } = caller.workspace;
    const coming = await db.booking.count({
      where: { staffId: staff.id, status: { in: ["pending", "confirmed"] }, startsAt: { gt: new Date() } },
    });
    if (coming > 0) {
      throw new OperationError("precondition_failed", {
        reason: "staffBooked",
        message: `${staff.name} has ${coming} coming bookings.`,
        hint: "Move or cancel them first: list_bookings with this staffId shows them.",
        details: { comingBookings: coming },
      });
    }
    const row = await db.staffMember.update({
      where: { organisationId_companyId_id: { organisationId, companyId, id: staff.id } },
      data: { archivedAt: new Date(), version: { increment: 1 } },
    });
    note({ entityId: staff.id, before: staffView.parse(staff) });
    return row;
  },
});
