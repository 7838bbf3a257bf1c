import {
  MAXIMUM_PROOF_PIXELS,
  PROOF_TYPES,
  type ProofProblem,
  type ProofType,
} from '@minispod/contracts/wallet';
import { DomainError } from '@minispod/domain/errors';
import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

/** Readers of PDF look for its beginning this far, and some banks write empty lines before it. */
const PDF_BEGINS_WITHIN = 1_024;
const PDF = /^(?:\u00ef\u00bb\u00bf)?\s*%PDF-/;
/** How phones keep pictures, and hardly a browser shows them. */
const OF_PHONES = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

/** What a proof is by its content, whatever it is called and said to be. VALIDATION_ERROR for what nobody should open. */
export async function proofTypeOf(content: Buffer): Promise<ProofType> {
  if (PDF.test(content.toString('latin1', 0, PDF_BEGINS_WITHIN))) return 'application/pdf';
  const found = await fileTypeFromBuffer(content);
  if (OF_PHONES.some((type) => type === found?.mime))
    throw refused('HEIC', 'A HEIC picture cannot be shown here: send a screenshot of it, or save it as JPEG');
  const type = PROOF_TYPES.find((each) => each === found?.mime);
  if (!type) throw refused('TYPE', 'Must be a picture (JPEG, PNG or WebP) or a PDF');
  if (type !== 'application/pdf') refuseHuge(content);
  return type;
}

/** By what the picture says of itself: nothing of it is decoded for that. */
function refuseHuge(content: Buffer): void {
  const pixels = pixelsOf(content);
  if (pixels === null) throw refused('TYPE', 'The picture is damaged: take it anew or send a screenshot');
  if (pixels > MAXIMUM_PROOF_PIXELS)
    throw refused('PIXELS', `The picture has more than ${MAXIMUM_PROOF_PIXELS / 1_000_000} million pixels`);
}

function pixelsOf(content: Buffer): number | null {
  try {
    const { width, height } = imageSize(content);
    return width * height;
  } catch {
    return null;
  }
}

function refused(problem: ProofProblem, file: string): DomainError {
  return new DomainError('VALIDATION_ERROR', 'The file is not valid', { file, problem });
}
