/** The program qprocess. */
import { main } from '../main.ts'

await main('qprocess')
