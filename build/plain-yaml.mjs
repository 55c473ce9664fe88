/**
 * The YAML package's lexer and parser are generators five deep, and every sign goes through all of them: a third of what
 * they take for a small file, and three quarters for a large one. Nothing here reads a file in pieces, so in the bundles
 * they are methods that gather what they would yield. `test/build/plain-yaml.test.ts` holds both to the same answers.
 */
import { readFile } from 'node:fs/promises'

/** The class of each module, and its methods that are asked from without. */
const generators = {
  lexer: ['Lexer', 'lex'],
  parser: ['Parser', 'parse', 'next', 'end'],
}

export const plainYaml = {
  name: 'plain-yaml',
  setup({ onLoad }) {
    onLoad({ filter: /\/yaml\/browser\/dist\/parse\/(?:lexer|parser)\.js$/ }, async ({ path }) => ({
      contents: plain(await readFile(path, 'utf8'), /(\w+)\.js$/.exec(path)[1]),
    }))
  },
}

function plain(text, module) {
  const [name, ...asked] = generators[module]
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^( {4})\*(?=\w+\()/gm, '$1')
    .replaceAll('yield* ', '')
    .replace(/\byield ([^;]+);/g, 'this.made.push($1);')
  if (
    /\byield\b/.test(code) ||
    !code.includes('this.made.push(') ||
    asked.some(one => !code.includes(`    ${one}(`))
  )
    throw new Error(`yaml's ${module} has another form`)
  return `${code}
for (const name of ${JSON.stringify(asked)}) {
  const method = ${name}.prototype[name];
  ${name}.prototype[name] = function (source, incomplete) {
    // by another of them
    if (this.made) return method.call(this, source, incomplete);
    const made = this.made = [];
    try {
      method.call(this, source, incomplete);
    } finally {
      this.made = undefined;
    }
    return made;
  };
}
`
}
