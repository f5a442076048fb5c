/** The program tsdiscon. */
import { main } from '../main.ts'

await main('tsdiscon')
