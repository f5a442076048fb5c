/** The program qwinsta. */
import { main } from '../main.ts'

await main('qwinsta')
