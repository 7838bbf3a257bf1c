import { AVATAR_TYPES, AvatarInput, type AvatarType, MAXIMUM_AVATAR } from '@minispod/contracts/account';
import { getAvatar, removeAvatar, setAvatar } from '@minispod/domain/account/avatar';
import { DomainError, notFound } from '@minispod/domain/errors';
import type { FastifyInstance } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';
import type { Services } from '../trpc/context.js';
import { success } from './envelope.js';
import { mountUploads, readUpload } from './read-upload.js';
import { pathInput, sessionOf } from './request-context.js';

const OWN_PATH = '/api/auth/me/avatar';

/** Pictures of users: sent by themselves, seen by themselves and by administrators. Files, and so no procedures. */
export function mountAvatars(app: FastifyInstance, services: Services): void {
  const { dataSource, clock } = services;

  mountUploads(app, (uploads) => {
    uploads.post(OWN_PATH, async (request) => {
      const { userId } = await sessionOf(services, request);
      const { content } = await readUpload(request, MAXIMUM_AVATAR);
      const picture = { content, contentType: await typeOf(content) };
      return success(await setAvatar(dataSource, userId, picture, clock.now()), clock.now());
    });
  });

  app.delete(OWN_PATH, async (request) => {
    const { userId } = await sessionOf(services, request);
    return success(await removeAvatar(dataSource, userId, clock.now()), clock.now());
  });

  app.get('/api/users/:id/avatar', async (request, reply) => {
    const { userId, role } = await sessionOf(services, request);
    const { id } = pathInput(AvatarInput, request);
    if (id !== userId && role === 'USER') throw notFound('Picture');
    const { content, contentType } = await getAvatar(dataSource.manager, id);
    // A stranger's file on our own address: it runs nothing and is taken for nothing else.
    return reply
      .type(contentType)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
      .header('content-disposition', 'inline; filename="avatar"')
      .header('cache-control', 'private, max-age=3600')
      .send(content);
  });
}

/** By its content, whatever it is called and said to be. */
async function typeOf(content: Buffer): Promise<AvatarType> {
  const found = await fileTypeFromBuffer(content);
  const type = AVATAR_TYPES.find((each) => each === found?.mime);
  if (type) return type;
  throw new DomainError('VALIDATION_ERROR', 'The file is not valid', {
    file: 'Must be a picture: JPEG, PNG or WebP',
  });
}
