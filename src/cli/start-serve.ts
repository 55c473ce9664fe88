import { endWith, processIo } from './process-io.ts'
import { run } from './run.ts'
import { serve } from './serve.ts'

/** `serve` by itself, for the bundle that holds nothing else: what people wait for whenever a server is restarted. */
run(async () => serve, process.argv.slice(3), processIo).then(endWith)
