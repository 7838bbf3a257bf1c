import { ApiException } from '@kubernetes/client-node';
import { ClusterRejected, ClusterUnreachable } from '@minispod/domain/ports/cluster';
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
  it.each([400, 401, 403, 422])('%i cannot be helped by trying again', (code) => {
    const error = translate(answer(code, { message: 'spec.x: Invalid value' }), 'applying Service i-1');
    expect(error).toBeInstanceOf(ClusterRejected);
    expect(error.message).toBe('applying Service i-1: spec.x: Invalid value');
  });

  it.each([404, 409, 410, 429, 500, 502, 503, 504])('%i may pass', (code) => {
    expect(translate(answer(code, { message: 'busy' }), 'x')).toBeInstanceOf(ClusterUnreachable);
  });

  it('a quota not yet in force and a namespace on its way out pass too, although they are 403', () => {
    const quota = { message: 'persistentvolumeclaims "x" is forbidden: exceeded quota: minispod' };
    const leaving = { message: 'forbidden', details: { causes: [{ reason: 'NamespaceTerminating' }] } };
    expect(translate(answer(403, quota), 'x')).toBeInstanceOf(ClusterUnreachable);
    expect(translate(answer(403, leaving), 'x')).toBeInstanceOf(ClusterUnreachable);
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
