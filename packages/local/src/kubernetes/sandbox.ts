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
    const call = { ...sandbox, body: () => readBody(request), id, query: url.searchParams };
    const answer = await CONTROLS[`${request.method} ${topic}`]?.(call);
    const unknown = { error: `${request.method} ${url.pathname} is not a control of this sandbox` };
    reply(response, answer ? 200 : 404, answer ?? unknown);
  } catch (error) {
    if (error instanceof ZodError) reply(response, 400, { error: z.prettifyError(error) });
    else if (error instanceof ApiError) reply(response, error.status.code, { error: error.message });
    else throw error;
  }
}

interface ControlCall extends Sandbox {
  body: () => Promise<unknown>;
  id: string | undefined;
  query: URLSearchParams;
}

const setSettings = async ({ cluster, body }: ControlCall) => {
  const { settings, store } = cluster;
  const { nodes } = settings;
  changeSettings(settings, await body());
  if (canonical(nodes) !== canonical(settings.nodes)) createNodes(store, settings);
  wakeAll(cluster);
  return settings;
};

const addFaults = async ({ cluster, watches, body }: ControlCall) => {
  const wanted = FaultList.parse(await body());
  const added = wanted.flatMap((fault) => perform(fault, cluster, watches));
  wakeAll(cluster);
  return added;
};

const replaceFaults = async (call: ControlCall) => {
  const wanted = FaultList.parse(await call.body());
  call.cluster.faults.clear();
  return addFaults({ ...call, body: async () => wanted });
};

const setUsage = async ({ cluster: { load }, body }: ControlCall) => {
  load.set(UsageRequest.parse(await body()));
  return load.requests;
};

const changeNodes = async ({ cluster, body }: ControlCall) => setNodes(cluster, await body());
const changeContent = async ({ cluster, body }: ControlCall) => setContent(cluster, await body());

const CONTROLS: Record<string, (call: ControlCall) => object | Promise<object>> = {
  'GET state': ({ cluster, api, watches }) => stateOf(cluster, api, watches),
  'GET settings': ({ cluster }) => cluster.settings,
  'PUT settings': setSettings,
  'POST settings': setSettings,
  'GET faults': ({ cluster }) => cluster.faults.all,
  'PUT faults': replaceFaults,
  'POST faults': addFaults,
  'DELETE faults': ({ cluster, id }) => {
    cluster.faults.clear(id);
    wakeAll(cluster);
    return cluster.faults.all;
  },
  'GET usage': ({ cluster }) => cluster.load.requests,
  'PUT usage': setUsage,
  'POST usage': setUsage,
  'DELETE usage': ({ cluster: { load } }) => {
    load.clear();
    return load.requests;
  },
  'GET nodes': ({ cluster }) => listNodes(cluster),
  'PUT nodes': changeNodes,
  'POST nodes': changeNodes,
  'DELETE nodes': ({ cluster, id }) => removeNode(cluster, id ?? ''),
  'GET volumes': ({ cluster, query }) => listContents(cluster, query.get('namespace')),
  'PUT volumes': changeContent,
  'POST volumes': changeContent,
};

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
