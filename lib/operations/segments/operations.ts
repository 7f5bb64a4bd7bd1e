import { createSegment } from "./create-segment";
import { deleteSegment } from "./delete-segment";
import { getSegment } from "./get-segment";
import { getSegmentMembers } from "./get-segment-members";
import { listSegments } from "./list-segments";
import { previewSegmentCount } from "./preview-segment-count";
import { restoreSegment } from "./restore-segment";
import { setSegmentMembers } from "./set-segment-members";
import { updateSegment } from "./update-segment";

export const segmentOperations = [
  listSegments,
  getSegment,
  getSegmentMembers,
  previewSegmentCount,
  createSegment,
  updateSegment,
  deleteSegment,
  restoreSegment,
  setSegmentMembers,
];
