import { createAccount } from "./create-account";
import { deleteAccount } from "./delete-account";
import { findDuplicateAccounts } from "./find-duplicate-accounts";
import { getMemberProfile } from "./get-member-profile";
import { mergeAccounts } from "./merge-accounts";
import { restoreAccount } from "./restore-account";
import { searchCrm } from "./search-crm";
import { searchMembers } from "./search-members";
import { unmergeAccounts } from "./unmerge-accounts";
import { updateAccount } from "./update-account";

export const accountOperations = [
  searchMembers,
  searchCrm,
  getMemberProfile,
  createAccount,
  updateAccount,
  deleteAccount,
  restoreAccount,
  findDuplicateAccounts,
  mergeAccounts,
  unmergeAccounts,
];
