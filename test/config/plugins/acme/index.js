import { writeFileSync } from 'node:fs'

// what no command may run that only reads the file: it leaves a trace and then fails
writeFileSync(new URL('ran', import.meta.url), '')
throw new Error('this module has been run')
