import type { Options, Settings } from './index.ts'

/** §4: `authorization_code` needs no mention; the others are those of the templates. */
export const grantTypes = ['authorization_code', 'password', 'client_credentials', 'refresh_token']

/** What `get-application` says to those who may know everything … */
export function applicationRecord(options: Options, settings: Settings): Record<string, unknown> {
  return {
    ...maskedApplication(options),
    clientSecret: options.clientSecret.reveal(),
    grantTypes,
    redirectUris: settings.redirectUris ?? [],
    tokenFormat: settings.tokenFormat ?? 'JWT',
    tokenSigningMethod: settings.tokenSigningMethod ?? 'RS256',
    tokenFields: settings.tokenFields ?? [],
    expireInHours: 168,
  }
}

/** … and `get-app-login` to everybody (§11). What stands in the place of the rest is not documented. */
export function maskedApplication({ application, organization, clientId }: Options): Record<string, unknown> {
  return {
    owner: 'admin',
    name: application,
    displayName: application,
    organization,
    organizationObj: { owner: 'admin', name: organization },
    cert: 'cert-built-in',
    clientId,
    clientSecret: '***',
    enablePassword: true,
    enableSignUp: false,
    enableAutoSignin: true,
    isShared: false,
    providers: [],
    grantTypes: null,
    redirectUris: null,
    tokenFormat: '',
    tokenSigningMethod: '',
  }
}

/** §3: looser than it looks, and that is Casdoor's doing. */
export function acceptsRedirect({ redirectUris }: Settings, address: string): boolean {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) return false
  if (redirectUris === undefined) return !address.includes('#')
  return isAlwaysAccepted(new URL(address)) || redirectUris.some(one => matches(one, address))
}

function isAlwaysAccepted({ protocol, hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    (hostname === '127.0.0.1' && protocol === 'http:') ||
    hostname.endsWith('.chromiumapp.org') ||
    (hostname === 'casdoor-authenticator' && protocol === 'http:')
  )
}

function matches(registered: string, address: string): boolean {
  if (registered === address) return true
  const given = new URL(address)
  const [, scheme, host = '', path] = /^(https?:)?(?:\/\/)?([\w.:-]+)(\/[\w./~-]*)?$/.exec(registered) ?? []
  if (host === '') return new RegExp(`^(?:${registered})$`).test(address)
  const [name = '', port = ''] = new URL(`${scheme ?? given.protocol}//${host}`).host.split(':')
  return (
    (scheme === undefined || scheme === given.protocol) &&
    (given.hostname === name || given.hostname.endsWith(`.${name}`)) &&
    given.port === port &&
    (path ?? (scheme === undefined ? given.pathname : '/')) === given.pathname
  )
}
