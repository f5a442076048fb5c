/** The program quser. */
import { main } from '../main.ts'

await main('quser')
