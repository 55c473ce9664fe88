import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The path of a file that comes with the package, whether this runs from `dist` or from the sources. */
export function packageFile(name: string): string {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('package.json', folder))) {
    const above = new URL('..', folder)
    if (above.href === folder.href)
      throw new Error(`package.json of sso-kit is missing above ${fileURLToPath(import.meta.url)}`)
    folder = above
  }
  return fileURLToPath(new URL(name, folder))
}
