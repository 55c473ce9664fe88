import { beginningOf } from '../config/read-file.ts'
import { mostBytes } from '../config/yaml/decode.ts'
import { Halt } from '../errors.ts'

/** What a configuration file says, as far as it is read. Throws {@link Halt} where nobody may read it. */
export function inputOf(file: string): Buffer {
  try {
    return beginningOf(file, mostBytes)
  } catch (error) {
    const { code } = error as { code?: string }
    throw code === undefined
      ? error
      : new Halt(`${file} cannot be read (${code})`, 'check its permissions', error)
  }
}
