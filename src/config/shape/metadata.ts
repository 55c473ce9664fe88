import { letters } from '../suggest.ts'
import { list } from '../words.ts'
import type { Context, ShapeFinding } from './context.ts'
import { example } from './example.ts'
import type { Holder } from './holder.ts'

/** Metadata of a SAML identity provider, which other products read: what is in it is written here. */
export function metadataInstead(
  key: string,
  { map, missing }: Holder,
  context: Context,
): Pick<ShapeFinding, 'label' | 'help' | 'failed'> | undefined {
  if (!missing.includes('entityId') || !/^(?:idp|saml|federation)?metadata/.test(letters(key)))
    return undefined
  const lines = missing.map(name => {
    const path = [...map, name]
    return example(path, context.schemaOf(path) ?? {}, context)
  })
  return {
    label: `it has ${list(missing)} in it`,
    help: ['write in its place what the metadata says:', ...lines].join('\n'),
    failed: missing.map(name => [...map, name]),
  }
}
