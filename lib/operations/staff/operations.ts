import { archiveStaffMember } from "./archive-staff-member";
import { assignStaffToService } from "./assign-staff-to-service";
import { createStaffMember } from "./create-staff-member";
import { listBookableStaff } from "./list-bookable-staff";
import { reportAbsence } from "./report-absence";
import { setStaffAvailability } from "./set-staff-availability";
import { unassignStaffFromService } from "./unassign-staff-from-service";

export const staffOperations = [
  createStaffMember,
  listBookableStaff,
  archiveStaffMember,
  assignStaffToService,
  unassignStaffFromService,
  setStaffAvailability,
  reportAbsence,
];
