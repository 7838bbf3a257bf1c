import { router } from '../../../trpc/procedures.js';
import { routesProcedure } from './routes.js';
import { setRouteProcedure } from './set-route.js';

export const adminGatewaysRouter = router({
  routes: routesProcedure,
  setRoute: setRouteProcedure,
});
