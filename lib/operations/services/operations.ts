import { archiveService } from "./archive-service";
import { createService } from "./create-service";
import { createServiceAddOn } from "./create-service-add-on";
import { createServiceCategory } from "./create-service-category";
import { deleteServiceAddOn } from "./delete-service-add-on";
import { deleteServiceCategory } from "./delete-service-category";
import { getServiceDetail } from "./get-service-detail";
import { listServiceCategories } from "./list-service-categories";
import { listServices } from "./list-services";
import { updateService } from "./update-service";
import { updateServiceAddOn } from "./update-service-add-on";

export const serviceOperations = [
  listServices,
  getServiceDetail,
  createService,
  updateService,
  archiveService,
  listServiceCategories,
  createServiceCategory,
  deleteServiceCategory,
  createServiceAddOn,
  updateServiceAddOn,
  deleteServiceAddOn,
];
