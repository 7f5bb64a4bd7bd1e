import "server-only";
import type { AnyOperation } from "@/lib/kernel/operation";
import { accountOperations } from "./accounts/operations";
import { activityOperations } from "./activity/operations";
import { bookingSettingsOperations } from "./booking-settings/operations";
import { bookingOperations } from "./bookings/operations";
import { companyOperations } from "./companies/operations";
import { consentOperations } from "./consent/operations";
import { contactOperations } from "./contacts/operations";
import { customFieldOperations } from "./custom-fields/operations";
import { dangerOperations } from "./danger/operations";
import { dashboardOperations } from "./dashboard/operations";
import { dealOperations } from "./deals/operations";
import { importOperations } from "./imports/operations";
import { keyOperations } from "./keys/operations";
import { leakOperations } from "./leaks/operations";
import { noteOperations } from "./notes/operations";
import { openingHoursOperations } from "./opening-hours/operations";
import { organisationOperations } from "./organisation/operations";
import { pairingOperations } from "./pairing/operations";
import { passkeyOperations } from "./passkeys/operations";
import { personalDataOperations } from "./personal-data/operations";
import { planOperations } from "./plans/operations";
import { profileOperations } from "./profile/operations";
import { publicBookingOperations } from "./public-booking/operations";
import { resourceOperations } from "./resources/operations";
import { scheduleOperations } from "./schedules/operations";
import { segmentOperations } from "./segments/operations";
import { serviceOperations } from "./services/operations";
import { sessionOperations } from "./sessions/operations";
import { signInOperations } from "./sign-in/operations";
import { signUpOperations } from "./sign-up/operations";
import { staffOperations } from "./staff/operations";
import { tagOperations } from "./tags/operations";
import { taskOperations } from "./tasks/operations";
import { teamOperations } from "./team/operations";
import { undoOperations } from "./undo/operations";
import { viewOperations } from "./views/operations";
import { whatsappOperations } from "./whatsapp/operations";
import { workspaceOperations } from "./workspace/operations";

/** Everything the system can do, in the order in which a newcomer meets it. */
export const operations: readonly AnyOperation[] = [
  ...signUpOperations,
  ...workspaceOperations,
  ...organisationOperations,
  ...companyOperations,
  ...keyOperations,
  ...teamOperations,
  ...activityOperations,
  ...planOperations,
  ...whatsappOperations,
  ...accountOperations,
  ...contactOperations,
  ...noteOperations,
  ...tagOperations,
  ...taskOperations,
  ...customFieldOperations,
  ...dealOperations,
  ...segmentOperations,
  ...consentOperations,
  ...viewOperations,
  ...importOperations,
  ...personalDataOperations,
  ...dashboardOperations,
  ...undoOperations,
  ...serviceOperations,
  ...staffOperations,
  ...resourceOperations,
  ...openingHoursOperations,
  ...scheduleOperations,
  ...bookingOperations,
  ...bookingSettingsOperations,
  ...publicBookingOperations,
  ...signInOperations,
  ...sessionOperations,
  ...passkeyOperations,
  ...profileOperations,
  ...pairingOperations,
  ...leakOperations,
  ...dangerOperations,
];
