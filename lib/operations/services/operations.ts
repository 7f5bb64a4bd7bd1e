import { archiveService } from "./archive-service";
import { createService } from "./create-service";
import { createServiceCategory } from "./create-service-category";
import { deleteServiceCategory } from "./delete-service-category";
import { getServiceDetail } from "./get-service-detail";
import { listServiceCategories } from "./list-service-categories";
import { listServices } from "./list-services";
import { updateService } from "./update-service";

export const serviceOperations = [
  listServices,
  getServiceDetail,
  createService,
  updateService,
  archiveService,
  listServiceCategories,
  createServiceCategory,
  deleteServiceCategory,
];
