import { router } from '../../../trpc/procedures.js';
import { deploymentsProcedure } from './deployments.js';
import { ingressesProcedure } from './ingresses.js';
import { namespacesProcedure } from './namespaces.js';
import { nodesProcedure } from './nodes.js';
import { podsProcedure } from './pods.js';
import { servicesProcedure } from './services.js';

export const adminClusterRouter = router({
  nodes: nodesProcedure,
  namespaces: namespacesProcedure,
  pods: podsProcedure,
  deployments: deploymentsProcedure,
  services: servicesProcedure,
  ingresses: ingressesProcedure,
});
