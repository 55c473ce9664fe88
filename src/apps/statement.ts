import type { AppConfig } from '../config/config.ts'
import type { PermissionProfile } from '../permissions.ts'
import { openAlibabaCloud } from './alibaba-cloud/open.ts'
import type { Known, Statement, Who } from './saml/app.ts'
import { samlStatement, type Telling } from './saml/statement.ts'

/** Types that people enter by an assertion. */
export const takesStatement = ({ type }: Pick<AppConfig, 'type'>): boolean =>
  type === 'saml' || type === 'alibaba-cloud'

/**
 * What an app is told of somebody whom `allow` lets in, as its door says it, from the file alone: no reference is read, so
 * a persistent name is not the one that an app with metadata gets. Undefined for types that take no assertion. Throws
 * `app_refused` or `app_user_missing` for whom there is nothing to say of.
 */
export async function statementOf(
  { type, options }: Pick<AppConfig, 'type' | 'options'>,
  who: Who,
  known: Known,
  profile: PermissionProfile,
): Promise<Statement | undefined> {
  if (type === 'saml') {
    const { entityId = '' } = options
    return samlStatement(options as unknown as Telling, String(entityId), who, profile)
  }
  return type === 'alibaba-cloud' ? openAlibabaCloud(options).statement(who, known) : undefined
}
