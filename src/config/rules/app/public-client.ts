import { quote } from '../../words.ts'
import type { Rule } from '../rule.ts'
import { isLoopback } from '../url/loopback.ts'

/** A program on a device shows by its redirect URIs that it can keep no secret; a web site may have forgotten it. */
export const publicClient: Rule = ({ apps }) =>
  apps
    .filter(
      ({ type, options, failed }) =>
        type === 'oidc' &&
        options.clientSecret === undefined &&
        options.pkce !== 'optional' &&
        failed.size === 0,
    )
    .filter(({ options }) => (options.redirectUris as readonly string[]).every(isWebSite))
    .map(({ path, host: { name, id = '' } }) => ({
      at: [...path, 'redirectUris'],
      on: 'key' as const,
      message: `${quote(name ?? id)} has no clientSecret: whoever knows its name may speak as the app`,
      help: 'add clientSecret: { env: … } if the app has a server that can keep one; a page or program has none',
    }))

const isWebSite = (text: string): boolean =>
  /^https?:/i.test(text) && URL.canParse(text) && !isLoopback(new URL(text))
