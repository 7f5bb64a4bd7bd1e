import { listServices } from "./list-services";

export const serviceOperations = [listServices];
