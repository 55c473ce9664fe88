const codes = { red: 31, yellow: 33, blue: 34, cyan: 36, green: 32, bold: 1, dim: 2 } as const

export type Style = keyof typeof codes

/** Wraps text in escape sequences, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

export const painter = (colour: boolean): Paint =>
  colour ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_style, text) => text
