import { visible } from '../../diagnostics/visible.ts'
import { Halt } from '../../errors.ts'
import { pluginTypes } from '../../plugins.ts'
import type { Io } from '../io.ts'
import { type First, placeholderUrl } from './first.ts'

/** The person at the terminal does not want to go on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

type Asked = Pick<First, 'publicUrl' | 'sources'> & { readonly enabled: boolean }

interface Readers {
  sources(text: string): Promise<First['sources']>
  publicUrl(text: string): Promise<string>
}

/** Three questions; an answer that cannot be is said so, and asked for again. */
export async function questions(io: Io, read: Readers): Promise<Asked> {
  return {
    sources: await answer(io, `Sources, of ${pluginTypes.join(', ')}: `, read.sources),
    publicUrl: await answer(io, `Public address [${placeholderUrl}]: `, text =>
      read.publicUrl(text === '' ? placeholderUrl : text),
    ),
    enabled: await answer(io, "An account at a person's first sign-in? [y/N]: ", yes),
  }
}

async function answer<T>(io: Io, question: string, read: (text: string) => Promise<T>): Promise<T> {
  for (;;) {
    const text = await io.ask?.(question)
    if (text === undefined) throw new Interrupted()
    try {
      return await read(text.trim())
    } catch (error) {
      if (!(error instanceof Halt)) throw error
      io.stderr.write(
        `${visible(error.message)}${error.help === undefined ? '' : `: ${visible(error.help)}`}\n`,
      )
    }
  }
}

async function yes(text: string): Promise<boolean> {
  if (/^(y|yes|是)$/i.test(text)) return true
  if (/^(n|no|否|)$/i.test(text)) return false
  throw new Halt(`"${text}" is neither`, 'y or n')
}
