import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Halt } from '../../errors.ts'
import { refuseAstray } from '../astray.ts'

/** Writes a file that is not there, and makes the folders that it lacks: the outermost of these, if any. Throws {@link Halt}. */
export async function writeNew(file: string, text: string): Promise<string | undefined> {
  const cannot = (error: NodeJS.ErrnoException) => {
    throw new Halt(`${file} cannot be written (${error.code})`, 'check the path and its permissions', error)
  }
  const folder = dirname(file)
  // where a link leads out no folder is made either
  refuseAstray(join(nearest(folder), 'new'))
  const made = await mkdir(folder, { recursive: true }).catch(cannot)
  refuseAstray(file)
  await writeFile(file, text, { flag: 'wx' }).catch(cannot)
  return made
}

const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)))
