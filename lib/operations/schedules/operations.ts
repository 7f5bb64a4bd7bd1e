import { cancelClassDate } from "./cancel-class-date";
import { cancelServiceSchedule } from "./cancel-service-schedule";
import { createServiceSchedule } from "./create-service-schedule";
import { listServiceSchedules } from "./list-service-schedules";
import { updateServiceSchedule } from "./update-service-schedule";

export const scheduleOperations = [
  listServiceSchedules,
  createServiceSchedule,
  updateServiceSchedule,
  cancelServiceSchedule,
  cancelClassDate,
];
