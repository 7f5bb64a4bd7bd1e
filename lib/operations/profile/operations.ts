import { getMyProfile } from "./get-my-profile";
import { updateMyProfile } from "./update-my-profile";

export const profileOperations = [getMyProfile, updateMyProfile];
