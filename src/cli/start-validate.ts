import { endWith, processIo } from './process-io.ts'
import { run } from './run.ts'
import { validate } from './validate.ts'

/** `validate` by itself, for the bundle that holds nothing else: what editors and pipelines wait for many times a day. */
run(async () => validate, process.argv.slice(3), processIo).then(endWith)
