import type { RouterOutputs } from '../../app/router-outputs.js';

export type FleetItem = RouterOutputs['admin']['fleet']['list']['items'][number];
export type FleetVersion = FleetItem['versions'][number];
