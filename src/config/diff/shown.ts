import { discreetly, isCalledSo, sounds, withForms } from '../../diagnostics/secret-form.ts'
import { saysSecret } from '../commented-out.ts'
import type { SchemaOf } from '../schemas.ts'
import { mayBeSecret, printable, redacted } from '../shown.ts'
import { isStranger } from '../stranger.ts'
import { isRecord } from '../types.ts'

/** How a secret that a sandbox file has written out is called. */
export const inlineSecret = '‹inline secret›'

/** Where a value is in the configuration, and what is said of its keys there. */
export interface Whence {
  readonly keys?: readonly string[]
  readonly at?: readonly (string | number)[] | undefined
  readonly schemaOf?: SchemaOf | undefined
}

/** What a report may have of the values, and of sentences about them. */
export interface Showing {
  /** A value: references as in the file, and nothing that is a secret or looks like one. */
  value(value: unknown, whence?: Whence): unknown
  /** A sentence without what was covered in a value before, and without what looks like a secret by itself. */
  text(text: string): string
}

/** One for a whole report: what a value does not show, no sentence says. */
export function showing(): Showing {
  const hidden = new Set<string>()
  const hide = (value: unknown): string => {
    if (typeof value === 'string') hidden.add(value)
    return redacted
  }

  const covered = (
    value: unknown,
    isFree: boolean,
    at: Whence['at'],
    schemaOf: Whence['schemaOf'],
  ): unknown => {
    if (typeof value === 'string')
      return sounds(value) || saysSecret(value) || isStrange(value, at, schemaOf) ? hide(value) : value
    const below = (key: string | number, one: unknown, free = isFree) =>
      covered(one, free, at && [...at, key], schemaOf)
    if (Array.isArray(value)) return value.map((one, index) => below(index, one))
    if (!isRecord(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        discreetly(key),
        isFree && mayBeSecret(key, one) ? hide(one) : below(key, one, isFree || key === free),
      ]),
    )
  }

  return {
    value: (value, { keys = [], at, schemaOf } = {}) => {
      if (value === undefined) return null
      const isFree = keys.includes(free)
      if (isFree && mayBeSecret(keys.at(-1) ?? '', value)) return hide(value)
      return covered(isLiteral(value) ? inlineSecret : printable(value), isFree, at, schemaOf)
    },
    text: text => {
      const plain = [...hidden].reduce(
        (before, secret) => (isOurs(secret) ? before : before.replaceAll(secret, redacted)),
        text,
      )
      return withForms(plain, () => redacted)
        .split(/(\s+)/)
        .map(word =>
          sounds(word) ? redacted : word.replace(inside, part => (sounds(part) ? redacted : part)),
        )
        .join('')
    },
  }
}

/** The map of a source that only its own manual describes. */
const free = 'options'

/** What is a part of sentences without being told by them. */
const isOurs = (text: string): boolean => text.length < 4 || /^[a-z]+$/.test(text)

/** A word without the quotes around it and the signs of its sentence. */
const inside = /[^"“”‘’'(),.;:!?‹›]{8,}/g

/** What frames cover where the language knows the place. */
const isStrange = (text: string, at: Whence['at'], schemaOf: Whence['schemaOf']): boolean =>
  at !== undefined && schemaOf?.(at) !== undefined && isStranger(text, at, schemaOf) && !isCalledSo(text)

const isLiteral = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).length === 1 && 'literal' in value
