import { main } from './main.ts'
import { endWith, processIo } from './process-io.ts'

endWith(await main(process.argv.slice(2), processIo))
