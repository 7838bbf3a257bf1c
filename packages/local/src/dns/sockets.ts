import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import {
  type DecodedPacket,
  decode,
  encode,
  type Packet,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

const HOST = '127.0.0.1';
/** Without EDNS, what a datagram carries at most, in bytes (RFC 1035). */
const PLAIN_DATAGRAM = 512;
const LENGTH_BYTES = 2;
const IDLE_MS = 10_000;
/** How often another port is tried when any will do and TCP has not the one that UDP was given. */
const TRIES = 20;

/** The answer to a query; undefined for silence. */
export type Answerer = (query: DecodedPacket) => Packet | undefined;

export interface DnsSockets {
  port: number;
  close(): Promise<void>;
}

/** Listens for DNS on one port, by datagrams and by streams. 0: any that is free for both. */
export async function listenForDns(port: number, answer: Answerer): Promise<DnsSockets> {
  for (let tried = 1; ; tried += 1) {
    const udp = createSocket('udp4');
    const tcp = createServer((socket) => serveStream(socket, answer));
    try {
      udp.bind(port, HOST);
      await once(udp, 'listening');
      const chosen = udp.address().port;
      tcp.listen(chosen, HOST);
      await once(tcp, 'listening');
      udp.on('message', (message, { port, address }) =>
        serveDatagram(udp, message, { port, address }, answer),
      );
      return { port: chosen, close: () => close(udp, tcp) };
    } catch (error) {
      udp.close();
      if (port !== 0 || tried === TRIES) throw error;
    }
  }
}

async function close(udp: UdpSocket, tcp: Server): Promise<void> {
  udp.close();
  tcp.close();
  await once(tcp, 'close');
}

function serveDatagram(
  udp: UdpSocket,
  message: Buffer,
  from: { port: number; address: string },
  answer: Answerer,
): void {
  const query = parse(message);
  const reply = query && answer(query);
  if (!reply) return;
  const opt = query.additionals?.find((each) => each.type === 'OPT');
  const limit = Math.max(PLAIN_DATAGRAM, opt?.udpPayloadSize ?? 0);
  const whole = encode(reply);
  const short = { ...reply, flags: (reply.flags ?? 0) | TRUNCATED_RESPONSE, answers: [] };
  udp.send(whole.length <= limit ? whole : encode(short), from.port, from.address);
}

/** Each message has its length before it; several may come over one connection. */
function serveStream(socket: Socket, answer: Answerer): void {
  let rest = Buffer.alloc(0);
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  // A peer that hangs up is its own trouble.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= LENGTH_BYTES && rest.length >= LENGTH_BYTES + rest.readUInt16BE()) {
      const end = LENGTH_BYTES + rest.readUInt16BE();
      const query = parse(rest.subarray(LENGTH_BYTES, end));
      rest = rest.subarray(end);
      if (!query) socket.destroy();
      const reply = query && answer(query);
      if (reply) socket.write(streamEncode(reply));
    }
  });
}

/** A query, or undefined for what is none. */
function parse(message: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(message);
    return packet.type === 'query' ? packet : undefined;
  } catch {
    return undefined;
  }
}
