import type { AppConfig } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import { openAlibabaCloud } from './alibaba-cloud/open.ts'
import type { Known, Who } from './saml/app.ts'
import { nameIdOf } from './saml/name-id.ts'

/**
 * Why an app could be told nothing of somebody whom `allow` lets in: they have no name there, or one that is somebody
 * else's too. It is asked as the app's door asks it, without anything that only an opened app has.
 */
export async function unsayable(
  { type, options }: Pick<AppConfig, 'type' | 'options'>,
  who: Who,
  known: Known,
): Promise<string | undefined> {
  try {
    if (type === 'saml') nameIdOf(String(options.nameId), '', who)
    if (type === 'alibaba-cloud') await openAlibabaCloud(options).statement(who, known)
    return undefined
  } catch (thrown) {
    if (thrown instanceof SsoError) return String(thrown.cause)
    throw thrown
  }
}
