import { Halt } from '../errors.ts'

/** What each of these gives; or one {@link Halt} with what all of them lack, so that nobody starts a server once for each. */
export async function together<T extends readonly unknown[]>(
  ...parts: { readonly [K in keyof T]: () => T[K] | Promise<T[K]> }
): Promise<T> {
  const settled = await Promise.allSettled(parts.map(async part => part()))
  const reasons = settled.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []))
  const halts = reasons.filter(reason => reason instanceof Halt)
  if (halts.length < reasons.length) throw reasons.find(reason => !(reason instanceof Halt))
  if (halts.length === 1) throw halts[0]
  if (halts.length > 1) throw new Halt(halts.map(inOne).join('\n'))
  return settled.map(each => (each as PromiseFulfilledResult<unknown>).value) as unknown as T
}

const inOne = ({ message, help }: Halt): string => (help === undefined ? message : `${message} (${help})`)
