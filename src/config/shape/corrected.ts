import type { Schema } from '../schema/schema.ts'
import { isSoundAddress, mendedAddress } from '../sound-address.ts'
import { suggest } from '../suggest.ts'
import { literalIn } from '../taken-literally.ts'
import { days, duration, inLargestUnit, inLetters, nearest, onlyUnit, sumOfTimes } from './times.ts'

/** The first of the likely meanings that has the form which is asked for. */
export function corrected(value: unknown, schema: Schema): string | undefined {
  const { pattern, format, maxLength = 255 } = schema
  const asked = pattern ?? (format === 'uri' ? '^https?://' : undefined)
  const isNumber = typeof value === 'number'
  if (!(isNumber || typeof value === 'string') || value === '' || asked === undefined) return undefined
  // of what is that long nobody meant one of these; some of the patterns below would take long to say so
  if (String(value).length > 1000) return undefined
  const form = new RegExp(asked, 'u')
  const isAddress = format === 'uri'
  const isLiteral = literalIn(String(value)) !== undefined
  const likely = (isNumber ? ofNumbers : isLiteral ? ofLiterals : meanings).map(meaning =>
    meaning(String(value), asked, schema['x-form'] ?? '', schema.default),
  )
  return [isAddress ? mendedAddress(String(value)) : undefined, ...likely]
    .filter(text => text !== undefined && text !== value && text.length <= maxLength && form.test(text))
    .find(text => !isAddress || isSoundAddress(text ?? ''))
}

type Meaning = (value: string, pattern: string, form: string, usual: unknown) => string | undefined

/** `8391` is 127.0.0.1:8391, at the host that is usual, and `:8391` and `*:8391` are all hosts, as with others. */
function port(value: string, _pattern: string, _form: string, usual: unknown): string | undefined {
  const [, all, number] = /^(?:tcp:\/\/)?(\*?:)?([0-9]{1,5})\/?$/.exec(value) ?? []
  const [, host] = /^(.+):[0-9]+$/.exec(String(usual)) ?? []
  return number === undefined || host === undefined ? undefined : `${all ? '0.0.0.0' : host}:${number}`
}

/** `0.0.0.0` is 0.0.0.0:8080, where that port is usual; an address that is called has the port of https. */
function withPort(value: string, _pattern: string, form: string, usual: unknown): string | undefined {
  const [, scheme = '', host = ''] =
    /^(?:(https?):\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9-]+(?:\.[a-z0-9-]+)*)\/*$/i.exec(value) ?? []
  const [, known] = /:([0-9]+)$/.exec(String(usual)) ?? []
  return host === '' || !form.startsWith('host:port')
    ? undefined
    : `${host}:${known ?? (scheme.toLowerCase() === 'http' ? 80 : 443)}`
}

/** `127.0.0.18080`, `127.0.0.1.9000` and `localhost 9000`, where the colon is missing before the port. */
function withColon(value: string, _pattern: string, form: string, usual: unknown): string | undefined {
  const [, known = ''] = /:([0-9]+)$/.exec(String(usual)) ?? []
  if (!form.startsWith('host:port')) return undefined
  const [, host, port] =
    new RegExp(`^([\\w.-]*?)[.,; ]?(${known})$`).exec(known === '' ? '' : value) ??
    /^((?:[0-9]+\.){3}[0-9]+|localhost)[.,; ]*([0-9]{2,5})$/.exec(value) ??
    []
  return host === undefined || host === '' ? undefined : `${host}:${port}`
}

