import type { Readable, Writable } from 'node:stream';
import { ApiException, type V1Status } from '@kubernetes/client-node';
import { cleanText, cleanTextEnd } from '@minispod/contracts/clean-text';
import { ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { CommandFailed } from '@minispod/domain/ports/cluster-data';
import { WebSocket } from 'ws';
import { connectionTo, KEEP_ALIVE_MS } from './api-stream.js';
import type { Connection } from './connection.js';
import { translate } from './errors.js';
import { inLines, untilMarker } from './exec-legacy-stdin.js';

/** First byte of each message. https://github.com/kubernetes/kubernetes/blob/v1.31.0/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, close: 255 };
/** `v5` is `v4` with a message that closes stdin alone. */
const V5 = 'v5.channel.k8s.io';
const V4 = 'v4.channel.k8s.io';
/** From this minor version on the API server itself speaks v5, whatever its nodes do. */
const V5_SINCE = 30;
const HANDSHAKE_MS = 15_000;
/** Servers read messages whole. */
const MESSAGE_BYTES = 32 * 1024;
const SAID_LENGTH = 2_000;

export interface Command {
  namespace: string;
  pod: string;
  container: string;
  argv: readonly string[];
}
export interface CommandStreams {
  /** Ended for the command when this ends; when this fails, the command is cut off and the failure thrown. */
  stdin?: Readable;
  /** Not ended here. Destroying it cuts the command off. */
  stdout: Writable;
  signal: AbortSignal;
}

/**
 * Runs a command in a container and resolves when it has succeeded and all of its output was handed on. Throws
 * CommandFailed with the end of what it wrote to stderr, ClusterUnreachable when the connection broke before its outcome
 * was known, ClusterRejected when it may not be run, and the signal's reason when that aborts: the container's runtime
 * then closes the command's streams, which ends all but those that neither read nor write.
 *
 * client-node's own `Exec` cannot carry gigabytes: it neither pauses the connection when stdout is full nor stdin when
 * the connection is, closes the connection at the end of stdin where the server speaks v4 (so the outcome is lost), and
 * never says that a connection broke.
 */
export async function runCommand(
  connection: Connection,
  command: Command,
  { stdin, stdout, signal }: CommandStreams,
): Promise<void> {
  signal.throwIfAborted();
  const legacy = stdin !== undefined && (await minorVersion(connection)) < V5_SINCE;
  const argv = legacy ? untilMarker(command.argv) : command.argv;
  const socket = await open(connection, { ...command, argv }, stdin !== undefined, legacy ? [V4] : [V5, V4]);
  const cutOff = new AbortController();
  const stop = (reason: unknown) => cutOff.abort(reason);
  const aborted = () => stop(signal.reason);
  const failed = (error: Error) => stop(error);
  const closed = () => stop(stdout.errored ?? new Error('the output was closed'));
  signal.addEventListener('abort', aborted);
  stdout.on('error', failed).on('close', closed);
  if (signal.aborted) aborted();
  if (stdout.destroyed) closed();
  try {
    const outcome = receive(socket, stdout, cutOff.signal);
    const sent = stdin && send(socket, legacy ? inLines(stdin) : stdin, legacy);
    sent?.catch(stop);
    const { status, said } = await outcome;
    if (cutOff.signal.aborted) throw cutOff.signal.reason;
    judge(status, said, command);
    // A program may stop before the end of its input, whose last bytes may be what proves the others genuine.
    await sent;
  } finally {
    signal.removeEventListener('abort', aborted);
    stdout.off('error', failed).off('close', closed);
    stdin?.destroy();
    socket.terminate();
  }
}

interface Outcome {
  status: V1Status | null;
  said: string;
}

async function minorVersion({ version }: Connection): Promise<number> {
  try {
    return Number.parseInt((await version.getCode()).minor, 10);
  } catch (error) {
    throw translate(error, 'asking for the version');
  }
}

async function open(
  { kubeConfig }: Connection,
  { namespace, pod, container, argv }: Command,
  hasStdin: boolean,
  protocols: string[],
): Promise<WebSocket> {
  const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true' });
  if (hasStdin) query.set('stdin', 'true');
  for (const argument of argv) query.append('command', argument);
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec`;
  const { url, options } = await connectionTo(kubeConfig, path, query);
  url.protocol = url.protocol.replace('http', 'ws');
  const socket = new WebSocket(url, protocols, {
    ...options,
    handshakeTimeout: HANDSHAKE_MS,
    perMessageDeflate: false,
  });
  socket.once('upgrade', (response) => response.socket.setKeepAlive(true, KEEP_ALIVE_MS));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => {
      // The outcome of a short command may come with the handshake: nobody listens yet.
      socket.pause();
      resolve();
    });
    socket.once('error', reject);
    socket.once('unexpected-response', async (request, response) => {
      let body = '';
      for await (const part of response) body += part;
      reject(new ApiException(response.statusCode ?? 0, 'exec failed', body, {}));
      request.destroy();
    });
  }).catch((error: unknown) => {
    throw translate(error, `running a command in ${pod}`);
  });
  return socket;
}

/** `status` is null when the connection ended, or was cut off, before the command did. Never rejects. */
function receive(socket: WebSocket, stdout: Writable, cutOff: AbortSignal): Promise<Outcome> {
  let said = '';
  return new Promise((resolve) => {
    const end = (status: V1Status | null) => resolve({ status, said });
    cutOff.addEventListener('abort', () => end(null));
    // `close` follows, and says no less.
    socket.on('error', (error) => {
      said ||= error.message;
    });
    socket.on('close', () => end(null));
    socket.on('message', (message: Buffer) => {
      const data = message.subarray(1);
      if (message[0] === CHANNEL.stderr) said = (said + data.toString()).slice(-SAID_LENGTH);
      // The last message: everything of the command's came before it.
      else if (message[0] === CHANNEL.status) end(statusOf(data));
      else if (message[0] === CHANNEL.stdout && data.length > 0 && !stdout.destroyed) {
        if (stdout.write(data) || socket.isPaused) return;
        socket.pause();
        stdout.once('drain', () => socket.resume());
      }
    });
    socket.resume();
  });
}

/** Null where the answer makes no sense: the outcome is not known then. */
function statusOf(data: Buffer): V1Status | null {
  try {
    return JSON.parse(data.toString()) as V1Status | null;
  } catch {
    return null;
  }
}

/** Everything of stdin, at the pace at which the connection takes it. Throws what stdin throws. */
async function send(socket: WebSocket, stdin: AsyncIterable<Buffer>, legacy: boolean): Promise<void> {
  // Resolves also for a connection that is gone: what that means is for the one who hears of its end.
  const message = (channel: number, data: Buffer) =>
    new Promise<void>((resolve) => socket.send(Buffer.concat([Buffer.of(channel), data]), () => resolve()));
  for await (const chunk of stdin) {
    for (let at = 0; at < chunk.length; at += MESSAGE_BYTES) {
      if (socket.readyState === WebSocket.OPEN)
        await message(CHANNEL.stdin, chunk.subarray(at, at + MESSAGE_BYTES));
    }
  }
  if (!legacy) await message(CHANNEL.close, Buffer.of(CHANNEL.stdin));
}

/** What the runtime says when there is no such program, which no retry mends. */
const NO_PROGRAM = /executable file not found|no such file or directory|not executable|permission denied/;

function judge(status: V1Status | null, output: string, { argv, pod }: Command): void {
  if (status?.status === 'Success') return;
  const said = cleanTextEnd(output, SAID_LENGTH).trim();
  const doing = `${argv[0]} in ${pod}`;
  if (!status) throw new ClusterUnreachable(`${doing}: the connection ended before it did: ${said}`);
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  const message = said || cleanText(status.message ?? 'failed without a reason', SAID_LENGTH);
  if (cause !== undefined) throw new CommandFailed(Number(cause), message);
  if (NO_PROGRAM.test(status.message ?? '')) throw new CommandFailed(127, message);
  throw new ClusterUnreachable(`${doing}: ${message}`);
}
