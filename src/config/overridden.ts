import type { Path } from '../diagnostics/diagnostic.ts'
import { random, secretForm } from '../diagnostics/secret-form.ts'
import type { ParsedLayer } from './document.ts'
import type { Finding } from './finding.ts'
import { schemaIn, type Whole } from './overlay.ts'
import type { SchemaOf } from './schemas.ts'
import { type Context, nameOf } from './shape/context.ts'
import { inlineSecret, isLiteral } from './shape/inline-secret.ts'
import { isRecord } from './typed-lists.ts'

/**
 * Secrets that one file has written out and another one replaces: they are not in force, and whoever reads the repository
 * has them all the same.
 */
export function overriddenSecrets(
  layers: readonly ParsedLayer[],
  whole: Whole,
  schemaOf: SchemaOf,
  context: Context,
): Finding[] {
  return layers.flatMap(layer => {
    const own = schemaIn(layer, whole, schemaOf)
    const isInForce = (path: Path) => {
      const there = whole.locate(whole.placeOf(layer, path))
      return there.layer === layer && there.at.join('\n') === path.join('\n')
    }
    return leaves(layer.parsed.data, []).flatMap(({ path, value }): Finding[] => {
      const schema = own(path)
      const isOfSecrets = schema?.['x-secret'] === true || schema?.items?.['x-secret'] === true
      const isSecret = isOfSecrets && isLiteral(value)
      const what = typeof value === 'string' ? secretForm(value) : undefined
      const isOfForm = what !== undefined && what !== random
      if (!(isSecret || isOfForm) || isInForce(path)) return []
      if (isSecret) return [{ ...inlineSecret(path, { ...context, data: layer.parsed.data }), layer }]
      return [
        {
          rule: 'secret/looks-like-secret',
          severity: 'error',
          at: path,
          layer,
          message: `${nameOf(path)} looks like ${what}`,
          help: 'take it out of this file too, though another one replaces it; it may be in the git history already: replace the secret at the vendor',
          secret: true,
        },
      ]
    })
  })
}

function leaves(value: unknown, path: Path): { path: Path; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((below, index) => leaves(below, [...path, index]))
  if (isRecord(value)) return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]))
  return [{ path, value }]
}
