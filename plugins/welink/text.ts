/** WeLink sends numbers for text and text for numbers; what is neither counts as absent. */
export function text(value: unknown): string | undefined {
  // a number above 2^53 has already lost digits
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text).filter(each => each !== undefined) : []
}
