import { formats } from './formats.ts'

/** How ajv reads our schemas, at build time and for plugins of others. */
export const settings = {
  allErrors: true,
  // the sentences are ours; without ajv's own the code is a third shorter
  messages: false,
  inlineRefs: false,
  strict: true,
  allowUnionTypes: true,
  // a sum or a list of names: each keyword speaks about one of the two
  strictTypes: false,
  strictRequired: false,
  useDefaults: true,
  formats,
} as const
