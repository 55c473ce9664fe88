import { randomBytes } from 'node:crypto'
import { access, chown, constants, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { leadsOut } from '../../config/within.ts'
import { Halt } from '../../errors.ts'

/**
 * Writes a file anew in one step: whoever reads it finds the old text or the new one. Its mode stays, and a link to it
 * stays a link. Throws {@link Halt}, also where a link leads elsewhere, and where somebody else has written it since it was read.
 */
export async function replace(file: string, { was, now }: { was: Uint8Array; now: string }): Promise<void> {
  try {
    const target = await realpath(file)
    if (leadsOut(file))
      throw new Halt(
        `${file} leads out of its repository or folder by a link, and is not written`,
        'name the file that is meant',
      )
    // the folder alone decides whether a file can be replaced
    await access(target, constants.W_OK)
    if (!(await readFile(target)).equals(was))
      throw new Halt(`${file} was changed by somebody else meanwhile`, 'try again')
    await inOneStep(target, now)
  } catch (error) {
    if (error instanceof Halt) throw error
    const { code = 'unknown reason' } = error as { code?: string }
    throw new Halt(`${file} cannot be written (${code})`, 'check the folder and its permissions', error)
  }
}

async function inOneStep(target: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(target)
  const fresh = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.chmod(mode & 0o7777)
      await handle.sync()
    } finally {
      await handle.close()
    }
    const made = await stat(fresh)
    // root corrects the file of somebody else
    if (made.uid !== uid || made.gid !== gid) await chown(fresh, uid, gid)
    await rename(fresh, target)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  }
}