/** `http://0.0.0.0:8080/` is 0.0.0.0:8080, and `@Example.com` example.com. */
function authority(value: string): string | undefined {
  const [, found] = /^(?:[a-z][a-z0-9+.-]*:\/\/|\*?@|(?=[^/]*[A-Z:]))([\w.:[\]-]+)\/*$/i.exec(value) ?? []
  return found?.toLowerCase()
}

const host = (value: string) => authority(value)?.replace(/:[0-9]+$/, '')

/** `htps://example.com`, `https：//example.com` and `example.com` are https://example.com; a proxy is mostly http. */
function address(value: string, _pattern: string, form: string): string | undefined {
  const narrow = value.replace(/：/g, ':').replace(/／/g, '/')
  const [scheme] = /^(?:[a-z]{1,8}:\/{0,2}|https?\/\/|\/\/)(?=[\w-]+\.)/i.exec(narrow) ?? []
  const usual = scheme === undefined && / http:\/\//.test(form) ? 'http' : 'https'
  if (/^localhost(?::[0-9]{1,5})?$/.test(value)) return `http://${value}`
  const isHttp = /^http\W/i.test(scheme ?? '')
  const url = `${isHttp ? 'http' : usual}://${narrow.slice(scheme?.length ?? 0)}`
  return /^https?:\/\/[\w-]+(?:\.[\w-]+)+(?=[:/]|$)/.test(url) && URL.canParse(url) ? url : undefined
}

/** `https://files.example.com/` is https://files.example.com, where an origin is asked for. */
const origin = (value: string, _pattern: string, form: string): string | undefined =>
  form.startsWith('an origin') && /^https?:\/\/[^/?#]+\/+$/.test(value)
    ? value.replace(/\/+$/, '')
    : undefined

/** `“Acme Co.”` is Acme Co, and `R&D` R and D. */
function words(value: string): string {
  return plain(value)
    .replace(/['‘’]/g, '')
    .replace(/\s*[&＆]\s*/g, ' and ')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, ' ')
    .trim()
}

/** `My_Source` and `1-my-source` are my-source, where an id is asked for: a host name has its dots. */
function slug(value: string, pattern: string): string | undefined {
  if (!pattern.startsWith('^[a-z][a-z0-9-]')) return undefined
  return plain(value)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[0-9-]+|-+$/g, '')
}

/** `staff` is /staff, where a path is asked for. */
const rooted = (value: string, pattern: string) =>
  /[\\$%{]/.test(value.replace('{source}', '')) || !pattern.startsWith('^/')
    ? undefined
    : `/${value.replace(/^[.~/]+/, '')}`

/** `/auth/:source/callback`, as routers have it, and the whole address of it, where a path with {source} is asked for. */
const route = (value: string, pattern: string): string | undefined =>
  pattern.includes('{source\\}')
    ? value
        .replace(/^https?:\/\/[^/?#]+(?=\/)/, '')
        .replace(/:source\b|<source>|\$\{source\}|\[source\]|(?<=\/)\*(?=\/)/, '{source}')
    : undefined

/** A number that is a time has to be one in every unit that there is, but one. */
function ofTime(value: string, pattern: string, form: string): string | undefined {
  return isTime(form) ? onlyUnit(value, pattern, form) : undefined
}

/** A form in words that asks for a length of time. */
export const isTime = (form = ''): boolean => /^(?:a duration|whole days)/.test(form)

/** `／rd` and `0.0.0.0：8080`, in the punctuation that is asked for. */
const narrow = (value: string): string =>
  value.replace(/[！-～]/g, wide => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/。/g, '.')

/** `openid"` and `“openid”,` are openid: what is left of a list or a quotation. */
const unquoted = (value: string): string => value.trim().replace(/^["'“”‘’`]+|["'“”‘’`,;，；、]+$/g, '')

/** `{72F988BF-…}`, or an address with it, is the id that is in there. */
const innermost = (value: string, pattern: string): string | undefined =>
  pattern.includes('[0-9a-f]{8}-') ? guid.exec(value)?.[0].toLowerCase() : undefined

const guid = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/i

/** `acs:ram::1234567890123456:root` is the account in there, and `…:saml-provider/sso-kit` the provider. */
function ofArn(value: string, pattern: string): string | undefined {
  const [, account, provider] = /^acs:ram::(\d+):(?:root|\w+|saml-provider\/(\S+))$/.exec(value) ?? []
  return pattern.startsWith('^[0-9]{10,') ? account : provider
}

/** `Common` is common, and `display_name` displayName, where a form has such words. */
const wordOf = (value: string, pattern: string): string | undefined =>
  suggest(value, pattern.match(/(?<=[(|:])[A-Za-z]{3,}(?=[|)])/g) ?? [])

/** `ldap.example.com:636` is ldaps://ldap.example.com:636, and with the port 389 it is without TLS at first. */
function ofDirectory(value: string, pattern: string): string | undefined {
  const [, host, port] = /^(?:tcp:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:[0-9]{1,5})?\/?$/i.exec(value) ?? []
  return host === undefined || !pattern.startsWith('^ldaps?:')
    ? undefined
    : `ldap${port === ':389' ? '' : 's'}://${host}${port ?? ''}`
}

/** `corp.example.com` is dc=corp,dc=example,dc=com, where a DN is asked for. */
const distinguished = (value: string, _pattern: string, form: string): string | undefined =>
  form.startsWith('a DN') && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)
    ? value
        .split('.')
        .map(label => `dc=${label}`)
        .join(',')
    : undefined

/** `29:4E:7D` is 294E7D, where hexadecimal digits are asked for. */
const digits = (value: string, pattern: string): string | undefined =>
  pattern.startsWith('^[0-9a-f') ? value.replace(/(?<=[0-9a-f])[:\s-](?=[0-9a-f])/gi, '') : undefined

/** What somebody expected to be put in is not to become a part of the value. */
const ofLiterals: readonly Meaning[] = [route, rooted]

/** A number is little to go by: the characters of a name or an address are there to be guessed from. */
const ofNumbers: readonly Meaning[] = [days, ofTime, nearest, port]

const meanings: readonly Meaning[] = [
  narrow,
  unquoted,
  innermost,
  digits,
  ofArn,
  route,
  ...[duration, sumOfTimes, days, ofTime, inLargestUnit, nearest].map(
    (meaning): Meaning =>
      (value, pattern, form) =>
        meaning(inLetters(value), pattern, form),
  ),
  port,
  ofDirectory,
  address,
  origin,
  authority,
  withColon,
  withPort,
  host,
  wordOf,
  distinguished,
  words,
  slug,
  rooted,
]

/** Without width and without what shows nothing. */
const plain = (value: string) => value.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
