import { strangeParameters } from '../../../database-address.ts'
import { isSecretKey } from '../../../diagnostics/secret-key.ts'
import type { Draft } from '../../draft.ts'

/** `storage.url` where it is written in the file. */
export const databaseOf = ({ root: { storage } }: Draft): string | undefined =>
  typeof storage?.url === 'string' ? storage.url : undefined

/** `password`, `sslpassword`, `key`. */
export const isSecretParameter = isSecretKey

/** The names of the parameters that hold a secret: there is none among those that are known. */
export const secretParametersOf = (url: string): string[] => strangeParameters(url).filter(isSecretParameter)
