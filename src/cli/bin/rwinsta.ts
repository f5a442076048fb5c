/** The program rwinsta. */
import { main } from '../main.ts'

await main('rwinsta')
