import { readAppMetadata } from '../../src/apps/saml/app-metadata.ts'
import { compile } from '../../src/config/compile.ts'
import { environment, type Looking } from '../../src/config/environment.ts'

export const now = Date.UTC(2026, 10, 27)

type Given = Partial<Looking> & Pick<Looking, 'folder'>

export const looking = (given: Given): Looking => ({
  env: {},
  allowExec: false,
  path: undefined,
  now,
  readAppMetadata,
  ...given,
})

/** What `validate --env` tells of a text. */
export async function lookedAt(text: string, given: Given) {
  const { diagnostics } = await compile(text, {
    file: 'x.yaml',
    environment: draft => environment(draft, looking(given)),
  })
  return diagnostics
}

export const inShort = (diagnostics: Awaited<ReturnType<typeof lookedAt>>): string[] =>
  diagnostics.map(({ rule, where, message }) => `${rule} ${where}: ${message}`)
