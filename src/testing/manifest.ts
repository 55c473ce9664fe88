import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Manifest, manifestFile } from '../config/plugins/manifest.ts'
import { manifestOf } from '../config/plugins/manifest-of.ts'
import { readPlugins } from '../config/plugins/read.ts'
import { disk } from '../config/plugins/reader.ts'
import { type AnyPlugin, importPlugin } from '../plugins.ts'

export function describeManifest(plugin: AnyPlugin, folder: string): void {
  const written = (): Manifest => JSON.parse(readFileSync(join(folder, manifestFile), 'utf8'))

  it('is what the code says: otherwise run sso-kit plugin manifest', () => {
    const { $schema: _, ...manifest } = written()
    expect(manifest).toEqual(manifestOf(plugin, manifest.module))
  })

  it('is one that validate takes', async () => {
    const { findings, types } = await readPlugins(['./.'], { folder, reader: disk })
    expect(findings.map(({ message }) => message)).toEqual([])
    expect([...types.keys()]).toEqual([plugin.type])
  })

  it('names the module that the plugin is in', async () => {
    const { type } = await importPlugin(join(folder, written().module))
    expect(type).toBe(plugin.type)
  })
}
