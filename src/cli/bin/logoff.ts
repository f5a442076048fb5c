/** The program logoff. */
import { main } from '../main.ts'

await main('logoff')
