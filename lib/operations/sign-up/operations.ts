import { registerOrganisationRequest } from "./register-organisation-request";
import { registerOrganisationStatus } from "./register-organisation-status";
import { registerOrganisationVerify } from "./register-organisation-verify";

export const signUpOperations = [registerOrganisationRequest, registerOrganisationStatus, registerOrganisationVerify];
