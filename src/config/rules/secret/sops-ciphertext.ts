import { nameOf } from '../../shape/context.ts'
import type { Rule } from '../rule.ts'
import { texts } from '../texts.ts'

/** What `sops` has encrypted is not a value. */
export const sopsCiphertext: Rule = draft =>
  texts(draft, text => /^ENC\[[A-Z0-9_]+,data:/.test(text)).map(({ at }) => ({
    at,
    message: `${nameOf(at)} is encrypted by sops`,
    help: 'decrypt the file first; better, put a reference such as { env: NAME } here and keep only the environment in sops',
  }))
