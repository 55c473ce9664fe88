import type { ScalarCheck } from './check.ts'

// values are not named in these messages: any of them may be a secret

/** A number that is not what is written: 20 digits lose some, 5e12345 is infinite. */
export const lossyNumber: ScalarCheck = ({ node, path }) => {
  const { value, source = '' } = node
  if (typeof value !== 'number' || Number.isNaN(value)) return undefined
  const kept = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
  // of one that begins with a zero that is told
  if (kept || /^[-+]?(?:\.inf$|0[0-9xo])/i.test(source)) return undefined
  return {
    rule: 'yaml/lossy-number',
    severity: 'error',
    at: path,
    failed: path,
    message: 'this number cannot be kept exactly',
    label: 'digits would be lost',
    help: 'put it in quotes',
  }
}

export const leadingZero: ScalarCheck = ({ node, path }) => {
  const { source = '' } = node
  if (node.type !== 'PLAIN' || typeof node.value !== 'number') return undefined
  const isOther = /^0[xo]/.test(source)
  if (!isOther && !/^[-+]?0[0-9]+$/.test(source)) return undefined
  return {
    rule: 'yaml/leading-zero',
    severity: 'error',
    at: path,
    failed: path,
    ...(isOther
      ? {
          message: 'a number with "0x" or "0o" is another number or text for some programs',
          help: 'write it in decimal digits, or put it in quotes',
        }
      : {
          message: 'a number with a leading zero is decimal for some programs and octal for others',
          help: 'remove the zero, or put it in quotes',
        }),
  }
}

// what YAML 1.1 readers take for another type
const ambiguous =
  /^(y|n|yes|no|on|off|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+]?[0-9]+(_[0-9]+)+|[-+]?0b[01_]+|\d{4}-\d{2}-\d{2}|0x[0-9a-f]*(_[0-9a-f]*)+)$/i

export const ambiguousScalar: ScalarCheck = ({ node, path }) => {
  const { source = '' } = node
  if (node.type !== 'PLAIN' || typeof node.value !== 'string' || !ambiguous.test(source)) return undefined
  return {
    rule: 'yaml/ambiguous-scalar',
    severity: 'warning',
    at: path,
    message: 'this is text here, but other programs read it as a number, a date or as true or false',
    help: 'put it in quotes',
  }
}

/** `secret: ab #cd` is "ab": a comment that follows directly was probably meant as part of the value. */
export const cutByComment: ScalarCheck = ({ node, path, text, span: [, end] }) => {
  if (node.type !== 'PLAIN' || node.source === '') return undefined
  const cut = /^ #[^\s#!]/.test(text.slice(end, end + 3))
  if (!cut) return undefined
  return {
    rule: 'yaml/cut-by-comment',
    severity: 'warning',
    at: path,
    on: [end + 1, end + 2],
    message: 'the value ends here: " #" begins a comment',
    label: 'not part of the value',
    help: 'put the value in quotes, or a space after the # of a comment',
  }
}
