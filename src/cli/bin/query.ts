/** The program query. */
import { main } from '../main.ts'

await main('query')
