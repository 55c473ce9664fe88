import type { Schema } from '../schema.ts'

/** Where a secret is kept, or anything else that may be kept elsewhere. */
export const reference: Schema = { $ref: '#/definitions/secret' }

export const isReference = ({ $ref }: Schema): boolean => $ref === reference.$ref

/** What the description names: `a reference such as { env: DINGTALK_CLIENT_SECRET }`. */
export const sampleReference = ({ description = '' }: Schema): string =>
  /\{ (?:env|file|credential): \S+ \}/.exec(description)?.[0] ?? '{ env: NAME }'
