#!/usr/bin/env node
// CommonJS: to load a single ES module costs more than all the rest of --version, which editors and CI ask often
const [asked, ...args] = process.argv.slice(2)
const isHelp = args.includes('--help') || args.includes('-h')
if (asked === '--version' || asked === '-v') printVersion()
else if (asked === 'validate' && !isHelp)
  require('./remembered.cjs').run(`${__dirname}/validate.cjs`, { isBrief: true })
else if (asked === 'serve' && !isHelp && !args.includes('--sandbox'))
  require('./remembered.cjs').run(`${__dirname}/serve.cjs`)
else import('./start.js')

function printVersion() {
  try {
    require('node:fs').writeSync(1, `${require('../package.json').version}\n`)
  } catch ({ code }) {
    // a reader that has gone away misses nothing
    if (code === 'EPIPE') return
    process.exitCode = 2
    process.stderr.write(`error: standard output cannot be written (${code})\n`)
  }
}
