import { chooseWorkspace } from "./choose-workspace";
import { listMySessions } from "./list-my-sessions";
import { listMyWorkspaces } from "./list-my-workspaces";
import { revokeSession } from "./revoke-session";
import { signOut } from "./sign-out";
import { signOutEverywhere } from "./sign-out-everywhere";

export const sessionOperations = [
  listMySessions,
  revokeSession,
  signOut,
  signOutEverywhere,
  listMyWorkspaces,
  chooseWorkspace,
];
