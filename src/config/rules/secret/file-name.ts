import { nameOf } from '../../shape/context.ts'
import { referencesOf } from '../references.ts'
import type { Rule } from '../rule.ts'

/** Capitals with a "_" between them: files are hardly ever called so, and variables always. */
const likeVariable = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/

export const fileName: Rule = draft =>
  referencesOf(draft).flatMap(({ at, reference }) =>
    'file' in reference && likeVariable.test(reference.file)
      ? [
          {
            at: [...at, 'file'],
            message: `${nameOf(at)} is read from a file that is called as variables are`,
            help: `write { env: ${reference.file} }, or { file: ./${reference.file} } if it is a file`,
          },
        ]
      : [],
  )
