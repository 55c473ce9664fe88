import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type Report, report } from '../../../src/config/diff/report.ts'
import { without } from '../entries.ts'
import { entries, schemaOf, text } from '../whole.ts'
import { side } from './comparing.ts'

/**
 * Every key of the language, taken out of a file that has them all: whatever makes another configuration is told, in
 * both directions, and never as cosmetic but where its schema calls it so.
 */

const whole = await side(text)

/** What the file says without a key; undefined where it cannot be left out. */
const sides = await Promise.all(
  entries.map(async entry => ({ entry, other: await side(without(text, entry)).catch(() => undefined) })),
)
const differing = sides.flatMap(({ entry, other }) =>
  other && !isDeepStrictEqual(other.config, whole.config) ? [{ entry, other }] : [],
)

/** Also of what lies in something cosmetic, such as one field of a map of names. */
const isCosmetic = (at: readonly (string | number)[]): boolean =>
  at.some((_, index) => schemaOf(at.slice(0, index + 1))?.['x-impact'] === 'cosmetic')

const loudest = ({ changes, findings, highest }: Report) => ({
  told: changes.length + findings.length,
  highest,
})

describe('a key that is taken out of the file', () => {
  it('makes another configuration in most cases', () => {
    expect(differing.length).toBeGreaterThan(100)
  })

  it.each(differing.map(one => [one.entry.path, one] as const))('is told: %s', (_path, { entry, other }) => {
    for (const found of [report({ base: whole, head: other }), report({ base: other, head: whole })].map(
      loudest,
    )) {
      expect(found.told).toBeGreaterThan(0)
      if (!isCosmetic(entry.at)) expect(found.highest).not.toBe(null)
    }
  })

  it('is not told where it says what holds anyhow', () => {
    const same = sides.filter(({ other }) => other && isDeepStrictEqual(other.config, whole.config))
    expect(same.length).toBeGreaterThan(5)
    for (const { other } of same) if (other) expect(report({ base: whole, head: other }).changes).toEqual([])
  })
})

describe('what is told', () => {
  const reports = differing.flatMap(({ other }) => [
    report({ base: whole, head: other }),
    report({ base: other, head: whole }),
  ])

  it('has a sentence for each change, and no number of an entry in a path', () => {
    const changes = reports.flatMap(one => one.changes)
    expect(changes.filter(({ explain }) => explain.length === 0)).toEqual([])
    expect(changes.filter(({ path }) => /\[\d+\]/.test(path))).toEqual([])
    expect(
      changes.flatMap(({ explain }) => explain).filter(sentence => /undefined|\[object|null/.test(sentence)),
    ).toEqual([])
  })

  it('is written in sentences without a full stop', () => {
    const sentences = reports.flatMap(one =>
      [...one.changes, ...one.findings].flatMap(({ explain }) => explain),
    )
    expect(sentences.filter(sentence => /[.。]$/.test(sentence))).toEqual([])
  })
})
