import { type Common, type Finding, isMailProvider, type OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

/**
 * Consumer accounts have no hosted domain: without a list of them they pass too. Where accounts are made as well,
 * autoregister/open-source says so and more.
 */
export function noHostedDomain({ allow, registers }: Options): Finding[] {
  if (allow?.domains !== undefined || registers) return []
  return [
    {
      rule: 'google/no-hosted-domain',
      severity: 'warning',
      at: ['type'],
      message: 'every Google account passes, personal ones too',
      help: 'add allow: { domains: [example.com] } with the domains of your Google Workspace',
    },
  ]
}

/** A user's own sign-in reads nobody else: the directory takes a service account, and an administrator that it acts as. */
export function directoryAccount({ follows, serviceAccountKey, directoryAdmin }: Options): Finding[] {
  const missing = [
    ...(serviceAccountKey === undefined ? ['serviceAccountKey'] : []),
    ...(directoryAdmin === undefined ? ['directoryAdmin'] : []),
  ]
  const isWanted = follows === true || missing.length === 1
  if (missing.length === 0 || !isWanted) return []
  const present = ['serviceAccountKey', 'directoryAdmin'].find(name => !missing.includes(name))
  return [
    {
      rule: 'google/directory-account',
      severity: 'error',
      at: [present ?? 'type'],
      message: `the directory cannot be read without ${missing.join(' and ')}`,
      help: `add ${missing.map(name => examples[name]).join(' and ')}`,
    },
  ]
}

const examples: Readonly<Record<string, string>> = {
  serviceAccountKey: 'serviceAccountKey: { file: google-directory.json }',
  directoryAdmin: 'directoryAdmin: directory-reader@example.com',
}

/** `hd` is the domain of an organisation; that an entry has the form of a domain, the host sees to. */
export function domainForm({ allow }: Options): Finding[] {
  return (allow?.domains ?? []).flatMap((domain, index) =>
    isMailProvider(domain)
      ? [
          {
            rule: 'google/domain-form',
            severity: 'error' as const,
            at: ['allow', 'domains', String(index)],
            message: 'personal accounts have no hosted domain, so this entry lets nobody in',
            help: 'write the domain of your Google Workspace in its place; personal accounts have none to be told apart by',
          },
        ]
      : [],
  )
}

/**
 * What Google's console is known to turn down. That the address is https (or loopback) and has neither `?` nor `#`, the
 * host sees to itself.
 */
export function callbackForm({ callbackUrl }: Options): Finding[] {
  if (callbackUrl === undefined || !URL.canParse(callbackUrl)) return []
  const { hostname, pathname } = new URL(callbackUrl)
  const isAddress = /^\[|^\d+\.\d+\.\d+\.\d+$/.test(hostname) && !['127.0.0.1', '[::1]'].includes(hostname)
  if (!isAddress && !pathname.includes('*')) return []
  return [
    {
      rule: 'google/callback-form',
      severity: 'warning',
      at: ['callbackUrl'],
      message: isAddress
        ? 'Google takes no callback at a bare IP address'
        : 'Google takes a "*" in a callback for no wildcard',
      help: isAddress ? 'give publicUrl a host name' : 'write the path out',
    },
  ]
}
