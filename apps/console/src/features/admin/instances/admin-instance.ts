import type { RouterOutputs } from '../../../app/router-outputs.js';

/** Somebody's service, as operators see it. */
export type AdminInstance = RouterOutputs['admin']['instances']['list']['items'][number];
