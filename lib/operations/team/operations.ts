import { acceptTeamInviteRequest } from "./accept-team-invite-request";
import { acceptTeamInviteVerify } from "./accept-team-invite-verify";
import { createTeamMemberInvite } from "./create-team-member-invite";
import { listStaff } from "./list-staff";

export const teamOperations = [listStaff, createTeamMemberInvite, acceptTeamInviteRequest, acceptTeamInviteVerify];
