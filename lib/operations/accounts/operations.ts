import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { getMemberProfile } from "./get-member-profile";
import { restoreAccount } from "./restore-account";
import { searchCrm } from "./search-crm";
import { searchMembers } from "./search-members";
import { updateAccount } from "./update-account";

export const accountOperations = [
  searchMembers,
  searchCrm,
  getMemberProfile,
  createAccount,
  updateAccount,
  deleteAccount,
  restoreAccount,
];
