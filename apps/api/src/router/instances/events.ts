import { EventsInput, EventsView } from '@minispod/contracts/instance';
import { listEvents } from '@minispod/domain/event/list-events';
import { userProcedure } from '../../trpc/procedures.js';

export const eventsProcedure = userProcedure
  .meta({
    openapi: {
      method: 'GET',
      path: '/user/services/instances/{id}/events',
      tags: ['Instances'],
      summary: 'What happened to an instance, newest first',
    },
  })
  .input(EventsInput)
  .output(EventsView)
  .query(({ ctx, input }) => listEvents(ctx.dataSource.manager, ctx.clusterReader, ctx.user.userId, input));
