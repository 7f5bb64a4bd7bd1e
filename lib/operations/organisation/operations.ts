import { getOrganisation } from "./get-organisation";
import { getOrganisationLogo } from "./get-organisation-logo";
import { removeOrganisationLogo } from "./remove-organisation-logo";
import { setOrganisationLogo } from "./set-organisation-logo";
import { updateOrganisation } from "./update-organisation";

export const organisationOperations = [
  getOrganisation,
  updateOrganisation,
  getOrganisationLogo,
  setOrganisationLogo,
  removeOrganisationLogo,
];
