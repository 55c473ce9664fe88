import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'
import { isGuid, isOpen, personal } from './tenant.ts'

type Options = OptionsOf<typeof options> & Common

/**
 * Where people of every tenant come in, groups alone limit nothing that one can rely on: they belong to a tenant. No
 * `allow` at all is the host's `autoregister/open-source`.
 */
export function anyTenant({ tenant, allow }: Options): Finding[] {
  if (!isOpen(tenant) || allow?.groups === undefined || allow.tenants !== undefined) return []
  return [
    {
      rule: 'microsoft/any-tenant',
      severity: 'error',
      at: ['tenant'],
      message: `${tenant} lets in people of any tenant, and "allow" names groups only`,
      help: 'add the Directory (tenant) IDs to allow.tenants, or write the one as tenant',
    },
  ]
}

/** Several organisations have no directory in common, and personal accounts have none at all. */
export function directoryOfOne({ tenant, follows }: Options): Finding[] {
  if (follows !== true || !isOpen(tenant)) return []
  return [
    {
      rule: 'microsoft/directory-of-one',
      severity: 'error',
      at: ['tenant'],
      message: `${tenant} has no directory that accounts could follow`,
      help: 'write the Directory (tenant) ID of the one organisation as tenant, or remove sync',
    },
  ]
}

/** An entry of this tenant is a limit in name only. */
export function personalAccounts({ allow }: Options): Finding[] {
  const index = (allow?.tenants ?? []).indexOf(personal)
  if (index === -1) return []
  return [
    {
      rule: 'microsoft/personal-accounts',
      severity: 'warning',
      at: ['allow', 'tenants', String(index)],
      message: 'this is the tenant of all personal accounts: anybody can have one',
      help: 'remove the entry unless everybody may come in',
    },
  ]
}

/** Compared as text with what Microsoft sends, which is lower case. */
export function idForm({ allow }: Options): Finding[] {
  return Object.entries(allow ?? {}).flatMap(([list, ids]) =>
    ids.flatMap((id, index): Finding[] => {
      if (isGuid(id)) return []
      const what = list === 'tenants' ? 'tenant' : 'group'
      const lower = String(id).toLowerCase()
      const [message, help] = isGuid(lower)
        ? [`Microsoft sends the id of a ${what} in lower case`, `write ${lower}`]
        : [
            `this is no id of a ${what}`,
            'write the object id in lower case, such as 72f988bf-86f1-41af-91ab-2d7cd011db47; names can change',
          ]
      const at = ['allow', list, String(index)]
      return [{ rule: 'microsoft/id-form', severity: 'error', at, message, help }]
    }),
  )
}

/** Both are GUIDs of one page: the Application (client) ID is the app's, the Directory (tenant) ID the organisation's. */
export function sameIds({ tenant, clientId }: Options): Finding[] {
  // of a first file both are the same placeholder
  const isCopied = typeof clientId === 'string' && clientId.toLowerCase() === tenant.toLowerCase()
  if (!isCopied || /^[0-]+$/.test(tenant)) return []
  return [
    {
      rule: 'microsoft/same-ids',
      severity: 'warning',
      at: ['clientId'],
      message:
        '"clientId" and "tenant" are the same, and belong to an app and to an organisation: nobody could sign in',
      help: 'write the Application (client) ID and the Directory (tenant) ID, which stand on one page',
    },
  ]
}

/** http is for `localhost` by that name; any other host without https the rules of the host find. */
export function callbackHttp({ callbackUrl }: Options): Finding[] {
  if (callbackUrl === undefined || !URL.canParse(callbackUrl)) return []
  const { protocol, hostname } = new URL(callbackUrl)
  if (protocol !== 'http:' || !['127.0.0.1', '[::1]'].includes(hostname)) return []
  return [
    {
      rule: 'microsoft/callback-http',
      severity: 'error',
      at: ['callbackUrl'],
      message: `Microsoft takes no callback at http://${hostname}`,
      help: 'write localhost in publicUrl, or use https',
    },
  ]
}

/** learn.microsoft.com/entra/identity-platform/reply-url. A query the host refuses for every source. */
export function callbackLimits({ callbackUrl }: Options): Finding[] {
  if (callbackUrl === undefined) return []
  const [odd] = /[!$'(),;]/.exec(callbackUrl) ?? []
  if (odd === undefined && callbackUrl.length <= 256) return []
  return [
    {
      rule: 'microsoft/callback-limits',
      severity: 'error',
      at: ['callbackUrl'],
      message:
        odd === undefined
          ? `Microsoft takes callbacks of at most 256 characters; this one has ${callbackUrl.length}`
          : `Microsoft takes no callback with "${odd}"`,
      help: 'choose another path, such as /auth/microsoft/callback',
    },
  ]
}

/** The repository is archived, and what is found in the package stays in it. */
export function archivedStrategy({ strategy }: Options): Finding[] {
  if (strategy !== 'passport-azure-ad') return []
  return [
    {
      rule: 'microsoft/archived-strategy',
      severity: 'warning',
      at: ['strategy'],
      message: 'passport-azure-ad is archived: nobody mends it any more',
      help: 'remove strategy: people keep their accounts',
    },
  ]
}
