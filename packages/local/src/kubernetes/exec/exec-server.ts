import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiServer } from '../api-server.js';
import type { Cluster } from '../cluster.js';
import type { Pod } from '../kinds.js';
import { pickContainer } from '../logs.js';
import { parseApiPath } from '../request.js';
import { RESOURCES } from '../resources.js';
import { ApiError, badRequest, notFound } from '../status.js';
import { CHANNEL, Channels, PROTOCOLS } from './channels.js';
import { type Command, execute, isRunning } from './command.js';

/** `…/pods/{name}/exec` over WebSocket; SPDY, which kubectl spoke before, is not. */
export class ExecServer {
  readonly #cluster: Cluster;
  readonly #api: ApiServer;
  readonly #sockets: WebSocketServer;

  constructor(cluster: Cluster, api: ApiServer) {
    this.#cluster = cluster;
    this.#api = api;
    this.#sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      handleProtocols: (offered) => this.#protocol(offered) ?? false,
    });
  }

  async handle(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): Promise<void> {
    // Whoever leaves during the handshake is no trouble of ours.
    socket.on('error', () => {});
    try {
      const command = await this.#admitted(request, socket, url);
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.#serve(command, webSocket).catch((error: unknown) => {
          this.#cluster.logger.error({ err: error, path: url.pathname }, 'a command in a pod failed');
          webSocket.terminate();
        });
      });
    } catch (error) {
      if (!(error instanceof ApiError)) this.#cluster.logger.error({ err: error }, 'request failed');
      refuse(socket, error instanceof ApiError ? error : internal(String(error)));
    }
  }

  /** Breaks every connection. */
  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  #protocol(offered: Set<string>): string | undefined {
    return this.#cluster.settings.execProtocols.find((each) => offered.has(each));
  }

  /** Throws what the API server refuses before it upgrades the connection. */
  async #admitted(request: IncomingMessage, socket: Duplex, url: URL): Promise<Command> {
    this.#api.authenticate(request);
    const path = parseApiPath(url.pathname);
    if (path?.resource !== RESOURCES.pods || path.subresource !== 'exec')
      throw badRequest('no connection can be upgraded here');
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      throw badRequest('unable to upgrade: only WebSocket is spoken here');
    const verb = request.method === 'POST' ? 'create' : 'get';
    const fault = await this.#api.meetFault(verb, path, socket);

    const pod = this.#cluster.store.get<Pod>(RESOURCES.pods, path.namespace, path.name);
    if (!pod) throw notFound(RESOURCES.pods, path.name);
    const { searchParams: query } = url;
    const container = pickContainer(pod, query.get('container'));
    const argv = query.getAll('command');
    if (argv.length === 0) throw badRequest('you must specify at least one command for the container');
    const wants = (stream: string) => /^(true|1)$/.test(query.get(stream) ?? '');
    const [stdin, stdout, stderr] = [wants('stdin'), wants('stdout'), wants('stderr') && !wants('tty')];
    if (!stdin && !stdout && !stderr)
      throw badRequest('you must specify at least 1 of stdin, stdout, stderr');
    if (!pod.spec.nodeName) throw badRequest(`pod ${path.name} does not have a host assigned`);
    const late = this.#protocol(offered(request)) === PROTOCOLS[0];
    // A node's refusal comes after the upgrade in v5, which the API server itself speaks, and instead of it in v4.
    if (!late && !isRunning(this.#cluster, pod, container)) throw noContainer(container);
    return { pod, container, argv, stdin, stdout, stderr, lost: fault?.lost ?? false };
  }

  async #serve(command: Command, socket: WebSocket): Promise<void> {
    const channels = new Channels(socket);
    if (!isRunning(this.#cluster, command.pod, command.container)) {
      await channels.finish(noContainer(command.container).status);
      return;
    }
    // The real one says by an empty message that the command is about to run.
    const { stdout, stderr } = command;
    await channels.send(stdout ? CHANNEL.stdout : stderr ? CHANNEL.stderr : CHANNEL.status);
    const exitCode = await execute(this.#cluster, command, channels);
    if (command.lost) socket.terminate();
    else await channels.finish(statusOf(command, exitCode));
  }
}

/** https://github.com/kubernetes/kubernetes/blob/v1.31.0/staging/src/k8s.io/kubelet/pkg/cri/streaming/remotecommand/exec.go */
function statusOf({ argv }: Command, exitCode: number): object {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: error executing command [${argv.join(' ')}], exit code ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

function offered({ headers }: IncomingMessage): Set<string> {
  return new Set((headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/));
}

function noContainer(name: string): ApiError {
  return internal(`unable to upgrade connection: container not found ("${name}")`);
}

function internal(why: string): ApiError {
  return new ApiError(500, 'InternalError', `Internal error occurred: ${why}`);
}

function refuse(socket: Duplex, { status }: ApiError): void {
  const body = JSON.stringify(status);
  socket.end(
    `HTTP/1.1 ${status.code} ${status.reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
