import multipart from '@fastify/multipart';
import { DomainError } from '@minispod/domain/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface Upload {
  content: Buffer;
  /** As its owner calls it, fit to be shown: it says nothing of what is inside. */
  fileName: string;
}

/** What the form itself may take around the file, in bytes. */
const FORM_BYTES = 4_096;
const MAXIMUM_NAME = 200;

/** Routes that `mount` adds take `multipart/form-data`; all others refuse it. */
export function mountUploads(app: FastifyInstance, mount: (uploads: FastifyInstance) => void): void {
  app.register(async (uploads) => {
    // We say ourselves what is too large, and sooner: at the byte, not at the end of the part.
    await uploads.register(multipart, { throwFileSizeLimit: false });
    mount(uploads);
  });
}

/**
 * The one file of a form, of at most `maximum` bytes, in its field `file`. Whoever sends more is told so while they are
 * still sending (PAYLOAD_TOO_LARGE), and no more than that is kept. VALIDATION_ERROR for any other form.
 */
export async function readUpload(request: FastifyRequest, maximum: number): Promise<Upload> {
  if (!request.isMultipart()) throw refused('Must be one file, sent as multipart/form-data');
  if (Number(request.headers['content-length']) > maximum + FORM_BYTES) throw tooLarge(maximum);
  try {
    return await readForm(request, maximum);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    request.log.info({ err: error }, 'an upload could not be read');
    throw refused('The form ends early or is none');
  }
}

async function readForm(request: FastifyRequest, maximum: number): Promise<Upload> {
  const limits = { fileSize: maximum + 1, files: 2, fields: 1 };
  let upload: Upload | null = null;
  for await (const part of request.parts({ limits })) {
    if (part.type !== 'file' || part.fieldname !== 'file' || upload)
      throw refused('Must be one file, in the field `file`, and nothing else');
    upload = { content: await readAll(part.file, maximum), fileName: shown(part.filename) };
  }
  if (!upload) throw refused('Choose a file');
  if (upload.content.length === 0) throw refused('The file is empty');
  return upload;
}

async function readAll(file: AsyncIterable<Buffer>, maximum: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > maximum) throw tooLarge(maximum);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without what is not seen, such as a character that turns `gpj.exe` around. */
function shown(name: string | undefined): string {
  const visible = [...(name ?? '').replace(/\p{C}/gu, '').trim()];
  return visible.slice(0, MAXIMUM_NAME).join('') || 'file';
}

function refused(reason: string): DomainError {
  return new DomainError('VALIDATION_ERROR', 'The file is not valid', { file: reason });
}

function tooLarge(maximum: number): DomainError {
  return new DomainError('PAYLOAD_TOO_LARGE', `The file is larger than ${maximum / 1024 / 1024} MB`);
}
