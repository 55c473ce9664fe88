import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { Halt } from '../../errors.ts'
import type { Io } from '../io.ts'

/**
 * The variables that references are looked up in: with `--variables` those of the file, with `--env` this process's own;
 * with both, this process's own win. Undefined where neither was asked for.
 */
export async function variablesFor(
  { env, cwd }: Io,
  own: boolean,
  file: string | undefined,
): Promise<Io['env'] | undefined> {
  if (file === undefined) return own ? env : undefined
  try {
    // whoever asks names it themselves: it may be what another program decrypts, --variables <(sops decrypt …)
    const found = parseEnv(await readFile(resolve(cwd, file), 'utf8'))
    return own ? { ...found, ...env } : found
  } catch (error) {
    const { code = 'unknown reason' } = error as { code?: string }
    throw new Halt(`${file} cannot be read (${code})`, 'name a file of NAME=value lines')
  }
}
