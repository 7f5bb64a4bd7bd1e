import { createResource } from "./create-resource";
import { linkResourceToService } from "./link-resource-to-service";
import { listResources } from "./list-resources";
import { setResourceAvailability } from "./set-resource-availability";
import { updateResource } from "./update-resource";

export const resourceOperations = [
  listResources,
  createResource,
  updateResource,
  linkResourceToService,
  setResourceAvailability,
];
