import { exportActivityCsv } from "./export-activity-csv";
import { getActivityEvent } from "./get-activity-event";
import { listActivity } from "./list-activity";

export const activityOperations = [listActivity, getActivityEvent, exportActivityCsv];
