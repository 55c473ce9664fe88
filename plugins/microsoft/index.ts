import { definePlugin } from 'sso-kit/plugin'
import { authority } from './authority.ts'
import { check } from './check.ts'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directory.ts'
import { fields } from './directory-options.ts'
import { voucher } from './identity.ts'
import { openidClient } from './openid-client.ts'
import { options } from './options.ts'
import {
  anyTenant,
  archivedStrategy,
  callbackHttp,
  callbackLimits,
  directoryOfOne,
  idForm,
  personalAccounts,
  sameIds,
} from './rules.ts'
import { isForPersonal, isOpen, onlyTenant } from './tenant.ts'

export default definePlugin({
  summary:
    'Microsoft accounts: an Entra ID (once Azure AD) or Office 365 organisation, several, or everybody',
  options,
  allow: {
    tenants: 'Directory (tenant) IDs of the organisations whose people may sign in.',
    groups: 'Object ids of groups; members of one of them may sign in, also those of groups inside them.',
  },
  // Graph is asked for those alone that the file names
  groups: ({ allow }) => allow?.groups !== undefined,
  public: ({ tenant }) => isOpen(tenant),
  subjectForm: {
    pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    words: 'the Object ID of the account, in lower case',
  },
  manyIssuers: ({ tenant }) => onlyTenant(tenant) === undefined,
  rules: [
    anyTenant,
    directoryOfOne,
    personalAccounts,
    idForm,
    sameIds,
    callbackHttp,
    callbackLimits,
    archivedStrategy,
  ],
  // a page of users costs one unit of some thousands in ten seconds
  directory: { fields, pace: { perSecond: 10, atOnce: 2 } },
  console: consoleSteps,
  // an app that personal accounts may use takes no query
  redirectMatch: ({ tenant }) => (isForPersonal(tenant) ? 'plain' : 'exact'),
  starter: {
    id: 'microsoft',
    name: { zh: 'Microsoft', en: 'Microsoft' },
    keys: {
      tenant: '00000000-0000-0000-0000-000000000000',
      clientId: '00000000-0000-0000-0000-000000000000',
      clientSecret: { env: 'MICROSOFT_CLIENT_SECRET' },
    },
    zh: {
      tenant: '目录（租户）ID',
      clientId: '应用程序（客户端）ID',
      clientSecret: '客户端密码的“值”',
    },
  },

  async open(options, host) {
    const microsoft = authority(options, host)
    const vouch = voucher(options, host, microsoft)
    const asked = {
      directory: directoryOf(options, host, microsoft),
      check: () => check(options, host, microsoft),
    }
    if (options.strategy === 'openid-client')
      return { ...asked, redirect: openidClient(options, host, microsoft, vouch) }
    const { passportAzureAd } = await import('./passport-azure-ad.ts')
    return { ...asked, redirect: await passportAzureAd(options, host, microsoft, vouch) }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
