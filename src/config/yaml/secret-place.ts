import type { Path } from '../../diagnostics/diagnostic.ts'
import { isSecretKey } from '../../diagnostics/secret-key.ts'
import { keys } from '../../generated/keys.js'

/** Whether quotes around what stands there would make a secret of it that is written in the file. */
export function isSecretPlace(path: Path): boolean {
  const key = String(path.findLast(segment => typeof segment === 'string') ?? '')
  return Object.hasOwn(keys, key) ? keys[key] === 'secret' : isSecretKey(key)
}

export const byReference = 'write { env: NAME } for a value from the environment'
