import type { RouterOutputs } from '../../app/router-outputs.js';

/** A service and the versions of it that run or ran. */
export type FleetItem = RouterOutputs['admin']['fleet']['list']['items'][number];
export type FleetVersion = FleetItem['versions'][number];
