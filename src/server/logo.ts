import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { beginningOf } from '../config/read-file.ts'
import { Halt } from '../errors.ts'
import { largestPicture, pictureKind } from '../picture.ts'

/** The file's `ui.logo`, as it was when the server started. */
export interface Logo {
  bytes: Buffer
  /** Media type. */
  type: string
  /** Below `publicUrl`. It changes with the picture. */
  path: string
}

/** Reads the picture; throws {@link Halt} for one that is missing, too large or something else. */
export async function readLogo(path: string | undefined, folder: string): Promise<Logo | undefined> {
  if (path === undefined) return undefined
  const file = resolve(folder, path)
  const bytes = await read(file)
  const kind = pictureKind(bytes)
  if (!kind) throw new Halt(`ui.logo: ${file} is no PNG, SVG or WebP`, 'give a picture of one of these kinds')
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  return { bytes, type: kind.type, path: `/assets/${digest}.${kind.ending}` }
}

async function read(file: string): Promise<Buffer> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw new Halt(`ui.logo: ${file} is no file`, 'give the path of a PNG, SVG or WebP')
    const tooLarge = (size: string) =>
      new Halt(`ui.logo: ${file} has ${size} KiB`, 'give one of at most 256 KiB')
    if (found.size > largestPicture) throw tooLarge(String(Math.ceil(found.size / 1024)))
    const bytes = beginningOf(file, largestPicture + 1)
    // a file that the kernel makes up has a size of 0
    if (bytes.length > largestPicture) throw tooLarge('more than 256')
    return bytes
  } catch (error) {
    if (error instanceof Halt) throw error
    throw new Halt(
      `ui.logo: ${file} cannot be read: ${(error as { code?: string }).code ?? 'unknown reason'}`,
      'put the picture there, or leave ui.logo out',
    )
  }
}

/** An SVG can be opened as a page of its own: it then has neither scripts nor our origin, and loads nothing. */
export const logoHeaders = ({ type }: Logo): Record<string, string> => ({
  'Content-Type': type,
  'Content-Security-Policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
})
