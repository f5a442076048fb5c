/** The program tscon. */
import { main } from '../main.ts'

await main('tscon')
