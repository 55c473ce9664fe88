import type { Path } from '../../diagnostics/diagnostic.ts'
import { letters, otherName } from '../suggest.ts'
import { list, plainText, quote } from '../words.ts'
import { type Context, type ShapeFinding, valueAt, within } from './context.ts'
import { corrected } from './corrected.ts'
import { isShown } from './entries.ts'
import { scalar } from './example.ts'
import { fits } from './fits.ts'
import { isBeside } from './rename.ts'
import { toValue } from './value.ts'

/** `host` and `port`, where one address has both: one mistake. */
export function listenParts(map: Path, keys: readonly string[], context: Context): ShapeFinding | undefined {
  const [first, ...more] = keys
  const isPart = (key: string) => otherName(key, ['listen']) !== undefined
  if (map.join('.') !== 'server' || first === undefined || more.length !== 1 || !keys.every(isPart))
    return undefined
  const at = [...map, first]
  const given = keys.map(key => valueAt(context.data, [...map, key]))
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at,
    on: 'key',
    message: `unknown keys ${list(keys)} in "server"`,
    label: 'did you mean "listen"?',
    help: isBeside(at, 'listen', context)
      ? 'remove them: "listen" is there already'
      : `write listen: ${hostAndPort(given)} in place of both`,
    failed: [[...map, 'listen']],
  }
}

/** The same of an address that is missing: `host` and `port` in place of `url`. */
export function addressParts(
  map: Path,
  keys: readonly string[],
  missing: readonly string[],
  context: Context,
): ShapeFinding | undefined {
  const port = keys.find(key => letters(key) === 'port')
  const host = keys.find(key => key !== port)
  const meant = host === undefined ? undefined : otherName(host, missing)
  if (keys.length !== 2 || port === undefined || host === undefined || meant === undefined) return undefined
  const at = [...map, host]
  const schema = context.schemaOf([...map, meant]) ?? {}
  const text = [at, [...map, port]].map(path => plainText(valueAt(context.data, path))).join(':')
  const address = fits(text, schema) ? text : corrected(text, schema)
  const isSeen = isShown(toValue({ path: at, keyword: 'type', params: {} }, context))
  if (address === undefined || !isSeen) return undefined
  return {
    rule: 'schema/unknown-key',
    severity: 'error',
    at,
    on: 'key',
    message: `unknown keys ${list(keys)} ${within(map, context)}`,
    label: `did you mean ${quote(meant)}?`,
    help: `write ${meant}: ${scalar(address)} in place of both; it is required`,
    failed: keys.concat(meant).map(key => [...map, key]),
  }
}

/** `0.0.0.0` and `8080`, in either order, as one; or what is one already. */
export function hostAndPort(values: readonly unknown[]): string {
  const texts = values.map(plainText)
  const whole = texts.find(text => /^[A-Za-z0-9.-]+:[0-9]{1,5}$/.test(text))
  if (whole !== undefined) return whole
  const port = texts.find(text => /^[0-9]{1,5}$/.test(text))
  const host = texts.find(
    text => /^(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9a-f:]+\])$/.test(text) && text !== port,
  )
  return `${host ?? 'HOST'}:${port ?? 'PORT'}`
}
