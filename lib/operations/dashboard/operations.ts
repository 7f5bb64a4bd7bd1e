import { getDashboardStats } from "./get-dashboard-stats";

export const dashboardOperations = [getDashboardStats];
