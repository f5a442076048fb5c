/** Message boxes: how they look and what the user answers. [MS-TSTS] 3.3.4.1.10, 6.5 */

/** Flags of `ulStyle`, as MessageBox takes them. */
export const MessageBoxStyle = {
  MB_OK: 0x0000_0000,
  MB_ICONINFORMATION: 0x0000_0040,
} as const

/** Values of `pulResponse`. */
export const MessageBoxResponse = {
  IDOK: 1,
  IDCANCEL: 2,
  IDABORT: 3,
  IDRETRY: 4,
  IDIGNORE: 5,
  IDYES: 6,
  IDNO: 7,
  IDTIMEOUT: 32_000,
  IDASYNC: 32_001,
} as const
