import { milliseconds } from '../duration.ts'
import type { Schema } from '../schema/schema.ts'

/** The first of the likely meanings that has the form which is asked for. */
export function corrected(value: unknown, schema: Schema): string | undefined {
  const { pattern, format, maxLength = 255 } = schema
  const asked = pattern ?? (format === 'uri' ? '^https?://' : undefined)
  if (typeof value !== 'string' || value === '' || asked === undefined) return undefined
  const form = new RegExp(asked, 'u')
  return meanings
    .map(meaning => meaning(value, asked, schema['x-form'] ?? ''))
    .find(text => text !== undefined && text !== value && text.length <= maxLength && form.test(text))
}

/** `8 hours` is 8h. */
function duration(value: string): string | undefined {
  const [, number, unit = ''] = /^([1-9][0-9]{0,5}) ?([smhd])[a-z]*$/i.exec(value) ?? []
  return number === undefined ? undefined : `${number}${unit.toLowerCase()}`
}

/** `30m` is 1h, where a duration from 1h to 24h is asked for. */
function nearest(value: string, _pattern: string, form: string): string | undefined {
  const [, least, most] = /from ([0-9]+[smhd]) to ([0-9]+[smhd])/.exec(form) ?? []
  const asked = duration(value)
  if (least === undefined || most === undefined || asked === undefined) return undefined
  return milliseconds(asked) < milliseconds(least) ? least : most
}

/** `http://0.0.0.0:8080/` is 0.0.0.0:8080, and `@Example.com` example.com. */
function authority(value: string): string | undefined {
  const [, found] = /^(?:[a-z][a-z0-9+.-]*:\/\/|@|(?=[^/]*[A-Z:]))([\w.:[\]-]+)\/*$/i.exec(value) ?? []
  return found?.toLowerCase()
}

const host = (value: string) => authority(value)?.replace(/:[0-9]+$/, '')

/** `htps://example.com` and `example.com` are https://example.com. */
function address(value: string): string | undefined {
  const url = `https://${value.replace(/^(?:[a-z]{1,8}:)?\/\//i, '')}`
  return /^https:\/\/[\w-]+(?:\.[\w-]+)+(?=[:/]|$)/.test(url) && URL.canParse(url) ? url : undefined
}

/** `“Acme Co.”` is Acme Co, and `R&D` R and D. */
function words(value: string): string {
  return plain(value)
    .replace(/['‘’]/g, '')
    .replace(/\s*[&＆]\s*/g, ' and ')
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, ' ')
    .trim()
}

/** `My_Source` is my-source, where an id is asked for: a host name has its dots. */
function slug(value: string, pattern: string): string | undefined {
  if (!pattern.startsWith('^[a-z][a-z0-9-]')) return undefined
  return plain(value)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

/** `staff` is /staff, where a path is asked for. */
const rooted = (value: string, pattern: string) =>
  value.includes('\\') || !pattern.startsWith('^/') ? undefined : `/${value.replace(/^[./]+/, '')}`

const meanings: readonly ((value: string, pattern: string, form: string) => string | undefined)[] = [
  duration,
  nearest,
  address,
  authority,
  host,
  words,
  slug,
  rooted,
]

/** Without width and without what shows nothing. */
const plain = (value: string) => value.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
