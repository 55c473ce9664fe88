/** Files as large as may be, of one small piece again and again: what a parser can be slow at. */
const pieces = [
  '- ',
  '? ',
  '- ? ',
  '& ',
  '&a ',
  '! ',
  '* ',
  ', ',
  ': ',
  '|\n',
  '>\n',
  '%\n',
  '[',
  '{',
  '[]',
  '{}',
  '""',
]

/** These are hard to read in a block as well as between brackets. */
const anywhere = [
  'a:\n',
  'a: ',
  '- \n',
  '? a\n',
  '#\n',
  '---\n',
  '[\n',
  '[,',
  `${'- '.repeat(64)}\n`,
  '*a,',
  '"',
  '\n',
  "'a' ",
  '\\"',
  '"\\',
  ':#',
  '{a: b},',
  'ghp_id: a\n',
  '\nsecret: ',
  '- "\\u0041"\n',
  'x\nsecret: ',
  '- id: a\n  type: local\n#',
  '<<: \n, ',
]

const inBrackets = 'version: 1\nsources: ['
const inBlock = 'version: 1\nsources:\n'
const full = (before: string, piece: string) => before + piece.repeat(Math.floor(255_000 / piece.length))
const named = (before: string, where: string) => (piece: string) =>
  [`${JSON.stringify(piece)} ${where}`, full(before, piece)] as const

/** What each file is full of, and its text. */
export const hardToRead: Readonly<Record<string, string>> = Object.fromEntries([
  ...[...pieces, ...anywhere].map(named(inBrackets, 'between brackets')),
  ...anywhere.map(named(inBlock, 'in a block')),
])
