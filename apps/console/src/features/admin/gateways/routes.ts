import type { RouterOutputs } from '../../../app/router-outputs.js';

export type Routes = RouterOutputs['admin']['gateways']['routes'];
