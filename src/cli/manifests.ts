import { dirname } from 'node:path'
import { readLayer } from '../config/document.ts'
import { type Files, findAnyConfig } from '../config/find.ts'
import { overlay } from '../config/overlay.ts'
import type { Added } from '../config/plugins/read.ts'
import { disk } from '../config/plugins/reader.ts'
import { addedTypes, nothingAdded } from '../config/types.ts'
import { Halt } from '../errors.ts'
import { inputOf } from './input-of.ts'
import type { Io } from './io.ts'

/**
 * What the plugins of a file say of themselves; none of their code is run. Without `wanted` of the file that is found
 * here or above, if there is one. The rest of the file may be wrong. Throws {@link Halt} where a wanted file or a plugin
 * cannot be read.
 */
export async function manifestsFor(io: Io, wanted: string | undefined): Promise<Added['types']> {
  const files = findAnyConfig(io.cwd, wanted)
  if (files === undefined) return nothingAdded.types
  const { types, findings } = await addedBy(files)
  if (findings.length > 0 && wanted !== undefined)
    throw new Halt(findings.map(({ message }) => message).join('\n'), `sso-kit validate ${wanted} says more`)
  return types
}

async function addedBy(files: Files): Promise<Added> {
  const [first, ...others] = files.map(file => readLayer({ file, input: inputOf(file) }))
  const parsed = [first, ...others].flatMap(layer =>
    layer?.parsed ? [{ ...layer, parsed: layer.parsed }] : [],
  )
  const [lowest, ...above] = parsed
  if (lowest === undefined) return nothingAdded
  return addedTypes(overlay([lowest, ...above]).data, { folder: dirname(files[0]), reader: disk })
}
