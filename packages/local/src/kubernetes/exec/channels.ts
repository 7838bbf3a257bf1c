import { PassThrough, type Readable } from 'node:stream';
import type { WebSocket } from 'ws';

/**
 * The channels of a remote command, the number being the first byte of each message:
 * https://github.com/kubernetes/kubernetes/blob/v1.31.0/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go
 */
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

/** v5 is v4 with the `close` channel, by which a client ends stdin and still hears the outcome. */
export const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const;

/** A remote command's streams over one WebSocket. */
export class Channels {
  readonly #socket: WebSocket;
  /** Ends when the client closes it (v5) or goes (v4, or a broken connection): a program cannot tell which. */
  readonly stdin: Readable;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    const stdin = new PassThrough();
    this.stdin = stdin;
    socket.on('message', (data: Buffer) => {
      if (data[0] === CHANNEL.close && data[1] === CHANNEL.stdin) stdin.end();
      if (data[0] !== CHANNEL.stdin || stdin.writableEnded || stdin.write(data.subarray(1))) return;
      socket.pause();
      stdin.once('drain', () => socket.resume());
    });
    socket.on('close', () => stdin.end());
    // `close` follows; what broke the connection changes nothing.
    socket.on('error', () => {});
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Resolves when the client can take more; at once when it is gone. */
  async send(channel: number, data: Buffer | string = ''): Promise<void> {
    const message = Buffer.concat([Buffer.of(channel), Buffer.from(data)]);
    await new Promise<void>((resolve) => this.#socket.send(message, () => resolve()));
  }

  async finish(status: object): Promise<void> {
    await this.send(CHANNEL.status, JSON.stringify(status));
    this.#socket.close(1000);
    this.stdin.resume();
  }
}
