import { cancelServiceSchedule } from "./cancel-service-schedule";
import { createServiceSchedule } from "./create-service-schedule";
import { listServiceSchedules } from "./list-service-schedules";

export const scheduleOperations = [listServiceSchedules, createServiceSchedule, cancelServiceSchedule];
