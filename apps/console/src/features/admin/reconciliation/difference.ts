import type { RouterOutputs } from '../../../app/router-outputs.js';

export type Difference = RouterOutputs['admin']['reconciliation']['differences']['items'][number];
