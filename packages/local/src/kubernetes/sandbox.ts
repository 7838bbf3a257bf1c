import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import type { ApiServer } from './api-server.js';
import type { Cluster } from './cluster.js';
import { wakeAll } from './controllers/index.js';
import { type Fault, FaultRequest } from './faults.js';
import { UsageRequest } from './load.js';
import { canonical } from './object.js';
import { reply } from './reply.js';
import { readBody } from './request.js';
import { ALL_RESOURCES } from './resources.js';
import { listNodes, removeNode, setNodes } from './sandbox-nodes.js';
import { listContents, setContent } from './sandbox-volumes.js';
import { changeSettings } from './settings.js';
import { ApiError } from './status.js';
import { createNodes } from './system.js';
import type { WatchHub } from './watch-hub.js';

/** One fault or several; a union of the two would not say which field is wrong. */
const FaultList = z.preprocess((body) => (Array.isArray(body) ? body : [body]), z.array(FaultRequest));
const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

interface Sandbox {
  cluster: Cluster;
  api: ApiServer;
  watches: WatchHub;
}

/**
 * `/sandbox/…`: what a real cluster does not have. GET state; GET, PUT settings; GET, POST (add), PUT (replace) and
 * DELETE faults; GET, POST and DELETE usage; GET, POST and DELETE nodes; GET and PUT what volumes hold. Wrong input
 * is 400 with the fields named.
 */
export async function serveSandbox(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [, , topic = '', id] = url.pathname.split('/');
  try {
    const answer = await control(sandbox, `${request.method} ${topic}`, request, { id, url });
    const unknown = { error: `${request.method} ${url.pathname} is not a control of this sandbox` };
    reply(response, answer ? 200 : 404, answer ?? unknown);
  } catch (error) {
    if (error instanceof ZodError) reply(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof ApiError) reply(response, error.status.code, { error: error.message });
    else throw error;
  }
}

async function control(
  { cluster, api, watches }: Sandbox,
  what: string,
  request: IncomingMessage,
  { id, url }: { id: string | undefined; url: URL },
): Promise<object | undefined> {
  const { faults, settings, store, load } = cluster;
  switch (what) {
    case 'GET state':
      return stateOf(cluster, api, watches);
    case 'GET settings':
      return settings;
    case 'PUT settings':
    case 'POST settings': {
      const { nodes } = settings;
      changeSettings(settings, await readBody(request));
      if (canonical(nodes) !== canonical(settings.nodes)) createNodes(store, settings);
      wakeAll(cluster);
      return settings;
    }
    case 'GET faults':
      return faults.all;
    case 'PUT faults':
    case 'POST faults': {
      const wanted = FaultList.parse(await readBody(request));
      if (request.method === 'PUT') faults.clear();
      const added = wanted.flatMap((fault) => perform(fault, cluster, watches));
      wakeAll(cluster);
      return added;
    }
    case 'DELETE faults':
      faults.clear(id);
      wakeAll(cluster);
      return faults.all;
    case 'GET usage':
      return load.requests;
    case 'PUT usage':
    case 'POST usage':
      load.set(UsageRequest.parse(await readBody(request)));
      return load.requests;
    case 'DELETE usage':
      load.clear();
      return load.requests;
    case 'GET nodes':
      return listNodes(cluster);
    case 'PUT nodes':
    case 'POST nodes':
      return setNodes(cluster, await readBody(request));
    case 'DELETE nodes':
      return removeNode(cluster, id ?? '');
    case 'GET volumes':
      return listContents(cluster, url.searchParams.get('namespace'));
    case 'PUT volumes':
    case 'POST volumes':
      return setContent(cluster, await readBody(request));
    default:
      return undefined;
  }
}

function perform(fault: FaultRequest, { faults, store }: Cluster, watches: WatchHub): Fault[] {
  if (fault.type === 'drop-watches') {
    watches.drop(fault);
    return [];
  }
  if (fault.type === 'expire-watches') {
    store.forgetHistory();
    watches.expire();
    return [];
  }
  return [faults.add(fault)];
}

function stateOf({ store, faults }: Cluster, { requests }: ApiServer, watches: WatchHub): object {
  const objects = Object.fromEntries(
    ALL_RESOURCES.map((resource) => [resource.plural, store.count(resource)]),
  );
  const writes = WRITES.flatMap((verb) => Object.values(requests[verb] ?? {})).reduce(
    (sum, count) => sum + count,
    0,
  );
  return {
    objects,
    requests,
    writes,
    watches: watches.size,
    resourceVersion: String(store.version),
    faults: faults.all,
  };
}
