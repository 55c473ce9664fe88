import type { Reference } from '../config.ts'

/** What forms and tutorials put where the value belongs. */
const placeholders: readonly RegExp[] = [
  /^<.*>$|^\[.*\]$|^\$?\{.*\}$|^%.*%$|^\$[A-Z_]+$/,
  /^(.)\1+$/,
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|(?:^|[-_ ])(?:placeholder|todo|fixme|tbd)(?:$|[-_ ])/,
  /^(?:your|my|the|some|a|an|test|demo|dummy|fake|example|sample)[-_ ]?(?:[a-z]+[-_ ]?){0,3}(?:secret|key|token|password|value)s?(?:[-_ ]?here)?$/,
  /^(?:insert|enter|put|paste|fill)[-_ ]/,
  /^(?:secret|password|passwd|pass|pw|pwd|token|key|client[-_ ]?secret|app[-_ ]?secret|example|sample|dummy|test|demo|none|null|undefined|n\/a|123456(?:7890?)?|admin|foo|bar)$/,
  /x{3,}[-_.]?x{3,}|^x{3,}|\*{3,}|…|\.{3}$/,
  /^[你您]的|^请(?:填|输入|替换|修改)|^待(?:填|补)/,
]

const longestPlaceholder = 120

/** Whether a value is one of these, or the name of the variable that it was to be put into. */
export const isPlaceholder = (value: string, reference: Reference): boolean =>
  ('env' in reference && value.trim().toLowerCase() === reference.env.toLowerCase()) ||
  isPlaceholderText(value)

export function isPlaceholderText(value: string): boolean {
  const typed = value.trim()
  // metadata and keys as JSON are long, and begin and end with brackets of their own
  if (typed.length > longestPlaceholder) return false
  const plain = typed.toLowerCase()
  return placeholders.some(form => form.test(plain) || form.test(typed))
}
