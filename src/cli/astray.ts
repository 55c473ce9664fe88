import { isAstray } from '../config/within.ts'
import { Halt } from '../errors.ts'

/** In a stranger's repository the name of a file that a command writes may be a link. Throws {@link Halt}. */
export function refuseAstray(file: string): void {
  if (isAstray(file))
    throw new Halt(
      `${file} leads out of its repository or folder by a link, and is not written`,
      'name the file that is meant',
    )
}
