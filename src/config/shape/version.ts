import { isRecord } from '../types.ts'
import type { ShapeFinding } from './context.ts'

/** The versions of the language that this program reads. */
export const versions = { oldest: 1, newest: 1 } as const

const found = { rule: 'schema/version', severity: 'error' } as const

/** The version decides how the rest is read, so it is looked at first. `stop`: the rest is another language. */
export function checkVersion(data: unknown): { finding?: ShapeFinding; stop: boolean } {
  const version = isRecord(data) ? data.version : undefined
  if (version === 1) return { stop: false }
  if (typeof version === 'number' && Number.isInteger(version) && version > versions.newest)
    return { stop: true, finding: newer(version) }
  if (isRecord(data) && !Object.hasOwn(data, 'version')) return { stop: false, finding: absent }
  return { stop: false, finding: wrong(version) }
}

const newer = (version: number): ShapeFinding => ({
  ...found,
  at: ['version'],
  message: `version ${version} is newer than this sso-kit, which knows version ${versions.newest}`,
  help: `update sso-kit, or write version: ${versions.newest}`,
  failed: [['version']],
})

const absent: ShapeFinding = {
  ...found,
  at: [],
  on: 'first',
  message: 'missing key "version" at the top level',
  help: 'begin the file with version: 1',
  failed: [['version']],
}

const wrong = (version: unknown): ShapeFinding => ({
  ...found,
  at: ['version'],
  message: version === '1' ? '"version" must be the number 1, not text' : '"version" must be 1',
  help: version === '1' ? 'remove the quotes: version: 1' : 'write version: 1',
  ...(version === '1' && { fix: [{ at: ['version'], text: '1' }] }),
  failed: [['version']],
})
