/** What a picture may have, in bytes. */
export const largestPicture = 262_144

/** Comments, an XML declaration and a document type may stand before the root element. */
const svg =
  /^\uFEFF?\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>\s*)*<(?:[\w-]+:)?svg[\s/>]/is

interface PictureKind {
  readonly ending: string
  /** Media type. */
  readonly type: string
  fits(bytes: Buffer): boolean
}

const kinds: readonly PictureKind[] = [
  {
    ending: 'png',
    type: 'image/png',
    fits: bytes => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n',
  },
  {
    ending: 'webp',
    type: 'image/webp',
    fits: bytes => /^RIFF.{4}WEBP$/s.test(bytes.subarray(0, 12).toString('latin1')),
  },
  { ending: 'svg', type: 'image/svg+xml', fits: bytes => svg.test(bytes.toString('utf8')) },
]

/** What a picture is, by what is in it; its name may say anything. */
export const pictureKind = (bytes: Buffer): PictureKind | undefined => kinds.find(({ fits }) => fits(bytes))
