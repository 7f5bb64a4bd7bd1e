import { archiveStaffMember } from "./archive-staff-member";
import { assignStaffToService } from "./assign-staff-to-service";
import { createStaffMember } from "./create-staff-member";
import { getStaffCalendarLink } from "./get-staff-calendar-link";
import { listBookableStaff } from "./list-bookable-staff";
import { readStaffCalendar } from "./read-staff-calendar";
import { reportAbsence } from "./report-absence";
import { rotateStaffCalendarLink } from "./rotate-staff-calendar-link";
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
  getStaffCalendarLink,
  rotateStaffCalendarLink,
  readStaffCalendar,
];
