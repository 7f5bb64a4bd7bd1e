import { getWorkspaceOverview } from "./get-workspace-overview";
import { listMyCompanies } from "./list-my-companies";
import { switchCompany } from "./switch-company";

export const workspaceOperations = [getWorkspaceOverview, listMyCompanies, switchCompany];
