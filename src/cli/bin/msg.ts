/** The program msg. */
import { main } from '../main.ts'

await main('msg')
