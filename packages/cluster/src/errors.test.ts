import { ApiException } from '@kubernetes/client-node';
import { ClusterRefused, ClusterRejected, ClusterUnreachable } from '@minispod/domain/ports/cluster';
import { describe, expect, it } from 'vitest';
import { translate } from './errors.js';

const answer = (code: number, body: object | string) =>
  new ApiException(
    code,
    'Unsuccessful HTTP Request',
    typeof body === 'string' ? body : JSON.stringify(body),
    {},
  );

describe('errors of the API server', () => {
  it.each([400, 413, 422])('%i is about the object: it cannot be helped by trying again', (code) => {
    const error = translate(answer(code, { message: 'spec.x: Invalid value' }), 'applying Service i-1');
    expect(error).toBeInstanceOf(ClusterRejected);
    expect(error.message).toBe('applying Service i-1: spec.x: Invalid value');
  });

  it.each([
    'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
    'persistentvolumeclaims "x" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  ])('403 "%s" is so at every attempt', (message) => {
    expect(translate(answer(403, { message }), 'x')).toBeInstanceOf(ClusterRejected);
  });

  it.each([
    [401, 'Unauthorized', 'CREDENTIALS'],
    [403, 'ingresses.networking.k8s.io is forbidden: User "x" cannot patch resource', 'PERMISSION'],
    [
      400,
      'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "a.id" and path "/" is already defined in ingress user-1/i-1-d-2',
      'ADMISSION',
    ],
    [403, 'admission webhook "policy.example" denied the request: not now', 'ADMISSION'],
    [
      422,
      `pods "x" is forbidden: ValidatingAdmissionPolicy 'quiet-hours' with binding 'all' denied request: no pods now`,
      'ADMISSION',
    ],
  ])('%i "%s" is not about the object: it is tried again, and says why (%s)', (code, message, refusal) => {
    const error = translate(answer(code, { message }), 'x');
    expect(error).toBeInstanceOf(ClusterRefused);
    expect(error).toBeInstanceOf(ClusterUnreachable);
    expect(error).toMatchObject({ refusal, message: `x: ${message}` });
  });

  it.each([404, 405, 409, 410, 415, 429, 500, 502, 503, 504])('%i may pass', (code) => {
    expect(translate(answer(code, { message: 'busy' }), 'x')).toBeInstanceOf(ClusterUnreachable);
  });

  it('a quota not yet in force and a namespace on its way out pass too, although they are 403', () => {
    const quota = { message: 'persistentvolumeclaims "x" is forbidden: exceeded quota: minispod' };
    const leaving = { message: 'forbidden', details: { causes: [{ reason: 'NamespaceTerminating' }] } };
    for (const body of [quota, leaving]) {
      expect(translate(answer(403, body), 'x')).toBeInstanceOf(ClusterUnreachable);
      expect(translate(answer(403, body), 'x')).not.toBeInstanceOf(ClusterRefused);
    }
  });

  it('no answer at all may pass, whatever broke', () => {
    for (const cause of [
      new Error('connect ECONNREFUSED'),
      new DOMException('aborted', 'TimeoutError'),
      'text',
    ]) {
      expect(translate(cause, 'x')).toBeInstanceOf(ClusterUnreachable);
    }
  });

  it('a proxy that answers in HTML is quoted', () => {
    expect(translate(answer(503, '<html>busy</html>'), 'x').message).toBe('x: <html>busy</html>');
  });
});
