import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const schema = 'schemas/sso.config.schema.json'
const installed = `node_modules/sso-kit/${schema}`

/** The way from a folder to the schema for editors: of the package installed there or above, or of this repository. */
export function modelineOf(folder: string): string {
  const place = foldersFrom(folder)
    .flatMap(one => [join(one, installed), join(one, schema)])
    .find(existsSync)
  const way = relative(folder, place ?? join(folder, installed)).replaceAll('\\', '/')
  return way.startsWith('.') ? way : `./${way}`
}

function foldersFrom(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersFrom(above)]
}
