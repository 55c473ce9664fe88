import type { Difference, Sides } from './difference.ts'

export type Class =
  | 'grant'
  | 'revoke'
  | 'trust'
  | 'secret'
  | 'protection'
  | 'sync'
  | 'review'
  | 'operational'
  | 'cosmetic'

export const classes: readonly Class[] = [
  'grant',
  'trust',
  'secret',
  'protection',
  'sync',
  'review',
  'revoke',
  'operational',
  'cosmetic',
]

/** The heaviest first. `none` is for what is seen and no more. */
export const levels = ['critical', 'high', 'medium', 'low', 'none'] as const

export type Level = (typeof levels)[number]

/** True for a level and those above it. */
export const isAtLeast = (level: Level, least: Level): boolean =>
  levels.indexOf(level) <= levels.indexOf(least)

export interface Verdict {
  readonly class: Class
  readonly level: Level
  /** What it means for people, a sentence each: lower case, no full stop. */
  readonly explain: readonly string[]
  /** Only of permissions. */
  readonly bits?: Bits
}

export interface Bits {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly kept: readonly string[]
  readonly profile: string
}

/** What a difference means; undefined where this judge has nothing to say. */
export type Judge = (difference: Difference, sides: Sides) => Verdict | undefined

export type Judges = Readonly<Record<string, Judge>>

export const verdict = (of: Class, level: Level, ...explain: readonly string[]): Verdict => ({
  class: of,
  level,
  explain: explain.filter(sentence => sentence !== ''),
})

/** A judge for what means the same in either direction. */
export const always =
  (of: Class, level: Level, ...explain: readonly string[]): Judge =>
  () =>
    verdict(of, level, ...explain)
