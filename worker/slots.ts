/** How many activities a worker runs at a time. */
import { LINES_WATCHED } from '../activities/vendors/activation.ts';

/** For mails, the record and everything else: as many as a worker of Temporal has in all by default. */
const OTHER_ACTIVITIES = 100;

/**
 * So many that those which wait for vendors can never take up all of them, however slow these are and however many orders
 * there are. Why no task queue of their own does that: decision 11.
 * @param linesAtVendors lines that may be in a vendor's hands at a time, or wait for it; see `activities/vendors/limits.ts`
 */
export function activitySlots(linesAtVendors: number): number {
  return OTHER_ACTIVITIES + LINES_WATCHED + linesAtVendors;
}
