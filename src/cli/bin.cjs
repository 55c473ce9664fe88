#!/usr/bin/env node
// CommonJS: to load a single ES module costs more than all the rest of --version, which editors and CI ask often
const [asked] = process.argv.slice(2)
if (asked === '--version' || asked === '-v') process.stdout.write(`${require('../package.json').version}\n`)
else import('./start.js')
