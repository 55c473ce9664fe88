import { nameOf } from '../../shape/context.ts'
import { addressesOf } from '../app/addresses.ts'
import type { Rule } from '../rule.ts'
import { isLoopback } from '../url/loopback.ts'

/** Whoever reads along on the network would have the code. A program on the same machine may do without https. */
export const http: Rule = draft => {
  const frontends = (draft.alist?.value.frontends ?? []).map((text, index) => ({
    at: ['callbacks', 'alist', 'frontends', index],
    text,
  }))
  return [...addressesOf(draft), ...frontends]
    .filter(({ text }) => /^http:/i.test(text) && !(URL.canParse(text) && isLoopback(new URL(text))))
    .map(({ at }) => ({
      at,
      message: `${nameOf(at)} is not https`,
      label: 'the answer would cross the network unprotected',
      help: `write https://, and give the ${at[0] === 'apps' ? 'app' : 'front end'} a certificate`,
    }))
}
