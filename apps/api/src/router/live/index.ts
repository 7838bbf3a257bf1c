import { router } from '../../trpc/procedures.js';
import { onChangeProcedure } from './on-change.js';

export const liveRouter = router({
  onChange: onChangeProcedure,
});
