const SIDE = 256;

/**
 * The middle of a picture as a small square, drawn anew: a photo of any size fits, and where it was taken stays at home.
 * Rejects with a DOMException for what is no picture.
 */
export async function squared(file: File): Promise<File> {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  const content = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!content) throw new DOMException('The picture cannot be drawn');
  return new File([content], 'picture.png', { type: 'image/png' });
}
