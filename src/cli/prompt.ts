/** The prompts of a library that only a person at a terminal needs. */
export { isCancel, password } from '@clack/prompts'
