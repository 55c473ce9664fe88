import { milliseconds } from '../../config/duration.ts'
import { SsoError } from '../../errors.ts'
import { type Known, type SamlApp, type Statement, unnamed, type Who } from '../saml/app.ts'
import { persistentName } from '../saml/name-id.ts'
import { nameIdFormats } from '../saml/names.ts'
import { type AlibabaCloudOptions, partyOf } from './party.ts'
import { arnPair, rolesOf } from './roles.ts'
import { sessionName } from './session-name.ts'
import { filled, namesOne } from './template.ts'
import { isOwnName, sharedNames, userNameOf } from './user-name.ts'

/** Attributes of role SSO, exact and case-sensitive. */
export const attributeNames = {
  role: 'https://www.aliyun.com/SAML-Role/Attributes/Role',
  sessionName: 'https://www.aliyun.com/SAML-Role/Attributes/RoleSessionName',
  sessionDuration: 'https://www.aliyun.com/SAML-Role/Attributes/SessionDuration',
} as const

/** An app of type `alibaba-cloud`: a role for a while, a RAM user, or a user of CloudSSO. */
export function openAlibabaCloud(given: Readonly<Record<string, unknown>>): SamlApp {
  const options = given as unknown as AlibabaCloudOptions
  const { entityId, acsUrl } = partyOf(options)
  const statement = { role: roleStatement, user: userStatement, cloudsso: userStatement }[options.sso]
  return {
    sp: { entityId, acs: [{ url: options.simulatedAcsUrl ?? acsUrl }], signsRequests: false },
    // what Alibaba Cloud signs its requests with is nowhere in the file; a request never chooses anything
    certificates: [],
    signsResponse: false,
    // nobody can begin at Alibaba Cloud for a role
    asks: options.sso !== 'role',
    startsHere: true,
    ...(options.startPage !== undefined && { relayState: options.startPage }),
    signsOut: false,
    nameIdFormat: options.sso === 'role' ? nameIdFormats.persistent : nameIdFormats.unspecified,
    // which one it asks for is not written down anywhere, and it reads the name alone
    names: () => true,
    statement: (who, known) => statement(options, entityId, who, known),
  }
}

function roleStatement(options: AlibabaCloudOptions, entityId: string, who: Who): Statement {
  const { account } = who.person
  const roles = rolesOf(options.roles ?? [], who.person)
  if (roles.length === 0) throw unnamed(who, 'none of the app’s roles is for them')
  const template = options.sessionName
  return {
    // for its audit log alone: who somebody is, the session name says
    nameId: {
      format: nameIdFormats.persistent,
      value: persistentName(who.namesKey, entityId, account.id),
    },
    attributes: {
      [attributeNames.role]: roles.map(role => arnPair(role, options.provider)),
      [attributeNames.sessionName]: [sessionName(filled(template, who), account.id, namesOne(template))],
      [attributeNames.sessionDuration]: [String(milliseconds(options.sessionDuration) / 1000)],
    },
  }
}

async function userStatement(
  options: AlibabaCloudOptions,
  _entityId: string,
  who: Who,
  known: Known,
): Promise<Statement> {
  const shared = isOwnName(options) ? new Set<string>() : sharedNames(options, await known.everybody())
  const value = userNameOf(options, who, shared)
  const { account } = who.person
  // whoever made a user of this name there by hand is somebody else, and stays so
  if (options.scim !== undefined && !(await known.hasUser(account.id, value)))
    throw new SsoError('app_user_missing', {
      who: account.username,
      cause:
        'CloudSSO has not taken them under this name: not told yet, or the name is somebody else’s there',
    })
  return { nameId: { format: nameIdFormats.unspecified, value }, attributes: {} }
}
