import { acceptTeamInviteRequest } from "./accept-team-invite-request";
import { acceptTeamInviteVerify } from "./accept-team-invite-verify";
import { changeMemberRole } from "./change-member-role";
import { createTeamMemberInvite } from "./create-team-member-invite";
import { listStaff } from "./list-staff";
import { listTeamInvites } from "./list-team-invites";
import { removeMember } from "./remove-member";
import { resendTeamInvite } from "./resend-team-invite";
import { revokeTeamInvite } from "./revoke-team-invite";

export const teamOperations = [
  listStaff,
  createTeamMemberInvite,
  acceptTeamInviteRequest,
  acceptTeamInviteVerify,
  listTeamInvites,
  resendTeamInvite,
  revokeTeamInvite,
  changeMemberRole,
  removeMember,
];
