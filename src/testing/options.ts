import { describe, expect, it } from 'vitest'
import type { ValueSchema } from '../options.ts'
import type { AnyPlugin } from '../plugins.ts'

/** Keys that mean the same for every source and belong to the host. */
const hostKeys = [
  'id',
  'type',
  'name',
  'description',
  'enabled',
  'allow',
  'autoRegister',
  'callbackUrl',
  'sync',
  'events',
  'inApp',
]

export function describeOptions(plugin: AnyPlugin): void {
  describe('its options', () => {
    it('say in one line what the source is', () => {
      expect(plugin.summary).toMatch(/^.{5,100}$/)
    })

    it('leave the keys of the host alone', () => {
      expect(Object.keys(plugin.options.properties).filter(key => hostKeys.includes(key))).toEqual([])
    })

    it('all have a title, a description and an impact', () => {
      const poor = walk(plugin.options.properties).filter(
        ([, { title, description, 'x-impact': impact }]) => !title || !description || !impact,
      )
      expect(poor.map(([path]) => path)).toEqual([])
    })

    it('that sound like secrets are secrets', () => {
      const open = walk(plugin.options.properties).filter(
        ([path, described]) =>
          /secret|password|token|privateKey/i.test(path) &&
          !('x-secret' in described) &&
          !('x-endpoint' in described),
      )
      expect(open.map(([path]) => path)).toEqual([])
    })
  })
}

function walk(properties: Readonly<Record<string, ValueSchema>>, above = ''): [string, ValueSchema][] {
  return Object.entries(properties).flatMap(([key, described]) => [
    [above + key, described] as [string, ValueSchema],
    ...('properties' in described ? walk(described.properties, `${above}${key}.`) : []),
  ])
}
