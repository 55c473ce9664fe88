import { milliseconds } from '../../config/duration.ts'
import { type SamlApp, type Statement, unnamed, type Who } from '../saml/app.ts'
import { persistentName } from '../saml/name-id.ts'
import { nameIdFormats } from '../saml/names.ts'
import { type AlibabaCloudOptions, partyOf } from './party.ts'
import { arnPair, rolesOf } from './roles.ts'
import { sessionName } from './session-name.ts'
import { filled, placeholder } from './template.ts'

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
    statement: who => statement(options, entityId, who),
  }
}

function roleStatement(options: AlibabaCloudOptions, entityId: string, who: Who): Statement {
  const { account } = who.person
  const roles = rolesOf(options.roles ?? [], who.person)
  if (roles.length === 0) throw unnamed(who, 'none of the app’s roles is for them')
  const template = options.sessionName
  const isTheirs = [...template.matchAll(placeholder)].length === 1 && !template.includes('{employeeNumber}')
  return {
    // for its audit log alone: who somebody is, the session name says
    nameId: {
      format: nameIdFormats.persistent,
      value: persistentName(who.namesKey, entityId, account.id),
    },
    attributes: {
      [attributeNames.role]: roles.map(role => arnPair(role, options.provider)),
      [attributeNames.sessionName]: [sessionName(filled(template, who), account.id, isTheirs)],
      [attributeNames.sessionDuration]: [String(milliseconds(options.sessionDuration) / 1000)],
    },
  }
}

function userStatement(options: AlibabaCloudOptions, _entityId: string, who: Who): Statement {
  return { nameId: { format: nameIdFormats.unspecified, value: userNameOf(options, who) }, attributes: {} }
}

/** RAM: 64 of letters, digits and . - _, no hyphen first. CloudSSO: 64 of letters, digits and @ _ - . */
const forms = { user: /^[A-Za-z0-9._][A-Za-z0-9._-]{0,63}$/, cloudsso: /^[A-Za-z0-9@_.-]{1,64}$/ } as const

/**
 * Who somebody is at Alibaba Cloud. Never mended: another name would be another person. Throws `app_refused` where it
 * could be nobody's.
 */
export function userNameOf({ sso, userName, domain }: AlibabaCloudOptions, who: Who): string {
  const name = filled(userName, who)
  if (sso === 'role' || !forms[sso].test(name))
    throw unnamed(who, 'the user name has characters that no user of Alibaba Cloud has, or is too long')
  return sso === 'user' && domain !== undefined ? `${name}@${domain}` : name
}
