import { createResource } from "./create-resource";
import { linkResourceToService } from "./link-resource-to-service";
import { listResources } from "./list-resources";
import { setResourceAvailability } from "./set-resource-availability";
import { unlinkResourceFromService } from "./unlink-resource-from-service";
import { updateResource } from "./update-resource";

export const resourceOperations = [
  listResources,
  createResource,
  updateResource,
  linkResourceToService,
  unlinkResourceFromService,
  setResourceAvailability,
];
