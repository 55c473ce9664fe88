import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reference } from '../config/config.ts'
import { describe, read, type Surroundings } from '../config/secrets.ts'
import { Halt } from '../errors.ts'
import { makeFolder } from '../storage/folder.ts'
import type { Shared } from '../storage/shared.ts'

/** `keys.cookie`: the first makes form tokens, every one is accepted. */
export type FormKeys = readonly [Buffer, ...Buffer[]]

const leastBytes = 32

/** The keys of `keys.cookie`, newest first. */
export const readFormKeys = (
  references: readonly Reference[] = [],
  surroundings: Surroundings,
): readonly Buffer[] =>
  references.map(reference => {
    const key = Buffer.from(readOr(reference, surroundings))
    if (key.length < leastBytes) {
      throw new Halt(
        `keys.cookie: ${describe(reference)} has ${key.length} bytes`,
        `give at least ${leastBytes} random ones: openssl rand -base64 32`,
      )
    }
    return key
  })

/**
 * Those of the file. Where it names none, one is made at the first start: in the database where several servers share
 * that, or else in a file beside it. It proves that a form was shown to the holder of a cookie, and is worth nothing to
 * whoever has not that cookie: a stolen database opens no session by it.
 */
export async function formKeys(
  [newest, ...older]: readonly Buffer[],
  made: { place: Shared | string; random: (bytes: number) => Buffer },
): Promise<FormKeys> {
  if (newest) return [newest, ...older]
  const fresh = made.random(leastBytes).toString('base64')
  const { place } = made
  const kept =
    typeof place === 'string'
      ? await keptKey(place, fresh, made.random(8).toString('hex'))
      : await place.key('cookie', fresh)
  return [Buffer.from(kept, 'base64')]
}

function readOr(reference: Reference, surroundings: Surroundings): string {
  try {
    return read(reference, surroundings)
  } catch (error) {
    throw new Halt(
      `keys.cookie: ${(error as Error).message}`,
      'set it, or leave keys out on a single machine',
    )
  }
}

async function keptKey(folder: string, fresh: string, draft: string): Promise<string> {
  const path = join(folder, 'cookie.key')
  try {
    await makeFolder(folder)
    await putWhole(path, `${fresh}\n`, `${path}.${draft}`)
    // one that others can read or write may be theirs: whoever planted it knows it
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new Halt(
        `the cookie key ${path} is open to other users`,
        `chmod 600 ${path}, or remove it: a new one is made`,
      )
    const key = (await readFile(path, 'utf8')).trim()
    if (Buffer.from(key, 'base64').length >= leastBytes) return key
  } catch (error) {
    if (error instanceof Halt) throw error
    throw new Halt(
      `cannot keep the cookie key ${path}: ${(error as { code?: string }).code ?? 'unknown reason'}`,
      'make its folder writable, or set keys.cookie',
    )
  }
  throw new Halt(
    `the cookie key ${path} is damaged`,
    'remove it: a new one is made, open forms have to be sent again',
  )
}

/**
 * Whole or not at all, and where there is none: whoever is killed in the middle leaves no half of it, and of two processes
 * that start at once one is first and both read the same.
 */
async function putWhole(path: string, text: string, draft: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return
  try {
    await writeFile(draft, text, { flag: 'wx', mode: 0o600 })
    // some shared folders have no links
    await link(draft, path).catch(error => (error.code === 'EEXIST' ? undefined : rename(draft, path)))
  } finally {
    await rm(draft, { force: true })
  }
}
