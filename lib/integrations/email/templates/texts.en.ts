/** English texts of every mail; texts.zh-hant.ts has the same entries. */
export const english = {
  // A subject is fixed: nothing that somebody else typed may stand in it.
  subjects: {
    sign_up_code: "Your FavCRM code",
    sign_in_code: "Your FavCRM sign-in code",
    invite_code: "Your FavCRM invitation code",
    confirm_code: "Your FavCRM confirmation code",
    team_invite: "You are invited to a FavCRM workspace",
    new_key: "A new key to your FavCRM workspace",
    key_new_network: "Your FavCRM key was used from a new network",
    key_leaked: "Your FavCRM key was found in a public place",
    organisation_deleted: "Your FavCRM workspace was deleted",
  },
  headings: {
    sign_up_code: "Your code to set up a workspace",
    sign_in_code: "Your code to sign in",
    invite_code: "Your code to join a workspace",
    confirm_code: "Confirm that it is you",
    team_invite: "You are invited",
    new_key: "A new key was created",
    key_new_network: "A key was used from a new network",
    key_leaked: "A key was found in a public place",
    organisation_deleted: "Your workspace was deleted",
  },
  intros: {
    sign_up_code:
      "Somebody asked FavCRM to set up a workspace for “{organisation}” with this mail address. If you asked an agent to do that, give it this code:",
    sign_in_code:
      "Somebody is signing in to FavCRM with this mail address. If it is you, enter this code on the page you have open:",
    invite_code:
      "Somebody is accepting an invitation to the workspace “{organisation}” with this mail address. If you asked an agent to do that, give it this code:",
    confirm_code:
      "Somebody who is signed in with this mail address wants to do something that needs a fresh proof. If it is you, enter this code:",
    team_invite: "{inviter} invites you to work in “{organisation}” on FavCRM.",
    new_key: "A new key opens your workspace “{organisation}”. Whoever holds it can act for you there.",
    key_new_network: "A key to your workspace “{organisation}” was used from a network it was never used from before.",
    key_leaked: "A key to your workspace “{organisation}” was found where others can read it.",
    organisation_deleted: "The workspace “{organisation}” was deleted. Its keys and sessions no longer work.",
  },
  outros: {
    sign_up_code:
      "The code lets the agent act for you in the new workspace. Give it only to the agent you asked, never to somebody who calls or writes to you. If you asked for nothing, ignore this mail: without the code nothing happens.",
    sign_in_code:
      "Give this code to nobody, and to no agent. If you are not signing in, ignore this mail: without the code nothing happens.",
    invite_code:
      "The code lets the agent act for you in that workspace. Give it only to the agent you asked, never to somebody who calls or writes to you. If you asked for nothing, ignore this mail: without the code nothing happens.",
    confirm_code:
      "Give this code to nobody, and to no agent. If you did not ask for it, sign out all sessions in Settings: somebody is in your account.",
    team_invite: "If you do not know this business, ignore this mail.",
    new_key: "If it was not you, revoke the key now. The link opens a page with one button; you need not sign in.",
    key_new_network:
      "If it was you or your agent, there is nothing to do. If not, revoke the key now. The link opens a page with one button; you need not sign in.",
    key_leaked: "Create a new key for what used this one, and look at the activity of your workspace.",
    organisation_deleted:
      "Its data is removed for good after 30 days. Until then, whoever runs this server can bring it back.",
  },
  facts: {
    validUntil: "Valid until",
    validUntilValue: "{time}, once",
    askedFrom: "Asked from",
    askedWith: "Asked with",
    name: "Name",
    key: "Key",
    when: "When",
    from: "From",
    client: "With",
    network: "Network",
    foundAt: "Found at",
    role: "Role",
    by: "By",
  },
  actions: {
    acceptInvite: "See the invitation",
    revokeKey: "This was not me: revoke it",
    openKeys: "See your keys",
  },
  words: {
    someone: "Somebody",
    unnamed: "your workspace",
    keyRevoked: "It was revoked at once: nobody can use it any more.",
    keyNotRevoked: "It still works. Revoke it now.",
    unknown: "unknown",
    footer: "FavCRM sent this mail because of what happened on {host}.",
    roleOwner: "owner",
    roleManager: "manager",
    roleStaff: "staff",
  },
};
