import { request } from 'node:http';
import { connect } from 'node:net';

/**
 * Asks once, as the kubelet would. By HTTP any status from 200 to 399 is health; a redirect to the same host is
 * followed. https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
 */
export async function askProbe(probe, { port, host, run }) {
  const { httpPath, exec, timeoutSeconds } = probe;
  try {
    const asked = exec ? run(exec) : httpPath ? get(httpPath, { port, host }) : reach(port);
    const text = await within(timeoutSeconds, asked);
    return { isSuccess: true, text: exec ? `0 ${String(text).trim()}` : text };
  } catch (error) {
    return { isSuccess: false, text: error.message || error.code };
  }
}

async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function get(path, { port, host }, redirects = 0) {
  const headers = { host, 'x-forwarded-proto': 'http', 'user-agent': 'kube-probe/1.34', accept: '*/*' };
  const { status, location, body } = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        resolve({ status, location: headers.location, body: Buffer.concat(parts).toString() });
      });
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
  const text = `${status} ${path} ${body.replace(/\s+/g, ' ').slice(0, 120)}`;
  if (status < 200 || status > 399) throw new Error(text);
  if (!location || redirects === 10) return text;
  const next = new URL(location, `http://${host}`);
  return next.host === host ? get(next.pathname + next.search, { port, host }, redirects + 1) : text;
}

function reach(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(`port ${port} is open`);
    });
    socket.on('error', reject);
  });
}
