import type { AppConfig } from '../config/config.ts'
import { SsoError } from '../errors.ts'
import type { PermissionProfile } from '../permissions.ts'
import type { Known, Who } from './saml/app.ts'
import { statementOf } from './statement.ts'

/**
 * Why an app could be told nothing of somebody whom `allow` lets in: they have no name there, or one that is somebody
 * else's too. It is asked as the app's door asks it, without anything that only an opened app has.
 */
export async function unsayable(
  app: Pick<AppConfig, 'type' | 'options'>,
  who: Who,
  known: Known,
  profile: PermissionProfile,
): Promise<string | undefined> {
  try {
    await statementOf(app, who, known, profile)
    return undefined
  } catch (thrown) {
    if (thrown instanceof SsoError) return String(thrown.cause)
    throw thrown
  }
}
