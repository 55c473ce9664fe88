import { visible } from '../../diagnostics/visible.ts'
import { Halt } from '../../errors.ts'
import { pluginTypes } from '../../plugins.ts'
import type { Io } from '../io.ts'
import type { Language } from '../language.ts'
import { appTypes, type First, placeholderUrl } from './first.ts'
import { printed } from './words.ts'

/** The person at the terminal does not want to go on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

type Asked = Pick<First, 'publicUrl' | 'sources' | 'apps'> & { readonly enabled: boolean }

interface Readers {
  sources(text: string): Promise<First['sources']>
  apps(text: string): Promise<First['apps']>
  publicUrl(text: string): Promise<string>
}

/** What the flags have said: it is not asked for. */
interface Given {
  readonly apps: string | undefined
  readonly publicUrl: string | undefined
  readonly enabled: boolean
}

/** A question for each thing; an answer that cannot be is said so, and asked for again. */
export async function questions(io: Io, read: Readers, given: Given, language: Language): Promise<Asked> {
  const says = printed[language]
  const publicUrl = given.publicUrl === undefined ? undefined : await read.publicUrl(given.publicUrl)
  const apps = given.apps === undefined ? undefined : await read.apps(given.apps)
  return {
    sources: await answer(io, says.sources(pluginTypes.join(', ')), read.sources),
    apps:
      apps ??
      (await answer(io, says.apps(appTypes.join(', ')), text =>
        read.apps(/^(?:none|no|没有|无|-)$/i.test(text) ? '' : text),
      )),
    publicUrl:
      publicUrl ??
      (await answer(io, says.publicUrl(placeholderUrl), text =>
        read.publicUrl(text === '' ? placeholderUrl : text),
      )),
    enabled: given.enabled || (await agreed(io, says.enabled, language)),
  }
}

/** A yes; the enter key is a no. */
export const agreed = (io: Io, question: string, language: Language): Promise<boolean> =>
  answer(io, question, async text => {
    if (/^(y|yes|是)$/i.test(text)) return true
    if (/^(n|no|否|)$/i.test(text)) return false
    const says = printed[language]
    throw new Halt(says.neither(text), says.answers)
  })

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
