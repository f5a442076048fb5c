/** The program tsctl. */
import { main } from '../main.ts'

await main('tsctl')
