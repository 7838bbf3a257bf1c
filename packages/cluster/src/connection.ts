import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  ApiException,
  createConfiguration,
  HttpMethod,
  KubeConfig,
  KubernetesObjectApi,
  type Middleware,
  type RequestContext,
  ServerConfiguration,
  VersionApi,
} from '@kubernetes/client-node';
import { patientHttp } from './patient-http.js';
import type { ConnectionSettings, KubeConfigSource } from './settings.js';

const REQUEST_TIMEOUT_MS = 15_000;
/** Shorter than the API server keeps an idle connection (90 s), so that none is reused as it is being closed. */
const IDLE_CONNECTION_MS = 30_000;

export interface Connection {
  kubeConfig: KubeConfig;
  objects: KubernetesObjectApi;
  version: VersionApi;
  /**
   * The body of a GET as it came. Turning it into instances of the client's classes costs more than all the rest of
   * listing ten thousand objects, in time and in memory.
   */
  getJson: (path: string, query?: Record<string, string>, accept?: string) => Promise<unknown>;
  /** Makes an object of a kind that the client does not know, such as an issuer's. */
  postJson: (path: string, body: object) => Promise<unknown>;
  /**
   * Does one thing after another: a page of a large list is many times the size of what is kept of it, and memory that a
   * dozen pages at once have needed is not given back.
   */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Reads the kubeconfig and prepares the client; nothing is sent yet. Throws when the file or the context is missing. */
export function connect(settings: ConnectionSettings): Connection {
  const kubeConfig = loadKubeConfig(settings.kubeConfig);
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster) throw new Error('the kubeconfig names no current cluster');
  const pooling = poolingAgents();
  const httpApi = patientHttp(settings.requestTimeoutMs ?? REQUEST_TIMEOUT_MS, settings.onRequest);
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(cluster.server, {}),
    authMethods: { default: kubeConfig },
    httpApi,
    promiseMiddleware: [pooling],
  });
  const send = async (request: RequestContext): Promise<unknown> => {
    await kubeConfig.applySecurityAuthentication(request);
    const response = await httpApi.send(await pooling.pre(request)).toPromise();
    const body = await response.body.text();
    if (response.httpStatusCode >= 300) {
      throw new ApiException(
        response.httpStatusCode,
        `${request.getHttpMethod()} failed`,
        body,
        response.headers,
      );
    }
    return JSON.parse(body);
  };
  const getJson: Connection['getJson'] = (path, query = {}, accept = 'application/json') => {
    const request = configuration.baseServer.makeRequestContext(path, HttpMethod.GET);
    for (const [name, value] of Object.entries(query)) request.setQueryParam(name, value);
    request.setHeaderParam('Accept', accept);
    return send(request);
  };
  const postJson: Connection['postJson'] = (path, body) => {
    const request = configuration.baseServer.makeRequestContext(path, HttpMethod.POST);
    request.setHeaderParam('Accept', 'application/json');
    request.setHeaderParam('Content-Type', 'application/json');
    request.setBody(JSON.stringify(body));
    return send(request);
  };
  return {
    kubeConfig,
    objects: new KubernetesObjectApi(configuration),
    version: new VersionApi(configuration),
    getJson,
    postJson,
    inTurn: turns(),
  };
}

function turns(): Connection['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  };
}

function loadKubeConfig(source: KubeConfigSource): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (source.kind === 'in-cluster') kubeConfig.loadFromCluster();
  else if (source.kind === 'text') kubeConfig.loadFromString(source.yaml);
  else {
    if (source.path) kubeConfig.loadFromFile(source.path);
    else kubeConfig.loadFromDefault();
    if (source.context) {
      if (!kubeConfig.getContextObject(source.context)) {
        throw new Error(`the kubeconfig has no context "${source.context}"`);
      }
      kubeConfig.setCurrentContext(source.context);
    }
  }
  return kubeConfig;
}

/**
 * Connections that are kept: the client makes a new agent, and with it a new TLS handshake, for every call, which at two
 * hundred instances at once is most of a core.
 */
function poolingAgents(): Middleware {
  const pooled = agentPool();
  return {
    pre: async (request) => {
      const agent = request.getAgent();
      if (agent) request.setAgent(pooled(agent));
      return request;
    },
    post: async (response) => response,
  };
}

/** One keeping agent per set of credentials; when those rotate, the old agent ends with its last request. */
function agentPool() {
  let current: { key: string; agent: HttpAgent | HttpsAgent } | null = null;
  return <A>(agent: A): A | HttpAgent | HttpsAgent => {
    // Proxy agents are subclasses with settings of their own: they stay as they are.
    const kind = [HttpsAgent, HttpAgent].find(
      (candidate) => Object.getPrototypeOf(agent) === candidate.prototype,
    );
    if (!kind) return agent;
    const { options } = agent as HttpsAgent;
    const { ca, cert, key, passphrase, servername, rejectUnauthorized } = options;
    const identity = [ca, cert, key, passphrase, servername, rejectUnauthorized].map(String).join('\n');
    if (current?.key !== identity) {
      current = {
        key: identity,
        agent: new kind({ ...options, keepAlive: true, timeout: IDLE_CONNECTION_MS }),
      };
    }
    return current.agent;
  };
}
