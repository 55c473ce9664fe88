import type { Request } from 'express'
import { Refusal } from '../../admin/api-failures.ts'
import { asked } from '../../admin/question.ts'

/**
 * The parameters of a request that are given. Throws for one that is not known, came twice or is too long: a program whose
 * filter is misspelt must not take everything for what it asked for.
 */
export function questionOf<K extends string>(
  request: Request,
  keys: readonly K[],
): { readonly [key in K]?: string } {
  for (const [key, value] of Object.entries(request.query))
    if (!keys.some(known => known === key) || typeof value !== 'string' || value.length > 255) {
      const mend =
        keys.length === 0 ? 'there are none here' : `each of these may be there once: ${keys.join(', ')}`
      throw new Refusal('request_invalid', `the parameter "${key.slice(0, 40)}" is not understood; ${mend}`)
    }
  const given: { [key in K]?: string } = {}
  for (const key of keys) {
    const value = asked(request, key)
    if (value !== undefined) given[key] = value
  }
  return given
}

const mostAPage = 200

/** How many a page has at most; undefined: as many as usual. */
export function limitIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY
  if (limit > mostAPage) throw new Refusal('request_invalid', `"limit" is a number from 1 to ${mostAPage}`)
  return limit
}

/** Throws for a value that is none of these. */
export function oneOf<T extends string>(name: string, text: string | undefined, known: readonly T[]) {
  if (text === undefined) return undefined
  const found = known.find(each => each === text)
  if (found === undefined) throw new Refusal('request_invalid', `"${name}" is one of ${known.join(', ')}`)
  return found
}
