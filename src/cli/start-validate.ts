import { setFlagsFromString } from 'node:v8'
import { processIo } from './process-io.ts'
import { run } from './run.ts'
import { validate } from './validate.ts'

/** `validate` by itself, for the bundle that holds nothing else: what editors and pipelines wait for many times a day. */
processIo.beforeMuch = () => {
  // it is over before optimised code has paid for its making: with V8's own budget half of the time goes there
  setFlagsFromString('--interrupt-budget=8000000')
}
run(async () => validate, process.argv.slice(3), processIo).then(code => {
  process.exitCode = code
})
