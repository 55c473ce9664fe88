import type { Path } from '../../../diagnostics/diagnostic.ts'
import type { Schema } from '../../schema/schema.ts'
import { nameOf } from '../../shape/context.ts'
import { isRecord } from '../../types.ts'
import type { Rule } from '../rule.ts'

/** Secrets and codes go to these addresses: https, or http to a private address that the file lists. */
export const endpointNotHttps: Rule = ({ root: { outbound }, sources, apps }) => {
  if (outbound === undefined) return []
  return [...sources, ...apps]
    .flatMap(({ options, schema, path }) => endpoints(options, schema, path))
    .flatMap(({ at, url }) => {
      const port = url.port === '' ? '80' : url.port
      if (url.protocol === 'https:') return []
      if (url.protocol === 'http:' && outbound.allowPrivate.includes(`${url.hostname}:${port}`)) return []
      const plain = url.protocol === 'http:'
      return [
        {
          at,
          message: `${nameOf(at)} is not https`,
          help: plain
            ? `write https://, or list "${url.hostname}:${port}" under outbound.allowPrivate`
            : 'write an address that begins with https://',
          label: plain ? 'codes and secrets would cross the network unprotected' : undefined,
        },
      ]
    })
}

function endpoints(value: unknown, schema: Schema, at: Path): { at: Path; url: URL }[] {
  if (schema['x-endpoint'] === true)
    return typeof value === 'string' && URL.canParse(value) ? [{ at, url: new URL(value) }] : []
  if (!isRecord(value)) return []
  return Object.entries(schema.properties ?? {}).flatMap(([key, below]) =>
    endpoints(value[key], below, [...at, key]),
  )
}
