import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AppConfig, Reference } from '../../config/config.ts'
import { isReference } from '../../config/secrets.ts'

/** Documents of an app that nobody can make up: its certificate, its metadata. */
const documents = ['metadata', 'certificate']

/**
 * An app whose secrets are made up on the spot. A file in the place of a document is read from beside the configuration
 * file; undefined where there is none.
 */
export function madeUpApp(app: AppConfig, folder: string, invent: () => string): AppConfig | undefined {
  const options: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(app.options)) {
    if (!documents.includes(key)) options[key] = inventedIn(value, invent)
    else {
      const { file } = value as Reference & { file?: string }
      const path = file === undefined ? undefined : resolve(folder, file)
      if (path === undefined || !existsSync(path)) return undefined
      options[key] = { file: path }
    }
  }
  return { ...app, options }
}

function inventedIn(value: unknown, invent: () => string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (isReference(value)) return { literal: invent() }
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, inventedIn(below, invent)]))
}
