import type { Common, Finding, OptionsOf } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = OptionsOf<typeof options> & Common

/** Everybody in the organization built-in administers the whole of Casdoor. */
export function builtIn({ organization, application, clientId }: Options): Finding[] {
  const found = (at: string, message: string, help: string): Finding => ({
    rule: 'casdoor/built-in',
    severity: 'error',
    at: [at],
    message,
    help,
  })
  const help =
    'make an organization of your own in Casdoor, with an application of its own, and name them here'
  if (organization === 'built-in')
    return [found('organization', 'everybody in "built-in" is an administrator of all of Casdoor', help)]
  if (application === 'app-built-in')
    return [found('application', '"app-built-in" is the application of the administrators of Casdoor', help)]
  // before references are resolved it may be one
  if (typeof clientId === 'string' && clientId.endsWith('-org-built-in'))
    return [
      found(
        'clientId',
        'this client ID is that of a shared application for "built-in"',
        `write -org-${organization} at its end`,
      ),
    ]
  return []
}

/** Casdoor makes secrets of 40 hexadecimal digits, and ids of 20. */
export function clientIdForm({ clientId }: Options): Finding[] {
  if (typeof clientId !== 'string' || !/^[0-9a-f]{40}$/i.test(clientId)) return []
  return [
    {
      rule: 'casdoor/client-id-form',
      severity: 'warning',
      secret: true,
      at: ['clientId'],
      message:
        '"clientId" has 40 hexadecimal digits, as a client secret has: perhaps it is the secret that stands here',
      help: 'write the Client ID of the application, such as 0ba528121ea87b3eb54d; if it is the secret, replace it in Casdoor',
    },
  ]
}

/** Compared with the issuer of every token, which has neither a path nor a slash at its end. */
export function endpointInexact({ endpoint }: Options): Finding[] {
  const { protocol, origin, host, pathname } = new URL(endpoint)
  if (!/^https?:$/.test(protocol) || endpoint === origin) return []
  const isPage = pathname !== '/'
  return [
    {
      rule: 'casdoor/endpoint-inexact',
      severity: 'error',
      at: ['endpoint'],
      message: isPage
        ? '"endpoint" has a path: it is the address of a page, not of the server'
        : '"endpoint" is not written as Casdoor writes it into tokens',
      help:
        protocol === 'https:'
          ? `write endpoint: ${origin}`
          : `write endpoint: https://${host}, or ${origin} where outbound.allowPrivate lists the server`,
      ...(protocol === 'https:' && !isPage && { value: origin }),
    },
  ]
}

/** Casdoor writes groups with their organization, and a token of another organization is refused. */
export function groupNames({ organization, allow }: Options): Finding[] {
  const prefix = `${organization}/`
  return (allow?.groups ?? []).flatMap((group, index): Finding[] =>
    group.startsWith(prefix) && group !== prefix
      ? []
      : [
          {
            rule: 'casdoor/group-name',
            severity: 'error',
            at: ['allow', 'groups', String(index)],
            message: `this is no group of "${organization}": nobody could ever be in it`,
            help: `write the organization and the group's name: ${prefix}developers`,
          },
        ],
  )
}
