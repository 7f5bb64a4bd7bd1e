import { createDeal } from "./create-deal";
import { createPipeline } from "./create-pipeline";
import { deleteDeal } from "./delete-deal";
import { getDeal } from "./get-deal";
import { listDeals } from "./list-deals";
import { listPipelines } from "./list-pipelines";
import { restoreDeal } from "./restore-deal";
import { updateDeal } from "./update-deal";
import { updateDealStage } from "./update-deal-stage";
import { updatePipeline } from "./update-pipeline";

export const dealOperations = [
  listDeals,
  getDeal,
  createDeal,
  updateDeal,
  updateDealStage,
  deleteDeal,
  restoreDeal,
  listPipelines,
  createPipeline,
  updatePipeline,
];
