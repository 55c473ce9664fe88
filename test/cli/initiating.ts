import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from './folder.ts'
import { command, type Situation } from './io.ts'

/** What `init` says, and the files that are there then. */
export const init = async (
  args: string[],
  more: Partial<Situation> & { files?: Record<string, string | Buffer> } = {},
) => {
  const { files = {}, ...situation } = more
  const cwd = makeFolder(files)
  const said = await command(['init', ...args], { cwd, ...situation })
  const read = (name: string) =>
    existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : undefined
  return { ...said, cwd, read, text: read('sso.config.yaml') ?? '' }
}
