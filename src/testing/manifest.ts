import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { compile } from '../config/compile.ts'
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

  const example = join(folder, 'example', 'sso.config.yaml')
  it.runIf(existsSync(example))('has an example that validates', async () => {
    const { diagnostics } = await compile(readFileSync(example, 'utf8'), {
      file: example,
      folder: dirname(example),
      reader: disk,
    })
    const wrong = diagnostics.filter(({ severity }) => severity === 'error')
    expect(wrong.map(({ message, where, help }) => `${where}: ${message}; ${help}`)).toEqual([])
  })

  it('names the module that the plugin is in', async () => {
    const { type } = await importPlugin(join(folder, written().module))
    expect(type).toBe(plugin.type)
  })
}
