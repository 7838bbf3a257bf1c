import { router } from '../../../trpc/procedures.js';
import { drillProcedure } from './drill.js';

export const adminBackupsRouter = router({ drill: drillProcedure });
