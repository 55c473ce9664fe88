import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { isMemory } from '../database-address.ts'
import { Halt } from '../errors.ts'
import { plain } from '../server/plain.ts'
import type { Io } from './io.ts'
import type { Loaded } from './load.ts'

/** The file's database, or another one that `--database` names: that of a sandbox, say. */
export function databaseOf(
  io: Io,
  { config, folder }: Loaded,
  database: string | undefined,
  allowExec = false,
): string {
  if (database !== undefined) {
    const path = resolve(io.cwd, database)
    if (!existsSync(path))
      throw new Halt(`there is no database at ${path}`, 'that of a sandbox is there while it runs')
    return `sqlite:${path}`
  }
  const url = plain('storage.url', config.storage.url, { env: io.env, folder, allowExec })
  if (isMemory(url))
    throw new Halt(
      'storage.url keeps everything in the memory of the server, where no other program sees it',
      'write the path of a file, such as sqlite:./data/sso.db',
    )
  return url
}
