import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const schema = 'schemas/sso.config.schema.json'
const installed = 'node_modules/sso-kit'

/**
 * The way from a folder to the schema for editors: of the package installed there or above, or of this repository. Where it
 * is not installed yet, it will be where the command is run.
 */
export function modelineOf(folder: string, cwd: string): string {
  const home = foldersFrom(folder)
    .flatMap(one => [join(one, installed), one])
    .find(isOurs)
  const way = relative(folder, join(home ?? join(cwd, installed), schema)).replaceAll('\\', '/')
  return way.startsWith('.') ? way : `./${way}`
}

/** Another project may have a schema of that name: only what calls itself sso-kit is looked at. */
function isOurs(home: string): boolean {
  if (!existsSync(join(home, schema))) return false
  try {
    return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).name === 'sso-kit'
  } catch {
    return false
  }
}

function foldersFrom(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersFrom(above)]
}
