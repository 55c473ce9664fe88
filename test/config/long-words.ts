/** What a pattern can be slow at: it begins to match at many places of one text, and fails far behind each. */
const head = 'version: 1\npublicUrl: https://sso.example.com\n'
const long = (piece: string, room = 250_000) => piece.repeat(Math.floor(room / piece.length))
const many = (line: string) => long(`${line}\n`)

/** What each file is full of, and its text. */
export const longWords: Readonly<Record<string, string>> = {
  'one word of names of secrets': `${head}sources:\n  - ${long('passwordbrackets')}\n`,
  'one word of zeros': `${head}sources: []\nautoRegister: "${long('0')}"\n`,
  'one word of beginnings of a token': `${head}sources: []\nui: { title: "${long('-eyJ-------e')}" }\n`,
  'one variable of capitals': `${head}sources: [{ id: a, type: github, clientSecret: { env: Aa${long('_A', 120)}- } }]\n`,
  'exceptions in one comment': `${head}sources: [] ${long('#sso-kit a')}\n`,
  'parameters of a database': `${head}sources: []\nstorage:\n${many(`  "${long(';key', 1000)}": x`)}`,
  'tabs in one line': `${head}sources: [\n${long('\t', 32_000)}\n\t`,
}
