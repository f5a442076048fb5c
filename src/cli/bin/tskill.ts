/** The program tskill. */
import { main } from '../main.ts'

await main('tskill')
